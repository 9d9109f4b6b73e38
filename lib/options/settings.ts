import type { ConnectionOptions } from 'node:tls'
import { format } from 'node:util'
import { type Meaning, reasons } from '../errors.ts'
import {
  CALLS_PER_SECOND,
  LARGEST_ATTACHMENT,
  LARGEST_ATTACHMENTS,
  LARGEST_BODY,
  LARGEST_MESSAGE,
  MOST_ATTACHMENTS,
  MOST_RECIPIENTS,
  RECIPIENT_LIMIT,
  type SesRegion,
  SMTP_HOSTS,
  SMTP_PORT,
} from '../provider.ts'
import * as check from './checks.ts'
import type {
  SesLimits,
  SesLogger,
  SesPoolOptions,
  SesRateLimit,
  SesRedis,
  SesRetryOptions,
  SesTimeouts,
  SesTransportOptions,
} from './options.ts'
import { parseOptionUrl } from './url.ts'

/** {@link SesTransportOptions}, complete and checked: further down nothing is optional. */
export interface Settings {
  readonly host: string
  readonly port: number
  readonly tls: ConnectionOptions
  readonly logins: readonly Login[]
  readonly cc: 'to' | 'separate' | 'refuse'
  readonly bcc: 'separate' | 'refuse'
  readonly inlineImages: NonNullable<SesTransportOptions['inlineImages']>
  readonly bodyEncoding: 'base64' | '8bit'
  readonly onLoss: 'send' | 'refuse'
  /** In lower case. */
  readonly stripHeaders: ReadonlySet<string>
  readonly limits: SesLimits
  readonly rateLimit: { readonly perSecond: number; readonly shared: SharedLimit | undefined } | false
  readonly recipientLimit: { readonly count: number; readonly perMs: number } | false
  readonly park: boolean
  readonly maxWaiting: number
  readonly maxWaitMs: number
  readonly retry: SesRetryOptions
  readonly onUnknown: NonNullable<SesTransportOptions['onUnknown']>
  readonly pool: SesPoolOptions
  readonly timeouts: SesTimeouts
  readonly proxy: string | undefined
  readonly logger: SesLogger
  /** The option as it was given, for Nodemailer's own log. */
  readonly nodemailerLogger: boolean | SesLogger
  readonly disableFileAccess: boolean
  readonly disableUrlAccess: boolean
  readonly meanings: readonly Meaning[]
}

interface Login {
  readonly user: string
  readonly pass: string | (() => string | Promise<string>)
}

/** Where a limit is kept for several processes. */
export interface SharedLimit {
  readonly redis: SesRedis
  readonly id: string
  readonly onRedisDown: 'local' | 'fail'
  /** Undefined: as many as were seen. */
  readonly processes: number | undefined
}

/**
 * Fills in the defaults, checks every option and freezes the result.
 *
 * @throws TypeError that names the option, what was expected and what came
 */
export function resolveOptions(given: SesTransportOptions | string | undefined): Settings {
  const options = typeof given === 'string' ? parseOptionUrl(given) : check.object('options', given)
  check.knownKeys('', options, optionNames)

  return Object.freeze({
    host: hostOf(options),
    port: check.integer('port', options.port, SMTP_PORT, 1, 65_535),
    tls: check.object('tls', options.tls ?? {}),
    logins: loginsOf(options),
    cc: check.oneOf('cc', options.cc, ['to', 'separate', 'refuse']),
    bcc: check.oneOf('bcc', options.bcc, ['separate', 'refuse']),
    inlineImages:
      typeof options.inlineImages === 'function'
        ? options.inlineImages
        : check.oneOf('inlineImages', options.inlineImages, ['data-url', 'attach', 'refuse']),
    bodyEncoding: check.oneOf('bodyEncoding', options.bodyEncoding, ['base64', '8bit']),
    onLoss: check.oneOf('onLoss', options.onLoss, ['send', 'refuse']),
    stripHeaders: new Set(check.strings('stripHeaders', options.stripHeaders ?? []).map((name) => name.toLowerCase())),
    limits: limitsOf(options),
    rateLimit: rateLimitOf(options.rateLimit ?? {}),
    recipientLimit:
      options.recipientLimit === undefined || options.recipientLimit === false
        ? false
        : check.numbers('recipientLimit', options.recipientLimit, RECIPIENT_LIMIT, 1),
    park: options.park === undefined || check.boolean('park', options.park),
    maxWaiting: check.count('maxWaiting', options.maxWaiting),
    maxWaitMs: check.count('maxWaitMs', options.maxWaitMs),
    retry:
      options.retry === false
        ? { ...defaultRetry, retries: 0 }
        : check.numbers('retry', options.retry, defaultRetry, 0),
    onUnknown:
      typeof options.onUnknown === 'function'
        ? options.onUnknown
        : check.oneOf('onUnknown', options.onUnknown, ['fail', 'retry']),
    pool: check.numbers('pool', options.pool, { maxConnections: 5, maxMessages: 100, idleTimeoutMs: 60_000 }, 1),
    timeouts: timeoutsOf(options),
    proxy: options.proxy === undefined ? undefined : check.string('proxy', options.proxy),
    logger: loggerOf(options.logger),
    nodemailerLogger: options.logger ?? false,
    disableFileAccess: check.boolean('disableFileAccess', options.disableFileAccess),
    disableUrlAccess: check.boolean('disableUrlAccess', options.disableUrlAccess),
    meanings: check.list('meanings', options.meanings ?? []).map(meaningOf),
  })
}

const defaultLimits: SesLimits = {
  body: LARGEST_BODY,
  attachment: LARGEST_ATTACHMENT,
  attachments: LARGEST_ATTACHMENTS,
  message: LARGEST_MESSAGE,
  attachmentCount: MOST_ATTACHMENTS,
  recipients: MOST_RECIPIENTS,
}

const defaultRetry: SesRetryOptions = { retries: 4, minDelayMs: 500, maxDelayMs: 10_000, deadlineMs: 60_000 }

const defaultTimeouts: SesTimeouts = {
  connectionMs: 30_000,
  greetingMs: 30_000,
  socketMs: 120_000,
  contentMs: 300_000,
}

const optionNames: Readonly<Record<keyof SesTransportOptions, true>> = {
  region: true,
  host: true,
  port: true,
  tls: true,
  auth: true,
  cc: true,
  bcc: true,
  inlineImages: true,
  bodyEncoding: true,
  onLoss: true,
  stripHeaders: true,
  limits: true,
  rateLimit: true,
  recipientLimit: true,
  park: true,
  maxWaiting: true,
  maxWaitMs: true,
  retry: true,
  onUnknown: true,
  pool: true,
  timeouts: true,
  proxy: true,
  logger: true,
  disableFileAccess: true,
  disableUrlAccess: true,
  meanings: true,
}

function hostOf({ host, region }: SesTransportOptions): string {
  if (host !== undefined) return check.string('host', host)
  if (region === undefined) {
    throw new TypeError(`Expected \`region\` (${Object.keys(SMTP_HOSTS).join(', ')}) or \`host\`, got neither`)
  }
  return SMTP_HOSTS[check.oneOf('region', region, Object.keys(SMTP_HOSTS) as SesRegion[])]
}

function limitsOf({ limits }: SesTransportOptions): SesLimits {
  const resolved = check.numbers('limits', limits, defaultLimits, 0)
  if (resolved.recipients === 0) throw check.unexpected('limits.recipients', 'be at least 1', 0)
  return resolved
}

function timeoutsOf({ timeouts }: SesTransportOptions): SesTimeouts {
  const { connectionMs, greetingMs, socketMs, contentMs } = check.numbers('timeouts', timeouts, defaultTimeouts, 1)
  const timer = (ms: number) => Math.min(ms, LONGEST_TIMER)
  return Object.freeze({
    connectionMs: timer(connectionMs),
    greetingMs: timer(greetingMs),
    socketMs: timer(socketMs),
    contentMs: timer(contentMs),
  })
}

/** Longer ones fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

function rateLimitOf(given: SesRateLimit | false): Settings['rateLimit'] {
  if (given === false) return false
  check.object('rateLimit', given)
  check.knownKeys('rateLimit.', given, rateLimitNames)
  const { perSecond } = given
  return Object.freeze({
    ...check.positiveNumbers('rateLimit', perSecond === undefined ? {} : { perSecond }, {
      perSecond: CALLS_PER_SECOND,
    }),
    shared: sharedLimitOf(given),
  })
}

const rateLimitNames: Readonly<Record<keyof SesRateLimit, true>> = {
  perSecond: true,
  redis: true,
  id: true,
  onRedisDown: true,
  processes: true,
}

function sharedLimitOf({ redis, id = 'default', onRedisDown, processes }: SesRateLimit): SharedLimit | undefined {
  const others = {
    id: check.string('rateLimit.id', id),
    onRedisDown: check.oneOf('rateLimit.onRedisDown', onRedisDown, ['local', 'fail']),
    processes: processes === undefined ? undefined : check.integer('rateLimit.processes', processes, 1, 1, 1_000_000),
  }
  if (redis === undefined) return undefined
  const isClient = typeof redis?.eval === 'function' && typeof redis.evalsha === 'function'
  if (!isClient) throw check.unexpected('rateLimit.redis', 'be a client of ioredis', redis)
  return Object.freeze({ redis, ...others })
}

function loginsOf({ auth }: SesTransportOptions): readonly Login[] {
  const logins = Array.isArray(auth) ? auth : [auth]
  if (logins.length === 0) throw new TypeError('Expected `auth` to hold at least one login, got an empty list')

  return logins.map((login, index) => {
    const name = Array.isArray(auth) ? `auth[${index}]` : 'auth'
    check.login(name, login)
    check.knownKeys(`${name}.`, login, { user: true, pass: true })
    const user = check.string(`${name}.user`, login.user)
    const pass = typeof login.pass === 'function' ? login.pass : check.secret(`${name}.pass`, login.pass)
    return { user, pass }
  })
}

function meaningOf(row: Meaning, index: number): Meaning {
  const name = `meanings[${index}]`
  check.object(name, row)
  check.knownKeys(`${name}.`, row, {
    code: 1,
    phrase: 1,
    reason: 1,
    retry: 1,
    retryAfter: 1,
    scope: 1,
    hint: 1,
    docs: 1,
  })
  if (row.code === undefined && row.phrase === undefined) {
    throw new TypeError(
      `Expected \`${name}\` to have a \`code\`, a \`phrase\` or both, got neither: it would stand for every reply`,
    )
  }
  if (row.code !== undefined) check.string(`${name}.code`, row.code)
  if (row.phrase !== undefined) check.words(`${name}.phrase`, row.phrase)
  check.required(`${name}.reason`, row.reason, reasons)
  check.required(`${name}.retry`, row.retry, ['never', 'soon', 'later'])
  if (row.retryAfter !== undefined && row.retryAfter !== 'china-midnight') {
    check.duration(`${name}.retryAfter`, row.retryAfter, "'china-midnight' or milliseconds")
  }
  if (row.scope !== undefined) {
    check.required(`${name}.scope`, row.scope, ['recipient', 'provider', 'sender'])
    if (row.retryAfter === undefined) throw check.unexpected(`${name}.retryAfter`, 'be given with `scope`', undefined)
  }
  check.string(`${name}.hint`, row.hint)
  if (row.docs !== undefined) check.string(`${name}.docs`, row.docs)
  return Object.freeze({ ...row })
}

function loggerOf(logger: SesTransportOptions['logger']): SesLogger {
  if (logger === null) throw check.unexpected('logger', 'be true, false or an object', logger)
  if (typeof logger === 'object') {
    const missing = levels.find((level) => typeof logger[level] !== 'function')
    if (missing) throw check.unexpected('logger', `have a function \`${missing}\``, logger)
    return logger
  }
  if (!check.boolean('logger', logger)) return { debug() {}, info() {}, warn() {}, error() {} }

  const write = (_fields: object, message: string, ...values: unknown[]) => console.error(format(message, ...values))
  return { debug: write, info: write, warn: write, error: write }
}

const levels = ['debug', 'info', 'warn', 'error'] as const

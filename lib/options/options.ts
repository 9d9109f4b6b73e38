import type { ConnectionOptions } from 'node:tls'
import type { Meaning } from '../errors.ts'
import { LANGUAGES, type SesLanguage } from '../language.ts'
import type { Attachment } from '../letter.ts'
import { RECIPIENT_LIMIT, type SesRegion, SMTP_HOSTS, SMTP_PORT } from '../provider.ts'
import * as check from './checks.ts'
import { FOREIGN_OPTIONS } from './foreign.ts'
import { resolveLimits, type SesLimits } from './limits.ts'
import { type NestLogger, resolveLogger, type SesLogger } from './logger.ts'
import { resolveLogins, type SesLogin } from './login.ts'
import { resolveMeaning } from './meanings.ts'
import { resolvePool, type SesPoolOptions } from './pool.ts'
import { resolveRateLimit, type SesRateLimit } from './rate-limit.ts'
import {
  type DeliveryAnswer,
  type DeliveryFinding,
  resolveRetry,
  type SesRetryOptions,
  type UnknownDelivery,
} from './retry.ts'
import { resolveTimeouts, type SesTimeouts } from './timeouts.ts'
import { parseOptionUrl } from './url.ts'

/** What `sesTransport(options)` takes. Only `auth` and one of `region` and `host` are required. */
export interface SesTransportOptions {
  /**
   * Region of the verified sender; the SMTP host follows from it. Host and sender have to be of the same region.
   *
   * @see https://www.tencentcloud.com/document/product/1084/44457 "SMTP Service Address"
   */
  region?: SesRegion
  /** SMTP host, in place of `region`. */
  host?: string | undefined
  /**
   * SMTP port, 465 or 587; both use TLS from the first byte. May be a string of digits, as from an environment variable.
   *
   * @default 465
   */
  port?: number | string | undefined
  /**
   * Goes to Node's `tls.connect`: `ca`, `minVersion`, `servername` …
   *
   * @default {}
   */
  tls?: ConnectionOptions
  /**
   * Sender address and its SMTP password. SES has one password for each sender address, and one rate limit for all of
   * them. With a list, a mail goes out through the login whose `user` is its From address.
   */
  auth: SesLogin | readonly SesLogin[]

  /**
   * What becomes of Cc, which SES does not support: `to` moves the addresses to To, visible as before; `separate` sends
   * each a letter of its own; `refuse` fails.
   *
   * @default 'to'
   */
  cc?: 'to' | 'separate' | 'refuse'
  /**
   * What becomes of Bcc and of envelope recipients that no header shows: `separate` sends each a letter of its own,
   * in which it is the only address; `refuse` fails.
   *
   * @default 'separate'
   */
  bcc?: 'separate' | 'refuse'
  /**
   * What becomes of images shown by `cid:`, which SES does not support: `data-url` puts them into the HTML, where some
   * mail programs hide them; `attach` attaches them; `refuse` fails. A function uploads an image and returns its URL: the
   * only way in which every reader sees it.
   *
   * @default 'data-url'
   */
  inlineImages?: 'data-url' | 'attach' | 'refuse' | ((image: Attachment) => Promise<string> | string)
  /**
   * Transfer encoding of text and HTML. `8bit` sends them as they are; only lines of 2,000 bytes and more are folded,
   * where that does not change what is shown.
   *
   * @default 'base64'
   */
  bodyEncoding?: 'base64' | '8bit'
  /**
   * What becomes of a mail that is signed with S/MIME or PGP/MIME, which SES cannot carry: `refuse` fails; `unwrap` sends
   * it without its signature, which is a loss. An encrypted mail always fails.
   *
   * @default 'refuse'
   */
  signed?: 'refuse' | 'unwrap'
  /**
   * What to do when a mail would look different to its readers: send it and log a warning, or refuse it.
   *
   * @default 'send'
   */
  onLoss?: 'send' | 'refuse'
  /**
   * Names of header fields to leave out, besides those that SES does not take.
   *
   * @default []
   */
  stripHeaders?: readonly string[]
  /** Sizes above which a mail is refused before anything is sent. A field that is not given keeps its default. */
  limits?: Partial<SesLimits>

  /**
   * Calls a second for the whole account, spread evenly; `false` sends as fast as the connections allow. With `redis`,
   * several processes keep to one limit together.
   *
   * @default { perSecond: 20 }
   * @see https://www.tencentcloud.com/document/product/1084/44458 "Email Sending Restrictions"
   */
  rateLimit?: SesRateLimit | false
  /**
   * How many mails one sender may send to one recipient: `count` within any `perMs` milliseconds. `{}` is what SES allows,
   * 10 an hour. One mail more fails at once, with the time to wait. With `rateLimit.redis`, the mails of all processes are
   * counted, in Redis.
   *
   * @default false
   */
  recipientLimit?: { readonly count?: number; readonly perMs?: number } | false
  /**
   * Whether to remember what SES refuses for some time. Until that time is over, further mails that SES would refuse fail
   * at once, without a call, with SES's error and the time that is left: after `FrequencyLimit` mails from that sender to
   * that recipient, after `TemporaryBlocked` mails to the recipient's domain, after `ExceedSendLimit` and
   * `HighRejectionRate` all mails from the sender's domain. If the refused mail had several recipients, only mails to all
   * of them fail, since SES does not say which of them it was about.
   *
   * @default true
   */
  park?: boolean
  /**
   * How many mails may wait. One more fails at once, with the time after which to try again.
   *
   * @default Infinity
   */
  maxWaiting?: number
  /**
   * Milliseconds that a mail may wait for its turn. One that would wait longer fails, as not sent.
   *
   * @default Infinity
   */
  maxWaitMs?: number
  /**
   * When to try a mail again that SES certainly did not take and may take in a moment; `false` for no retries. So that an
   * outage does not multiply the traffic, a transport has 60 retries in reserve; once they are used, it gains one for
   * every second and one for every five mails. A mail beyond that fails with the error of its last attempt.
   */
  retry?: Partial<SesRetryOptions> | false
  /**
   * What to do when the connection broke after the mail was handed over. SES may or may not have taken the mail, and does
   * not recognize a second one: sending it again may deliver it twice. A function may look up what became of the mail;
   * `status.resolver()` of `nodemailer-tencentcloud-ses/status` makes one. Until the function has answered, the mail keeps
   * its place among those under way.
   *
   * @default 'fail'
   */
  onUnknown?:
    | 'fail'
    | 'retry'
    | ((unknown: UnknownDelivery) => Promise<DeliveryAnswer | DeliveryFinding> | DeliveryAnswer | DeliveryFinding)
  /** Connections to the gateway. */
  pool?: Partial<SesPoolOptions>
  /** How long the gateway, and the content of a mail, may take. */
  timeouts?: Partial<SesTimeouts>
  /** URL of an HTTP or SOCKS proxy, as Nodemailer's option. */
  proxy?: string
  /**
   * As Nodemailer's option: `true` for the console, or a logger with `debug`, `info`, `warn` and `error`, such as those of pino
   * and bunyan; one of winston or of Nest too.
   *
   * @default false
   */
  logger?: boolean | SesLogger | NestLogger
  /**
   * Refuse content given as a file path.
   *
   * @default false
   */
  disableFileAccess?: boolean
  /**
   * Refuse content given as a URL.
   *
   * @default false
   */
  disableUrlAccess?: boolean
  /**
   * Hosts from which content given as a URL may be fetched, redirects included: `'files.example.com'` at the scheme's own port,
   * `'files.example.com:8080'` at that port alone, or `'*.example.com'` for every name below. Without this option every host
   * is allowed, even one within your network: set it if the URLs of files come from strangers.
   */
  allowUrls?: readonly string[]
  /**
   * Whether the tracing channels tell addresses: `from` and `to` of a mail.
   *
   * @default false
   */
  traceAddresses?: boolean
  /**
   * What refusals mean, tried before the library's own table; the first row that fits decides. A row does not change
   * whether a mail counts as delivered.
   *
   * @default []
   */
  meanings?: readonly Meaning[]
  /**
   * Of what an error says, its `hint` and `message`; with `zh-CN`, `docs` is the page of the Chinese mainland's site. Options that
   * are wrong, changes and the log are in English.
   *
   * @default 'en'
   */
  language?: SesLanguage
}

/** The options, complete and checked: further down nothing is optional. */
export type Settings = ReturnType<typeof resolveOptions>

/**
 * Checks every option, fills in the defaults and freezes the result.
 *
 * @throws TypeError that names the option, what was expected and what came
 */
export function resolveOptions(given: SesTransportOptions | string | undefined) {
  if (given === undefined || given === null) {
    throw new TypeError(`Expected options or a URL, got ${given}: is the environment variable of the URL set?`)
  }
  const options: SesTransportOptions =
    typeof given === 'string' ? parseOptionUrl(given) : check.object('options', given)

  const { region, auth, ...settings } = check.fields(
    '',
    options,
    {
      region: (_, region) => region, // checked where it is used: for the host
      host: resolveHost,
      port: check.numberOrText(SMTP_PORT, { min: 1, max: 65_535 }),
      tls: (name, tls) => check.object(name, tls ?? {}),
      auth: resolveLogins,
      cc: check.oneOf(['to', 'separate', 'refuse'], 'to'),
      bcc: check.oneOf(['separate', 'refuse'], 'separate'),
      inlineImages: (name, given) =>
        typeof given === 'function' ? given : check.oneOf(['data-url', 'attach', 'refuse'], 'data-url')(name, given),
      bodyEncoding: check.oneOf(['base64', '8bit'], 'base64'),
      signed: check.oneOf(['refuse', 'unwrap'], 'refuse'),
      onLoss: check.oneOf(['send', 'refuse'], 'send'),
      stripHeaders: resolveNames,
      limits: resolveLimits,
      rateLimit: resolveRateLimit,
      recipientLimit: (name, given = false) => (given === false ? given : resolveRecipientLimit(name, given)),
      park: check.boolean(true),
      maxWaiting: check.maximum,
      maxWaitMs: check.maximum,
      retry: resolveRetry,
      onUnknown: (name, given) =>
        typeof given === 'function' ? given : check.oneOf(['fail', 'retry'], 'fail')(name, given),
      pool: resolvePool,
      timeouts: resolveTimeouts,
      proxy: check.optional(check.string),
      logger: resolveLogger,
      disableFileAccess: check.boolean(false),
      disableUrlAccess: check.boolean(false),
      allowUrls: check.optional(check.list(resolveHostPattern)),
      traceAddresses: check.boolean(false),
      meanings: check.list(resolveMeaning),
      language: check.oneOf(LANGUAGES, 'en'),
    },
    FOREIGN_OPTIONS,
  )

  return Object.freeze({ ...settings, logins: auth })
}

function resolveHost(name: string, host: string | undefined, { region }: SesTransportOptions): string {
  const regions = Object.keys(SMTP_HOSTS) as SesRegion[]
  if (region === undefined) {
    if (host !== undefined) return check.string(name, host)
    throw new TypeError(`Expected \`region\` (${regions.join(', ')}) or \`host\`, got neither: is a variable not set?`)
  }
  const ofRegion = SMTP_HOSTS[check.oneOf(regions)('region', region)]
  if (host === undefined || check.string(name, host) === ofRegion) return ofRegion
  throw new TypeError(`Expected \`region\` or \`host\`, got both: the host of ${region} is ${ofRegion}, not ${host}`)
}

/** A host as `URL.host` has it, but with every port that is given, behind `*.` for all below it. */
function resolveHostPattern(name: string, given: unknown): string {
  const [, wildcard = '', host = ''] = /^(\*\.)?(.*)$/s.exec(check.string(name, given)) ?? []
  if (/[/\\?#@\s*]/.test(host) || !URL.canParse(`http://${host}`)) {
    throw check.unexpected(name, "be a host such as 'files.example.com' or '*.example.com'", given)
  }
  // Each scheme drops its own port, 80 or 443.
  const hosts = ['http', 'https'].map((scheme) => new URL(`${scheme}://${host}`).host)
  return `${wildcard}${hosts.find((each) => /:\d+$/.test(each)) ?? hosts[0]}`
}

/** Names of header fields, in lower case. */
function resolveNames(name: string, given: readonly string[] | undefined): ReadonlySet<string> {
  const names = check.list(check.string)(name, given)
  return new Set(names.map((each) => each.toLowerCase()))
}

const resolveRecipientLimit = check.group<{ readonly count: number; readonly perMs: number }>({
  count: check.wholeNumber(RECIPIENT_LIMIT.count, { min: 1 }),
  perMs: check.wholeNumber(RECIPIENT_LIMIT.perMs, { min: 1 }),
})

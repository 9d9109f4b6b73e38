// Tested by test/emulator/options.test.ts.

import { createCertificate } from './certificate/create.ts'
import { loopbackCertificate, loopbackKey } from './certificate/loopback.ts'
import { resolveFaults } from './fault-checks.ts'
import { resolvePage } from './http/options.ts'
import { resolveKeep } from './keep.ts'
import {
  callback,
  checkOptions,
  either,
  fill,
  group,
  no,
  oneOf,
  text,
  unexpected,
  wholeNumber,
  yesOrNo,
} from './option-checks.ts'
import type { Account, EmulatorOptions, RateLimit, RecipientLimit, SizeLimits } from './options.ts'
import type { ReplyForm } from './reply.ts'
import { resolveStatus } from './status/options.ts'
import { resolveUndocumented } from './undocumented.ts'
import { resolveWebhook } from './webhook/options.ts'

/** The options, complete. */
export type Settings = Readonly<ReturnType<typeof resolveOptions>>

const megabyte = 1024 * 1024
const most = Number.MAX_SAFE_INTEGER
const longestTimer = 2 ** 31 - 1
const defaultAccount: Account = { user: 'noreply@mail.example.com', pass: 'Emulated4Tests' }

/** @throws TypeError for an option that is wrong or unknown */
export function resolveOptions(options: EmulatorOptions) {
  checkOptions<EmulatorOptions>('', options, checks)
  resolveFaults(options.faults ?? [])
  return Object.freeze({
    host: options.host ?? '127.0.0.1',
    names: options.names ?? [],
    port: options.port ?? 0,
    domain: options.domain ?? 'smtp.qcloudmail.com',
    accounts: resolveAccounts(options.accounts ?? [defaultAccount]),
    rateLimit: resolveRateLimit(options.rateLimit),
    recipientLimit: resolveRecipientLimit(options.recipientLimit),
    dailyQuota: options.dailyQuota ?? false,
    individualAccount: options.individualAccount ?? false,
    reply: resolveReply(options.reply),
    lineLimit: options.lineLimit ?? 2000,
    afterLongLine: options.afterLongLine ?? 'close',
    chunking: options.chunking ?? true,
    limits: resolveLimits(options.limits),
    undocumented: resolveUndocumented(options.undocumented),
    faults: options.faults ?? [],
    seed: options.seed ?? 1,
    latencyMs: options.latencyMs ?? 0,
    idleTimeoutMs: options.idleTimeoutMs ?? false,
    tls: resolveTls(options),
    keep: resolveKeep(options.keep),
    now: options.now ?? Date.now,
    appId: options.appId ?? '1250000000',
    outcome: options.outcome ?? (() => ({})),
    status: options.status ? resolveStatus(options.status) : undefined,
    webhook: options.webhook ? resolveWebhook(options.webhook) : undefined,
    page: resolvePage(options.page),
  })
}

const checks = {
  host: text,
  names: { expected: 'be a list of host names', holds: areNames },
  port: wholeNumber(0, 65_535),
  domain: text,
  accounts: { expected: 'be a list', holds: Array.isArray },
  rateLimit: either(group, no),
  recipientLimit: either(group, no),
  dailyQuota: either(wholeNumber(0, most), no),
  individualAccount: yesOrNo,
  reply: group,
  lineLimit: either(wholeNumber(1, most), no),
  afterLongLine: oneOf('close', 'reset', 'drain'),
  chunking: yesOrNo,
  limits: group,
  undocumented: group,
  faults: { expected: '', holds: () => true }, // they have a check of their own
  seed: { expected: 'be a number', holds: Number.isFinite },
  latencyMs: wholeNumber(0, longestTimer),
  idleTimeoutMs: either(wholeNumber(1, longestTimer), no),
  tls: group,
  keep: either(wholeNumber(1, most), group, no),
  now: callback,
  appId: { expected: 'be digits', holds: (given: unknown) => typeof given === 'string' && /^\d+$/.test(given) },
  outcome: callback,
  status: either(group, no),
  webhook: either(group, no),
  page: either(group, yesOrNo),
}

function resolveAccounts(accounts: readonly Account[]): readonly Account[] {
  for (const [index, account] of accounts.entries()) {
    const name = `accounts[${index}]`
    checkOptions<Account>(name, account, { user: text, pass: text })
    if (account.user === undefined) throw unexpected(`${name}.user`, text.expected, account.user)
    if (account.pass === undefined) throw unexpected(`${name}.pass`, text.expected, account.pass)
  }
  return accounts
}

/** @throws TypeError for what is no rate */
export function resolveRateLimit(limit: RateLimit | false | undefined): Required<RateLimit> | false {
  if (limit === false) return false
  checkOptions<RateLimit>('rateLimit', limit ?? {}, {
    perSecond: wholeNumber(0, most),
    window: oneOf('sliding', 'fixed'),
    countRefused: yesOrNo,
  })
  return fill<RateLimit>({ perSecond: 20, window: 'sliding', countRefused: false }, limit)
}

/** @throws TypeError for what is no limit */
export function resolveRecipientLimit(limit: RecipientLimit | false | undefined): RecipientLimit | false {
  if (limit === false) return false
  checkOptions<Partial<RecipientLimit>>('recipientLimit', limit ?? {}, {
    count: wholeNumber(0, most),
    perMs: wholeNumber(1, most),
  })
  return fill<Partial<RecipientLimit>>({ count: 10, perMs: 3_600_000 }, limit)
}

function resolveReply(form: ReplyForm | undefined): Required<ReplyForm> {
  checkOptions<ReplyForm>('reply', form ?? {}, {
    space: yesOrNo,
    message: yesOrNo,
    flat: yesOrNo,
    language: oneOf('en', 'zh'),
    truncate: either(wholeNumber(0, most), oneOf('text'), no),
  })
  return fill<ReplyForm>({ space: false, message: false, flat: false, language: 'zh', truncate: false }, form)
}

function resolveLimits(limits: SizeLimits | undefined): Required<SizeLimits> {
  const bytes = either(wholeNumber(0, most), no)
  checkOptions<SizeLimits>('limits', limits ?? {}, {
    body: bytes,
    attachment: bytes,
    attachments: bytes,
    message: bytes,
    eof: bytes,
  })
  return fill<SizeLimits>(
    {
      body: megabyte,
      attachment: 5 * megabyte,
      attachments: 10 * megabyte,
      message: 10 * megabyte,
      eof: 12 * megabyte,
    },
    limits,
  )
}

function resolveTls({ names = [], tls }: EmulatorOptions) {
  type Tls = NonNullable<EmulatorOptions['tls']>
  checkOptions<Tls>('tls', tls ?? {}, { key: text, cert: text, maxVersion: oneOf('TLSv1.2', 'TLSv1.3') })
  const pair = names.length === 0 || tls?.cert !== undefined ? loopbackPair : createCertificate([...loopback, ...names])
  return fill<Tls>({ ...pair, maxVersion: 'TLSv1.2' }, tls)
}

const loopback = ['localhost', '127.0.0.1']
/** Always the same, so that tests need no key of their own. */
const loopbackPair = { key: loopbackKey, cert: loopbackCertificate }

function areNames(names: unknown): boolean {
  const isName = (name: unknown) => typeof name === 'string' && /^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/i.test(name)
  return Array.isArray(names) && names.every(isName)
}

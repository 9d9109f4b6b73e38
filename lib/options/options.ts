import type { ConnectionOptions } from 'node:tls'
import type { Meaning, SesError } from '../errors.ts'
import type { Attachment } from '../letter.ts'
import type { SesRegion } from '../provider.ts'

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
   * TLS from the first byte, at 465 as at 587.
   *
   * @default 465
   */
  port?: number
  /** Goes to Node's `tls.connect`: `ca`, `minVersion`, `servername` … */
  tls?: ConnectionOptions
  /**
   * Sender address and its SMTP password. SES has one password for each sender address: with a list, a mail goes out
   * through the login whose `user` is its From address, all in one pace.
   */
  auth: SesLogin | readonly SesLogin[]

  /**
   * What becomes of Cc, which SES does not know: `to` puts the addresses into To, visible as before; `separate` sends
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
   * What becomes of images shown by `cid:`, which SES does not know: `data-url` puts them into the HTML (some mail
   * programs hide those), `attach` attaches them, `refuse` fails; a function uploads an image and returns the URL
   * that takes its place, the only way that every reader sees them.
   *
   * @default 'data-url'
   */
  inlineImages?: 'data-url' | 'attach' | 'refuse' | ((image: Attachment) => Promise<string> | string)
  /**
   * How text and HTML travel. `8bit` sends them as they are, with lines of 2,000 bytes and more folded where that does
   * not change what is shown.
   *
   * @default 'base64'
   */
  bodyEncoding?: 'base64' | '8bit'
  /**
   * What to do when a mail would look different to its readers: send it and log a warning, or refuse it.
   *
   * @default 'send'
   */
  onLoss?: 'send' | 'refuse'
  /**
   * Names of header fields to leave out, beside those that SES does not take.
   *
   * @default []
   */
  stripHeaders?: readonly string[]
  /** Sizes above which a mail is refused before anything is sent. A part that is not given keeps its default. */
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
   * Mails from one sender to one recipient in a sliding window. Over it a send fails at once, with the time to wait.
   * SES itself allows 10 an hour. With `rateLimit.redis` it is counted in Redis, for all processes.
   *
   * @default false
   */
  recipientLimit?: { readonly count?: number; readonly perMs?: number } | false
  /**
   * Whether what SES has just refused for a time is refused here until then, at once and without a call: after
   * `FrequencyLimit` mails from that sender to that recipient, after `TemporaryBlocked` to that provider (the domain), after
   * `ExceedSendLimit` and `HighRejectionRate` all of that sender's domain. The error is SES's, with the time that is left. Of a
   * mail to several SES does not say which of them it was: only mails to all of them are refused.
   *
   * @default true
   */
  park?: boolean
  /**
   * Mails that may wait; one more fails at once, with the time after which to try again.
   *
   * @default Infinity
   */
  maxWaiting?: number
  /**
   * Milliseconds that a mail may wait for its turn; one that would wait longer fails, not sent.
   *
   * @default Infinity
   */
  maxWaitMs?: number
  /**
   * Sending again what SES certainly did not take and may take in a moment. `false`: never. In an outage the account makes 60
   * second tries, and then one for every five mails and one a second; a mail beyond that fails as it is.
   */
  retry?: Partial<SesRetryOptions> | false
  /**
   * What to do when the connection broke after the mail was handed over: SES may have it or not, and ignores
   * Message-ID, so that a second try can be a second mail. A function may look it up and say.
   *
   * @default 'fail'
   */
  onUnknown?: 'fail' | 'retry' | ((context: UnknownDelivery) => Promise<DeliveryAnswer> | DeliveryAnswer)
  pool?: Partial<SesPoolOptions>
  timeouts?: Partial<SesTimeouts>
  /** URL of an HTTP or SOCKS proxy, as Nodemailer's option. */
  proxy?: string
  /**
   * As Nodemailer's option: `true` for the console, or an object with `debug`, `info`, `warn` and `error`.
   *
   * @default false
   */
  logger?: boolean | SesLogger
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
   * Rows that come before the library's own table of what refusals mean, the first that fits. They do not change whether a
   * mail counts as delivered.
   *
   * @default []
   */
  meanings?: readonly Meaning[]
}

/** `undefined` is what an environment variable is that is not set: a TypeError when the transport is made. */
export interface SesLogin {
  /** The sender address. */
  readonly user: string | undefined
  /**
   * Its SMTP password (not the API key), or a function that gets it: called before the first connection, and again when SES
   * refuses the password. If it gives another one then, the mail is sent with that; if it throws, the mail is tried again as
   * `retry` says.
   */
  readonly pass: string | undefined | (() => string | Promise<string>)
}

export interface SesRateLimit {
  /**
   * Calls a second for the whole account.
   *
   * @default 20
   */
  readonly perSecond?: number
  /** A client of ioredis, yours to connect and to close: every process that has the same `id` in it shares the limit. */
  readonly redis?: SesRedis
  /**
   * Name of the account in Redis.
   *
   * @default 'default'
   */
  readonly id?: string
  /**
   * What to do while Redis is away: `local` goes on, each process with `perSecond / processes`; `fail` fails at once with
   * a SesError `rate-limited`, to be sent later.
   *
   * @default 'local'
   */
  readonly onRedisDown?: 'local' | 'fail'
  /**
   * Processes that share the limit.
   *
   * @default as many as were sending in the minute before Redis went away
   */
  readonly processes?: number
}

/** What is used of a client of ioredis, a `Redis` or a `Cluster`. */
export interface SesRedis {
  eval(script: string, numberOfKeys: number, ...args: (string | number)[]): Promise<unknown>
  evalsha(sha1: string, numberOfKeys: number, ...args: (string | number)[]): Promise<unknown>
}

/**
 * SES's pages disagree on sizes and none says whether MB means 10^6 or 2^20: the defaults are the smaller reading.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Business errors"
 */
export interface SesLimits {
  /**
   * Bytes of text and HTML together, before encoding.
   *
   * @default 1_000_000
   */
  readonly body: number
  /**
   * Bytes of one file, before encoding.
   *
   * @default 5_000_000
   */
  readonly attachment: number
  /**
   * Bytes of all files together, before encoding.
   *
   * @default 8_000_000
   */
  readonly attachments: number
  /**
   * Bytes of the whole message as it is sent.
   *
   * @default 10_000_000
   */
  readonly message: number
  /** @default 10 */
  readonly attachmentCount: number
  /**
   * Recipients of one letter; a mail to more is sent as several letters.
   *
   * @default 50
   */
  readonly recipients: number
}

export interface SesRetryOptions {
  /**
   * Tries after the first.
   *
   * @default 4
   */
  readonly retries: number
  /**
   * Milliseconds before the second try; each later wait is about twice as long.
   *
   * @default 500
   */
  readonly minDelayMs: number
  /** @default 10_000 */
  readonly maxDelayMs: number
  /**
   * Milliseconds from the first try after which no further one starts, waits for a turn included.
   *
   * @default 60_000
   */
  readonly deadlineMs: number
}

export interface SesPoolOptions {
  /**
   * Connections for each login.
   *
   * @default 5
   */
  readonly maxConnections: number
  /**
   * Mails after which a connection is replaced.
   *
   * @default 100
   */
  readonly maxMessages: number
  /**
   * Milliseconds after which an idle connection is closed; with Nodemailer 6 to 9 and 10.0, whose pool has no such time,
   * it stays open until `timeouts.socketMs`.
   *
   * @default 60_000
   */
  readonly idleTimeoutMs: number
}

export interface SesTimeouts {
  /**
   * Milliseconds for connecting and TLS.
   *
   * @default 30_000
   */
  readonly connectionMs: number
  /**
   * Milliseconds for the gateway's first line.
   *
   * @default 30_000
   */
  readonly greetingMs: number
  /**
   * Milliseconds without a byte, from the gateway or from a stream, file or URL that is being read.
   *
   * @default 120_000
   */
  readonly socketMs: number
  /**
   * Milliseconds for reading the streams, files and URLs of one mail, from its turn to the last byte. A source that gives
   * a byte now and then would never end by `socketMs`.
   *
   * @default 300_000
   */
  readonly contentMs: number
}

/** What is known of a mail whose delivery is not. */
export interface UnknownDelivery {
  readonly messageId: string
  readonly from: string
  readonly to: readonly string[]
  readonly attempts: number
  readonly error: SesError
}

export type DeliveryAnswer = 'delivered' | 'not-delivered' | 'unknown'

/** A logger as Nodemailer takes it (bunyan, pino and others): fields first, then a format string and its values. */
export interface SesLogger {
  debug(fields: object, message: string, ...values: unknown[]): void
  info(fields: object, message: string, ...values: unknown[]): void
  warn(fields: object, message: string, ...values: unknown[]): void
  error(fields: object, message: string, ...values: unknown[]): void
}

import type { Faults } from './faults.ts'
import type { PageOptions } from './http/options.ts'
import type { Keep } from './keep.ts'
import type { Outcome } from './outcome.ts'
import type { ReceivedLetter } from './records.ts'
import type { ReplyForm } from './reply.ts'
import type { StatusOptions } from './status/options.ts'
import type { Undocumented } from './undocumented.ts'
import type { WebhookOptions } from './webhook/options.ts'

/** A sender address that may log in. */
export interface Account {
  readonly user: string
  readonly pass: string
}

export interface RateLimit {
  /** Calls that the whole account may make in a second. A call is made when a message has come whole. @default 20 */
  readonly perSecond?: number
  /** `sliding`: any second, wherever it starts; `fixed`: each second of the clock. @default 'sliding' */
  readonly window?: 'sliding' | 'fixed'
  /** Whether calls that are refused for the rate count too, so that a client that keeps trying stays shut out. @default false */
  readonly countRefused?: boolean
}

export interface RecipientLimit {
  readonly count: number
  /** Length of the sliding window, in milliseconds. */
  readonly perMs: number
}

/** Sizes in bytes; `false` lifts a limit. The pages say megabytes and not which: here 1 MB is 1,048,576 bytes. */
export interface SizeLimits {
  /** All texts of a mail together, decoded. @default 1 MB */
  readonly body?: number | false
  /** One attachment, decoded. @default 5 MB */
  readonly attachment?: number | false
  /** All attachments, decoded. @default 10 MB */
  readonly attachments?: number | false
  /** The message as it comes: bytes over it are cut off before the checks, unless the attachments are over theirs. @default 10 MB */
  readonly message?: number | false
  /**
   * One part of a message as it comes: at this size the connection is closed without a reply, which clients call EOF. The
   * page says "about 9 MB" of attachment, and Base64 makes 12 MB of them. A message of four times that size, or in chunks of
   * that size, fares the same.
   * @default 12 MB
   */
  readonly eof?: number | false
}

export interface EmulatorOptions {
  /** Address to listen on. @default '127.0.0.1' */
  readonly host?: string
  /**
   * Names and IPv4 addresses by which clients reach it beside the loopback's, such as that of a container: a certificate is made
   * for them, and page and API answer to them.
   * @default []
   */
  readonly names?: readonly string[]
  /** Port; 0 takes a free one. As SES at 465 and 587, it speaks TLS at once and knows no STARTTLS. @default 0 */
  readonly port?: number
  /** Name in the greeting. @default 'smtp.qcloudmail.com' */
  readonly domain?: string
  /** Who may log in. @default noreply@mail.example.com with the password Emulated4Tests */
  readonly accounts?: readonly Account[]
  /** Over it a call fails with `RequestLimitExceeded.SmtpRateLimit`. @default 20 calls in any second */
  readonly rateLimit?: RateLimit | false
  /**
   * Mails from one sender to one recipient; over it a call fails with `FailedOperation.FrequencyLimit`.
   * @default `{ count: 10, perMs: 3_600_000 }`
   */
  readonly recipientLimit?: RecipientLimit | false
  /**
   * Recipients that an account's mails may reach on one day in China (UTC+8); over it: `FailedOperation.ExceedSendLimit`.
   * @default false
   */
  readonly dailyQuota?: number | false
  /** Whether the account is an individual's, which SES refuses with `SMTPForbidden`. @default false */
  readonly individualAccount?: boolean
  /** Form of the errors. @default that of the one real reply known */
  readonly reply?: ReplyForm
  /** Bytes that a line may have, the line ending and the line feed before it counted; `false` lifts it. @default 2000 */
  readonly lineLimit?: number | false
  /**
   * What comes after too long a line and its answer. `close`, as go-smtp does: the connection is closed with what the client
   * still writes unread, so that one that goes on may meet a reset, the page's "broken pipe", and not see the answer.
   * `reset`: it always does. `drain`: all is read and dropped, so that the client always sees the answer.
   * @default 'close'
   */
  readonly afterLongLine?: 'close' | 'reset' | 'drain'
  /** Whether EHLO offers CHUNKING, and a message may come by BDAT, as since go-smtp v0.14. @default true */
  readonly chunking?: boolean
  readonly limits?: SizeLimits
  /** What SES's pages leave open. @default our guesses */
  readonly undocumented?: Undocumented
  /** What goes wrong. @default none */
  readonly faults?: Faults
  /** Where the chances of `faults` start: the same seed gives the same run. @default 1 */
  readonly seed?: number
  /** Milliseconds before each reply. @default 0 */
  readonly latencyMs?: number
  /** Milliseconds without a byte after which a connection is closed with 221; `false` waits forever. @default false */
  readonly idleTimeoutMs?: number | false
  /** Key and certificate (PEM), and the newest TLS. @default a pair for the loopback and `names`, TLS 1.2 as SES was last seen to have */
  readonly tls?: { readonly key?: string; readonly cert?: string; readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3' }
  /**
   * How much of `inbox` and `ledger`, and of the records and posts that go with them, is kept: the newest so many, or so many
   * bytes; `false` keeps all.
   * @default false
   */
  readonly keep?: number | Keep | false
  /** Clock of the limits and records, in milliseconds, until `clock` moves it. @default Date.now */
  readonly now?: () => number
  /** SES's number of the account: in its ids of calls, and in webhook events. @default '1250000000' */
  readonly appId?: string
  /**
   * What becomes of a mail that SES took, for each of its recipients: what GetSendEmailStatus and webhooks tell.
   * @default `{}`: delivered at once
   */
  readonly outcome?: (mail: ReceivedLetter, recipient: string) => Outcome
  /** Answers GetSendEmailStatus over HTTP; `{}` takes every default. @default false */
  readonly status?: StatusOptions | false
  /** Posts events to a callback address. @default false */
  readonly webhook?: WebhookOptions | false
  /** Serves the page and the HTTP API; `true` takes every default. @default false */
  readonly page?: PageOptions | boolean
}

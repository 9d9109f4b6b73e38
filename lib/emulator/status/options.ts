// Tested by test/emulator/reports.test.ts.

import { callback, checkOptions, delay, either, no, oneOf, text, wholeNumber } from '../option-checks.ts'
import type { Outcome } from '../outcome.ts'
import type { ReceivedLetter } from '../records.ts'

/**
 * GetSendEmailStatus over HTTP, at the emulator's `host`, as Tencent Cloud's API 3.0 answers it.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39502
 */
export interface StatusOptions {
  /** Port; 0 takes a free one. @default 0 */
  readonly port?: number
  /** The API key that may ask. @default 'AKIDEmulated4Tests' */
  readonly secretId?: string
  /**
   * Its secret, with which requests are signed (TC3-HMAC-SHA256). Their timestamps are compared with this machine's clock, as
   * the client's are made, and not with the emulator's `now`.
   * @default 'Emulated4TestsSecretKey'
   */
  readonly secretKey?: string
  /** Token of a temporary key, which X-TC-Token has to have. @default none */
  readonly token?: string
  /**
   * Milliseconds from the call until its records can be found, by the emulator's `now`; `Infinity`: they never can. How late
   * SES's may come is not documented.
   * @default 0
   */
  readonly delayMs?: number | ((mail: ReceivedLetter, recipient: string) => number)
  /**
   * Gives a call that SES refused a record too, with this outcome, whose `sendStatus` may not be 0; `undefined` gives it
   * none. Whether SES's refusals have records is not documented.
   * @param row the row of the provider's page that the mail broke, as in the ledger
   * @default none
   */
  readonly refusedOutcome?: (mail: ReceivedLetter, recipient: string, row: string) => Outcome | undefined
  /** Requests in a second, over which `RequestLimitExceeded` is the answer. The pages say 1, and one says 20. @default 1 */
  readonly perSecond?: number | false
  /** How many days back a RequestDate may be. The page says 30, and the error's text 90. @default 30 */
  readonly days?: number
  /** What a RequestDate in the future finds, which no page tells: nothing, or the error `NotSupportDate`. @default 'nothing' */
  readonly futureDate?: 'nothing' | 'error'
  /**
   * What a request with both MessageId and ToEmailAddress finds: users report that together they miss.
   * @default 'nothing'
   */
  readonly bothFilters?: 'nothing' | 'record'
  /** What a filter that fits no record finds: an empty list, or one record with SendStatus 2001 ("no record"). @default 'nothing' */
  readonly noRecord?: 'nothing' | 2001
  /** Which call comes first in the list, which no page tells. @default 'oldest' */
  readonly order?: 'oldest' | 'newest'
}

export function resolveStatus(options: StatusOptions) {
  checkOptions('status', options, {
    port: wholeNumber(0, 65_535),
    secretId: text,
    secretKey: text,
    token: text,
    delayMs: either(delay, callback),
    refusedOutcome: callback,
    perSecond: either(wholeNumber(1, 1_000_000), no),
    days: wholeNumber(0, 100_000),
    futureDate: oneOf('nothing', 'error'),
    bothFilters: oneOf('nothing', 'record'),
    noRecord: oneOf('nothing', 2001),
    order: oneOf('oldest', 'newest'),
  })
  return {
    port: options.port ?? 0,
    secretId: options.secretId ?? 'AKIDEmulated4Tests',
    secretKey: options.secretKey ?? 'Emulated4TestsSecretKey',
    token: options.token ?? '',
    delayMs: options.delayMs ?? 0,
    refusedOutcome: options.refusedOutcome,
    perSecond: options.perSecond ?? 1,
    days: options.days ?? 30,
    futureDate: options.futureDate ?? 'nothing',
    bothFilters: options.bothFilters ?? 'nothing',
    noRecord: options.noRecord ?? 'nothing',
    order: options.order ?? 'oldest',
  } as const
}

export type StatusSettings = ReturnType<typeof resolveStatus>

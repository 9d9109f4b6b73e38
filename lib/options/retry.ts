// Tested by test/options/options.test.ts.

import type { SesError, Verdict } from '../errors.ts'
import * as check from './checks.ts'

export interface SesRetryOptions {
  /**
   * Attempts after the first.
   *
   * @default 4
   */
  readonly retries: number
  /**
   * Milliseconds before the second attempt; each later wait is about twice as long.
   *
   * @default 500
   */
  readonly minDelayMs: number
  /**
   * Milliseconds of the longest wait between two attempts.
   *
   * @default 10_000
   */
  readonly maxDelayMs: number
  /**
   * Milliseconds after the first attempt from which on no other attempt starts. Waiting for a turn counts.
   *
   * @default 60_000
   */
  readonly deadlineMs: number
}

const resolveDelays = check.group<SesRetryOptions>({
  retries: check.wholeNumber(4, { min: 0 }),
  minDelayMs: check.wholeNumber(500, { min: 0 }),
  maxDelayMs: check.wholeNumber(10_000, { min: 0 }),
  deadlineMs: check.wholeNumber(60_000, { min: 0 }),
})

export function resolveRetry(name: string, given: Partial<SesRetryOptions> | false | undefined) {
  return resolveDelays(name, given === false ? { retries: 0 } : given)
}

/** What is known of a letter that SES may or may not have taken. */
export interface UnknownDelivery {
  readonly messageId: string
  readonly from: string
  readonly to: readonly string[]
  readonly attempts: number
  /** Milliseconds since 1970 at which its last byte was handed over; undefined if not all of it was. */
  readonly handedOverAt: number | undefined
  readonly error: SesError
  /** Aborted when the mail's wait ends; after that, nobody listens to an answer. */
  readonly signal: AbortSignal
}

export type DeliveryAnswer = 'delivered' | 'not-delivered' | 'unknown'

/** An answer, and the reason for it. */
export interface DeliveryFinding {
  readonly answer: DeliveryAnswer
  /** The reason, in a sentence. It is shown in the log and, unless the letter was delivered, in the error's message. */
  readonly why: string
  /** Why SES refused a letter. Without it, a letter that was not delivered is sent again at once, as `retry` says. */
  readonly verdict?: Partial<Omit<Verdict, 'sesCode' | 'requestId'>>
}

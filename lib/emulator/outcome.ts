// Tested by test/emulator/reports.test.ts.

import { anyText, checkOptions, delay, oneOf, unexpected, wholeNumber, yesOrNo } from './option-checks.ts'

/**
 * What becomes of a mail for one recipient after the call: what GetSendEmailStatus and the webhooks tell.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39502
 */
export interface Outcome {
  /** Whether SES's own sending worked (0), or why not: 1006, 1007, 1010 and so on. @default 0 */
  readonly sendStatus?: number
  /**
   * The end at the recipient's provider: 1 delivered, 2 dropped, 3 rejected, 8 delayed, or 0, which stays in the queue.
   * @default 1, or 0 if `sendStatus` is not 0
   */
  readonly deliverStatus?: 0 | 1 | 2 | 3 | 8
  /** The provider's words, or why SES dropped the mail. @default '' */
  readonly deliverMessage?: string
  /** Milliseconds from the call to that end; until then `DeliverStatus` is 0. @default 0 */
  readonly deliverAfterMs?: number
  /** Whether the recipient opened it, once it is delivered. @default false */
  readonly opened?: boolean
  /** Whether the recipient followed a link in it. @default false */
  readonly clicked?: boolean
  /** Whether the recipient unsubscribed from the sender. @default false */
  readonly unsubscribed?: boolean
  /** Whether the recipient reported the sender. @default false */
  readonly complained?: boolean
}

/** @throws TypeError if it is no outcome */
export function completeOutcome(outcome: Outcome): Required<Outcome> {
  checkOptions('outcome', outcome, {
    sendStatus: wholeNumber(0, 9999),
    deliverStatus: oneOf(0, 1, 2, 3, 8),
    deliverMessage: anyText,
    deliverAfterMs: delay,
    opened: yesOrNo,
    clicked: yesOrNo,
    unsubscribed: yesOrNo,
    complained: yesOrNo,
  })
  const sendStatus = outcome.sendStatus ?? 0
  return {
    sendStatus,
    deliverStatus: outcome.deliverStatus ?? (sendStatus === 0 ? 1 : 0),
    deliverMessage: outcome.deliverMessage ?? '',
    deliverAfterMs: outcome.deliverAfterMs ?? 0,
    opened: outcome.opened ?? false,
    clicked: outcome.clicked ?? false,
    unsubscribed: outcome.unsubscribed ?? false,
    complained: outcome.complained ?? false,
  }
}

/** An outcome of a call that SES refused: nothing was sent. */
export function completeRefusal(outcome: Outcome): Required<Outcome> {
  const complete = completeOutcome(outcome)
  if (complete.sendStatus === 0) {
    throw unexpected('outcome.sendStatus', 'be other than 0, since SES refused the mail', outcome.sendStatus)
  }
  return complete
}

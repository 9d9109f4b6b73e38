import { anyText, checkOptions, delay, oneOf, unexpected, wholeNumber } from '../option-checks.ts'
import type { Outcome } from '../outcome.ts'

/** An event of a mail to one recipient. */
export interface WebhookEvent {
  /** `processed` stands in the oldest version of the page alone. */
  readonly event:
    | ('delivered' | 'dropped' | 'bounce' | 'open' | 'click' | 'spamreport' | 'unsubscribe' | 'deferred')
    | 'processed'
  /** Milliseconds after the call and `webhook.delayMs`. @default 0 */
  readonly afterMs?: number
  /** Why it was not delivered, such as `551 5.1.1 recipient is not exist`. @default '' */
  readonly reason?: string
  /** Of a bounce. @default 'hard' */
  readonly bounceType?: 'soft' | 'hard'
  /** The link of a click. @default '' */
  readonly link?: string
  /** Of an open or a click. @default '' */
  readonly useragent?: string
  /** @default 0, since a mail over SMTP has no template */
  readonly templateId?: number
}

/** The events that fit what became of a mail. */
export function eventsOf(outcome: Required<Outcome>): readonly WebhookEvent[] {
  const { sendStatus, deliverStatus, deliverMessage: reason, deliverAfterMs: afterMs } = outcome
  if (sendStatus !== 0) return [{ event: 'dropped', reason }]
  if (deliverStatus === 2) return [{ event: 'dropped', reason, afterMs }]
  if (deliverStatus === 3) return [{ event: 'bounce', reason, afterMs }]
  if (deliverStatus === 8) return [{ event: 'deferred', reason, afterMs }]
  if (deliverStatus === 0) return []
  return [
    { event: 'delivered', afterMs },
    ...(outcome.opened ? [{ event: 'open', afterMs } as const] : []),
    ...(outcome.clicked ? [{ event: 'click', afterMs } as const] : []),
    ...(outcome.complained ? [{ event: 'spamreport', afterMs } as const] : []),
    ...(outcome.unsubscribed ? [{ event: 'unsubscribe', afterMs } as const] : []),
  ]
}

/** @throws TypeError if a function of the caller's returned something else */
export function checkEvents(events: readonly WebhookEvent[]): readonly WebhookEvent[] {
  if (!Array.isArray(events)) throw unexpected('webhook.events', 'return a list', events)
  for (const event of events) {
    checkOptions('event', event, {
      event: oneOf(...names),
      afterMs: delay,
      reason: anyText,
      bounceType: oneOf('soft', 'hard'),
      link: anyText,
      useragent: anyText,
      templateId: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    })
  }
  return events
}

const names = 'delivered dropped bounce open click spamreport unsubscribe deferred processed'.split(' ')

import type { SesEvent, SesEventKind } from './event.ts'

/**
 * Whether an event ends a mail's story: the recipient's provider has refused it for good, or SES has dropped it. `delivered` is no
 * end, since a bounce may follow; nor are an open and a click, which a provider's scanner makes before it refuses the mail.
 */
export function isFinal({ event, bounce }: Pick<SesEvent, 'event' | 'bounce'>): boolean {
  return event === 'dropped' || (event === 'bounce' && bounce !== 'soft')
}

/**
 * Whether an event says more of what became of a mail than the one that is known. SES sends events twice and in any order.
 *
 * `processed`, `deferred`, a soft bounce, `delivered` may follow each other in this order; then come `open`, `click`,
 * `unsubscribe` and `spamreport`, each of which says that it was delivered. What {@link isFinal} may follow any of them, and
 * nothing follows it.
 *
 * @example
 * if (!known || supersedes(event, known)) await save(event.messageId, event.recipient, event)
 */
export function supersedes(
  event: Pick<SesEvent, 'event' | 'bounce' | 'at'>,
  known: Pick<SesEvent, 'event' | 'bounce' | 'at'>,
): boolean {
  if (isFinal(known) || isFinal(event)) return !isFinal(known)
  const difference = ranks[event.event] - ranks[known.event]
  return difference === 0 ? (event.at ?? 0) > (known.at ?? 0) : difference > 0
}

const ranks: Readonly<Record<SesEventKind, number>> = {
  unknown: 0,
  processed: 1,
  deferred: 2,
  bounce: 3,
  delivered: 4,
  open: 5,
  click: 5,
  unsubscribe: 5,
  spamreport: 5,
  dropped: 6,
}

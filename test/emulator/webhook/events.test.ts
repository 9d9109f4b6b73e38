import { expect, test } from 'vitest'
import { completeOutcome, type Outcome } from '../../../lib/emulator/outcome.ts'
import { eventsOf } from '../../../lib/emulator/webhook/events.ts'

const deliverMessage = '551 5.1.1 recipient is not exist'

test.each<[Outcome, object[]]>([
  [{}, [{ event: 'delivered', afterMs: 0 }]],
  [{ deliverStatus: 0 }, []],
  [{ deliverStatus: 1, deliverAfterMs: 5 }, [{ event: 'delivered', afterMs: 5 }]],
  [{ deliverStatus: 2, deliverMessage }, [{ event: 'dropped', reason: deliverMessage, afterMs: 0 }]],
  [{ deliverStatus: 3, deliverMessage }, [{ event: 'bounce', reason: deliverMessage, afterMs: 0 }]],
  [{ deliverStatus: 8, deliverMessage }, [{ event: 'deferred', reason: deliverMessage, afterMs: 0 }]],
  [{ sendStatus: 1007, deliverMessage: 'blocklist' }, [{ event: 'dropped', reason: 'blocklist' }]],
])('what is posted by default for %j', (outcome, events) => expect(eventsOf(completeOutcome(outcome))).toEqual(events))

test('and what the recipient does', () => {
  const outcome = completeOutcome({ opened: true, clicked: true, complained: true, unsubscribed: true })
  const names = eventsOf(outcome).map(({ event }) => event)
  expect(names).toEqual(['delivered', 'open', 'click', 'spamreport', 'unsubscribe'])
})

// Tested by test/wire/life-cycle.test.ts.

import { type Stop, stopAfter } from '../clock.ts'
import { SesError } from '../errors.ts'
import type { Settings } from '../options/options.ts'
import type { Pace } from './pace.ts'
import type { Priority, Queue, Slot } from './queue.ts'

/**
 * Lets a mail into the queue, if that is not too long, and waits for its slot.
 *
 * @throws SesError with the time after which to try again
 */
export function admit(queue: Queue, pace: Pace, settings: Settings, priority: Priority, stop: Stop): Promise<Slot> {
  const { maxWaiting, maxWaitMs } = settings
  const expectedWaitMs = () => pace.expectedWaitMs(queue.countAhead(priority))
  const waitMs = expectedWaitMs()
  if (!queue.hasRoom(priority) && queue.waiting >= maxWaiting) {
    return Promise.reject(queueTooLong(`${queue.waiting} mails wait already (\`maxWaiting\`)`, waitMs))
  }
  if (waitMs > maxWaitMs) {
    const why = `it would wait ${Math.round(waitMs)} ms (\`maxWaitMs\`)`
    return Promise.reject(queueTooLong(why, waitMs - maxWaitMs))
  }
  if (maxWaitMs === Number.POSITIVE_INFINITY) return queue.enter(priority, stop)

  const tooLong = () => queueTooLong(`it has waited ${maxWaitMs} ms (\`maxWaitMs\`)`, expectedWaitMs())
  return queue.enter(priority, stopAfter(maxWaitMs, tooLong, stop))
}

function queueTooLong(why: string, retryAfterMs: number): SesError {
  return new SesError(`The mail was not sent: ${why}.`, {
    reason: 'rate-limited',
    retry: 'later',
    retryAfterMs: Math.max(1, Math.round(retryAfterMs)),
    hint: 'Send it again after the time in `retryAfterMs`, or from a queue.',
  })
}

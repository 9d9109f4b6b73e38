// Tested by test/wire/life-cycle.test.ts.

import { type Stop, stopAfter } from '../clock.ts'
import { createError, type SesError } from '../errors.ts'
import type { Words } from '../language.ts'
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
    const { waiting } = queue
    const why = {
      en: `${waiting} mails wait already (\`maxWaiting\`)`,
      zh: `已有 ${waiting} 封邮件在等待（\`maxWaiting\`）`,
    }
    return Promise.reject(queueTooLong(why, waitMs))
  }
  if (waitMs > maxWaitMs) {
    const ms = Math.round(waitMs)
    const why = { en: `it would wait ${ms} ms (\`maxWaitMs\`)`, zh: `预计需等待 ${ms} 毫秒（\`maxWaitMs\`）` }
    return Promise.reject(queueTooLong(why, waitMs - maxWaitMs))
  }
  if (maxWaitMs === Number.POSITIVE_INFINITY) return queue.enter(priority, stop)

  const tooLong = () => {
    const why = { en: `it has waited ${maxWaitMs} ms (\`maxWaitMs\`)`, zh: `已等待 ${maxWaitMs} 毫秒（\`maxWaitMs\`）` }
    return queueTooLong(why, expectedWaitMs())
  }
  return queue.enter(priority, stopAfter(maxWaitMs, tooLong, stop))
}

function queueTooLong({ en, zh }: Words, retryAfterMs: number): SesError {
  return createError(
    { en: `The mail was not sent: ${en}.`, zh: `邮件未发送：${zh}。` },
    {
      reason: 'rate-limited',
      retry: 'later',
      retryAfterMs: Math.max(1, Math.round(retryAfterMs)),
      hint: {
        en: 'Send it again after the time in `retryAfterMs`, or from a queue.',
        zh: '请在 `retryAfterMs` 毫秒后重新发送，或通过队列发送。',
      },
    },
  )
}

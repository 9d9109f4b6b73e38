import { SesError } from '../errors.ts'
import type { Settings } from '../options/options.ts'
import type { Pace } from './pace.ts'
import type { Line, Place, Priority, Stop } from './queue.ts'

/** How a wait is ended. */
export interface Wait extends Stop {
  endWaits(reason: SesError): void
}

/**
 * Lets a mail into the line, if that is not too long.
 *
 * @throws SesError with the time after which to try again
 */
export function enterLine(line: Line, pace: Pace, limits: Settings, priority: Priority, wait: Wait): Promise<Place> {
  const { maxWaiting, maxWaitMs } = limits
  const waitMs = pace.expectedWaitMs(line.ahead(priority))
  const refusal =
    !line.hasRoom(priority) && line.waiting >= maxWaiting
      ? tooLong(`${line.waiting} mails wait already (\`maxWaiting\`)`, waitMs)
      : waitMs > maxWaitMs
        ? tooLong(`it would wait ${Math.round(waitMs)} ms (\`maxWaitMs\`)`, waitMs - maxWaitMs)
        : undefined
  if (refusal) return Promise.reject(refusal)
  if (maxWaitMs === Number.POSITIVE_INFINITY) return line.enter(priority, wait)

  const waiting = setTimeout(() => {
    wait.endWaits(tooLong(`it has waited ${maxWaitMs} ms (\`maxWaitMs\`)`, pace.expectedWaitMs(line.ahead(priority))))
  }, maxWaitMs)
  return line.enter(priority, wait).finally(() => clearTimeout(waiting))
}

function tooLong(why: string, retryAfterMs: number): SesError {
  return new SesError(`The mail was not sent: ${why}.`, {
    reason: 'rate-limited',
    retry: 'later',
    retryAfterMs: Math.max(1, Math.round(retryAfterMs)),
    hint: 'Send it again after the time in `retryAfterMs`, or from a queue.',
  })
}

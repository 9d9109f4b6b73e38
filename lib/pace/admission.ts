import { SesError } from '../errors.ts'
import type { Settings } from '../settings.ts'
import type { Priority } from './lanes.ts'
import type { Line, Place } from './line.ts'
import type { Pace } from './pace.ts'

/** How a wait is ended. */
export interface Wait {
  readonly waits: AbortSignal
  endWaits(reason: SesError): void
}

/**
 * Lets a mail into the line, if that is not too long.
 *
 * @throws SesError with the time after which to try again
 */
export async function enterLine(
  line: Line,
  pace: Pace,
  limits: Settings,
  priority: Priority,
  wait: Wait,
): Promise<Place> {
  const { maxWaiting, maxWaitMs } = limits
  const waitMs = pace.expectedWaitMs(line.waiting)
  if (!line.hasRoom && line.waiting >= maxWaiting)
    throw tooLong(`${line.waiting} mails wait already (\`maxWaiting\`)`, waitMs)
  if (waitMs > maxWaitMs) throw tooLong(`it would wait ${Math.round(waitMs)} ms (\`maxWaitMs\`)`, waitMs - maxWaitMs)
  if (maxWaitMs === Number.POSITIVE_INFINITY) return line.enter(priority, wait.waits)

  const waiting = setTimeout(() => {
    wait.endWaits(tooLong(`it has waited ${maxWaitMs} ms (\`maxWaitMs\`)`, pace.expectedWaitMs(line.waiting)))
  }, maxWaitMs)
  try {
    return await line.enter(priority, wait.waits)
  } finally {
    clearTimeout(waiting)
  }
}

function tooLong(why: string, retryAfterMs: number): SesError {
  return new SesError(`The mail was not sent: ${why}.`, {
    reason: 'rate-limited',
    retry: 'later',
    retryAfterMs: Math.max(1, Math.round(retryAfterMs)),
    hint: 'Send it again after the time in `retryAfterMs`, or from a queue.',
  })
}

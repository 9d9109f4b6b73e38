import pRetry from 'p-retry'
import { LONGEST_TIMER, now, type Stop, stopAfter } from '../clock.ts'
import { isSesError, type SesError } from '../errors.ts'
import type { SesRetryOptions } from '../options/retry.ts'

/** What {@link withRetry} needs to know. */
export interface RetryRules extends SesRetryOptions {
  /** Ends a delay; an attempt under way is awaited, and its success counts. */
  readonly stop: Stop
  readonly mayRetry: (error: SesError) => boolean
  /** Called before each delay. */
  readonly onRetry: (error: SesError) => void
}

/**
 * Makes attempts until one succeeds, or no other may be made. The delays double and are randomized, so that programs
 * that failed together do not retry together.
 *
 * @param attempt gets its number, from 1, and the stop of its wait for a turn; for all but the first that also comes at
 * the deadline, with the error of the attempt before
 */
export async function withRetry<T>(attempt: Attempt<T>, rules: RetryRules): Promise<T> {
  const startedAt = now()
  try {
    // Without p-retry, which costs more than all else here: most first attempts succeed.
    return await attempt(1, rules.stop)
  } catch (error) {
    return await tryAgain(error, attempt, { ...rules, deadlineMs: Math.max(0, rules.deadlineMs - (now() - startedAt)) })
  }
}

type Attempt<T> = (number: number, stop: Stop) => Promise<T>

function tryAgain<T>(
  firstFailure: unknown,
  attempt: Attempt<T>,
  { stop, mayRetry, onRetry, ...limits }: RetryRules,
): Promise<T> {
  let failure = firstFailure
  let isBetween = false
  const deadline = stopAfter(limits.deadlineMs, () => failure, stop)

  return pRetry(
    async (number) => {
      if (number === 1) throw firstFailure
      if (deadline.aborted) throw deadline.reason
      isBetween = false
      return await attempt(number, deadline)
    },
    {
      retries: limits.retries,
      minTimeout: Math.min(limits.minDelayMs, LONGEST_TIMER),
      maxTimeout: Math.min(limits.maxDelayMs, LONGEST_TIMER),
      maxRetryTime: limits.deadlineMs,
      randomize: true,
      signal: toSignal(stop, () => isBetween),
      shouldRetry({ error }) {
        if (!isSesError(error) || !mayRetry(error)) return false
        failure = error
        isBetween = true
        onRetry(error)
        return true
      },
    },
  )
}

/**
 * As much of an AbortSignal as p-retry uses. With a real one, a stop during an attempt would discard its result: a mail
 * that was sent, or may have been, would count as cancelled.
 *
 * @param isBetween whether an attempt has failed and the next has not begun
 */
function toSignal(stop: Stop, isBetween: () => boolean): AbortSignal {
  const signal: Pick<AbortSignal, 'reason' | 'throwIfAborted'> &
    Pick<Stop, 'addEventListener' | 'removeEventListener'> = {
    get reason() {
      return stop.reason
    },
    throwIfAborted() {
      if (stop.aborted && isBetween()) throw stop.reason
    },
    addEventListener: (type, listener, options) => stop.addEventListener(type, listener, options),
    removeEventListener: (type, listener) => stop.removeEventListener(type, listener),
  }
  return signal as AbortSignal
}

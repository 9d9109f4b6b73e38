import pRetry from 'p-retry'
import { isSesError, type SesError } from '../errors.ts'
import type { SesRetryOptions } from '../options/retry.ts'

/** What {@link withRetry} needs to know. */
export interface RetryRules extends SesRetryOptions {
  /** Ends a delay; an attempt under way is awaited, and if it worked, it worked. */
  readonly signal: AbortSignal
  readonly mayRetry: (error: SesError) => boolean
  /** Called before each delay. */
  readonly onRetry: (error: SesError) => void
}

/**
 * Tries until it works, or may not be tried again. The delays double and are spread by chance, so that programs which
 * failed together do not come back together.
 *
 * @param attempt gets its number, from 1, and what ends its wait for a turn: for all but the first the deadline too, with the
 * error of the try before
 */
export async function withRetry<T>(
  attempt: (number: number, waits: AbortSignal) => Promise<T>,
  rules: RetryRules,
): Promise<T> {
  let failure: unknown
  const deadline = createDeadline(rules.deadlineMs, () => failure)
  // Kept aside, for p-retry throws away a result that comes after the signal: a mail that was sent would count as cancelled.
  let done: { readonly result: T } | undefined
  try {
    await pRetry(
      async (number) => {
        const waits = number > 1 ? AbortSignal.any([rules.signal, deadline.signal()]) : rules.signal
        done = { result: await attempt(number, waits) }
      },
      {
        retries: rules.retries,
        minTimeout: Math.min(rules.minDelayMs, LONGEST_TIMER),
        maxTimeout: Math.min(rules.maxDelayMs, LONGEST_TIMER),
        maxRetryTime: rules.deadlineMs,
        randomize: true,
        signal: rules.signal,
        shouldRetry: ({ error }) => {
          if (!isSesError(error) || !rules.mayRetry(error)) return false
          failure = error
          rules.onRetry(error)
          return true
        },
      },
    )
  } catch (error) {
    if (!done) throw error
  } finally {
    deadline.clear()
  }
  return (done as { readonly result: T }).result
}

/** A time limit from now on. It has a timer once it is asked for: most mails need none. */
function createDeadline(ms: number, reason: () => unknown) {
  const at = performance.now() + ms
  let late: AbortController | undefined
  let timer: NodeJS.Timeout | undefined
  return {
    /** @throws the reason, if it is over */
    signal(): AbortSignal {
      const leftMs = at - performance.now()
      if (leftMs <= 0) throw reason()
      if (late) return late.signal
      const controller = new AbortController()
      timer = setTimeout(() => controller.abort(reason()), Math.min(leftMs, LONGEST_TIMER))
      late = controller
      return controller.signal
    },
    clear: () => clearTimeout(timer),
  }
}

/** Longer ones fire at once. */
const LONGEST_TIMER = 2 ** 31 - 1

/** Limits a transport's retries, so that an outage does not multiply its traffic. */
export interface RetryBudget {
  /** A letter has its first attempt. */
  countFirst(): void
  /** Whether one more retry may be made at `now`, by a monotonic clock; if so, it counts. */
  take(now: number): boolean
}

/**
 * Retries come out of a reserve, enough for every mail on the wire when the gateway restarts. Once the reserve is
 * spent, there is one retry for every five first attempts, and one a second, enough to notice that an outage is over.
 */
export function createRetryBudget(): RetryBudget {
  let left = RESERVE
  let filledAt: number | undefined

  return {
    countFirst() {
      left = Math.min(RESERVE, left + PER_FIRST_ATTEMPT)
    },
    take(now) {
      left = Math.min(RESERVE, left + ((now - (filledAt ?? now)) / 1_000) * PER_SECOND)
      filledAt = now
      if (left < COST) return false
      left -= COST
      return true
    },
  }
}

/** In fifths of a retry. */
const COST = 5
const PER_FIRST_ATTEMPT = 1
const PER_SECOND = 5
const RESERVE = 60 * COST

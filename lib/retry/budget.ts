/** How many second tries an account may make, so that an outage does not multiply its traffic. */
export interface RetryBudget {
  /** A letter is tried for the first time. */
  countFirst(): void
  /** Whether one more second try may be made now, in milliseconds of any clock that only goes on; it counts. */
  take(now: number): boolean
}

/**
 * Second tries come out of a reserve, enough for every mail on the wire when the gateway restarts. While the reserve is
 * spent, there is one for every five first tries, and one a second, which is enough to notice that an outage is over.
 */
export function createRetryBudget(): RetryBudget {
  let left = RESERVE
  let filledAt: number | undefined

  return {
    countFirst() {
      left = Math.min(RESERVE, left + PER_FIRST_TRY)
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

/** In fifths of a second try. */
const COST = 5
const PER_FIRST_TRY = 1
const PER_SECOND = 5
const RESERVE = 60 * COST

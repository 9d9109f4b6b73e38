/** The fastest round trip of late. */
export interface RoundTrip {
  see(ms: number, now: number): void
  /** How much of it is sure to be on the way there or back. */
  creditMs(now: number): number
}

export function createRoundTrip(): RoundTrip {
  // By page, as the network may have become slower for good, so that the fastest ever would be too much to ask.
  const blank = { seen: 0, fastestMs: Number.POSITIVE_INFINITY }
  let before = blank
  let page = blank
  let since = 0
  const turnPage = (now: number) => {
    if (now - since < PAGE_MS) return
    before = now - since < 2 * PAGE_MS ? page : blank
    page = blank
    since = now
  }

  return {
    see(ms, now) {
      turnPage(now)
      page = { seen: page.seen + 1, fastestMs: Math.min(page.fastestMs, ms) }
    },
    creditMs(now) {
      turnPage(now)
      const seen = page.seen + before.seen
      if (seen === 0) return 0
      const sureMs = Math.min(page.fastestMs, before.fastestMs) - UNSURE_MS - FIRST_UNSURE_MS / seen
      return Math.min(Math.max(0, sureMs), LONGEST_CREDIT_MS)
    },
  }
}

/** The most that a round trip may count for: a slower one says more of the gateway than of the network. */
const LONGEST_CREDIT_MS = 500

/**
 * The fastest that was seen may not be the fastest that there is: jitter, and a process that is busy, as one that has just
 * started is, and sees its replies late. The more were seen, the surer it is.
 */
const UNSURE_MS = 8
const FIRST_UNSURE_MS = 600

const PAGE_MS = 30_000

/** Keeps the calls to SES to a number in any second, by SES's own clock. */
export interface CallWindow {
  /**
   * Milliseconds until a message may be handed over as one of `count` calls, 0 if it may now. A reply may shorten the
   * wait.
   */
  waitMs(count: number, now: number): number
  /** A message is handed over: from now on SES may count it. */
  begin(now: number): CountedCall
  /** Its reply came, or its connection ended: SES has counted it, or never will. */
  end(call: CountedCall, now: number, hasReply: boolean): void
}

export interface CountedCall {
  readonly begunAt: number
  endedAt: number | undefined
}

/**
 * Creates a window over the calls of `perMs` milliseconds.
 *
 * SES counts a call at some moment between the hand-over of its message and its reply, and the next message takes time
 * to arrive as well. Reply and next message together take at least the fastest round trip. So for the next message a
 * call is out of SES's window at its reply, plus `perMs`, less that round trip. With a steady network, however slow,
 * that costs next to nothing; only what is slower than usual adds a wait.
 */
export function createCallWindow(perMs: number, roundTrip: RoundTrip): CallWindow {
  const calls = new Set<CountedCall>()

  const outOfWindowAt = (call: CountedCall, creditMs: number) =>
    (call.endedAt ?? call.begunAt + LONGEST_FLIGHT_MS) + perMs - creditMs

  return {
    waitMs(count, now) {
      if (calls.size < count) return 0
      const creditMs = roundTrip.creditMs(now)
      for (const call of calls) if (outOfWindowAt(call, creditMs) <= now) calls.delete(call)
      if (calls.size < count) return 0
      const ends = [...calls].map((call) => outOfWindowAt(call, creditMs)).sort((a, b) => a - b)
      return (ends[calls.size - count] ?? now) - now
    },
    begin(now) {
      const call: CountedCall = { begunAt: now, endedAt: undefined }
      calls.add(call)
      return call
    },
    end(call, now, hasReply) {
      call.endedAt = now
      calls.add(call) // it may have left the window without a reply
      if (hasReply) roundTrip.see(now - call.begunAt, now)
    },
  }
}

/**
 * After so long without a reply a call is taken as counted, so that a hanging connection holds up the others no longer.
 */
export const LONGEST_FLIGHT_MS = 4_000

/** The fastest recent round trip. */
export interface RoundTrip {
  see(ms: number, now: number): void
  /** How much of it every message and reply certainly spend on the network. */
  creditMs(now: number): number
}

export function createRoundTrip(): RoundTrip {
  // Kept by half minute: if the network became slower for good, the fastest ever would be too fast.
  const none = { seen: 0, totalMs: 0, fastestMs: Number.POSITIVE_INFINITY }
  let before = none
  let current = none
  let since = 0
  const forgetOld = (now: number) => {
    if (now - since < SPAN_MS) return
    before = now - since < 2 * SPAN_MS ? current : none
    current = none
    since = now
  }

  return {
    see(ms, now) {
      forgetOld(now)
      const { seen, totalMs, fastestMs } = current
      current = { seen: seen + 1, totalMs: totalMs + ms, fastestMs: Math.min(fastestMs, ms) }
    },
    creditMs(now) {
      forgetOld(now)
      const seen = current.seen + before.seen
      if (seen === 0) return 0
      const fastestMs = Math.min(current.fastestMs, before.fastestMs)
      const slowerMs = (current.totalMs + before.totalMs) / seen - fastestMs
      const unsureMs = UNSURE_MS + FIRST_UNSURE_MS / seen + (UNSURE_PART * slowerMs) / Math.sqrt(seen)
      return Math.min(Math.max(0, fastestMs - unsureMs), LONGEST_CREDIT_MS)
    },
  }
}

/** The largest credit: a slower round trip says more about the gateway than about the network. */
const LONGEST_CREDIT_MS = 500

/**
 * Margin for the case that the network is faster than every round trip seen: networks jitter, and a busy process, as at
 * its start, sees replies late. It shrinks the more round trips are seen, and the less they differ.
 */
const UNSURE_MS = 8
const FIRST_UNSURE_MS = 1_000
const UNSURE_PART = 2

const SPAN_MS = 30_000

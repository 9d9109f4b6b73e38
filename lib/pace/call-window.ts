/** Calls to SES, held to a number in any second of SES's own clock. */
export interface CallWindow {
  /**
   * Milliseconds until a message may be handed over as one of `count` calls, 0 if it may now. Less if a reply comes
   * meanwhile.
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
 * A window over the calls of `perMs`.
 *
 * SES counts a call somewhere between the moment when the message was handed over here and the moment when the reply
 * came, and a message handed over now takes its time to arrive as well. What is sure of both ways is the fastest round
 * trip: so a call is out of SES's window for the next message at its reply, plus `perMs`, less that round trip. With
 * a steady network that costs next to nothing, however slow it is; what is slower than usual is waited for.
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
      calls.add(call) // it may have been given up, and be counted only now
      if (hasReply) roundTrip.see(now - call.begunAt, now)
    },
  }
}

/**
 * A call without a reply for so long is taken as counted, so that a connection that hangs does not stop the others for
 * longer.
 */
export const LONGEST_FLIGHT_MS = 4_000

/** The fastest round trip of late. */
export interface RoundTrip {
  see(ms: number, now: number): void
  /** How much of it is sure to be on the way there or back. */
  creditMs(now: number): number
}

export function createRoundTrip(): RoundTrip {
  // By half minute, as the network may have become slower for good, so that the fastest ever would be too much to ask.
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

/** The most that a round trip may count for: a slower one says more of the gateway than of the network. */
const LONGEST_CREDIT_MS = 500

/**
 * The fastest that was seen may not be the fastest that there is: jitter, and a process that is busy, as one that has just
 * started is, and sees its replies late. The more were seen, and the less they differ, the surer it is.
 */
const UNSURE_MS = 8
const FIRST_UNSURE_MS = 600
const UNSURE_PART = 2

const SPAN_MS = 30_000

import type { RoundTrip } from './round-trip.ts'

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

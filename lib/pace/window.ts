/** Calls to SES, held to a number in any second of SES's own clock. */
export interface CallWindow {
  /** Milliseconds until a message may be handed over, 0 if it may now. Less if a reply comes meanwhile. */
  waitMs(now: number): number
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
 * trip seen: so a call is out of SES's window for the next message at its reply, plus `perMs`, less that round trip. With
 * a steady network that costs nothing, however slow it is; what is slower than usual is waited for.
 */
export function createCallWindow(count: number, perMs: number): CallWindow {
  let calls: CountedCall[] = []
  let fastestMs = Number.POSITIVE_INFINITY

  const outOfWindowAt = ({ begunAt, endedAt }: CountedCall) => {
    const roundTripMs = Number.isFinite(fastestMs) ? Math.min(fastestMs, LONGEST_CREDIT_MS) : 0
    return (endedAt ?? begunAt + LONGEST_FLIGHT_MS) + perMs - roundTripMs
  }

  return {
    waitMs(now) {
      if (calls.length >= count) calls = calls.filter((call) => outOfWindowAt(call) > now)
      return calls.length < count ? 0 : Math.min(...calls.map(outOfWindowAt)) - now
    },
    begin(now) {
      const call: CountedCall = { begunAt: now, endedAt: undefined }
      calls.push(call)
      return call
    },
    end(call, now, hasReply) {
      call.endedAt = now
      if (hasReply) fastestMs = Math.min(fastestMs, now - call.begunAt)
    },
  }
}

/** A call without a reply for so long is taken as counted, so that a connection that hangs does not stop the others. */
const LONGEST_FLIGHT_MS = 2_000

/** The most that a round trip may count for: a slower one says more of the gateway than of the network. */
const LONGEST_CREDIT_MS = 500

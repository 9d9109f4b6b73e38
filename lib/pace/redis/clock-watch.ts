/** Notices when Redis's clock is set, or another Redis with another clock has taken over. */
export interface ClockWatch {
  /**
   * Milliseconds by which the clock was set since the last answer, 0 if it was not.
   *
   * @param redisNow Redis's time in an answer
   * @param sentAt of a monotonic clock, as `receivedAt`
   */
  see(redisNow: number, sentAt: number, receivedAt: number): number
}

/**
 * Redis took its time between question and answer: so each answer says within which bounds its clock is apart from the
 * monotonic one. They are as wide as the answer was slow, and where they do not meet those from before, the clock was
 * set: a slow Redis or a busy process is never taken for that.
 */
export function createClockWatch(): ClockWatch {
  let known = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY, at: 0 }

  return {
    see(redisNow, sentAt, receivedAt) {
      const seen = { least: redisNow - receivedAt, most: redisNow - sentAt, at: receivedAt }
      const driftMs = Number.isFinite(known.least) ? DRIFT * Math.max(0, receivedAt - known.at) : 0
      const least = Math.max(seen.least, known.least - driftMs)
      const most = Math.min(seen.most, known.most + driftMs)
      const stepMs = least <= most ? 0 : seen.least > known.most ? least - most : most - least
      known = stepMs === 0 ? { least, most, at: receivedAt } : seen
      return Math.abs(stepMs) > UNNOTICED_MS ? stepMs : 0
    },
  }
}

/** By so much two clocks may go apart, and a clock be corrected little by little. */
const DRIFT = 0.001

/** A smaller step is within the room that the spread of the turns leaves. */
const UNNOTICED_MS = 20

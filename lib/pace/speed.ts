/** How the account's pace stands after SES refused a call for the rate; undefined: it never did, or that is over. */
export type Refusal =
  | {
      readonly at: number
      /** The part of the full pace that was one call too many. */
      readonly pace: number
    }
  | undefined

/**
 * The part of the full pace to send at: 1 before any refusal and some time after it.
 *
 * Another program may send on the account, or SES may allow less for a while. So after a refusal it goes on at half the
 * pace that was too much, comes near to it again within `recoveryMs`, stays there for some time and only then goes
 * further, faster and faster: a limit that stays low is met rarely, and one that comes back is used soon. The curve is a
 * cubic, as in TCP's (RFC 9438).
 */
export function paceAt(refusal: Refusal, now: number, recoveryMs: number): number {
  if (!refusal) return 1
  const plateau = refusal.pace * 0.95
  const dip = plateau - refusal.pace / 2
  const part = plateau + dip * ((now - refusal.at) / recoveryMs - 1) ** 3
  return Math.min(Math.max(part, LOWEST), 1)
}

/** However often SES refuses, a call now and then finds out whether it still does. */
const LOWEST = 0.05

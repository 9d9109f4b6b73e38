import { now, wait } from '../clock.ts'
import type { SesError } from '../errors.ts'
import { createCallWindow, createRoundTrip } from './call-window.ts'

/** What may go out: kept in this process alone, or in Redis together with others. */
export interface Rate {
  /** Milliseconds between two turns of this process, as things are now. */
  spacingMs(): number
  /** Calls a second that all who share the rate may make, as things are now. */
  perSecond(): number
  /** Milliseconds for which nothing is sent, after a refusal. */
  pausedMs(): number
  /** Waits until so many turns may be given. */
  waitForTurns(count: number): Promise<void>
  /** Begins a call, if one may be made; else resolves with the milliseconds after which to ask again. */
  beginCall(): Promise<Call | number>
  /** SES refused a call for the rate: everything pauses, and goes on slower. */
  slowDown(): void
  /** Processes that share it, as far as is known. */
  sharedBy(): number
  /** Why nothing can be sent at all. */
  unavailable(): SesError | undefined
}

/** A call that SES may count. */
export interface Call {
  /** Its reply came, or its connection ended. */
  end(hasReply: boolean): void
}

/** A rate that this process has for itself. */
export interface OwnRate extends Rate {
  /** Milliseconds until SES counts none of the calls any more; a reply may shorten that. */
  clearMs(): number
}

export function createRate(perSecond: number): OwnRate {
  const { count, perMs } = windowOf(perSecond)
  const window = createCallWindow(perMs, createRoundTrip())
  let refusal: Refusal
  const share = () => shareAfter(refusal, now(), recoveryMs(perSecond))
  const pausedMs = () => pauseLeft(refusal, now())

  return {
    spacingMs: () => SPREAD_MS / perSecond / share(),
    perSecond: () => perSecond * share(),
    pausedMs,
    async waitForTurns() {
      for (let left = pausedMs(); left > 0; left = pausedMs()) await wait(left)
    },
    async beginCall() {
      // Reduced after a refusal, or all messages that waited out the pause would go at once.
      const allowed = Math.max(1, Math.floor(count * share()))
      const waitMs = Math.max(pausedMs(), window.waitMs(allowed, now()))
      if (waitMs > 0) return waitMs
      const call = window.begin(now())
      return { end: (hasReply) => window.end(call, now(), hasReply) }
    },
    slowDown() {
      // Several calls under way may be refused together: that is one refusal.
      if (pausedMs() === 0) refusal = { at: now(), share: share() }
    },
    sharedBy: () => 1,
    unavailable: () => undefined,
    clearMs: () => window.waitMs(1, now()),
  }
}

/** No limit, and nothing is counted. */
export const unlimited: Rate = {
  spacingMs: () => 0,
  perSecond: () => Number.POSITIVE_INFINITY,
  pausedMs: () => 0,
  waitForTurns: async () => {},
  beginCall: async () => ({ end() {} }),
  slowDown() {},
  sharedBy: () => 1,
  unavailable: () => undefined,
}

/** The call window of a rate: whole calls in a second, or one call in as long as the rate takes for it. */
export function windowOf(perSecond: number): { readonly count: number; readonly perMs: number } {
  const count = Math.max(1, Math.floor(perSecond))
  return { count, perMs: Math.max(WINDOW_MS, (1_000 * count) / perSecond) }
}

export function pauseLeft(refusal: Refusal, now: number): number {
  return refusal ? Math.max(0, refusal.at + PAUSE_MS - now) : 0
}

/** So long that even a low limit refuses fewer than one call in a hundred. */
export function recoveryMs(perSecond: number): number {
  return Math.max(20_000, 400_000 / perSecond)
}

/**
 * The calls of a second are spread over this time: 97% of the rate is used, and the rest is room for calls that reach
 * SES a little early or late, so that few wait before their last bytes.
 */
export const SPREAD_MS = 1_030

/** A second, and a margin for timers that fire early and clocks that drift. */
const WINDOW_MS = 1_005

/** After a refusal: until every call of the last second is out of SES's window. */
export const PAUSE_MS = 1_000

/** When SES last refused a call for the rate; undefined: it never did, or that is over. */
export type Refusal =
  | {
      readonly at: number
      /** The share of the full rate that SES refused. */
      readonly share: number
    }
  | undefined

/**
 * The share of the full rate to send at: 1 before any refusal and some time after it.
 *
 * Another program may send with the same account, or SES may allow less for a while. So a refusal halves the share;
 * within `recoveryMs` it comes near to the refused share again, stays there for some time and then rises faster and
 * faster: a limit that stays low is reached rarely, and one that is raised is used soon. The curve is a cubic, as in
 * TCP's CUBIC (RFC 9438).
 */
export function shareAfter(refusal: Refusal, now: number, recoveryMs: number): number {
  if (!refusal) return 1
  const plateau = refusal.share * 0.95
  const dip = plateau - refusal.share / 2
  const share = plateau + dip * ((now - refusal.at) / recoveryMs - 1) ** 3
  return Math.min(Math.max(share, LOWEST), 1)
}

/** However often SES refuses, a call now and then finds out whether it still does. */
const LOWEST = 0.05

import type { SesError } from '../errors.ts'
import { createCallWindow, createRoundTrip } from './call-window.ts'
import { now, sleep } from './clock.ts'

/** What may go out for an account: known in this process alone, or in Redis together with others. */
export interface Account {
  /** Milliseconds between two turns of this process, as things are now. */
  spacingMs(): number
  /** Calls a second that the whole account may make, as things are now. */
  perSecond(): number
  /** Milliseconds that nothing is sent for, after a refusal. */
  pausedMs(): number
  /** Waits until so many turns may be given. */
  turns(count: number): Promise<void>
  /** Counts a call from now on, if a message may be handed over; else the milliseconds after which to ask again. */
  handOver(): Promise<Call | number>
  /** SES refused a call for the rate. */
  refused(): void
  /** Processes that share the account, as far as is known. */
  sharedBy(): number
  /** Why nothing can be sent at all. */
  unavailable(): SesError | undefined
}

/** A call that SES may count. */
export interface Call {
  /** Its reply came, or its connection ended. */
  end(hasReply: boolean): void
}

/** An account of which this process alone sends. */
export function createAccount(perSecond: number): Account {
  const { count, perMs } = windowOf(perSecond)
  const window = createCallWindow(perMs, createRoundTrip())
  let refusal: Refusal
  const pace = () => paceAt(refusal, now(), recoveryMs(perSecond))
  const pausedMs = () => pauseLeft(refusal, now())

  return {
    spacingMs: () => SPREAD_MS / perSecond / pace(),
    perSecond: () => perSecond * pace(),
    pausedMs,
    async turns() {
      for (let left = pausedMs(); left > 0; left = pausedMs()) await sleep(left)
    },
    async handOver() {
      // What waited out a pause must not all go at once.
      const allowed = Math.max(1, Math.floor(count * pace()))
      const waitMs = Math.max(pausedMs(), window.waitMs(allowed, now()))
      if (waitMs > 0) return waitMs
      const call = window.begin(now())
      return { end: (hasReply) => window.end(call, now(), hasReply) }
    },
    refused() {
      // Several calls under way may be refused together: that is one refusal.
      if (pausedMs() === 0) refusal = { at: now(), pace: pace() }
    },
    sharedBy: () => 1,
    unavailable: () => undefined,
  }
}

/** An account whose calls nobody counts. */
export const unlimited: Account = {
  spacingMs: () => 0,
  perSecond: () => Number.POSITIVE_INFINITY,
  pausedMs: () => 0,
  turns: async () => {},
  handOver: async () => ({ end() {} }),
  refused() {},
  sharedBy: () => 1,
  unavailable: () => undefined,
}

/** The window that holds a rate: whole calls, in a second or in as long as one takes. */
export function windowOf(perSecond: number): { readonly count: number; readonly perMs: number } {
  const count = Math.max(1, Math.floor(perSecond))
  return { count, perMs: Math.max(WINDOW_MS, (1_000 * count) / perSecond) }
}

export function pauseLeft(refusal: Refusal, now: number): number {
  return refusal ? Math.max(0, refusal.at + PAUSE_MS - now) : 0
}

/** Long enough that even a low limit is met by less than one call in a hundred. */
export function recoveryMs(perSecond: number): number {
  return Math.max(20_000, 400_000 / perSecond)
}

/**
 * The calls of a second are spread over this time: 97% of the rate is used, and the rest is room for calls that reach SES
 * a little early or late, so that few have to wait at their end.
 */
export const SPREAD_MS = 1_030

/** A second, and some for timers that fire early and clocks that run apart. */
const WINDOW_MS = 1_005

/** After a refusal: until every call of the last second is out of SES's window. */
export const PAUSE_MS = 1_000

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

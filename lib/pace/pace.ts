import { performance } from 'node:perf_hooks'
import Bottleneck from 'bottleneck'
import type { Settings } from '../settings.ts'
import type { Place } from './line.ts'
import { sleep, untilAborted } from './sleep.ts'
import { recover, slowDown } from './speed.ts'
import { createTurns } from './turns.ts'
import { type CountedCall, createCallWindow } from './window.ts'

/** Keeps an account to its calls a second. */
export interface Pace {
  /** Waits for a turn to send. Rejects with the signal's reason. */
  turn(place: Place, signal: AbortSignal): Promise<PacedCall>
  /** Milliseconds that one more mail behind `waiting` others would wait. */
  expectedWaitMs(waiting: number): number
}

/** A call to SES, from its turn to its reply. */
export interface PacedCall {
  /** Waits, at the end of a message, until its last bytes may go: SES counts a call when it has the whole message. */
  handOver(signal: AbortSignal): Promise<void>
  /** `refused` is for the rate: everything pauses, and goes on slower. `broken`: there was no reply. */
  end(how: 'answered' | 'refused' | 'broken'): void
}

/**
 * The pace of an account, held twice.
 *
 * Turns are spread evenly and start the sending; but connections open late and messages differ in size, so that evenly
 * started mails may arrive in bunches. So the last bytes of each message pass a window over the calls that SES may still
 * count, at the moment when SES counts.
 */
export function createPace(rateLimit: Settings['rateLimit']): Pace {
  if (rateLimit === false) return unpaced

  const spacingMs = SPACED_MS / rateLimit.perSecond
  const limiter = new Bottleneck({ maxConcurrent: 1, minTime: spacingMs })
  const turns = createTurns()
  const perWindow = Math.max(1, Math.floor(rateLimit.perSecond))
  const window = createCallWindow(perWindow, Math.max(WINDOW_MS, (1_000 * perWindow) / rateLimit.perSecond))
  const waiters = new Set<() => void>()
  let slowness = 1
  let pausedUntil = 0

  const setSlowness = (next: number) => {
    if (next === slowness) return
    slowness = next
    void limiter.updateSettings({ minTime: spacingMs * slowness })
  }
  // Those who wait do so here, and Bottleneck has one job at a time, which calls whoever is first by then: a wait that
  // ended takes no turn from the others.
  let isGiving = false
  const giveTurns = async () => {
    if (isGiving) return
    isGiving = true
    while (turns.size > 0) await limiter.schedule(giveTurn)
    isGiving = false
  }
  const giveTurn = async () => {
    for (let left = pausedUntil - now(); left > 0; left = pausedUntil - now()) await sleep(left)
    turns.callFirst()
  }
  const refused = () => {
    // Several calls under way may be refused together: that is one refusal.
    if (now() < pausedUntil) return
    pausedUntil = now() + PAUSE_MS
    setSlowness(slowDown(slowness))
  }
  const newCall = (): PacedCall => {
    let counted: CountedCall | undefined
    return {
      async handOver(signal) {
        for (let wait = window.waitMs(now()); wait > 0; wait = window.waitMs(now())) {
          await untilAborted(signal, sleepOrWake(wait, waiters))
        }
        counted = window.begin(now())
      },
      end(how) {
        if (counted) window.end(counted, now(), how !== 'broken')
        for (const wake of waiters) wake()
        if (how === 'refused') refused()
        else if (how === 'answered') setSlowness(recover(slowness))
      },
    }
  }

  return {
    turn(place, signal) {
      const turn = turns.join(place, signal).then(newCall)
      void giveTurns()
      return turn
    },
    expectedWaitMs: (waiting) => waiting * spacingMs * slowness + Math.max(0, pausedUntil - now()),
  }
}

/**
 * Each second's calls are spread over this time: 95% of the rate is used, and the rest is room for calls that reach
 * SES early or late, so that no second of SES's, wherever it starts, holds one more.
 */
const SPACED_MS = 1_050

/** A second, and some for timers that fire early and clocks that run apart. */
const WINDOW_MS = 1_010

/** After a refusal: until every call of the last second is out of SES's window. */
const PAUSE_MS = 1_000

const now = () => performance.now()

const unpaced: Pace = {
  turn: async () => ({ handOver: async () => {}, end() {} }),
  expectedWaitMs: () => 0,
}

function sleepOrWake(ms: number, waiters: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      waiters.delete(done)
      resolve()
    }
    const timer = setTimeout(done, Math.ceil(ms))
    waiters.add(done)
  })
}

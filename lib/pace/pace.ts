import { performance } from 'node:perf_hooks'
import Bottleneck from 'bottleneck'
import type { Settings } from '../settings.ts'
import type { Priority } from './line.ts'
import { sleep } from './sleep.ts'
import { recover, slowDown } from './speed.ts'
import { createWindow } from './window.ts'

/** Keeps an account to its calls a second. */
export interface Pace {
  /** Waits until the next call may start. Rejects with the signal's reason. */
  turn(priority: Priority, signal: AbortSignal): Promise<void>
  /** Waits, at the end of a message, until its last bytes may go: SES counts a call when it has the whole message. */
  handOver(signal: AbortSignal): Promise<void>
  /** SES took a call. */
  accepted(): void
  /** SES refused a call for its rate: everything pauses, and goes on slower. */
  refused(): void
  /** Milliseconds that one more mail behind `waiting` others would wait. */
  expectedWaitMs(waiting: number): number
}

/**
 * The pace of an account, held twice.
 *
 * Turns are spread evenly and start the sending; but connections open late and messages differ in size, so that evenly
 * started mails may arrive in bunches. So the last bytes of each message pass a window that slides over the moments
 * when messages were handed over, which is when SES counts.
 */
export function createPace(rateLimit: Settings['rateLimit']): Pace {
  if (rateLimit === false) return unpaced

  const spacingMs = SPACED_MS / rateLimit.perSecond
  // One at a time, for without a limit of jobs Bottleneck starts them without regard to priority.
  const limiter = new Bottleneck({ maxConcurrent: 1, minTime: spacingMs })
  const perWindow = Math.max(1, Math.floor(rateLimit.perSecond))
  const window = createWindow(perWindow, Math.max(WINDOW_MS, perWindow * (1_000 / rateLimit.perSecond)))
  let slowness = 1
  let pausedUntil = 0

  const setSlowness = (next: number) => {
    if (next === slowness) return
    slowness = next
    void limiter.updateSettings({ minTime: spacingMs * slowness })
  }
  const pause = async () => {
    for (let left = pausedUntil - now(); left > 0; left = pausedUntil - now()) await sleep(left, never)
  }

  return {
    turn: (priority, signal) => endedBy(signal, limiter.schedule({ priority: priority === 'high' ? 1 : 5 }, pause)),
    async handOver(signal) {
      for (let wait = window.waitMs(now()); wait > 0; wait = window.waitMs(now())) await sleep(Math.ceil(wait), signal)
      window.record(now())
    },
    accepted: () => setSlowness(recover(slowness)),
    refused() {
      // Several calls under way may be refused together: that is one refusal.
      if (now() < pausedUntil) return
      pausedUntil = now() + PAUSE_MS
      setSlowness(slowDown(slowness))
    },
    expectedWaitMs: (waiting) => waiting * spacingMs * slowness + Math.max(0, pausedUntil - now()),
  }
}

/**
 * Each second's calls are spread over this time: 95% of the rate is used, and the rest is room for calls that reach
 * SES early or late, so that no second of SES's, wherever it starts, holds one more.
 */
const SPACED_MS = 1_050

/** A second and some, for what the network and the clocks may add between two messages. */
const WINDOW_MS = 1_020

/** After a refusal: until every call of the last second is out of SES's window. */
const PAUSE_MS = 1_000

const now = () => performance.now()
const never = new AbortController().signal

const unpaced: Pace = {
  turn: async () => {},
  handOver: async () => {},
  accepted() {},
  refused() {},
  expectedWaitMs: () => 0,
}

/** A wait that ends at once when the signal says so, whatever becomes of the promise. */
function endedBy(signal: AbortSignal, promise: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}

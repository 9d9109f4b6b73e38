import Bottleneck from 'bottleneck'
import { now, type Stop, waitUntil } from '../clock.ts'
import type { Slot } from './queue.ts'
import type { Rate } from './rate.ts'

/**
 * Gives turns at an even spacing to the letters that wait for one, in the order of their mails: so the letters of one mail
 * stay together, and one that is tried again goes before those who came later.
 */
export interface Turns {
  /** Waits for a turn. Rejects with the stop's reason, and leaves at once. */
  take(slot: Slot, stop: Stop): Promise<void>
  /** When the last was given. */
  readonly lastAt: number
}

export function createTurns(rate: Pick<Rate, 'spacingMs' | 'waitForTurns'>): Turns {
  const waiting = createTurnQueue()
  let lastAt = Number.NEGATIVE_INFINITY

  const give = async (count: number) => {
    const due = Math.min(count, waiting.size)
    try {
      if (due > 0) await rate.waitForTurns(due)
    } catch (error) {
      waiting.sendAway(error as Error)
    }
    for (let given = 0; given < due && waiting.callFirst(); given++) lastAt = now()
  }
  const update = spaceTurns({ spacingMs: rate.spacingMs, waiting: () => waiting.size, give })

  return {
    get lastAt() {
      return lastAt
    },
    take(slot, stop) {
      const turn = waiting.join(slot, stop)
      update()
      return turn
    },
  }
}

/** Letters that wait for a turn. */
export interface TurnQueue {
  /** Waits to be called. Rejects with the stop's reason, and leaves at once. */
  join(slot: Slot, stop: Stop): Promise<void>
  /** Calls the first; false if nobody waits. */
  callFirst(): boolean
  /** Sends everyone away, with this reason. */
  sendAway(reason: Error): void
  readonly size: number
}

export function createTurnQueue(): TurnQueue {
  // Only mails with a slot are here, so that walking through it costs nothing.
  const waiting: { readonly slot: Slot; readonly call: () => void; readonly sendAway: (reason: Error) => void }[] = []

  return {
    get size() {
      return waiting.length
    },
    join: (slot, stop) =>
      waitUntil((call, sendAway) => {
        const each = { slot, call, sendAway }
        const behind = waiting.findIndex((other) => isBefore(slot, other.slot))
        waiting.splice(behind === -1 ? waiting.length : behind, 0, each)
        return () => void waiting.splice(waiting.indexOf(each), 1)
      }, stop),
    callFirst() {
      const [first] = waiting
      first?.call()
      return first !== undefined
    },
    sendAway(reason) {
      for (const each of [...waiting]) each.sendAway(reason)
    },
  }
}

function isBefore(a: Slot, b: Slot): boolean {
  return a.priority === b.priority ? a.number < b.number : a.priority === 'high'
}

interface TurnRules {
  /** Milliseconds between two turns, as things are now. */
  readonly spacingMs: () => number
  /** How many wait. */
  readonly waiting: () => number
  /** Gives turns to so many, or to fewer if fewer wait. */
  readonly give: (count: number) => Promise<void>
}

/**
 * Gives turns with Bottleneck. Returns what is to be called when somebody begins to wait.
 *
 * Those who wait do so elsewhere, and a job of Bottleneck's is for whoever is first by then: a wait that ended takes no turn
 * from the others. A job takes about 3 ms, one after the other, so that above 100 turns a second a job gives several.
 */
function spaceTurns({ spacingMs, waiting, give }: TurnRules): () => void {
  const perJob = Math.ceil(SHORTEST_JOB_MS / spacingMs())
  let minTime = spacingMs() * perJob
  const limiter = new Bottleneck({ minTime })
  let ahead = 0

  const keepSpacing = () => {
    const next = spacingMs() * perJob
    if (Math.abs(next / minTime - 1) < 0.01) return
    minTime = next
    void limiter.updateSettings({ minTime })
  }
  const update = () => {
    keepSpacing()
    // Jobs are planned a little ahead, so that one which starts late does not make the later ones late.
    while (ahead * perJob < waiting() && ahead < Math.ceil(AHEAD_MS / minTime)) {
      ahead++
      void limiter
        .schedule(() => give(perJob))
        .then(() => {
          ahead--
          update()
        })
    }
  }
  return update
}

/** Jobs that come faster leave Bottleneck no time. */
const SHORTEST_JOB_MS = 10

const AHEAD_MS = 100

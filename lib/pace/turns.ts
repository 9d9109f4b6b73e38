import { now, type Stop, waitUntil } from '../clock.ts'
import { spaceTurns } from '../spacing.ts'
import type { Slot } from './queue.ts'
import type { Rate } from './rate.ts'

/**
 * Gives turns at an even spacing to the letters that wait for one, in the order of their mails: so the letters of one
 * mail stay together, and one that is retried goes before those of later mails.
 */
export interface Turns {
  /** Waits for a turn. Rejects with the stop's reason, and leaves at once. */
  take(slot: Slot, stop: Stop): Promise<void>
  /** When the last turn was given. */
  readonly lastAt: number
}

export function createTurns(rate: Pick<Rate, 'spacingMs' | 'waitForTurns'>): Turns {
  const waiting = createTurnQueue(() => update())
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
  /** Rejects every wait, with this reason. */
  sendAway(reason: Error): void
  readonly size: number
}

/** @param onEmpty called when nobody waits any more */
export function createTurnQueue(onEmpty: () => void): TurnQueue {
  // Only mails with a slot are here, so that searching the list costs nothing.
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
        return () => {
          waiting.splice(waiting.indexOf(each), 1)
          if (waiting.length === 0) onEmpty()
        }
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

import { type Stop, waitUntil } from '../clock.ts'

/** Where mails wait, in order, until they come near the head: only then is their content read. */
export interface Queue {
  /** Waits for a slot. Rejects with the stop's reason, and leaves the queue at once. */
  enter(priority: Priority, stop: Stop): Promise<Slot>
  /** Mails that wait for a slot. */
  readonly waiting: number
  /** Mails that have one. */
  readonly taken: number
  /** Mails that would get a slot before one of this priority. */
  countAhead(priority: Priority): number
  hasRoom(priority: Priority): boolean
}

/** A mail's place near the head of the queue, to be given back. */
export interface Slot {
  readonly priority: Priority
  /** Counts up: of two mails of one priority, the one with the lower number came first. */
  readonly number: number
  /** It has a turn: it is no longer one of those that are ready and wait. */
  start(): void
  leave(): void
}

export type Priority = 'high' | 'normal'

/**
 * A queue with so many slots, and a few more for mails of priority `high`, so that an urgent mail is read and ready when the
 * next turn comes.
 *
 * @param onRoom called when there is room again
 * @param mostReady how many may hold a slot and wait for a turn: the content of each is in memory
 */
export function createQueue(slots: number, onRoom: () => void, mostReady = slots): Queue {
  // Sets keep their order and lose a member in constant time, so that leaving a long queue costs nothing.
  const waiting: Readonly<Record<Priority, Set<(slot: Slot) => void>>> = { high: new Set(), normal: new Set() }
  let taken = 0
  let ready = 0
  let number = 0
  const hasRoom = (priority: Priority) => {
    const more = priority === 'high' ? SLOTS_FOR_HIGH : 0
    return taken < slots + more && ready < mostReady + more
  }

  const takeSlot = (priority: Priority): Slot => {
    let state: 'ready' | 'started' | 'left' = 'ready'
    taken++
    ready++
    return {
      priority,
      number: number++,
      start() {
        if (state !== 'ready') return
        state = 'started'
        makeRoom(() => ready--)
      },
      leave() {
        if (state === 'left') return
        const wasReady = state === 'ready'
        state = 'left'
        makeRoom(() => {
          taken--
          if (wasReady) ready--
        })
      },
    }
  }
  const makeRoom = (free: () => void) => {
    const wasFull = !hasRoom('normal')
    free()
    const priority = waiting.high.size > 0 ? 'high' : 'normal'
    const [admit] = waiting[priority]
    // Taken at once, so that no mail that enters now gets it before those that wait.
    if (admit && hasRoom(priority)) admit(takeSlot(priority))
    else if (wasFull && hasRoom('normal')) onRoom()
  }

  return {
    get waiting() {
      return waiting.high.size + waiting.normal.size
    },
    get taken() {
      return taken
    },
    countAhead: (priority) => waiting.high.size + (priority === 'high' ? 0 : waiting.normal.size),
    hasRoom,
    // Not an async function: one that waits holds half a kilobyte.
    enter(priority, stop) {
      if (stop.aborted) return Promise.reject(stop.reason)
      if (hasRoom(priority)) return Promise.resolve(takeSlot(priority))
      return waitUntil((admit) => {
        waiting[priority].add(admit)
        return () => waiting[priority].delete(admit)
      }, stop)
    },
  }
}

const SLOTS_FOR_HIGH = 5

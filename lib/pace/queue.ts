/** Where mails wait, in order, until they come near the head: only then is their content read. */
export interface Line {
  /** Waits for a place near the head. Rejects with the signal's reason, and leaves the line at once. */
  enter(priority: Priority, signal: Stop): Promise<Place>
  /** Mails that wait for a place. */
  readonly waiting: number
  /** Mails that have one. */
  readonly taken: number
  /** Mails that would get a place before one of this priority. */
  ahead(priority: Priority): number
  hasRoom(priority: Priority): boolean
}

/** A mail's place near the head, to be given back. */
export interface Place {
  readonly priority: Priority
  /** Counts up: of two mails of one priority, the one with the lower number came first. */
  readonly number: number
  leave(): void
}

/**
 * A line of which `places` mails are near the head at a time, and a few of priority `high` beside them, so that an urgent
 * mail is read and ready when the next turn comes.
 *
 * @param onRoom called when there is room again
 */
export function createLine(places: number, onRoom: () => void): Line {
  const lanes = createLanes()
  let taken = 0
  let number = 0
  const placesFor = (priority: Priority) => (priority === 'high' ? places + PLACES_FOR_HIGH : places)

  const newPlace = (priority: Priority): Place => {
    let isLeft = false
    return {
      priority,
      number: number++,
      leave() {
        if (isLeft) return
        isLeft = true
        taken--
        const next = lanes.first
        if (next && taken < placesFor(next)) {
          // Taken at once, so that nobody who comes now gets it before those who wait.
          taken++
          lanes.callFirst()
        } else if (taken === places - 1) {
          onRoom()
        }
      },
    }
  }

  return {
    get waiting() {
      return lanes.size
    },
    get taken() {
      return taken
    },
    ahead: (priority) => lanes.ahead(priority),
    hasRoom: (priority) => taken < placesFor(priority),
    // Not an async function, for what one holds while it waits is half a kilobyte.
    enter(priority, signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (taken >= placesFor(priority)) return lanes.join(priority, signal).then(() => newPlace(priority))
      taken++
      return Promise.resolve(newPlace(priority))
    },
  }
}

const PLACES_FOR_HIGH = 5

export type Priority = 'high' | 'normal'

/** What ends a wait: an AbortSignal, or what looks like one and is lighter. */
export type Stop = Pick<AbortSignal, 'aborted' | 'reason'> & {
  addEventListener(type: 'abort', listener: () => void, options: { readonly once: true }): void
  removeEventListener(type: 'abort', listener: () => void): void
}

/** Those who wait: first in, first out, `high` before `normal`. */
export interface Lanes {
  /** Waits to be called. Rejects with the signal's reason, and leaves at once. */
  join(priority: Priority, signal: Stop): Promise<void>
  /** Calls the first. */
  callFirst(): void
  /** The priority of the first; undefined if nobody waits. */
  readonly first: Priority | undefined
  readonly size: number
  /** Those who would be called before one of this priority. */
  ahead(priority: Priority): number
}

export function createLanes(): Lanes {
  // Sets keep their order and lose a member in constant time, so that leaving a long line costs nothing.
  const lanes: Readonly<Record<Priority, Set<() => void>>> = { high: new Set(), normal: new Set() }

  return {
    get first() {
      return lanes.high.size > 0 ? 'high' : lanes.normal.size > 0 ? 'normal' : undefined
    },
    get size() {
      return lanes.high.size + lanes.normal.size
    },
    ahead: (priority) => lanes.high.size + (priority === 'high' ? 0 : lanes.normal.size),
    join(priority, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const call = () => {
          signal.removeEventListener('abort', leave)
          resolve()
        }
        const leave = () => {
          lanes[priority].delete(call)
          reject(signal.reason)
        }
        lanes[priority].add(call)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
    callFirst() {
      const lane = lanes.high.size > 0 ? lanes.high : lanes.normal
      const [call] = lane
      if (!call) return
      lane.delete(call)
      call()
    },
  }
}

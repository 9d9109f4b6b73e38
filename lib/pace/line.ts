import { createLanes, type Priority, type Stop } from './lanes.ts'

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

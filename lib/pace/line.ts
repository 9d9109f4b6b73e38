import { createLanes, type Priority, type Stop } from './lanes.ts'

/** Where mails wait, in order, until they come near the head: only then is their content read. */
export interface Line {
  /** Waits for a place near the head. Rejects with the signal's reason, and leaves the line at once. */
  enter(priority: Priority, signal: Stop): Promise<Place>
  readonly waiting: number
  readonly hasRoom: boolean
}

/** A place near the head, to be given back. */
export interface Place {
  leave(): void
}

/**
 * A line of which `places` mails are near the head at a time.
 *
 * @param onRoom called when a place was given back and nobody waits for it
 */
export function createLine(places: number, onRoom: () => void): Line {
  const lanes = createLanes()
  let taken = 0

  const newPlace = (): Place => {
    let isLeft = false
    return {
      leave() {
        if (isLeft) return
        isLeft = true
        // A place that is given on stays taken, so that nobody who comes now gets it before those who wait.
        if (lanes.callFirst()) return
        taken--
        onRoom()
      },
    }
  }

  return {
    get waiting() {
      return lanes.size
    },
    get hasRoom() {
      return taken < places
    },
    // Not an async function, for what one holds while it waits is half a kilobyte.
    enter(priority, signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (taken >= places) return lanes.join(priority, signal).then(newPlace)
      taken++
      return Promise.resolve(newPlace())
    },
  }
}

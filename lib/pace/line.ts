/** Where mails wait, in order, until they come near the head: only then is their content read. */
export interface Line {
  /** Waits for a place near the head. Rejects with the signal's reason, and leaves the line at once. */
  enter(priority: Priority, signal: AbortSignal): Promise<Place>
  readonly waiting: number
  readonly hasRoom: boolean
}

/** A place near the head, to be given back. */
export interface Place {
  leave(): void
}

export type Priority = 'high' | 'normal'

/**
 * A line of which `places` mails are near the head at a time: first in, first out, `high` before `normal`.
 *
 * @param onRoom called when a place was given back and nobody waits for it
 */
export function createLine(places: number, onRoom: () => void): Line {
  // Sets keep their order and lose a member in constant time, so that leaving a long line costs nothing.
  const lanes: Readonly<Record<Priority, Set<() => void>>> = { high: new Set(), normal: new Set() }
  let taken = 0

  const takePlace = (): Place => {
    taken++
    let left = false
    return {
      leave() {
        if (left) return
        left = true
        taken--
        admitNext()
      },
    }
  }

  const admitNext = () => {
    const lane = lanes.high.size > 0 ? lanes.high : lanes.normal
    const [admit] = lane
    if (!admit) return onRoom()
    lane.delete(admit)
    admit()
  }

  return {
    get waiting() {
      return lanes.high.size + lanes.normal.size
    },
    get hasRoom() {
      return taken < places
    },
    enter(priority, signal) {
      if (signal.aborted) return Promise.reject(signal.reason)
      if (taken < places) return Promise.resolve(takePlace())

      return new Promise((resolve, reject) => {
        const admit = () => {
          signal.removeEventListener('abort', leave)
          resolve(takePlace())
        }
        const leave = () => {
          lanes[priority].delete(admit)
          reject(signal.reason)
        }
        lanes[priority].add(admit)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
  }
}

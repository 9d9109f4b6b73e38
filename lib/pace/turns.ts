import type { Place } from './line.ts'

/**
 * Letters that wait for a turn, in the order of their mails: so the letters of one mail stay together, and one that is
 * tried again goes before those who came later.
 */
export interface Turns {
  /** Waits to be called. Rejects with the signal's reason, and leaves at once. */
  join(place: Place, signal: AbortSignal): Promise<void>
  /** Calls the first; false if nobody waits. */
  callFirst(): boolean
  /** Sends everyone away, with this reason. */
  sendAway(reason: Error): void
  readonly size: number
}

interface Waiting {
  readonly place: Place
  readonly call: () => void
  readonly sendAway: (reason: Error) => void
}

export function createTurns(): Turns {
  // Only mails near the head are here, so that walking through it costs nothing.
  const waiting: Waiting[] = []
  const remove = (each: Waiting) => waiting.splice(waiting.indexOf(each), 1)

  return {
    get size() {
      return waiting.length
    },
    join(place, signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const leave = () => each.sendAway(signal.reason)
        const each: Waiting = {
          place,
          call() {
            remove(each)
            signal.removeEventListener('abort', leave)
            resolve()
          },
          sendAway(reason) {
            remove(each)
            signal.removeEventListener('abort', leave)
            reject(reason)
          },
        }
        const behind = waiting.findIndex((other) => isBefore(place, other.place))
        waiting.splice(behind === -1 ? waiting.length : behind, 0, each)
        signal.addEventListener('abort', leave, { once: true })
      })
    },
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

function isBefore(a: Place, b: Place): boolean {
  return a.priority === b.priority ? a.number < b.number : a.priority === 'high'
}

import Bottleneck from 'bottleneck'
import type { Place } from './queue.ts'

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

/** Gives turns at an even pace, as long as somebody waits for one. */
export interface Metronome {
  /** Somebody waits. */
  start(): void
}

export interface MetronomeRules {
  /** Milliseconds between two turns, as things are now. */
  readonly spacingMs: () => number
  /** How many wait. */
  readonly waiting: () => number
  /** Gives turns to so many, or to fewer if fewer wait. */
  readonly give: (count: number) => Promise<void>
}

/**
 * Spreads turns with Bottleneck, and only as far as it can: a job of its takes about 3 ms, one after the other, so that
 * above 100 turns a second a job gives several. Those who wait do so elsewhere, and a job is for whoever is first by
 * then: a wait that ended takes no turn from the others.
 */
export function createMetronome({ spacingMs, waiting, give }: MetronomeRules): Metronome {
  const perJob = Math.ceil(SHORTEST_JOB_MS / spacingMs())
  let minTime = spacingMs() * perJob
  const limiter = new Bottleneck({ minTime })
  let ahead = 0

  const keepPace = () => {
    const next = spacingMs() * perJob
    if (Math.abs(next / minTime - 1) < 0.01) return
    minTime = next
    void limiter.updateSettings({ minTime })
  }
  const start = () => {
    keepPace()
    // Jobs are planned a little ahead, so that one which starts late does not make the later ones late.
    while (ahead * perJob < waiting() && ahead < Math.ceil(AHEAD_MS / minTime)) {
      ahead++
      void limiter
        .schedule(() => give(perJob))
        .then(() => {
          ahead--
          start()
        })
    }
  }
  return { start }
}

/** Jobs that come faster leave Bottleneck no time. */
const SHORTEST_JOB_MS = 10

const AHEAD_MS = 100

import Bottleneck from 'bottleneck'

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

import type Bottleneck from 'bottleneck'
// @ts-expect-error It has no types of its own. It is Bottleneck without its clustering, in one file, and loads in a fourth of the time.
import light from 'bottleneck/light.js'
import { LONGEST_TIMER, now, startTimer } from '../clock.ts'

export interface TurnRules {
  /** Milliseconds between two turns, as things are now. */
  readonly spacingMs: () => number
  /** How many wait. */
  readonly waiting: () => number
  /** Gives turns to so many, or to fewer if fewer wait. Never rejects. */
  readonly give: (count: number) => Promise<void>
}

/**
 * Gives turns with Bottleneck. Returns what is to be called when somebody begins to wait, or ceases to.
 *
 * Those who wait do so elsewhere, and a job of Bottleneck's is for whoever is first by then: a wait that ended takes no turn
 * from the others. A job takes about 3 ms, one after the other, so that above 100 turns a second a job gives several.
 *
 * Bottleneck counts with `Date.now`, which may be set, mocked or frozen: a job could be due an hour late, or an hour's jobs
 * at once. So a limiter is given up, with its jobs, when that clock and the one that nobody sets have parted, and the next
 * one starts when the next job is due by the latter. Bottleneck looks at the clock a few milliseconds after a job is
 * planned: the clock may be set in between and back again, so that a job that does not come is not waited for either.
 */
export function spaceTurns({ spacingMs, waiting, give }: TurnRules): () => void {
  const perJob = Math.ceil(SHORTEST_JOB_MS / spacingMs())
  const jobMs = () => spacingMs() * perJob
  let limiter: Limiter | undefined
  let planned = 0
  let giving = 0
  /** When a job began last, or the first of those that are planned was planned. */
  let progressAt = 0
  let jobAt = Number.NEGATIVE_INFINITY
  let endTimer = () => {}

  const update = () => {
    endTimer()
    // Bottleneck's timers would keep the process alive.
    if (waiting() === 0 && planned > 0) drop()
    if (waiting() === 0) return
    const missedAt = progressAt + 2 * jobMs() + LATE_MS
    if (planned > 0 && now() > missedAt) {
      drop()
      startJob()
    }
    if (limiter?.hasParted()) drop()
    const dueInMs = jobAt + jobMs() - now()
    if (!limiter && dueInMs > 0) {
      endTimer = startTimer(dueInMs, update)
      return
    }
    limiter ??= openLimiter(jobMs())
    limiter.keepSpacing(jobMs())
    // Jobs are planned a little ahead, so that one which starts late does not make the later ones late.
    while ((planned + giving) * perJob < waiting() && planned + giving < Math.ceil(AHEAD_MS / jobMs())) plan(limiter)
    if (planned > 0) endTimer = startTimer(progressAt + 2 * jobMs() + LATE_MS + 1 - now(), update)
  }
  const plan = (by: Limiter) => {
    if (planned === 0) progressAt = now()
    planned++
    by.schedule(() => {
      if (by !== limiter) return
      planned--
      const isTooEarly = by.hasParted() && now() < jobAt + jobMs()
      if (isTooEarly) update()
      else startJob()
    })
  }
  const startJob = () => {
    jobAt = now()
    progressAt = jobAt
    giving++
    void give(perJob).then(() => {
      giving--
      update()
    })
  }
  const drop = () => {
    limiter?.stop()
    limiter = undefined
    planned = 0
  }
  return update
}

/** A Bottleneck, and whether its clock is still to be trusted. */
function openLimiter(spacingMs: number) {
  let minTime = Math.min(spacingMs, LONGEST_TIMER)
  // A job that is dropped is told to nobody.
  const limiter = new (light as typeof Bottleneck)({ minTime, rejectOnDrop: false })
  const clocksApartMs = Date.now() - now()

  return {
    schedule: (job: () => void) => void limiter.schedule(async () => job()),
    keepSpacing(nextMs: number) {
      const next = Math.min(nextMs, LONGEST_TIMER)
      if (Math.abs(next / minTime - 1) < 0.01) return
      minTime = next
      void limiter.updateSettings({ minTime })
    },
    hasParted: () => Math.abs(Date.now() - now() - clocksApartMs) > Math.min(minTime, 1_000),
    stop: () => void limiter.stop({ dropWaitingJobs: true }),
  }
}

type Limiter = ReturnType<typeof openLimiter>

/** Jobs that come faster leave Bottleneck no time. */
const SHORTEST_JOB_MS = 10

const AHEAD_MS = 100

/** For a process that is busy. */
const LATE_MS = 1_000

import type Bottleneck from 'bottleneck'
// @ts-expect-error It has no types of its own. It is Bottleneck without its clustering, in one file, and loads in a fourth of the time.
import light from 'bottleneck/light.js'
import { LONGEST_TIMER, now, startTimer } from './clock.ts'

export interface TurnRules {
  /** Milliseconds between two turns, as things are now. */
  readonly spacingMs: () => number
  /** How many wait for a turn. */
  readonly waiting: () => number
  /** Gives turns to so many, or to fewer if fewer wait. Never rejects. */
  readonly give: (count: number) => Promise<void>
}

/**
 * Gives turns with Bottleneck. Returns a function to call whenever one begins or ceases to wait.
 *
 * They wait elsewhere, and a Bottleneck job gives its turn to whichever is first when it runs: one that has
 * left costs the others no turn. Bottleneck takes about 3 ms for each job, one after the other, so above 100 turns a
 * second each job gives several.
 *
 * Bottleneck uses `Date.now`, which may be set, mocked or frozen: a job could come an hour late, or an hour's jobs at
 * once. So when that clock and the monotonic one have moved apart, the limiter is dropped with its jobs, and a new one
 * starts when the next job is due by the monotonic clock. Bottleneck reads its clock a few milliseconds after a job is
 * planned, and it may be set and set back in between: so a limiter with an overdue job is dropped too.
 */
export function spaceTurns({ spacingMs, waiting, give }: TurnRules): () => void {
  const perJob = Math.ceil(SHORTEST_JOB_MS / spacingMs())
  const jobMs = () => spacingMs() * perJob
  let limiter: Limiter | undefined
  let planned = 0
  let giving = 0
  /** When a job last began, or the first of the planned jobs was planned. */
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
  // A dropped job is not reported.
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

/** Bottleneck cannot keep up with jobs that come faster. */
const SHORTEST_JOB_MS = 10

const AHEAD_MS = 100

/** How late a busy process may run a job. */
const LATE_MS = 1_000

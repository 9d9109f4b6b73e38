import { guard } from './guard.ts'
import { unexpected } from './option-checks.ts'

/** The clock of limits, records and the ledger, which a test may move. Webhooks and latency go by this machine's timers. */
export interface EmulatorClock {
  /** Milliseconds, by the option `now` until it is moved. */
  now(): number
  /** Moves it on by so many milliseconds: `advance(3_600_000)`, and mails to one recipient are allowed again. */
  advance(milliseconds: number): void
  /** Stops it, now or at that time. */
  stop(at?: number): void
  /** Lets it go on from where it stands. */
  run(): void
}

export interface MovableClock extends EmulatorClock {
  /** Makes it as it was. */
  reset(): void
}

export function createClock(base: () => number): MovableClock {
  let offset = 0
  let stoppedAt: number | undefined

  const clock: MovableClock = {
    now: () => stoppedAt ?? time() + offset,
    advance(milliseconds) {
      check('milliseconds', milliseconds)
      if (stoppedAt === undefined) offset += milliseconds
      else stoppedAt += milliseconds
    },
    stop(at = clock.now()) {
      check('at', at)
      stoppedAt = at
    },
    run() {
      offset = clock.now() - time()
      stoppedAt = undefined
    },
    reset() {
      offset = 0
      stoppedAt = undefined
    },
  }
  return clock

  function time(): number {
    const real = Date.now()
    const given = guard('now', base, real)
    return Number.isFinite(given) ? given : real
  }
}

function check(name: string, given: number): void {
  if (!Number.isFinite(given)) throw unexpected(name, 'be a number', given)
}

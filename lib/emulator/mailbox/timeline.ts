import type { LedgerEntry } from '../records.ts'

/** A call, in the time of the plot. */
interface CallPoint {
  /** Milliseconds from the start of the time shown. */
  readonly at: number
  /** Calls in the second that ends with this one, this one too. */
  readonly inSecond: number
  readonly kind: 'taken' | 'rate' | 'refused'
}

/** How many calls there were in the second before, from that time on. */
export interface Step {
  readonly at: number
  readonly calls: number
}

export interface Timeline {
  readonly calls: readonly CallPoint[]
  /** All calls, and those of them that the rate limit counts: taken, or refused for something else. */
  readonly all: readonly Step[]
  readonly counted: readonly Step[]
  readonly most: number
  /** When the time shown starts, on the emulator's clock. */
  readonly start: number
  /** Whether older calls of that time are left out. */
  readonly isCut: boolean
}

/** As many as can be told apart. */
export const mostCalls = 2_000

/** The calls of the last so many seconds, up to the last call. */
export function readTimeline(ledger: readonly LedgerEntry[], seconds: number): Timeline {
  const made = ledger.flatMap((entry) => (entry.calledAt === undefined ? [] : [{ entry, time: entry.calledAt }]))
  const sorted = made.sort((one, other) => one.time - other.time)
  const end = (sorted.at(-1)?.time ?? 0) + 1_000
  const start = end - seconds * 1_000
  const inSpan = sorted.filter(({ time }) => time >= start)
  const shown = inSpan.slice(-mostCalls)
  const times = shown.map(({ time }) => time - start)

  let first = 0
  const calls = shown.map(({ entry }, index): CallPoint => {
    const at = times[index] ?? 0
    while ((times[first] ?? at) <= at - 1_000) first++
    return { at, inSecond: index - first + 1, kind: kindOf(entry) }
  })
  const counted = calls.filter(({ kind }) => kind !== 'rate').map(({ at }) => at)
  return {
    calls,
    all: toSteps(times),
    counted: toSteps(counted),
    most: calls.reduce((most, { inSecond }) => Math.max(most, inSecond), 0),
    start,
    isCut: shown.length < inSpan.length,
  }
}

function kindOf({ row }: LedgerEntry): CallPoint['kind'] {
  if (row === undefined) return 'taken'
  return row === 'rate-limit' ? 'rate' : 'refused'
}

/** Each call counts for a second. */
function toSteps(times: readonly number[]): readonly Step[] {
  const changes = [...times.map((at) => [at, 1] as const), ...times.map((at) => [at + 1_000, -1] as const)]
  changes.sort(([one], [other]) => one - other)
  const steps: { at: number; calls: number }[] = [{ at: 0, calls: 0 }]
  let calls = 0
  for (const [at, change] of changes) {
    calls += change
    const last = steps.at(-1)
    if (last?.at === at) last.calls = calls
    else steps.push({ at, calls })
  }
  return steps
}

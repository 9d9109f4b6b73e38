// The time for what a stranger sends grows as its length does. Compared with itself alone: four times as much input may take
// nine times as long, where a reader that goes by the square takes sixteen times.

import { expect, test } from 'vitest'
import { type HostileInput, hostileInputs, workOf } from './help/hostile-input.ts'

const LENGTH = 40_000
/** Many, since a reader of few milliseconds is at the mercy of the machine; one that goes by the square takes too long for that. */
const TRIES = 20

test.each(hostileInputs)('$name', (input) => {
  expect(growthOf(input)).toBeLessThan(9)
})

/** How many times as long four times as much takes, at best of a few tries; 1 for what is too fast to tell. */
function growthOf(input: HostileInput): number {
  let best = Number.POSITIVE_INFINITY
  for (let time = 0; time < TRIES && best >= 6; time++) {
    const few = workOf(input, LENGTH)
    const many = workOf(input, 4 * LENGTH)
    best = Math.min(best, many < 10 ? 1 : many / Math.max(few, 1))
  }
  return best
}

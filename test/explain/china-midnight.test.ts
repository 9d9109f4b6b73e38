import { expect, test } from 'vitest'
import { untilChinaMidnight } from '../../lib/explain/china-midnight.ts'

const HOUR = 3_600_000

test.each([
  // Now                             Until midnight in China
  ['2026-11-23T16:00:00.000Z', 24 * HOUR],
  ['2026-11-23T15:59:59.999Z', 1],
  ['2026-11-23T16:00:00.001Z', 24 * HOUR - 1],
  ['2026-11-23T00:00:00.000Z', 16 * HOUR],
  ['2026-11-23T04:00:00.000Z', 12 * HOUR],
  // No daylight saving there, whatever it is here.
  ['2026-07-01T04:00:00.000Z', 12 * HOUR],
  ['2026-03-29T01:30:00.000Z', 14.5 * HOUR],
  ['2024-02-29T12:00:00.000Z', 4 * HOUR],
  ['1970-01-01T00:00:00.000Z', 16 * HOUR],
  ['1969-12-31T15:00:00.000Z', 1 * HOUR],
])('at %s it is %i ms', (now, expected) => {
  expect(untilChinaMidnight(Date.parse(now))).toBe(expected)
})

import { expect, test } from 'vitest'
import { chinaDays, untilChinaMidnight } from '../lib/china-time.ts'

const HOUR = 3_600_000
const at = (text: string) => Date.parse(text)

test.each([
  ['2026-11-27T15:59:59.999Z', 1],
  ['2026-11-27T16:00:00.000Z', 24 * HOUR],
  ['2026-11-27T00:00:00.000Z', 16 * HOUR],
  ['1969-12-31T15:00:00.000Z', HOUR],
])('from %s it is %d ms until midnight in China', (text, ms) => expect(untilChinaMidnight(at(text))).toBe(ms))

test.each([
  ['2026-11-27T10:00:00Z', '2026-11-27T10:04:00Z', ['2026-11-27']],
  ['2026-11-27T15:58:00Z', '2026-11-27T15:59:59.999Z', ['2026-11-27']],
  ['2026-11-27T15:58:00Z', '2026-11-27T16:00:00Z', ['2026-11-27', '2026-11-28']],
  ['2026-12-31T15:59:00Z', '2026-12-31T16:01:00Z', ['2026-12-31', '2027-01-01']],
  ['2028-02-28T15:00:00Z', '2028-02-29T17:00:00Z', ['2028-02-28', '2028-02-29', '2028-03-01']],
  ['2026-11-27T16:00:00Z', '2026-11-27T16:00:00Z', ['2026-11-28']],
])('%s to %s', (start, end, days) => expect(chinaDays(at(start), at(end))).toEqual(days))

import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { untilChinaMidnight } from '../../lib/explain/china-midnight.ts'
import { explainReply } from '../../lib/explain/verdict.ts'

const HOUR = 3_600_000

const home = process.env['TZ']
afterEach(() => {
  if (home === undefined) delete process.env['TZ']
  else process.env['TZ'] = home
})

// Wherever the program runs: the time zone, and its offset from UTC in November.
describe.each([
  ['UTC', 0],
  ['Asia/Shanghai', 8],
  ['America/New_York', -5],
  ['Asia/Kolkata', 5.5],
  ['Pacific/Kiritimati', 14],
  ['Pacific/Niue', -11],
])('in the time zone %s', (zone, offset) => {
  test.each([
    // Now                        until midnight in China
    ['2026-11-23T16:00:00.000Z', 24 * HOUR],
    ['2026-11-23T15:59:59.999Z', 1],
    ['2026-11-23T15:59:59.000Z', 1_000],
    ['2026-11-23T16:00:00.001Z', 24 * HOUR - 1],
    ['2026-11-23T00:00:00.000Z', 16 * HOUR],
    ['2026-11-23T04:00:00.000Z', 12 * HOUR],
    // No daylight saving there, whatever it is here.
    ['2026-07-01T04:00:00.000Z', 12 * HOUR],
    ['2026-03-08T07:00:00.000Z', 9 * HOUR],
    ['2026-03-29T01:30:00.000Z', 14.5 * HOUR],
    ['2024-02-29T12:00:00.000Z', 4 * HOUR],
    ['2026-12-31T16:00:00.000Z', 24 * HOUR],
    ['1970-01-01T00:00:00.000Z', 16 * HOUR],
    ['1969-12-31T15:00:00.000Z', 1 * HOUR],
  ])('at %s it is %i ms', (now, expected) => {
    process.env['TZ'] = zone
    expect(new Date('2026-11-23T12:00:00Z').getTimezoneOffset()).toBe(0 - offset * 60)
    expect(untilChinaMidnight(Date.parse(now))).toBe(expected)
    expect(explainReply('554 {"Code":"FailedOperation.ExceedSendLimit"}', { now: Date.parse(now) })).toMatchObject({
      retry: 'later',
      retryAfterMs: expected,
    })
  })
})

test('a day begins then on the clocks of Shanghai', () => {
  const clock = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
  // Since 1992 China has kept one time all year.
  fc.assert(
    fc.property(fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
      const midnight = date.getTime() + untilChinaMidnight(date.getTime())
      expect(clock.format(midnight)).toMatch(/ 00:00:00$/)
      expect(clock.format(midnight - 1).slice(0, 10)).toBe(clock.format(date).slice(0, 10))
    }),
  )
})

test('by the clock, where no time is given', () => {
  const { retryAfterMs = 0 } = explainReply('554 {"Code":"FailedOperation.ExceedSendLimit"}')
  expect(retryAfterMs).toBeGreaterThan(0)
  expect(retryAfterMs).toBeLessThanOrEqual(24 * HOUR)
})

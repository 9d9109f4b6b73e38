/** SES counts in days of China: the daily quota, the day that a question is about. All of China keeps UTC+8, without daylight saving. */

/** Milliseconds until the next day begins in China: a whole day at midnight itself. */
export function untilChinaMidnight(at: number): number {
  const sinceMidnight = (((at + UTC_OFFSET) % DAY) + DAY) % DAY
  return DAY - sinceMidnight
}

/** The days of China, such as `2026-11-27`, that the time from `start` to `end` is part of, in their order. */
export function chinaDays(start: number, end: number): string[] {
  const days = []
  for (let at = start; at < end; at += untilChinaMidnight(at)) days.push(chinaDay(at))
  return [...new Set([...days, chinaDay(end)])]
}

const chinaDay = (at: number): string => new Date(at + UTC_OFFSET).toISOString().slice(0, 10)

const DAY = 24 * 60 * 60 * 1000
const UTC_OFFSET = 8 * 60 * 60 * 1000

/** Milliseconds until the day begins anew in Asia/Shanghai, and with it the daily quota: a whole day at midnight itself. */
export function untilChinaMidnight(now: number): number {
  const sinceMidnight = (((now + UTC_OFFSET) % DAY) + DAY) % DAY
  return DAY - sinceMidnight
}

const DAY = 24 * 60 * 60 * 1000
/** All of China keeps UTC+8, without daylight saving. */
const UTC_OFFSET = 8 * 60 * 60 * 1000

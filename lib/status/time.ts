// Tested by test/status/record.test.ts.

/** A time of SES's in milliseconds since 1970. SES gives seconds, and 0 for what has not happened. */
export function toMilliseconds(time: number): number | undefined {
  if (time <= 0) return undefined
  return Math.round(time < FIRST_IN_MS ? time * 1_000 : time)
}

/** No number of seconds before the year 5138, and milliseconds after 1973. */
const FIRST_IN_MS = 100_000_000_000

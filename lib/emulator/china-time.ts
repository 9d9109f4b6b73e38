// Tested by test/emulator/status/status.test.ts.

const chinaMs = 8 * 3_600_000

/** The day in China (UTC+8), such as `2026-11-28`. */
export function chinaDate(time: number): string {
  return new Date(time + chinaMs).toISOString().slice(0, 10)
}

/** Day and time in China in one number, such as `20261128093012`. */
export function chinaStamp(time: number): string {
  return new Date(time + chinaMs).toISOString().replace(/\D/g, '').slice(0, 14)
}

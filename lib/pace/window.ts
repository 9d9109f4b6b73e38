/** The last `count` moments of something, to hold it to `count` in any `perMs`. */
export interface SlidingWindow {
  /** Milliseconds until there is room, 0 if there is. */
  waitMs(now: number): number
  record(now: number): void
}

export function createWindow(count: number, perMs: number): SlidingWindow {
  const times = new Array<number>(count).fill(Number.NEGATIVE_INFINITY)
  let oldest = 0
  return {
    waitMs: (now) => Math.max(0, (times[oldest] ?? 0) + perMs - now),
    record(now) {
      times[oldest] = now
      oldest = (oldest + 1) % count
    },
  }
}

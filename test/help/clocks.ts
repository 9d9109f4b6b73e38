import { onTestFinished, vi } from 'vitest'

/** Moves a clock by so many milliseconds at each call, from where it is by then, until the test is over. */
export function shiftClock(clock: { now(): number }): (ms: number) => void {
  const realNow = clock.now.bind(clock)
  let shiftMs = 0
  const spy = vi.spyOn(clock, 'now').mockImplementation(() => realNow() + shiftMs)
  onTestFinished(() => spy.mockRestore())
  return (ms) => {
    shiftMs += ms
  }
}

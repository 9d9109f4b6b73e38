import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { spaceTurns } from '../lib/spacing.ts'

// In a time of the test's own, where nothing is late: what depends on the moment is tried at each millisecond of a turn.
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const SECOND = 1_000
const HOUR = 3_600 * SECOND
const DAY = 24 * HOUR

/** Turns for so many who wait from the start; `moments` has when each was given. */
function startStream({ count = 30, spacingMs = 50 }: { count?: number; spacingMs?: number | (() => number) } = {}) {
  const began = performance.now()
  const moments: number[] = []
  let left = count
  const update = spaceTurns({
    spacingMs: typeof spacingMs === 'number' ? () => spacingMs : spacingMs,
    waiting: () => left,
    async give(turns) {
      for (let given = 0; given < turns && left > 0; given++, left--) moments.push(performance.now() - began)
    },
  })
  update()
  return {
    moments,
    update,
    leave() {
      left = 0
      update()
    },
  }
}

const gapsOf = (moments: readonly number[]) => moments.slice(1).map((moment, index) => moment - (moments[index] ?? 0))
/** Bottleneck counts in whole milliseconds, which may begin in the middle of ours. */
const shortestOf = (moments: readonly number[]) => Math.min(...gapsOf(moments)) + 1

const stepClock = (ms: number) => vi.setSystemTime(Date.now() + ms)

test('evenly', async () => {
  const { moments } = startStream()
  await vi.advanceTimersByTimeAsync(30 * 50 + 10)
  expect(moments).toHaveLength(30)
  expect(shortestOf(moments)).toBeGreaterThanOrEqual(50)
})

test('several at once where they come fast', async () => {
  const { moments } = startStream({ count: 500, spacingMs: 2 })
  await vi.advanceTimersByTimeAsync(1_010)
  expect(moments).toHaveLength(500)
  const within = moments.map((start) => moments.filter((each) => each >= start && each < start + 99).length)
  expect(Math.max(...within)).toBeLessThanOrEqual(55)
})

test('slower, and faster again', async () => {
  let spacingMs = 50
  const { moments } = startStream({ spacingMs: () => spacingMs, count: 60 })
  await vi.advanceTimersByTimeAsync(500)
  const before = moments.length
  spacingMs = 500
  await vi.advanceTimersByTimeAsync(5_000)
  const slow = moments.length - before
  spacingMs = 50
  await vi.advanceTimersByTimeAsync(3_000)
  expect([before, slow, moments.length]).toEqual([10, expect.toSatisfy((turns) => turns >= 10 && turns <= 13), 60])
})

describe('the wall clock is set in the middle', () => {
  const steps = [5 * SECOND, -5 * SECOND, HOUR, -HOUR, DAY, -DAY]

  test.each(steps)('by %i ms: turns go on, at the same spacing', async (step) => {
    for (let at = 500; at < 560; at++) {
      const { moments } = startStream()
      await vi.advanceTimersByTimeAsync(at)
      stepClock(step)
      await vi.advanceTimersByTimeAsync(30 * 50 + 1_500)
      expect([at, moments.length, shortestOf(moments)]).toEqual([at, 30, expect.toSatisfy((gap) => gap >= 50)])
    }
  })

  test.each(steps)('by %i ms, and back a moment later', async (step) => {
    for (let at = 500; at < 560; at++) {
      const { moments } = startStream()
      await vi.advanceTimersByTimeAsync(at)
      stepClock(step)
      await vi.advanceTimersByTimeAsync(at % 4)
      stepClock(-step)
      await vi.advanceTimersByTimeAsync(30 * 50 + 2_500)
      expect([at, moments.length, shortestOf(moments)]).toEqual([at, 30, expect.toSatisfy((gap) => gap >= 50)])
    }
  })

  test('and again and again', async () => {
    const { moments } = startStream()
    for (const step of [...steps, ...steps, ...steps]) {
      await vi.advanceTimersByTimeAsync(73)
      stepClock(step)
    }
    await vi.advanceTimersByTimeAsync(3_000)
    expect([moments.length, shortestOf(moments)]).toEqual([30, expect.toSatisfy((gap) => gap >= 50)])
  })

  test('while nobody waits', async () => {
    for (const step of steps) {
      const { moments: before } = startStream({ count: 1 })
      await vi.advanceTimersByTimeAsync(100)
      stepClock(step)
      const { moments } = startStream({ count: 2 })
      await vi.advanceTimersByTimeAsync(100)
      expect([before.length, moments.length]).toEqual([1, 2])
    }
  })
})

test.each([50, 12, 500])('the wall clock stands still: a turn each %i ms, and some for looking', async (spacingMs) => {
  vi.spyOn(Date, 'now').mockReturnValue(1e12)
  const { moments } = startStream({ spacingMs })
  await vi.advanceTimersByTimeAsync(30 * (spacingMs + 20))
  expect([moments.length, shortestOf(moments)]).toEqual([30, expect.toSatisfy((gap) => gap >= 0.5 * spacingMs)])
})

test('a turn a day is not waited for when nobody waits', async () => {
  const { moments, leave } = startStream({ spacingMs: DAY })
  await vi.advanceTimersByTimeAsync(DAY + 100)
  expect([moments.length, vi.getTimerCount()]).toEqual([2, expect.toSatisfy((timers) => timers > 0)])
  leave()
  await vi.advanceTimersByTimeAsync(100)
  expect(vi.getTimerCount()).toBe(0)
})

test('longer than a timer of Node’s can be', async () => {
  const { moments } = startStream({ spacingMs: 30 * DAY })
  await vi.advanceTimersByTimeAsync(20 * DAY)
  expect(moments).toHaveLength(1)
})

import { expect, test } from 'vitest'
import { createRetryBudget } from '../../lib/retry/budget.ts'

/** How many of so many second tries are granted at a moment. */
function granted(budget: ReturnType<typeof createRetryBudget>, asked: number, now: number): number {
  return Array.from({ length: asked }, () => budget.take(now)).filter(Boolean).length
}

test('a reserve, and then nothing at the same moment', () => {
  const budget = createRetryBudget()
  expect([granted(budget, 100, 0), granted(budget, 100, 0)]).toEqual([60, 0])
})

test('one for every five first tries', () => {
  const budget = createRetryBudget()
  granted(budget, 60, 0)
  for (let first = 0; first < 100; first++) budget.countFirst()
  expect(granted(budget, 100, 0)).toBe(20)
})

test('one a second', () => {
  const budget = createRetryBudget()
  granted(budget, 60, 5_000)
  expect([5_500, 6_000, 6_500, 9_000].map((now) => granted(budget, 9, now))).toEqual([0, 1, 0, 3])
})

test('never more than the reserve at once, however long nothing was sent', () => {
  const budget = createRetryBudget()
  expect(granted(budget, 1, 0)).toBe(1)
  for (let first = 0; first < 1_000; first++) budget.countFirst()
  expect(granted(budget, 100, 86_400_000)).toBe(60)
})

test('an outage of an hour at 20 mails a second makes a quarter more traffic of it, not five times as much', () => {
  const budget = createRetryBudget()
  let retries = 0
  for (let now = 0; now < 3_600_000; now += 50) {
    budget.countFirst()
    retries += granted(budget, 4, now)
  }
  expect(retries / 72_000).toBeCloseTo(0.25, 2)
})

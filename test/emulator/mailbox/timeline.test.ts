import { expect, test } from 'vitest'
import type { LedgerEntry } from '../../../lib/emulator/index.ts'
import { readTimeline } from '../../../lib/emulator/mailbox/timeline.ts'

const entry = (calledAt: number | undefined, row?: string) =>
  ({ ...(calledAt !== undefined && { calledAt }), ...(row !== undefined && { row }) }) as LedgerEntry

test('each call is as high as there were calls in the second that it ends', () => {
  const at = [10_000, 10_500, 10_999, 11_000, 11_500, 11_501]
  const { calls, most, start } = readTimeline(
    at.map((time) => entry(time)),
    10,
  )
  expect(start).toBe(11_501 + 1_000 - 10_000)
  expect(calls.map(({ inSecond }) => inSecond)).toEqual([1, 2, 3, 3, 3, 4])
  expect(most).toBe(4)
})

test('calls that the rate refused do not count, and stand out', () => {
  const ledger = [entry(1_000), entry(1_100, 'rate-limit'), entry(1_200, 'cc'), entry(undefined)]
  const { calls, all, counted, start } = readTimeline(ledger, 10)
  expect(calls.map(({ kind }) => kind)).toEqual(['taken', 'rate', 'refused'])
  const steps = (list: typeof all) => list.map(({ at, calls }) => [at + start, calls])
  expect(steps(all).slice(1)).toEqual([
    [1_000, 1],
    [1_100, 2],
    [1_200, 3],
    [2_000, 2],
    [2_100, 1],
    [2_200, 0],
  ])
  expect(steps(counted).slice(1)).toEqual([
    [1_000, 1],
    [1_200, 2],
    [2_000, 1],
    [2_200, 0],
  ])
})

test('of very many the last are shown', () => {
  const ledger = Array.from({ length: 2_500 }, (_, index) => entry(index))
  const { calls, isCut } = readTimeline(ledger, 10)
  expect([calls.length, isCut]).toEqual([2_000, true])
  expect(readTimeline([], 10)).toMatchObject({ calls: [], most: 0, isCut: false })
})

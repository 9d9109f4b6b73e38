import { describe, expect, test } from 'vitest'
import { recover, slowDown } from '../../lib/pace/speed.ts'

/** What each of so many steps gives. */
const steps = (from: number, count: number, step: (slowness: number) => number) => {
  const all: number[] = []
  for (let slowness = from; all.length < count; ) {
    slowness = step(slowness)
    all.push(slowness)
  }
  return all
}

describe('slower after a refusal', () => {
  test('by half, down to a tenth', () => expect(steps(1, 6, slowDown)).toEqual([2, 4, 8, 10, 10, 10]))
  test('from a pace that is recovering', () => expect(steps(1.5, 3, slowDown)).toEqual([3, 6, 10]))
})

describe('faster after each mail', () => {
  test('by a fiftieth', () =>
    expect(steps(2, 4, recover).map((each) => each.toFixed(4))).toEqual(['1.9600', '1.9208', '1.8824', '1.8447']))
  test('to full speed from half of it in 35 mails', () => {
    expect(steps(2, 34, recover).at(-1)).toBeGreaterThan(1)
    expect(steps(2, 35, recover).at(-1)).toBe(1)
  })
  test('never faster than full speed', () => expect(steps(1, 3, recover)).toEqual([1, 1, 1]))
  test('from a tenth', () => expect(steps(10, 114, recover).at(-1)).toBe(1))
})

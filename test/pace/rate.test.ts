import { describe, expect, test } from 'vitest'
import { shareAfter } from '../../lib/pace/rate.ts'

/** The share of the full rate at these moments after a refusal at so much of it; it takes 100 to recover. */
const recovery = (share: number, moments: readonly number[]) =>
  moments.map((moment) => shareAfter({ at: 1_000, share }, 1_000 + moment, 100).toFixed(3))

test('without a refusal: all', () => expect(shareAfter(undefined, 0, 100)).toBe(1))

describe('after a refusal', () => {
  test('half of what was too much, near to it again, there for some time, then further', () =>
    expect(recovery(1, [0, 25, 50, 75, 100, 125, 140, 148, 150])).toEqual([
      '0.500',
      '0.760',
      '0.894',
      '0.943',
      '0.950',
      '0.957',
      '0.979',
      '1.000',
      '1.000',
    ]))

  // SES allows half of what it did: the second refusal comes at half the rate.
  test('at a lower share, the same below it', () =>
    expect(recovery(0.5, [0, 50, 100, 150, 200, 220])).toEqual(['0.250', '0.447', '0.475', '0.503', '0.700', '0.864']))

  test('it is over some time', () => {
    expect(recovery(0.5, [233, 1_000])).toEqual(['1.000', '1.000'])
    expect(recovery(0.1, [300, 420])).toEqual(['0.455', '1.000'])
  })

  test('never nothing', () => expect(recovery(0.05, [0, 100])).toEqual(['0.050', '0.050']))
})

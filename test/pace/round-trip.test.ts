import { expect, test } from 'vitest'
import { createRoundTrip } from '../../lib/pace/round-trip.ts'

/** A network of which so many round trips were seen, all in the first second. */
function seen(...roundTrips: readonly number[]) {
  const roundTrip = createRoundTrip()
  for (const ms of roundTrips) roundTrip.see(ms, 1_000)
  return roundTrip
}
const times = (count: number, ms: number) => Array<number>(count).fill(ms)

test.each<[string, number[], number]>([
  ['nothing seen', [], 0],
  ['too little seen', times(6, 100), 0],
  ['a little seen', times(20, 100), 62],
  ['more seen', times(100, 100), 86],
  ['much seen', times(1_000, 100), 91.4],
  ['the fastest', [...times(998, 80), 60, 300], 51.4],
  ['so fast that nothing is sure', times(1_000, 8), 0],
  ['so slow that the gateway may have been it', times(1_000, 900), 500],
])('%s', (_, roundTrips, credit) => expect(seen(...roundTrips).creditMs(1_000)).toBe(credit))

test('a network that became slower is believed after a minute', () => {
  const roundTrip = seen(...times(10_000, 30))
  const credits: string[] = []
  for (let now = 2_000; now <= 95_000; now += 1_000) {
    for (const ms of times(10_000, 130)) roundTrip.see(ms, now)
    if (now % 30_000 === 5_000) credits.push(roundTrip.creditMs(now).toFixed(0))
  }
  expect(credits).toEqual(['22', '22', '122', '122'])
})

test('what was seen long ago is forgotten', () => {
  const roundTrip = seen(...times(1_000, 130))
  expect([1_000, 59_000, 200_000].map((now) => roundTrip.creditMs(now))).toEqual([121.4, 121.4, 0])
})

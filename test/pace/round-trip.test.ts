import { expect, test } from 'vitest'
import { createRoundTrip } from '../../lib/pace/round-trip.ts'

/** A network of which so many round trips were seen, all in the first second. */
function seen(...roundTrips: readonly number[]) {
  const roundTrip = createRoundTrip()
  for (const ms of roundTrips) roundTrip.see(ms, 1_000)
  return roundTrip
}
const twenty = (ms: number) => Array<number>(20).fill(ms)

test.each<[string, number[], number]>([
  ['nothing seen', [], 0],
  ['too few seen', twenty(80).slice(1), 0],
  ['the fastest, less what may have been faster', [...twenty(80), 60, 300], 50],
  ['so fast that nothing is sure', twenty(8), 0],
  ['so slow that the gateway may have been it', twenty(900), 500],
])('%s', (_, roundTrips, credit) => expect(seen(...roundTrips).creditMs(1_000)).toBe(credit))

test('a network that became slower is believed after a minute', () => {
  const roundTrip = seen(...twenty(30))
  const credits: number[] = []
  for (let now = 5_000; now <= 95_000; now += 1_000) {
    roundTrip.see(130, now)
    if (now % 30_000 === 5_000) credits.push(roundTrip.creditMs(now))
  }
  expect(credits).toEqual([20, 20, 120, 120])
})

test('what was seen long ago is forgotten', () => {
  const roundTrip = seen(...twenty(130))
  expect([1_000, 59_000, 200_000].map((now) => roundTrip.creditMs(now))).toEqual([120, 120, 0])
})

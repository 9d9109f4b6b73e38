import { describe, expect, test } from 'vitest'
import { type CountedCall, createCallWindow, createRoundTrip } from '../../lib/pace/call-window.ts'

/** A network of which so much of each round trip is known. */
const known = (creditMs: number) => ({ see() {}, creditMs: () => creditMs })

/**
 * Calls that come at these moments, one after the other, each answered after `roundTripMs`, of which `creditMs` are known;
 * the moments at which they are handed over.
 */
function handedOver(
  count: number,
  perMs: number,
  roundTripMs: number,
  arrivals: readonly number[],
  creditMs = roundTripMs,
): number[] {
  const window = createCallWindow(perMs, known(creditMs))
  const underway: { call: CountedCall; repliedAt: number }[] = []
  let clock = 0
  const answerUntil = (until: number) => {
    while (underway[0] && underway[0].repliedAt <= until) {
      const { call, repliedAt } = underway.shift() as (typeof underway)[number]
      window.end(call, repliedAt, true)
    }
  }
  return arrivals.map((arrival) => {
    clock = Math.max(clock, arrival)
    answerUntil(clock)
    for (let wait = window.waitMs(count, clock); wait > 0; wait = window.waitMs(count, clock)) {
      // A reply that comes meanwhile ends the wait.
      clock = Math.min(clock + wait, underway[0]?.repliedAt ?? Number.POSITIVE_INFINITY)
      answerUntil(clock)
    }
    underway.push({ call: window.begin(clock), repliedAt: clock + roundTripMs })
    return clock
  })
}

describe('so many calls in so long, wherever the time starts', () => {
  test.each<[string, number, number, number, number[], number[]]>([
    ['one a second, answered at once', 1, 1_000, 0, [0, 0, 500, 1_900, 5_000], [0, 1_000, 2_000, 3_000, 5_000]],
    ['two a second, all at once', 2, 1_000, 0, [0, 0, 0, 0, 0], [0, 0, 1_000, 1_000, 2_000]],
    [
      'three, late in one second and early in the next',
      3,
      1_000,
      0,
      [900, 950, 990, 1_010, 1_020],
      [900, 950, 990, 1_900, 1_950],
    ],
    ['fewer than allowed', 3, 1_000, 0, [0, 400, 800, 1_200], [0, 400, 800, 1_200]],
    ['after a long while', 2, 1_000, 0, [0, 1, 1e9, 1e9, 1e9], [0, 1, 1e9, 1e9, 1e9 + 1_000]],
    ['a steady round trip of 100 ms costs nothing', 1, 1_000, 100, [0, 0, 0, 0], [0, 1_000, 2_000, 3_000]],
  ])('%s', (_, count, perMs, roundTripMs, arrivals, moments) =>
    expect(handedOver(count, perMs, roundTripMs, arrivals)).toEqual(moments),
  )

  test('what is not known of a round trip is waited for', () =>
    expect(handedOver(1, 1_000, 800, [0, 0, 0], 500)).toEqual([0, 1_300, 2_600]))

  test.each([0, 20, 400, 900])(
    'a thousand at once with a round trip of %i ms: never more than 20 in a second',
    (roundTripMs) => {
      const moments = handedOver(20, 1_000, roundTripMs, Array<number>(1_000).fill(0))
      const within = moments.map((start) => moments.filter((each) => each >= start && each < start + 1_000).length)
      expect(Math.max(...within)).toBe(20)
    },
  )

  // SES may count a call at any moment from its hand-over to its reply.
  test('a call that is slower than others is counted at its reply', () => {
    const window = createCallWindow(1_000, known(50))
    window.end(window.begin(1_000), 1_400, true)
    expect([1_400, 2_000, 2_349, 2_350].map((now) => window.waitMs(1, now))).toEqual([950, 350, 1, 0])
  })

  test('fewer are allowed for a while, and more again', () => {
    const window = createCallWindow(1_000, known(0))
    for (const now of [0, 100, 200, 300]) window.end(window.begin(now), now, true)
    expect([4, 2, 1, 5].map((count) => window.waitMs(count, 300))).toEqual([700, 900, 1_000, 0])
    expect([4, 2, 1].map((count) => window.waitMs(count, 1_200))).toEqual([0, 0, 100])
  })
})

describe('a call without a reply', () => {
  test('counts as one that took long', () => {
    const window = createCallWindow(1_000, known(0))
    window.begin(0)
    expect([0, 1_000, 4_999, 5_000].map((now) => window.waitMs(1, now))).toEqual([5_000, 4_000, 1, 0])
  })

  test('that comes after all, counts from then', () => {
    const window = createCallWindow(1_000, known(0))
    const call = window.begin(0)
    expect(window.waitMs(1, 6_000)).toBe(0)
    window.end(call, 7_000, true)
    expect([7_000, 8_000].map((now) => window.waitMs(1, now))).toEqual([1_000, 0])
  })

  test('whose connection broke, counts from then, and says nothing of the network', () => {
    const seen: number[] = []
    const window = createCallWindow(1_000, { see: (ms) => seen.push(ms), creditMs: () => 0 })
    window.end(window.begin(0), 300, false)
    expect([300, 1_299, 1_300].map((now) => window.waitMs(1, now))).toEqual([1_000, 1, 0])
    window.end(window.begin(1_300), 1_500, true)
    expect(seen).toEqual([200])
  })
})

test('asking takes no room', () => {
  const window = createCallWindow(1_000, known(0))
  expect([window.waitMs(1, 0), window.waitMs(1, 0)]).toEqual([0, 0])
})

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
  ['a little seen', times(20, 100), 42],
  ['more seen', times(100, 100), 82],
  ['much seen', times(1_000, 100), 91],
  ['the fastest', [...times(998, 80), 60, 300], 49.7],
  ['a little seen, and it differs', [...times(10, 100), ...times(10, 200)], 19.6],
  ['so fast that nothing is sure', times(1_000, 8), 0],
  ['so slow that the gateway may have been it', times(1_000, 900), 500],
])('%s', (_, roundTrips, credit) => expect(seen(...roundTrips).creditMs(1_000)).toBeCloseTo(credit, 1))

test('a network that became slower is believed after a minute', () => {
  const roundTrip = seen(...times(10_000, 30))
  const credits: string[] = []
  for (let now = 2_000; now <= 95_000; now += 1_000) {
    for (const ms of times(10_000, 130)) roundTrip.see(ms, now)
    if (now % 30_000 === 5_000) credits.push(roundTrip.creditMs(now).toFixed(0))
  }
  expect(credits).toEqual(['21', '22', '122', '122'])
})

test('what was seen long ago is forgotten', () => {
  const roundTrip = seen(...times(1_000, 130))
  expect([1_000, 59_000, 200_000].map((now) => roundTrip.creditMs(now))).toEqual([121, 121, 0])
})

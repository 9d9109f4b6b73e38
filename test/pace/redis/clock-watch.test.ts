import { describe, expect, test } from 'vitest'
import { createClockWatch } from '../../../lib/pace/redis/clock-watch.ts'

/** An answer of Redis: its time, and when it was asked for and came. */
type Answer = readonly [redisNow: number, sentAt: number, receivedAt: number]

const seeAll = (answers: readonly Answer[]) => {
  const watch = createClockWatch()
  return answers.map((answer) => watch.see(...answer))
}

describe('the clock was not set', () => {
  test.each<[string, Answer[]]>([
    ['the first answer', [[9e12, 0, 1]]],
    [
      'both go on',
      [
        [9_000, 0, 2],
        [9_500, 500, 502],
        [3_609_000, 3_600_000, 3_600_002],
      ],
    ],
    [
      'Redis is slow',
      [
        [9_000, 0, 1],
        [9_900, 100, 901],
        [9_910, 909, 911],
      ],
    ],
    [
      'the answer is slow',
      [
        [9_000, 0, 1],
        [9_100, 100, 1_000],
        [10_100, 1_100, 1_101],
      ],
    ],
    [
      'the process is busy',
      [
        [9_000, 0, 900],
        [9_910, 910, 911],
        [9_920, 920, 1_800],
      ],
    ],
    [
      'they go apart a little',
      [
        [9_000, 0, 1],
        [69_050, 60_000, 60_001],
        [129_100, 120_000, 120_001],
      ],
    ],
    [
      'it is corrected little by little',
      [
        [9_000, 0, 1],
        [9_108, 100, 101],
        [9_216, 200, 201],
        [9_324, 300, 301],
      ],
    ],
    [
      'answers come in another order',
      [
        [9_110, 110, 111],
        [9_100, 100, 112],
      ],
    ],
  ])('%s', (_, answers) => expect(seeAll(answers)).toEqual(answers.map(() => 0)))
})

describe('the clock was set', () => {
  test.each<[string, Answer[], number[]]>([
    [
      'ahead',
      [
        [9_000, 0, 1],
        [9_800, 100, 101],
      ],
      [0, 699],
    ],
    [
      'back',
      [
        [9_000, 0, 1],
        [8_400, 100, 101],
      ],
      [0, -699],
    ],
    [
      'by less than an answer took, and the next is fast',
      [
        [9_000, 0, 1],
        [9_600, 100, 700],
        [10_200, 701, 702],
      ],
      [0, 0, 497],
    ],
    [
      'after a slow answer',
      [
        [9_000, 0, 900],
        [9_450, 950, 951],
        [10_000, 1_000, 1_001],
      ],
      [0, 0, 499],
    ],
    [
      'once: the next answers are by its new time',
      [
        [9_000, 0, 1],
        [19_100, 100, 101],
        [19_200, 200, 201],
      ],
      [0, 9_999, 0],
    ],
    [
      'after a minute without an answer',
      [
        [9_000, 0, 1],
        [69_100, 60_000, 60_001],
      ],
      [0, 39],
    ],
  ])('%s', (_, answers, expected) => expect(seeAll(answers).map(Math.round)).toEqual(expected))
})

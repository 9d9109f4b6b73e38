import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RedisLink, Script } from '../../../lib/pace/redis/link.ts'
import { beginCall, endCall, reportRefusal, takeTurns } from '../../../lib/pace/redis/scripts.ts'
import { createSharedRate } from '../../../lib/pace/redis/shared-rate.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A rate of 20 calls a second in a Redis that answers as the test says. */
function shared(processes?: number) {
  const answers = new Map<Script, unknown>([
    [takeTurns, [0, 4, -1, '1']],
    [beginCall, 0],
    [endCall, 5],
    [reportRefusal, 0],
  ])
  const asked: [Script, ...unknown[]][] = []
  let away: () => void = () => {}
  let back: () => void = () => {}
  let isAway = false
  const link: RedisLink = {
    limit: { redis: {} as never, id: 'account', onRedisDown: 'local', processes },
    key: (name) => name,
    async run(script, _keys, args) {
      if (isAway) return undefined
      asked.push([script, ...args])
      return answers.get(script)
    },
    onAway(listener) {
      away = listener
    },
    onBack(listener) {
      back = listener
    },
    failure: () => undefined,
    close() {},
  }
  const rate = createSharedRate(20, link)
  return {
    rate,
    answers,
    asked,
    goAway() {
      isAway = true
      away()
    },
    comeBack() {
      isAway = false
      back()
    },
  }
}

/** How many calls may be handed over now. */
async function handedOver(rate: ReturnType<typeof shared>['rate']): Promise<number> {
  for (let count = 0; ; count++) if (typeof (await rate.beginCall()) === 'number') return count
}

test('waits for its turn as long as Redis says', async () => {
  const { rate, answers } = shared()
  answers.set(takeTurns, [200, 4, -1, '1'])
  const order: string[] = []
  void rate.waitForTurns(1).then(() => order.push('turn'))
  await vi.advanceTimersByTimeAsync(199)
  order.push('199 ms')
  await vi.advanceTimersByTimeAsync(1)
  expect(order).toEqual(['199 ms', 'turn'])
})

test('takes several turns with the room for them', async () => {
  const { rate, asked } = shared()
  await rate.waitForTurns(1)
  await rate.waitForTurns(5)
  expect(asked.map(([, spacing]) => spacing)).toEqual([51.5, 257.5])
})

test('goes at the share of a refusal that another process met', async () => {
  const { rate, answers, asked } = shared()
  answers.set(takeTurns, [0, 4, 0, '1'])
  await rate.waitForTurns(1)
  expect([rate.spacingMs(), rate.pausedMs()]).toEqual([103, 1_000])
  await rate.beginCall()
  expect(asked.at(-1)?.slice(2, 3)).toEqual([10])
})

test('tells of a refusal, and at which share it came', async () => {
  const { rate, answers, asked } = shared()
  answers.set(takeTurns, [0, 4, 0, '1'])
  await rate.waitForTurns(1)
  rate.slowDown()
  expect(asked.at(-1)).toEqual([reportRefusal, 0.5, 1_000])
})

test('asks again for a call soon, for nobody tells when another process’s ends', async () => {
  const { rate, answers } = shared()
  answers.set(beginCall, 900)
  expect(await rate.beginCall()).toBe(50)
})

test('each call has a name of its own, also among processes', async () => {
  const one = shared()
  const other = shared()
  for (const { rate } of [one, one, other]) await rate.beginCall()
  expect(new Set([...one.asked, ...other.asked].map(([, name]) => name)).size).toBe(3)
})

describe('while Redis is away', () => {
  test('its part of the rate, when what was sent together is over', async () => {
    const { rate, goAway } = shared()
    await rate.waitForTurns(1)
    goAway()
    expect([await rate.beginCall(), rate.sharedBy()]).toEqual([1_005, 1])
    await vi.advanceTimersByTimeAsync(1_005)
    expect([await handedOver(rate), rate.spacingMs()]).toEqual([5, 206])
  })

  test('the part that the option says', async () => {
    const { rate, goAway } = shared(10)
    goAway()
    await vi.advanceTimersByTimeAsync(1_005)
    expect([await handedOver(rate), rate.spacingMs()]).toEqual([2, 515])
  })

  test('a turn that was asked for is given', async () => {
    const { rate, answers, goAway } = shared()
    answers.set(takeTurns, undefined)
    const turn = rate.waitForTurns(1)
    goAway()
    await vi.advanceTimersByTimeAsync(1_005)
    await expect(turn).resolves.toBeUndefined()
  })

  test('a refusal is its own', async () => {
    const { rate, asked, goAway } = shared()
    goAway()
    rate.slowDown()
    expect([asked, rate.spacingMs()]).toEqual([[], 103])
  })
})

test('when Redis is back, it shares again as soon as everyone does', async () => {
  const { rate, asked, goAway, comeBack } = shared()
  goAway()
  comeBack()
  expect(await rate.beginCall()).toBe(3_000)
  const turn = rate.waitForTurns(1)
  await vi.advanceTimersByTimeAsync(2_999)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  await turn
  expect(asked.map(([script]) => script)).toEqual([takeTurns])
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { RedisLink, Script } from '../../../lib/pace/redis/link.ts'
import { endCall, handOver, reportRefusal, takeTurns } from '../../../lib/pace/redis/scripts.ts'
import { createSharedAccount } from '../../../lib/pace/redis/shared-rate.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** An account of 20 calls a second in a Redis that answers as the test says. */
function shared(processes?: number) {
  const answers = new Map<Script, unknown>([
    [takeTurns, [0, 4, -1, '1']],
    [handOver, 0],
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
  const account = createSharedAccount(20, link)
  return {
    account,
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
async function handedOver(account: ReturnType<typeof shared>['account']): Promise<number> {
  for (let count = 0; ; count++) if (typeof (await account.handOver()) === 'number') return count
}

test('waits for its turn as long as Redis says', async () => {
  const { account, answers } = shared()
  answers.set(takeTurns, [200, 4, -1, '1'])
  const order: string[] = []
  void account.turns(1).then(() => order.push('turn'))
  await vi.advanceTimersByTimeAsync(199)
  order.push('199 ms')
  await vi.advanceTimersByTimeAsync(1)
  expect(order).toEqual(['199 ms', 'turn'])
})

test('takes several turns with the room for them', async () => {
  const { account, asked } = shared()
  await account.turns(1)
  await account.turns(5)
  expect(asked.map(([, spacing]) => spacing)).toEqual([51.5, 257.5])
})

test('goes at the pace of a refusal that another process met', async () => {
  const { account, answers, asked } = shared()
  answers.set(takeTurns, [0, 4, 0, '1'])
  await account.turns(1)
  expect([account.spacingMs(), account.pausedMs()]).toEqual([103, 1_000])
  await account.handOver()
  expect(asked.at(-1)?.slice(2, 3)).toEqual([10])
})

test('tells of a refusal, and at which pace it came', async () => {
  const { account, answers, asked } = shared()
  answers.set(takeTurns, [0, 4, 0, '1'])
  await account.turns(1)
  account.refused()
  expect(asked.at(-1)).toEqual([reportRefusal, 0.5, 1_000])
})

test('asks again for a call soon, for nobody tells when another process’s ends', async () => {
  const { account, answers } = shared()
  answers.set(handOver, 900)
  expect(await account.handOver()).toBe(50)
})

test('each call has a name of its own, also among processes', async () => {
  const one = shared()
  const other = shared()
  for (const { account } of [one, one, other]) await account.handOver()
  expect(new Set([...one.asked, ...other.asked].map(([, name]) => name)).size).toBe(3)
})

describe('while Redis is away', () => {
  test('its part of the rate, when what was sent together is over', async () => {
    const { account, goAway } = shared()
    await account.turns(1)
    goAway()
    expect([await account.handOver(), account.sharedBy()]).toEqual([1_005, 1])
    await vi.advanceTimersByTimeAsync(1_005)
    expect([await handedOver(account), account.spacingMs()]).toEqual([5, 206])
  })

  test('the part that the option says', async () => {
    const { account, goAway } = shared(10)
    goAway()
    await vi.advanceTimersByTimeAsync(1_005)
    expect([await handedOver(account), account.spacingMs()]).toEqual([2, 515])
  })

  test('a turn that was asked for is given', async () => {
    const { account, answers, goAway } = shared()
    answers.set(takeTurns, undefined)
    const turn = account.turns(1)
    goAway()
    await vi.advanceTimersByTimeAsync(1_005)
    await expect(turn).resolves.toBeUndefined()
  })

  test('a refusal is its own', async () => {
    const { account, asked, goAway } = shared()
    goAway()
    account.refused()
    expect([asked, account.spacingMs()]).toEqual([[], 103])
  })
})

test('when Redis is back, it shares again as soon as everyone does', async () => {
  const { account, asked, goAway, comeBack } = shared()
  goAway()
  comeBack()
  expect(await account.handOver()).toBe(3_000)
  const turn = account.turns(1)
  await vi.advanceTimersByTimeAsync(2_999)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  await turn
  expect(asked.map(([script]) => script)).toEqual([takeTurns])
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Script } from '../../../lib/pace/redis/link.ts'
import { beginCall, endCall, reportRefusal, takeTurns } from '../../../lib/pace/redis/scripts.ts'
import { isRedisMissing, startRedis, type TestRedis } from '../../help/redis.ts'

// Spans are so long that nothing depends on how fast the test runs.
const HOUR = 3_600_000
/** Close enough: less than the test could take. */
const about = (ms: number) => ({ asymmetricMatch: (value: number) => Math.abs(value - ms) < 60_000 })

describe.skipIf(isRedisMissing)('in Redis', () => {
  let server: TestRedis
  let redis: ReturnType<TestRedis['connect']>
  beforeAll(async () => {
    server = await startRedis()
    redis = server.connect()
  })
  afterAll(() => server?.close())
  beforeEach(async () => {
    await redis.flushall()
    await redis.hset('rate', 'known', 1) // long ago
  })

  const run = (script: Script, keys: readonly string[], args: readonly (string | number)[]) =>
    redis.eval(script.lua, keys.length, ...keys, ...args)
  const turns = async (spacing: number, process = 'a') =>
    (await run(takeTurns, ['rate', 'processes'], [spacing, HOUR, HOUR, process])) as unknown[]
  const call = (name: string, allowed: number, { flightMs = 10 * HOUR, wayMs = 0 } = {}) =>
    run(beginCall, ['rate', 'calls'], [name, allowed, HOUR, HOUR, flightMs, wayMs])
  const end = (name: string, { flightMs = 10 * HOUR, wayMs = 0 } = {}) =>
    run(endCall, ['calls'], [name, HOUR, flightMs, wayMs])
  const refuse = (share: number) => run(reportRefusal, ['rate'], [share, HOUR])

  describe('turns', () => {
    test('are spread over those who ask', async () => {
      const given = [await turns(HOUR), await turns(HOUR, 'b'), await turns(2 * HOUR), await turns(HOUR, 'b')]
      expect(given.map(([waitMs]) => waitMs)).toEqual([about(0), about(HOUR), about(2 * HOUR), about(4 * HOUR)])
    })

    test('tell how many share them', async () => {
      const given = [await turns(1), await turns(1, 'b'), await turns(1, 'c'), await turns(1)]
      expect(given.map(([, processes]) => processes)).toEqual([1, 2, 3, 3])
      await redis.zadd('processes', 1, 'b') // long ago
      expect((await turns(1))[1]).toBe(2)
    })

    test('that were not taken in time are not saved up', async () => {
      await redis.hset('rate', 'next', 1)
      const given = [await turns(HOUR), await turns(HOUR)]
      expect(given.map(([waitMs]) => waitMs)).toEqual([0, about(HOUR)])
    })
  })

  describe('calls', () => {
    test('as many as are allowed in the window, and when there is room again', async () => {
      expect([await call('a', 2), await call('b', 2), await call('c', 2)]).toEqual([0, 0, about(11 * HOUR)])
      expect(await end('b')).toBeLessThan(60_000)
      expect([await call('c', 2), await call('c', 1), await call('c', 3)]).toEqual([about(HOUR), about(11 * HOUR), 0])
    })

    test('are over an hour after their reply, less what is known of the way', async () => {
      for (const name of ['a', 'b']) await call(name, 2)
      await end('a', { wayMs: HOUR / 4 })
      expect([await call('c', 2), await call('c', 2, { wayMs: HOUR / 4 })]).toEqual([
        about(0.75 * HOUR),
        about(HOUR / 2),
      ])
      expect(await call('c', 2, { wayMs: HOUR })).toBe(0)
    })

    test('of a process that was killed are over some time', async () => {
      await call('a', 1, { flightMs: HOUR })
      expect(await call('b', 1, { flightMs: HOUR })).toEqual(about(2 * HOUR))
    })

    test('that were given up count when their reply comes', async () => {
      expect(await end('a')).toBe(-1)
      expect(await call('b', 1)).toEqual(about(HOUR))
    })
  })

  describe('a refusal', () => {
    test('is a pause for all', async () => {
      await refuse(0.5)
      expect([(await turns(1))[0], await call('a', 9)]).toEqual([about(HOUR), about(HOUR)])
    })

    test('is told with each turn, and those that came with it are none of their own', async () => {
      expect((await turns(1)).slice(2)).toEqual([-1, '1'])
      await refuse(0.5)
      await refuse(0.25)
      expect((await turns(1)).slice(2)).toEqual([about(0), '0.5'])
    })
  })

  test('where nothing is known, a second that may be full is waited out', async () => {
    await redis.flushall()
    expect([await call('a', 9), await call('a', 9), (await turns(1))[0]]).toEqual([
      about(HOUR),
      about(HOUR),
      about(HOUR),
    ])
  })

  test('times far ahead, as after a clock was set back, are not believed', async () => {
    const ahead = Date.now() + 1_000 * HOUR
    await redis.hset('rate', { known: ahead, next: ahead, refusedAt: ahead, refusedShare: 0.1 })
    await redis.zadd('calls', ahead, 'a')
    expect((await turns(60_000)).slice(0, 3)).toEqual([about(HOUR + 600_000), 1, -1])
    expect(await call('b', 1)).toEqual(about(HOUR))
    await redis.hset('rate', 'known', 1)
    expect(await call('b', 1)).toBe(0)
  })

  test('nothing stays for ever', async () => {
    await turns(1)
    await call('a', 1)
    await end('a')
    const keys = await redis.keys('*')
    expect(keys.sort()).toEqual(['calls', 'processes', 'rate'])
    for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Script } from '../../../lib/pace/redis/script.ts'
import { beginCall, endCall, join, reportOutage, reportRefusal, takeTurns } from '../../../lib/pace/redis/scripts.ts'
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
    await redis.zadd('calls', 0, 'kept')
    await joinAs('a')
  })

  const run = (script: Script, keys: readonly string[], args: readonly (string | number)[]) =>
    redis.eval(script.lua, keys.length, ...keys, ...args)
  /** The answer, without the time and the epoch. */
  const ask = async (script: Script, process: string, args: readonly (string | number)[]) => {
    const reply = await run(script, ['rate', 'processes', 'calls'], [process, HOUR, HOUR, ...args])
    const [now, epoch, ...answer] = reply as [string, string, ...unknown[]]
    expect(Number(now)).toEqual(about(Date.now()))
    expect(epoch).toBe((await redis.hget('rate', 'known')) ?? '')
    return answer
  }
  const joinAs = (process: string, { expected = 1, doubted = '', joinBy = 1e15 } = {}) =>
    run(join, ['rate', 'processes', 'calls'], [HOUR, expected, doubted, process, joinBy])
  const turns = (spacing: number, process = 'a') => ask(takeTurns, process, [spacing])
  const call = async (name: string, allowed: number, { flightMs = 10 * HOUR, wayMs = 0, process = 'a' } = {}) =>
    (await ask(beginCall, process, [name, allowed, flightMs, wayMs]))[0]
  const end = (name: string, { wayMs = 0 } = {}) => run(endCall, ['calls'], [name, HOUR, wayMs])
  const refuse = (share: number) => run(reportRefusal, ['rate'], [share, HOUR])
  const returnFromOutage = (expected: number) => run(reportOutage, ['rate', 'processes', 'calls'], [HOUR, expected])

  describe('turns', () => {
    test('are spread over those who ask', async () => {
      await joinAs('b')
      const given = [await turns(HOUR), await turns(HOUR, 'b'), await turns(2 * HOUR), await turns(HOUR, 'b')]
      expect(given.map(([waitMs]) => waitMs)).toEqual([about(0), about(HOUR), about(2 * HOUR), about(4 * HOUR)])
    })

    test('tell how many share them', async () => {
      const told = async () => (await turns(1)).slice(1, 3)
      const alone = await told()
      for (const process of ['b', 'c']) await joinAs(process)
      expect([alone, await told()]).toEqual([
        [1, 1],
        [3, 3],
      ])
      await redis.zadd('processes', 1, 'b') // long ago
      expect(await told()).toEqual([2, 2])
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
      await end('b')
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
      await end('a')
      expect(await call('b', 1)).toEqual(about(HOUR))
    })
  })

  describe('a refusal', () => {
    test('is a pause for all', async () => {
      await refuse(0.5)
      expect([(await turns(1))[0], await call('a', 9)]).toEqual([about(HOUR), about(HOUR)])
    })

    test('is told with each turn, and those that came with it are none of their own', async () => {
      expect((await turns(1)).slice(3)).toEqual([-1, '1'])
      await refuse(0.5)
      await refuse(0.25)
      expect((await turns(1)).slice(3)).toEqual([about(0), '0.5'])
    })
  })

  const toldToJoin = ['join']

  describe('who shares the rate', () => {
    test('those who have joined, others are told to', async () => {
      expect([await turns(1, 'b'), await call('x', 9, { process: 'b' })]).toEqual([toldToJoin, 'join'])
      expect(await redis.zcard('calls')).toBe(1)
      await joinAs('b')
      expect([(await turns(1, 'b'))[1], await call('x', 9, { process: 'b' })]).toEqual([2, 0])
    })

    test('not who comes later than it was told', async () => {
      expect([await joinAs('b', { joinBy: 1 }), await joinAs('b', { joinBy: Date.now() + HOUR })]).toEqual([0, 1])
    })

    test('nobody where nothing is known; then a second that may be full is waited out', async () => {
      await redis.flushall()
      expect([await turns(1), await call('x', 9)]).toEqual([toldToJoin, 'join'])
      await joinAs('a')
      await joinAs('b')
      expect([await call('x', 9), await call('x', 9, { process: 'b' }), (await turns(1))[0]]).toEqual([
        about(HOUR),
        about(HOUR),
        about(HOUR),
      ])
    })
  })

  test('the clock was set: whoever says so first makes all wait, and the others who notice wait with them', async () => {
    await joinAs('b')
    const doubted = '1'
    await joinAs('a', { doubted })
    expect([await call('x', 9), await call('x', 9, { process: 'b' })]).toEqual([about(HOUR), about(HOUR)])
    await redis.hset('rate', 'known', 2) // that is over
    await joinAs('b', { doubted })
    expect(await call('x', 9, { process: 'b' })).toBe(0)
  })

  // As Redis does for want of memory: it drops any key.
  describe('a key is lost', () => {
    /** What two processes hear who go on. */
    const goOn = async () => {
      const joined: unknown[] = []
      for (const process of ['a', 'b']) {
        const [first] = await turns(1, process)
        joined.push(first === 'join' ? await joinAs(process) : 'listed')
      }
      return [joined, await call('x', 2), (await turns(1))[0]]
    }
    beforeEach(async () => {
      await joinAs('b')
      for (const name of ['1', '2']) await call(name, 2)
    })

    test('the calls: how many there were is not known, and their window is waited out', async () => {
      await redis.del('calls')
      expect(await goOn()).toEqual([[2, 'listed'], about(HOUR), about(HOUR)])
    })

    test('the calls, and the reply to one has come since', async () => {
      await redis.del('calls')
      await end('1')
      expect(await goOn()).toEqual([[2, 'listed'], about(HOUR), about(HOUR)])
    })

    test('the rate: the same, and nothing is lost of the calls', async () => {
      await redis.del('rate')
      expect(await goOn()).toEqual([[2, 'listed'], about(HOUR), about(HOUR)])
      expect(await redis.zcard('calls')).toBe(3)
    })

    test('the processes: they join anew, and go on by the calls', async () => {
      await redis.del('processes')
      expect(await goOn()).toEqual([[1, 1], about(11 * HOUR), about(0)])
    })

    test('none: nothing is waited for', async () => {
      expect(await goOn()).toEqual([['listed', 'listed'], about(11 * HOUR), about(0)])
    })
  })

  describe('after Redis was away', () => {
    /** Of 20 allowed calls and a spacing of an hour, how many and how far from each other. */
    const parts = async (process = 'a') => {
      await redis.zremrangebyscore('calls', '(0', '+inf')
      await redis.hset('rate', { known: 1, next: 1 })
      let calls = 0
      while ((await call(`${calls}`, 20, { process })) === 0) calls++
      const [, present, processes] = await turns(HOUR, process)
      return [calls, (await turns(HOUR, process))[0], present, processes]
    }

    test.each(['empty', 'not empty'])('and is %s: as many parts as are back', async (how) => {
      for (const process of ['b', 'c']) await joinAs(process)
      if (how === 'empty') await redis.flushall()
      await returnFromOutage(3)
      expect(await turns(1)).toEqual(toldToJoin)
      await joinAs('a')
      expect(await parts()).toEqual([6, about(3 * HOUR), 1, 3])

      await returnFromOutage(3)
      await joinAs('b')
      expect(await parts('b')).toEqual([6, about(3 * HOUR), 1, 3])
      expect(await turns(1)).toEqual(toldToJoin)
      await joinAs('a')
      expect(await parts()).toEqual([13, about(1.5 * HOUR), 2, 3])

      await returnFromOutage(3)
      for (const process of ['a', 'b', 'c']) await joinAs(process)
      expect(await parts()).toEqual([20, about(HOUR), 3, 3])
    })

    test('as many as the one that knows of most expects', async () => {
      for (const expected of [2, 4, 1]) await returnFromOutage(expected)
      await joinAs('a')
      expect((await parts()).slice(2)).toEqual([1, 4])
    })

    test('all of it a minute after, whoever is missing', async () => {
      await returnFromOutage(3)
      await joinAs('a')
      await redis.hset('rate', 'expectedUntil', 1)
      expect(await parts()).toEqual([20, about(HOUR), 1, 1])
      await returnFromOutage(2)
      await joinAs('a')
      expect((await parts()).slice(2)).toEqual([1, 2])
    })

    test('one process alone has all of it', async () => {
      await returnFromOutage(1)
      await joinAs('a')
      expect(await parts()).toEqual([20, about(HOUR), 1, 1])
    })

    test('one that did not notice expects the others, if Redis is empty', async () => {
      await redis.flushall()
      await joinAs('a', { expected: 4 })
      await joinAs('b', { expected: 9 })
      expect((await parts()).slice(2)).toEqual([2, 4])
    })
  })

  test('times far ahead, as after a clock was set back, are not believed', async () => {
    const ahead = Date.now() + 1_000 * HOUR
    await redis.hset('rate', { known: ahead, next: ahead, refusedAt: ahead, refusedShare: 0.1 })
    await redis.hset('rate', { expected: 9, expectedUntil: ahead })
    await redis.zadd('processes', ahead, 'b')
    await redis.zadd('calls', ahead, 'a')
    expect((await turns(60_000)).slice(0, 4)).toEqual([about(HOUR + 600_000), 1, 1, -1])
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

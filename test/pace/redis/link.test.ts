import { format } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createRedisLink } from '../../../lib/pace/redis/link.ts'
import { script } from '../../../lib/pace/redis/script.ts'
import { probe } from '../../../lib/pace/redis/scripts.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const answer = script('return 7')
/** What is asked first, and while Redis is looked for. */
const check = [
  probe.sha1,
  4,
  'ses:{account}:rate',
  'ses:{account}:processes',
  'ses:{account}:calls',
  'ses:{account}:probe',
]
const never = () => new Promise<never>(() => {})
const refuse = () => Promise.reject(new Error('ECONNREFUSED'))

/** A link to a Redis that answers as the test says. */
function linked(first: () => Promise<unknown>, onRedisDown: 'local' | 'fail' = 'local', id = 'account') {
  const redis = {
    evalsha: vi.fn<(...args: unknown[]) => Promise<unknown>>(first),
    eval: vi.fn<(...args: unknown[]) => Promise<unknown>>(async () => 'evaluated'),
  }
  const heard: string[] = []
  const hear = (_: object, ...told: unknown[]) => void heard.push(format(...told))
  const logger = { debug() {}, info: hear, warn: hear, error: hear }
  const link = createRedisLink({ redis, id, onRedisDown, processes: undefined }, logger)
  link.onAway(() => heard.push('away'))
  link.onBack(() => heard.push('back'))
  return { link, redis, heard, run: () => link.run(answer, ['key'], ['argument', 1]) }
}

test('runs a script by its hash, and checks before the first whether Redis can be used', async () => {
  const { run, redis } = linked(async () => 7)
  expect(await run()).toBe(7)
  expect(await run()).toBe(7)
  const asked = [answer.sha1, 1, 'key', 'argument', 1]
  expect(redis.evalsha.mock.calls).toEqual([check, asked, asked])
  expect(answer.sha1).toBe('59b6ab2fbe0ee4b25733de0f62e6cda4899ef8e9')
})

test('hands over the script where Redis does not have it', async () => {
  const { run, redis, heard } = linked(() => Promise.reject(new Error('NOSCRIPT No matching script. Please use EVAL.')))
  expect(await run()).toBe('evaluated')
  expect(redis.eval.mock.calls).toEqual([
    [probe.lua, ...check.slice(1)],
    ['return 7', 1, 'key', 'argument', 1],
  ])
  expect(heard).toEqual([])
})

// A cluster takes what stands between the first `{` and the next `}` for the slot, unless that is empty.
test.each([
  ['account', 'ses:{account}:rate'],
  ['}', 'ses:{%7D}:rate'],
  ['{', 'ses:{%7B}:rate'],
  ['{}', 'ses:{%7B%7D}:rate'],
  ['{shop}', 'ses:{%7Bshop%7D}:rate'],
  ['%7Bshop%7D', 'ses:{%257Bshop%257D}:rate'],
])('names keys in one slot of a cluster, and no two ids the same: %s', (id, expected) =>
  expect(linked(never, 'local', id).link.key('rate')).toBe(expected),
)

describe('Redis is away', () => {
  test('when it refuses', async () => {
    const { run, heard } = linked(refuse)
    expect(await run()).toBeUndefined()
    expect(heard).toEqual(['Redis is away: ECONNREFUSED', 'away'])
  })

  test('when it does not answer within a second', async () => {
    const { run, heard } = linked(never)
    const ran = run()
    await vi.advanceTimersByTimeAsync(999)
    expect(heard).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    expect(await ran).toBeUndefined()
    expect(heard).toEqual(['Redis is away: no answer within 1000 ms', 'away'])
  })

  test('when it does not answer the check: what was to be asked then is asked no more', async () => {
    const { run, redis } = linked(() => new Promise((resolve) => setTimeout(resolve, 1_200)))
    void run()
    await vi.advanceTimersByTimeAsync(1_300)
    expect(redis.evalsha.mock.calls).toEqual([check])
  })

  test('for all who ask at once', async () => {
    const { run, heard } = linked(refuse)
    expect(await Promise.all([run(), run(), run()])).toEqual([undefined, undefined, undefined])
    expect(heard).toHaveLength(2)
  })

  test('and is not asked meanwhile', async () => {
    const { run, redis } = linked(refuse)
    for (let asked = 0; asked < 5; asked++) await run()
    expect(redis.evalsha).toHaveBeenCalledTimes(1)
  })

  test.each([
    ['local', undefined],
    [
      'fail',
      {
        message: 'The mail was not sent: Redis, where the rate is kept, is away: ECONNREFUSED.',
        reason: 'rate-limited',
        retry: 'later',
        delivered: 'no',
        cause: new Error('ECONNREFUSED'),
      },
    ],
  ] as const)('onRedisDown: %s', async (onRedisDown, failure) => {
    const { run, link } = linked(refuse, onRedisDown)
    expect(link.failure()).toBeUndefined()
    await run()
    expect(link.failure()).toEqual(failure && expect.objectContaining(failure))
  })
})

describe('Redis comes back', () => {
  test('is found within half a second', async () => {
    const { run, redis, heard, link } = linked(refuse, 'fail')
    await run()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(redis.evalsha).toHaveBeenCalledTimes(3)
    redis.evalsha.mockImplementation(async () => 8)
    await vi.advanceTimersByTimeAsync(500)
    expect(heard.slice(2)).toEqual(['Redis is back', 'back'])
    expect([await run(), link.failure()]).toEqual([8, undefined])
  })

  test('one command waits for it, where the client keeps it', async () => {
    const { run, redis, heard } = linked(never)
    void run()
    await vi.advanceTimersByTimeAsync(1_500)
    redis.evalsha.mockImplementation(async () => 1)
    await vi.advanceTimersByTimeAsync(60_000)
    expect([redis.evalsha.mock.calls.length, heard.length]).toEqual([2, 2])
  })

  // It may write the probe and not the rest: every look for it is a pause for the mails.
  test.each<[string, number, number[]]>([
    [
      'cannot be used: is looked for less and less',
      0,
      [500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000],
    ],
    ['stays for a while: is looked for as before', 10_000, [500, 500, 500]],
  ])('and %s', async (_, staysMs, expected) => {
    const { run, redis, heard } = linked(refuse)
    redis.evalsha.mockImplementation(async (...args: unknown[]) => {
      if (args[2] === 'key') throw new Error('WRONGTYPE')
    })
    const waits: number[] = []
    for (const _ of expected) {
      const since = performance.now()
      await run()
      while (heard.at(-1) !== 'back') await vi.advanceTimersByTimeAsync(500)
      waits.push(performance.now() - since)
      await vi.advanceTimersByTimeAsync(staysMs)
    }
    expect(waits).toEqual(expected)
  })

  test('is told again where it is away for another cause', async () => {
    const { run, redis, heard } = linked(refuse)
    await run()
    redis.evalsha.mockImplementation(() => Promise.reject(new Error('NOAUTH Authentication required.')))
    await vi.advanceTimersByTimeAsync(2_000)
    expect(heard.slice(2)).toEqual([
      'Redis cannot be used: NOAUTH Authentication required. Give the client the user and the password of Redis.',
    ])
  })

  test('closed: is looked for no more', async () => {
    const { run, redis, link } = linked(refuse)
    await run()
    link.close()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(redis.evalsha).toHaveBeenCalledTimes(1)
    expect(vi.getTimerCount()).toBe(0)
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRedisLink } from '../../../lib/pace/redis/link.ts'
import { createSharedRecipientLimit } from '../../../lib/pace/redis/shared-recipient-limit.ts'
import { isRedisMissing, startRedis, type TestRedis } from '../../help/redis.ts'

const from = 'noreply@mail.example.com'
const HOUR = 3_600_000
const logger = { debug() {}, info() {}, warn() {}, error() {} }
const lessThanAnHour = { asymmetricMatch: (ms: number) => ms > HOUR - 60_000 && ms <= HOUR }

describe.skipIf(isRedisMissing)('in Redis', () => {
  let server: TestRedis
  let redis: ReturnType<TestRedis['connect']>
  beforeAll(async () => {
    server = await startRedis()
    redis = server.connect()
  })
  afterAll(() => server?.close())
  beforeEach(() => redis.flushall())

  /** As a process of its own has it. */
  const open = (count = 2, perMs = HOUR) => {
    const shared = { redis, id: 'account', onRedisDown: 'local', processes: undefined } as const
    return createSharedRecipientLimit({ count, perMs }, createRedisLink(shared, logger))
  }
  /** What each of these mails would hear, from the one process and the other in turn: nothing, or how long to wait. */
  const heard = async (mails: readonly (readonly string[])[], count?: number) => {
    const processes = [open(count), open(count)] as const
    const answers: unknown[] = []
    for (const [index, to] of mails.entries()) {
      const counted = Promise.resolve(processes[index % 2 ? 1 : 0].count(from, to, 0))
      answers.push(await counted.then(() => 'sent').catch(({ retryAfterMs }) => retryAfterMs))
    }
    return answers
  }

  test.each<[string, string[][], unknown[]]>([
    ['all processes together', [['a'], ['a'], ['a']], ['sent', 'sent', lessThanAnHour]],
    ['each recipient for itself', [['a'], ['a'], ['b']], ['sent', 'sent', 'sent']],
    ['an address in any case', [['a@x.org'], ['A@X.org'], ['a@X.org']], ['sent', 'sent', lessThanAnHour]],
    ['each of several', [['a', 'b'], ['b'], ['c', 'b'], ['c']], ['sent', 'sent', lessThanAnHour, 'sent']],
    ['no one', [[], []], ['sent', 'sent']],
  ])('counts %s', async (_, mails, expected) => expect(await heard(mails)).toEqual(expected))

  test('none of several if one has had too many', async () =>
    expect(await heard([['a'], ['b', 'a'], ['b'], ['b']], 1)).toEqual(['sent', lessThanAnHour, 'sent', lessThanAnHour]))

  test('each sender for itself', async () => {
    const { count } = open(1)
    await count('ab', ['c'], 0)
    await expect(count('a', ['bc'], 0)).resolves.toBeTypeOf('function')
  })

  test('takes the count of a mail back that was not sent', async () => {
    const { count } = open(1)
    const back = await count(from, ['a', 'b'], 0)
    await back()
    await expect(count(from, ['a', 'b'], 0)).resolves.toBeTypeOf('function')
    await expect(count(from, ['b'], 0)).rejects.toMatchObject({ reason: 'recipient-rate-limited' })
  })

  test('what is over is over', async () => {
    const { count } = open(1, 1)
    await count(from, ['a'], 0)
    while ((await redis.dbsize()) > 0); // a millisecond
    await expect(count(from, ['a'], 0)).resolves.toBeTypeOf('function')
  })

  test('keeps no address, no more moments than count, and nothing for ever', async () => {
    const { count } = open(2)
    for (const _ of [1, 2]) await count(from, ['ann@example.org'], 0)
    const [key = ''] = await redis.keys('*')
    expect(key).toMatch(/^ses:\{account\}:to:[\w-]{20}$/)
    expect(await redis.llen(key)).toBe(2)
    expect(await redis.pttl(key)).toEqual(lessThanAnHour)
  })

  test('no limit but the memory', async () => {
    const { count } = open(Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY)
    await count(from, ['a'], 0)
    await expect(count(from, ['a'], 0)).resolves.toBeTypeOf('function')
  })
})

describe('while Redis is away', () => {
  const openAway = (onRedisDown: 'local' | 'fail') => {
    const refuse = () => Promise.reject(new Error('ECONNREFUSED'))
    const shared = {
      redis: { eval: refuse, evalsha: refuse },
      id: 'account',
      onRedisDown,
      processes: undefined,
    } as const
    const link = createRedisLink(shared, logger)
    link.close()
    return createSharedRecipientLimit({ count: 1, perMs: HOUR }, link)
  }

  test('local: each process counts for itself', async () => {
    const { count } = openAway('local')
    await count(from, ['a'], 0)
    await expect(count(from, ['a'], 600_000)).rejects.toMatchObject({ retryAfterMs: HOUR - 600_000 })
    const back = await count(from, ['b'], 0)
    await back()
    await expect(count(from, ['b'], 0)).resolves.toBeTypeOf('function')
  })

  test('fail', () =>
    expect(openAway('fail').count(from, ['a'], 0)).rejects.toMatchObject({ reason: 'rate-limited', retry: 'later' }))
})

import { format } from 'node:util'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { SILENT } from '../../../lib/options/logger.ts'
import { createRedisLink } from '../../../lib/pace/redis/link.ts'
import { explainOutage } from '../../../lib/pace/redis/outage.ts'
import { createSharedRate } from '../../../lib/pace/redis/shared-rate.ts'
import { createSharedRecipientLimit } from '../../../lib/pace/redis/shared-recipient-limit.ts'
import { isRedisMissing, startRedis, type TestRedis } from '../../help/redis.ts'

describe.skipIf(isRedisMissing)('told at the first use, with what to do', () => {
  let server: TestRedis
  let redis: Redis
  beforeAll(async () => {
    server = await startRedis()
    redis = server.connect()
  })
  afterAll(() => server?.close())
  beforeEach(() => redis.flushall())

  /** A process that shares the limit. */
  const open = (client = redis) => {
    const heard: string[] = []
    const warn = (_: object, ...told: unknown[]) => void heard.push(format(...told))
    const shared = { redis: client, id: 'shop', onRedisDown: 'fail', processes: undefined } as const
    const link = createRedisLink(shared, { ...SILENT, warn })
    onTestFinished(() => link.close())
    return { heard, link, rate: createSharedRate(20, link) }
  }
  const connectAs = (username: string) => {
    const login = { username, password: 'secret', enableReadyCheck: false }
    const client = new Redis({ port: server.port, host: '127.0.0.1', ...login })
    client.on('error', () => {})
    onTestFinished(() => client.disconnect())
    return client
  }
  /** What a program that uses SES hears with its first mail: an error, and a line of the log. */
  const hearFirst = async ({ heard, rate }: ReturnType<typeof open>) => {
    const error = await rate.waitForTurns(1).catch((error) => error)
    expect(heard).toHaveLength(1)
    return { error, log: heard[0] }
  }

  test.each([
    ['rate', 'set', '1', 'hash', 'string'],
    ['processes', 'sadd', '1', 'zset', 'set'],
    ['calls', 'rpush', '1', 'zset', 'list'],
  ] as const)('the key `%s` is another program’s', async (name, command, value, expected, found) => {
    await redis.call(command, `ses:{shop}:${name}`, value)
    const { error, log } = await hearFirst(open())
    const what = `cannot be used: WRONGTYPE Expected the key ses:{shop}:${name} to be a ${expected}, got a ${found}`
    const advice = 'Another program uses the key: set another `rateLimit.id`, or delete the key.'
    expect(log).toBe(`Redis ${what}. ${advice}`)
    expect(error).toMatchObject({
      message: `The mail was not sent: Redis, where the rate is kept, ${what}.`,
      reason: 'rate-limited',
      retry: 'later',
      delivered: 'no',
      hint: advice,
    })
  })

  test('it has no memory left', async () => {
    await redis.config('SET', 'maxmemory', '1')
    onTestFinished(async () => void (await redis.config('SET', 'maxmemory', '0')))
    const { error } = await hearFirst(open())
    expect(error).toMatchObject({
      message: expect.stringMatching(/cannot be used: OOM command not allowed when used memory > 'maxmemory'\.$/),
      hint: 'Give Redis more memory, or take something out of it.',
    })
  })

  test('it is a replica', async () => {
    await redis.replicaof('127.0.0.1', 1)
    onTestFinished(async () => void (await redis.replicaof('NO', 'ONE')))
    expect((await hearFirst(open())).error).toMatchObject({
      message: expect.stringMatching(/cannot be used: READONLY/),
      hint: 'Connect the client to the primary: this is a replica.',
    })
  })

  test.each([
    ['EVALSHA', ['~ses:*', '+@all', '-evalsha'], 'NOPERM'],
    ['its keys', ['~other:*', '+@all'], 'NOPERM'],
    ['to write', ['~ses:*', '+@all', '-set'], "ERR The user executing the script can't run this command"],
    ['to read', ['~ses:*', '+@all', '-hget'], "ERR The user executing the script can't run this command"],
  ] as const)('the user has no right to %s', async (_, rights, message) => {
    await redis.acl('SETUSER', 'bob', 'reset', 'on', '>secret', ...rights)
    expect((await hearFirst(open(connectAs('bob')))).error).toMatchObject({
      message: expect.stringContaining(`cannot be used: ${message}`),
      hint: expect.stringContaining('ACL SETUSER'),
    })
  })

  test('the rights that are advised suffice', async () => {
    const [, advised = ''] = /ACL SETUSER name (.*)`/.exec(explainOutage(new Error('NOPERM')).advice?.en ?? '') ?? []
    await redis.acl('SETUSER', 'ann', 'reset', 'on', '>secret', ...advised.split(' '))
    const { heard, link, rate } = open(connectAs('ann'))
    await redis.hset('ses:{shop}:rate', 'known', 1) // or the first call would wait
    await rate.waitForTurns(1)
    let call = await rate.beginCall()
    while (typeof call === 'number') call = await rate.beginCall()
    call.end(true)
    rate.slowDown()
    const uncount = await createSharedRecipientLimit({ count: 1, perMs: 1_000 }, link).count('a', ['b'], 0)
    await uncount()
    expect(heard).toEqual([])
  })

  test('the password is missing', async () => {
    expect((await hearFirst(open(connectAs('nobody')))).error).toMatchObject({
      message: expect.stringMatching(/cannot be used: WRONGPASS/),
      hint: 'Give the client the user and the password of Redis.',
    })
  })
})

// As Redis 5 to 7 say it.
test.each([
  [`READONLY You can't write against a read only replica. script: ${'a'.repeat(40)}, on @user_script:1.`, 'primary'],
  ['ERR Error running script (call to f_aa): @user_script:1: WRONGTYPE Operation against a key', 'rateLimit.id'],
  ["ERR ACL failure in script: User bob has no permissions to run the 'hget' command", 'ACL SETUSER'],
  ["CROSSSLOT Keys in request don't hash to the same slot", 'keyPrefix'],
  ['NOAUTH Authentication required.', 'password'],
  ['MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.', 'disk'],
  ['NOREPLICAS Not enough good replicas to write.', 'min-replicas-to-write'],
  ["ERR unknown command 'EVALSHA', with args beginning with:", 'Redis 5'],
])('%s', (message, advice) => {
  expect(explainOutage(new Error(message))).toMatchObject({
    what: {
      en: expect.stringMatching(/^cannot be used: (?!.*user_script:1\.)/),
      zh: expect.stringMatching(/^无法使用：/),
    },
    advice: { en: expect.stringContaining(advice), zh: expect.stringMatching(/[\u4e00-\u9fff].*。$/) },
  })
})

test.each(['connect ECONNREFUSED 127.0.0.1:6379', 'CLUSTERDOWN The cluster is down', 'LOADING Redis is loading'])(
  'passes by itself: %s',
  (message) =>
    expect(explainOutage(new Error(message))).toMatchObject({
      what: { en: `is away: ${message}`, zh: `不可达：${message}` },
      advice: undefined,
    }),
)

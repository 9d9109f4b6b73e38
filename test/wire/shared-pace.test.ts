// One limit for several processes, in a Redis that is there, away, empty or killed: none is refused for the rate, none is lost.
// How much of the rate is used, `npm run bench shared` tells.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createTransport, type Transporter } from 'nodemailer'
import { describe, expect, it, type TestContext } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import {
  type SesLogger,
  type SesRateLimit,
  type SesRedis,
  type SesTransportOptions,
  sesTransport,
} from '../../lib/index.ts'
import { isRedisMissing, startRedis, type TestRedis } from '../help/redis.ts'
import type { SharedSenderReport, SharedSenderTask } from '../help/shared-sender.ts'
import { failureOf, mailWith } from '../help/stage.ts'

const patient = { timeoutMs: 60_000 }

describe.skipIf(isRedisMissing).concurrent('one limit for several', { timeout: 60_000 }, () => {
  it('processes, of which one is killed', async (test) => {
    const { ses, server } = await openStage(test)
    const task: SharedSenderTask = { transport: ses.transport, redisPort: server.port, perSecond: 20, mails: 25 }
    const processes = [1, 2, 3, 4].map(() => startSender(task))
    const [killed, ...others] = processes
    await ses.waitFor(30, patient)
    killed?.child.kill('SIGKILL')
    expect(await Promise.all(others.map(({ report }) => report))).toEqual(Array(3).fill({ sent: 25, failures: [] }))
    expect(ses.calls).toBe(ses.inbox.length)
  })

  it('Redis is killed and comes back empty', async (test) => {
    const { ses, server, open } = await openStage(test)
    const transporters = [1, 2, 3].map(() => open({ processes: 3 }))
    const sent = sendAll(transporters, 40)
    await ses.waitFor(20, patient)
    await server.kill()
    await ses.waitFor(50, patient)
    await server.start()
    await sent
    expect(ses.calls).toBe(120)
  })

  it('Redis is killed, and one finds it later than the others', async (test) => {
    const { ses, server, open } = await openStage(test)
    const late = server.connect()
    let isBack = false
    const run = <T>(command: () => Promise<T>) => (isBack ? command() : Promise.reject(new Error('No route')))
    const lateRedis = {
      eval: (...args: Parameters<typeof late.eval>) => run(() => late.eval(...args)),
      evalsha: (...args: Parameters<typeof late.evalsha>) => run(() => late.evalsha(...args)),
    }
    isBack = true
    const sent = sendAll([open({ redis: lateRedis }), open(), open()], 60)
    await ses.waitFor(20, patient)
    isBack = false
    await server.kill()
    await ses.waitFor(40, patient)
    await server.start()
    await ses.waitFor(150, patient)
    isBack = true
    await sent
    expect(ses.calls).toBe(180)
  })

  it('Redis does not answer for a while', async (test) => {
    const { ses, server, open } = await openStage(test)
    const transporters = [1, 2, 3].map(() => open())
    const sent = sendAll(transporters, 40)
    await ses.waitFor(40, patient)
    server.freeze()
    await ses.waitFor(70, patient)
    server.unfreeze()
    await sent
    expect(ses.calls).toBe(120)
  })

  it('Redis forgets everything, and its scripts', async (test) => {
    const { ses, server, open } = await openStage(test)
    const redis = server.connect()
    const sent = sendAll([open(), open()], 40)
    for (const count of [10, 40, 60]) {
      await ses.waitFor(count, patient)
      await redis.flushall()
      await redis.script('FLUSH')
    }
    await sent
    expect(ses.calls).toBe(80)
  })

  it.for([700, -5_000])('the clock of Redis is set by %d ms, and back', async (ms, test) => {
    const { ses, server, open } = await openStage(test)
    const redis = server.connect()
    const sent = sendAll(
      [1, 2, 3].map(() => open({ redis: withClock(server.connect()) })),
      30,
    )
    for (const [count, setMs] of [
      [30, ms],
      [60, 0],
    ] as const) {
      await ses.waitFor(count, patient)
      await redis.set('clock set by', setMs)
    }
    await sent
    expect(ses.calls).toBe(90)
  })

  it('Redis is not there at the start, and comes', async (test) => {
    const { ses, server, open } = await openStage(test)
    await server.kill()
    const sent = sendAll([open({ processes: 2 }), open({ processes: 2 })], 30)
    await ses.waitFor(20, patient)
    await server.start()
    await sent
    expect(ses.calls).toBe(60)
  })

  it('Redis is not there at the start, and nobody knows how many they are', async (test) => {
    const { ses, server, open } = await openStage(test)
    await server.kill()
    let told = () => {}
    const waits = new Promise<void>((resolve) => {
      told = resolve
    })
    const logger = hearing('Mails wait for Redis 10 s and then fail: %s', () => told())
    const sent = sendAll([open({}, { logger }), open(), open(), open()], 15)
    await waits
    expect(ses.calls).toBe(0)
    await server.start()
    await sent
    expect(ses.calls).toBe(60)
  })

  it('onRedisDown fail: fails, and sends again when Redis is back', async (test) => {
    const { ses, server, open } = await openStage(test)
    let isBack = () => {}
    const back = new Promise<void>((resolve) => {
      isBack = resolve
    })
    const ours = open({ onRedisDown: 'fail' }, { logger: hearing('Redis is back', () => isBack()) })
    await server.kill()
    const failures = await Promise.all([1, 2, 3].map(() => failureOf(ours.sendMail(mailWith()))))
    for (const failure of failures) {
      expect(failure).toMatchObject({ reason: 'rate-limited', retry: 'later', delivered: 'no', permanent: false })
    }
    await server.start()
    await back
    await ours.sendMail(mailWith())
    expect(ses.calls).toBe(1)
  })

  it('ids with braces, in a cluster', async (test) => {
    const { ses, open, server } = await openStage(test, ['--cluster-enabled', 'yes'])
    const redis = server.connect()
    await redis.cluster('ADDSLOTSRANGE', 0, 16_383)
    while (!/cluster_state:ok/.test(String(await redis.cluster('INFO'))));
    for (const id of ['}', '{}', '{shop}', 'a}{b']) {
      await open({ id, onRedisDown: 'fail' }).sendMail(mailWith())
      expect(await redis.exists(`ses:{${id.replaceAll('{', '%7B').replaceAll('}', '%7D')}}:rate`)).toBe(1)
    }
    expect(ses.calls).toBe(4)
  })

  it('recipientLimit: counts the mails of all, and only those that were sent', async (test) => {
    const { ses, open } = await openStage(test)
    ses.setFaults([{ at: 'call', error: 'FailedOperation.TemporaryBlocked' }])
    const each = { recipientLimit: { count: 2 }, park: false } as const
    const [one, other] = [open({}, each), open({}, each)]
    await failureOf(one.sendMail(mailWith()))
    await one.sendMail(mailWith())
    await other.sendMail(mailWith())
    for (const ours of [one, other]) {
      expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
        reason: 'recipient-rate-limited',
        retry: 'later',
        delivered: 'no',
        attempts: 0,
      })
    }
    expect(ses.calls).toBe(3)
  })
})

async function openStage({ onTestFinished }: TestContext, settings: readonly string[] = []) {
  const ses: Emulator = await startEmulator({ rateLimit: { perSecond: 20, countRefused: true }, recipientLimit: false })
  const server: TestRedis = await startRedis(settings)
  const transporters: Transporter[] = []
  onTestFinished(async () => {
    for (const transporter of transporters) transporter.close()
    await server.close()
    await ses.close()
  })
  /** As another process would: with a client of its own. No retries, so that each refusal shows. */
  const open = (rateLimit: SesRateLimit = {}, options: Partial<SesTransportOptions> = {}) => {
    const shared = { perSecond: 20, redis: server.connect(), ...rateLimit }
    const transporter = createTransport(sesTransport({ ...ses.transport, rateLimit: shared, retry: false, ...options }))
    transporters.push(transporter)
    return transporter
  }
  return { ses, server, open }
}

/** A client whose Redis has a clock that can be set, by the milliseconds in a key. */
function withClock(redis: ReturnType<TestRedis['connect']>): SesRedis {
  const time = `(function()
    local real, set = redis.call('TIME'), tonumber(redis.call('GET', 'clock set by') or 0)
    local ms = real[1] * 1000 + real[2] / 1000 + set
    return { math.floor(ms / 1000), ms % 1000 * 1000 }
  end)()`
  return {
    evalsha: () => Promise.reject(new Error('NOSCRIPT')),
    eval: (lua, ...args) => redis.eval(lua.replace("redis.call('TIME')", time), ...args) as Promise<unknown>,
  }
}

function hearing(awaited: string, hear: () => void): SesLogger {
  const log = (_: object, message: string) => {
    if (message === awaited) hear()
  }
  return { debug() {}, info: log, warn: log, error() {} }
}

async function sendAll(transporters: readonly Transporter[], mails: number): Promise<void> {
  await Promise.all(transporters.flatMap((ours) => Array.from({ length: mails }, () => ours.sendMail(mailWith()))))
}

function startSender(task: SharedSenderTask) {
  const file = fileURLToPath(new URL('../help/shared-sender.ts', import.meta.url))
  const child = fork(file, [JSON.stringify(task)], { execArgv: ['--import', 'tsx'] })
  const report = once(child, 'message').then(([told]) => told as SharedSenderReport)
  return { child, report }
}

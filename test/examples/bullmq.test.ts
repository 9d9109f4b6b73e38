// The example with BullMQ of lib/retry/README.md, on a real Redis.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Queue, QueueEvents, type WorkerOptions } from 'bullmq'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { type SesTransportOptions, sesTransport } from '../../lib/index.ts'
import { isRedisMissing, startRedis } from '../help/redis.ts'
import { mailWith, sender } from '../help/stage.ts'
import { snippet } from '../package/snippets.ts'
import { startMailWorker } from './bullmq.ts'

const HOUR = 3_600_000

describe.skipIf(isRedisMissing)('with a Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.close())

  /** A gateway, and a worker that sends to it. */
  async function openQueue(
    emulator: EmulatorOptions = {},
    options: Partial<SesTransportOptions> = {},
    workerOptions: Partial<WorkerOptions> = {},
  ) {
    const connection = { host: '127.0.0.1', port: redis.port }
    const ses = await startEmulator(emulator)
    const ours = createTransport(sesTransport({ ...ses.transport, retry: { retries: 1, minDelayMs: 1 }, ...options }))
    const { queue, unknown, worker } = startMailWorker(ours, connection, workerOptions)
    const events = new QueueEvents('mail', { connection })
    await events.waitUntilReady()
    onTestFinished(async () => {
      await worker.close(true)
      ours.close()
      await queue.obliterate({ force: true })
      await unknown.obliterate({ force: true })
      for (const each of [queue, unknown, events]) await each.close()
      await ses.close()
    })
    return { ses, queue, unknown, worker, events }
  }

  it('sends a mail', async () => {
    const { ses, queue, unknown, events } = await openQueue()
    const job = await queue.add('welcome', mailWith())
    await job.waitUntilFinished(events)
    expect(ses.inbox.map(({ to }) => to)).toEqual([['ann@example.org']])
    expect([await job.getState(), await unknown.count()]).toEqual(['completed', 0])
  })

  it('never: the job fails, and is not run again whatever its attempts', async () => {
    const { ses, queue, unknown, events } = await openQueue({
      faults: [{ at: 'call', error: 'FailedOperation.EmailAddrInBlacklist' }],
    })
    const job = await queue.add('welcome', mailWith(), { attempts: 5 })
    await expect(job.waitUntilFinished(events)).rejects.toThrow('FailedOperation.EmailAddrInBlacklist')
    expect([await job.getState(), ses.calls, await unknown.count()]).toEqual(['failed', 1, 0])
  })

  it('later: the job is delayed until the time that SES gives', async () => {
    const { ses, queue } = await openQueue({ recipientLimit: { count: 1, perMs: HOUR } })
    await queue.addBulk([1, 2, 3].map(() => ({ name: 'welcome', data: mailWith() })))
    const delayed = await vi.waitFor(
      async () => {
        const jobs = await queue.getDelayed()
        expect(jobs).toHaveLength(2)
        return jobs
      },
      { timeout: 15_000 },
    )
    for (const { delay } of delayed) {
      expect(delay).toBeGreaterThan(HOUR - 60_000)
      expect(delay).toBeLessThanOrEqual(HOUR)
    }
    expect(ses.inbox).toHaveLength(1)
  })

  it('later: and is sent then, without an attempt being counted', async () => {
    const code = 'FailedOperation.TemporaryBlocked'
    const { ses, queue, events } = await openQueue(
      { faults: [{ at: 'call', error: code }] },
      {
        meanings: [{ code, reason: 'blocked', retry: 'later', retryAfter: 300, scope: 'provider', hint: 'Wait.' }],
      },
    )
    const job = await queue.add('welcome', mailWith())
    await job.waitUntilFinished(events)
    const [stored] = await queue.getCompleted()
    expect([ses.inbox.length, ses.calls, stored?.attemptsMade]).toEqual([1, 2, 1])
  })

  it('unknown: the job goes to a person, once, and is never run again', async () => {
    const { ses, queue, unknown, events } = await openQueue({ faults: [{ at: 'reply', do: 'close' }] })
    const job = await queue.add('welcome', mailWith(), { attempts: 5 })
    await expect(job.waitUntilFinished(events)).rejects.toThrow('may or may not have taken the mail')
    const [left, ...others] = await unknown.getWaiting()
    expect([left?.data, others]).toEqual([mailWith(), []])
    expect([await job.getState(), ses.inbox.length]).toEqual(['failed', 1])
  })

  it('Bcc: those who did not get it get a mail of their own, later', async () => {
    const { ses, queue, events } = await openQueue({
      faults: [{ at: 'call', skip: 1, error: 'FailedOperation.FrequencyLimit' }],
    })
    const job = await queue.add('news', mailWith({ bcc: ['bob@example.org'] }))
    await job.waitUntilFinished(events)
    const [rest, ...others] = await queue.getDelayed()
    expect([rest?.data.envelope, others]).toEqual([{ from: sender, to: 'bob@example.org' }, []])
    expect(rest?.delay).toBeGreaterThan(HOUR - 60_000)

    // When its time has come: at once, for a transport that has not heard of the refusal.
    const later = createTransport(sesTransport(ses.transport))
    onTestFinished(() => later.close())
    await later.sendMail(rest?.data as SendMailOptions)
    expect(ses.inbox.map(({ to }) => to)).toEqual([['ann@example.org'], ['bob@example.org']])
  })

  it('a worker that dies while it sends: the job goes to a person, and is not run again', {
    timeout: 60_000,
  }, async () => {
    const ses = await startEmulator({ faults: [{ at: 'reply', do: 'silence' }] })
    const connection = { host: '127.0.0.1', port: redis.port }
    const producer = new Queue<SendMailOptions>('mail', { connection })
    const job = await producer.add('welcome', mailWith(), { attempts: 5 })
    const script = fileURLToPath(new URL('mail-worker.ts', import.meta.url))
    const args = ['--import', 'tsx', script, JSON.stringify(ses.transport), `${redis.port}`]
    const dying = spawn(process.execPath, args, { stdio: 'inherit' })
    onTestFinished(async () => {
      await producer.close()
      await ses.close()
    })
    await ses.waitFor(1)
    dying.kill('SIGKILL')
    await once(dying, 'exit')

    const { ses: other, queue, unknown } = await openQueue({}, {}, { stalledInterval: 200 })
    await vi.waitFor(async () => expect(await unknown.count()).toBe(1), { timeout: 20_000, interval: 100 })
    expect([await queue.getJobState(job.id ?? ''), other.calls]).toEqual(['failed', 0])
  })
})

it('the document shows it as it is', async () => {
  const example = await readFile(new URL('bullmq.ts', import.meta.url), 'utf8')
  expect(await snippet('A worker for BullMQ', 0)).toBe(
    example.replace('../../lib/index.ts', 'nodemailer-tencentcloud-ses'),
  )
})

// The examples of lib/status/README.md, on a real Redis.

import { readFile } from 'node:fs/promises'
import { QueueEvents } from 'bullmq'
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type Fault, startEmulator } from '../../lib/emulator/index.ts'
import type { SesEvent, StatusClient } from '../../lib/status/index.ts'
import { isRedisMissing, startRedis } from '../help/redis.ts'
import { fakeApi, recordAt } from '../help/ses-records.ts'
import { mailWith } from '../help/stage.ts'
import { snippet } from '../package/snippets.ts'
import { createWebhook, lookUpEvents, startEventWorker } from './ses-events.ts'
import { startSettlingWorker } from './settled.ts'

const bounced = {
  event: 'bounce',
  bounceType: 'hard_bounce',
  email: 'Gone@example.org',
  messageId: '1@x',
  reason: '551 5.1.1 recipient is not exist',
  timestamp: 1_761_790_275,
}

describe.skipIf(isRedisMissing)('with a Redis', () => {
  let redis: Awaited<ReturnType<typeof startRedis>>
  beforeAll(async () => {
    redis = await startRedis()
  })
  afterAll(() => redis.close())
  beforeEach(() => redis.connect().flushall())

  const connection = () => ({ host: '127.0.0.1', port: redis.port })

  function openWebhook() {
    const { app, events } = createWebhook(connection(), 'S3cret')
    onTestFinished(() => events.close())
    const post = async (body: string, secret = 'S3cret') =>
      (await app.request(`/ses-events?secret=${secret}`, { method: 'POST', body })).status
    return { events, post }
  }

  it('takes each event once', async () => {
    const { events, post } = openWebhook()
    expect(await post(JSON.stringify(bounced))).toBe(200)
    expect(await post(JSON.stringify(bounced))).toBe(200)
    expect(await post(JSON.stringify({ ...bounced, event: 'open' }))).toBe(200)
    expect((await events.getWaiting()).map(({ name }) => name).sort()).toEqual(['bounce', 'open'])
  })

  it.each([
    ['another secret', JSON.stringify(bounced), 'other', 401],
    ['no secret', JSON.stringify(bounced), '', 401],
    ['no event', 'event=bounce', 'S3cret', 400],
    ['too large', `"${'x'.repeat(70_000)}"`, 'S3cret', 413],
  ])('refuses %s', async (_, body, secret, status) => {
    const { events, post } = openWebhook()
    expect(await post(body, secret)).toBe(status)
    expect(await events.count()).toBe(0)
  })

  it('stops mail to an address that bounces, and keeps the event for a resolver', async () => {
    const { post } = openWebhook()
    const suppressed: unknown[] = []
    const client = redis.connect()
    const worker = startEventWorker(connection(), client, async (...args) => void suppressed.push(args))
    onTestFinished(() => worker.close())
    await post(JSON.stringify({ ...bounced, bounceType: 'soft_bounce' }))
    await post(JSON.stringify({ ...bounced, event: 'delivered', bounceType: '', email: 'ann@example.org' }))
    await post(JSON.stringify(bounced))
    await vi.waitFor(() => expect(suppressed).toEqual([['Gone@example.org', bounced.reason]]), { timeout: 10_000 })
    const events = await lookUpEvents(client)({ messageId: '1@x', recipient: 'gone@example.org' })
    expect((events as SesEvent[]).map(({ bounce }) => bounce).sort()).toEqual(['hard', 'soft'])
  })

  /** The worker, a gateway that breaks off, and SES with a record of each mail that it took. */
  async function openWorker(faults: Fault[]) {
    const ses = await startEmulator({ faults })
    const api = fakeApi()
    const client: StatusClient = {
      GetSendEmailStatus(request) {
        api.records.splice(0, Infinity, ...ses.inbox.map(() => recordAt(Date.now())))
        return api.client.GetSendEmailStatus(request)
      },
    }
    const options = { client, rateLimit: false } as const
    // Records decide for mails of a process that has run for some minutes.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
    const worker = startSettlingWorker({ ...ses.transport, retry: false }, options, connection(), redis.connect())
    vi.useRealTimers()
    const events = new QueueEvents('mail', { connection: connection() })
    await events.waitUntilReady()
    onTestFinished(async () => {
      await worker.worker.close(true)
      worker.transporter.close()
      for (const each of [worker.queue, worker.unknown, events]) await each.close()
      await ses.close()
    })
    return { ...worker, ses, events }
  }

  it('a mail that SES took is done, and nobody is asked', async () => {
    const { ses, queue, unknown, events } = await openWorker([{ at: 'reply', do: 'close' }])
    const job = await queue.add('welcome', mailWith())
    await job.waitUntilFinished(events)
    expect([await job.getState(), await unknown.count(), ses.inbox.length]).toEqual(['completed', 0, 1])
  })

  it('a mail of which an event has come is done too', async () => {
    const { queue, unknown, events } = await openWorker([{ at: 'end', do: 'close' }])
    const { post } = openWebhook()
    const worker = startEventWorker(connection(), redis.connect(), async () => {})
    onTestFinished(() => worker.close())
    const timestamp = Math.floor(Date.now() / 1_000)
    await post(JSON.stringify({ event: 'delivered', email: 'ann@example.org', messageId: '7@x', timestamp }))
    const job = await queue.add('welcome', mailWith({ messageId: '<7@x>' }))
    await job.waitUntilFinished(events)
    expect([await job.getState(), await unknown.count()]).toEqual(['completed', 0])
  })
})

it('the document shows them as they are', async () => {
  for (const [file, heading] of [
    ['ses-events.ts', 'Receive webhook events'],
    ['settled.ts', 'With a queue'],
  ] as const) {
    const example = await readFile(new URL(file, import.meta.url), 'utf8')
    const shown = example
      .replace('../../lib/index.ts', 'nodemailer-tencentcloud-ses')
      .replace('../../lib/status/index.ts', 'nodemailer-tencentcloud-ses/status')
    // snippet('Receive webhook events', 0) and snippet('With a queue', 0)
    expect(await snippet(heading, 0)).toBe(shown)
  }
})

import { afterEach, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator, type WebhookOptions } from '../../../lib/emulator/index.ts'
import { dialIn, mail } from '../client.ts'
import { startTarget } from './target.ts'

let ses: Emulator
afterEach(() => ses.close())

/** Sends a mail to each, and lets all be posted. */
async function send(webhook: WebhookOptions, to: readonly string[], options: EmulatorOptions = {}) {
  ses = await startEmulator({ rateLimit: false, recipientLimit: false, ...options, webhook })
  const client = await dialIn(ses)
  for (const address of to) await client.send(mail({ To: address, 'Message-ID': '<1@x>' }), { to: [address] })
  await ses.webhook.idle()
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `r${index}@example.org`)

test('posts an event in each request, in JSON', async () => {
  const target = await startTarget()
  const before = Math.floor(Date.now() / 1000)
  await send({ url: target.url }, ['ann@example.org'])
  expect(target.headers).toMatchObject([
    { method: 'POST', url: '/events?secret=x', 'content-type': 'application/json' },
  ])
  expect(target.bodies).toMatchObject([
    { event: 'delivered', email: 'ann@example.org', messageId: '1@x', bulkId: ses.ledger[0]?.sesMessageId },
  ])
  expect(target.bodies[0]?.['timestamp']).toBeGreaterThanOrEqual(before)
  expect(ses.webhook.posts).toEqual([{ url: target.url, event: target.bodies[0], attempt: 1, status: 200 }])
})

test('what a mail and recipient lead to, as a function has it', async () => {
  const target = await startTarget()
  await send(
    {
      url: target.url,
      events: (letter, recipient, outcome) => [
        { event: 'delivered' },
        { event: 'bounce', afterMs: 20, reason: `${letter.subject} ${recipient} ${outcome.deliverStatus}` },
      ],
    },
    ['ann@example.org'],
  )
  expect(target.bodies.map(({ event, reason }) => [event, reason])).toEqual([
    ['delivered', undefined],
    ['bounce', 'Hi ann@example.org 1'],
  ])
})

test('nothing of a mail that SES refused, and of one whose reply was lost what became of it', async () => {
  const target = await startTarget()
  await send({ url: target.url }, ['ann@example.org'], { faults: [{ at: 'reply', do: 'close' }] })
  expect(target.bodies).toMatchObject([{ event: 'delivered' }])
  await ses.close()
  await send({ url: target.url }, ['ann@example.org'], { individualAccount: true })
  expect(target.bodies).toHaveLength(1)
})

test('each sender may have an address of its own, or none', async () => {
  const target = await startTarget()
  const asked: string[] = []
  await send(
    {
      url(from) {
        asked.push(from)
        return asked.length === 1 ? undefined : target.url
      },
    },
    numbered(2),
  )
  expect(asked).toEqual(Array(2).fill('noreply@mail.example.com'))
  expect(target.bodies).toHaveLength(1)
})

test('posts again until the answer is 200, and not for ever', async () => {
  const target = await startTarget(500, 302, 204, 200)
  await send({ url: target.url, retryDelayMs: 1 }, ['ann@example.org'])
  expect(ses.webhook.posts.map(({ status, attempt }) => [attempt, status])).toEqual([
    [1, 500],
    [2, 302],
    [3, 204],
    [4, 200],
  ])
  expect(new Set(target.bodies.map((body) => JSON.stringify(body))).size).toBe(1)

  await ses.close()
  const deaf = await startTarget(503)
  await send({ url: deaf.url, retries: 2, retryDelayMs: 1 }, ['ann@example.org'])
  expect(deaf.bodies).toHaveLength(3)
})

test('a target that is not there, that never answers, or that is no URL ends nothing', async () => {
  const gone = await startTarget()
  await gone.close()
  await send({ url: gone.url, retries: 1, retryDelayMs: 1 }, ['ann@example.org'])
  const failed = { status: undefined, error: expect.stringContaining('ECONNREFUSED') }
  expect(ses.webhook.posts).toMatchObject([failed, failed])

  await ses.close()
  const silent = await startTarget(0)
  await send({ url: silent.url, retries: 0, timeoutMs: 20 }, ['ann@example.org'])
  expect(ses.webhook.posts).toMatchObject([{ status: undefined, error: 'No answer within 20 ms' }])

  await ses.close()
  await send({ url: () => 'not a url', retries: 0 }, ['ann@example.org'])
  expect(ses.webhook.posts).toMatchObject([{ status: undefined }])
})

test('doubles and disorder, the same for the same seed', async () => {
  const run = async (seed: number) => {
    const target = await startTarget()
    await send({ url: target.url, duplicates: 0.3, jitterMs: 300 }, numbered(12), { seed })
    await ses.close()
    return target.bodies.map(({ email }) => email)
  }
  const first = await run(7)
  expect(first.length).toBeGreaterThan(12)
  expect(new Set(first).size).toBe(12)
  expect([...new Set(first)]).not.toEqual(numbered(12))
  expect((await run(7)).toSorted()).toEqual(first.toSorted())
  expect((await run(8)).toSorted()).not.toEqual(first.toSorted())
})

test('every event twice, if it is said so', async () => {
  const target = await startTarget()
  await send({ url: target.url, duplicates: 1 }, numbered(2))
  expect(target.bodies.map(({ email }) => email).toSorted()).toEqual(numbered(2).flatMap((each) => [each, each]))
})

test('later, and never', async () => {
  const target = await startTarget()
  const delayMs = (_: unknown, recipient: string) => (recipient === 'never@x.org' ? Number.POSITIVE_INFINITY : 60)
  const started = performance.now()
  await send({ url: target.url, delayMs }, ['ann@example.org', 'never@x.org'])
  expect(performance.now() - started).toBeGreaterThanOrEqual(59)
  expect(target.bodies).toMatchObject([{ email: 'ann@example.org' }])
})

test('close ends what waits, what is on its way, and who waits for it', async () => {
  const silent = await startTarget(0)
  ses = await startEmulator({
    webhook: { url: silent.url, events: () => [{ event: 'delivered' }, { event: 'open', afterMs: 60_000 }] },
  })
  const client = await dialIn(ses)
  await client.send(mail())
  const idle = ses.webhook.idle()
  const { webhook } = ses
  await ses.close()
  await idle
  expect(webhook.posts).toEqual([])
})

test('reset ends it too, and what comes after is posted', async () => {
  const target = await startTarget()
  let afterMs = 60_000
  ses = await startEmulator({ webhook: { url: target.url, delayMs: () => afterMs } })
  const client = await dialIn(ses)
  await client.send(mail())
  ses.reset()
  await ses.webhook.idle()
  afterMs = 0
  await client.send(mail())
  await ses.webhook.idle()
  expect(target.bodies).toHaveLength(1)
})

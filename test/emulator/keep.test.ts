import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { keepNewest } from '../../lib/emulator/keep.ts'
import { dialIn, mail } from './client.ts'
import { startTarget } from './webhook/target.ts'

async function sendAll(options: EmulatorOptions, count: number, body = 'Hi') {
  const ses = await startEmulator({ rateLimit: false, recipientLimit: false, ...options })
  onTestFinished(() => ses.close())
  const client = await dialIn(ses)
  for (let sent = 1; sent <= count; sent++) await client.send(mail({ Subject: `${sent}` }, body))
  return ses
}

test('all by default', async () => {
  const ses = await sendAll({}, 30)
  expect([ses.inbox.length, ses.ledger.length]).toEqual([30, 30])
})

test('the newest so many, under the numbers that they had', async () => {
  const ses = await sendAll({ keep: 3 }, 10)
  expect(ses.inbox.map(({ subject }) => subject)).toEqual(['8', '9', '10'])
  expect(ses.ledger.map(({ number }) => number)).toEqual([8, 9, 10])
  ses.reset()
  expect([ses.inbox, ses.ledger]).toEqual([[], []])
})

test('the newest so many bytes, and the newest of all whatever its size', async () => {
  const ses = await sendAll({ keep: { bytes: 5000 } }, 10, 'x'.repeat(900))
  expect(ses.inbox.length).toBeLessThan(6)
  expect(ses.inbox.at(-1)?.subject).toBe('10')
  const small = await sendAll({ keep: { bytes: 1 } }, 2)
  expect([small.inbox, small.ledger].map(({ length }) => length)).toEqual([1, 1])
})

test('status records and webhook posts too', async () => {
  const target = await startTarget()
  const ses = await sendAll({ keep: 2, status: {}, webhook: { url: target.url } }, 5)
  expect(ses.status.records.map(({ mail }) => mail.subject)).toEqual(['4', '5'])
  await ses.webhook.idle()
  const many = await sendAll(
    { keep: 1, webhook: { url: target.url, events: () => Array(60).fill({ event: 'open' }) } },
    1,
  )
  await vi.waitFor(() => expect(target.bodies).toHaveLength(65), 10_000)
  await many.webhook.idle()
  expect(many.webhook.posts).toHaveLength(50)
})

test('and the transcript', async () => {
  const ses = await sendAll({ keep: 1 }, 40)
  expect(ses.transcript.length).toBeLessThanOrEqual(110)
  expect(ses.transcript.at(-1)).toBe('[1] S: 250 2.0.0 OK: queued')
})

describe('a list of the newest', () => {
  test('what the caller took out is not dropped twice', () => {
    const list: string[] = []
    const kept = keepNewest(list, { count: 2, bytes: 100 })
    for (const item of ['a', 'b']) kept.add([item], 1)
    list.length = 0
    for (const item of ['c', 'd', 'e']) kept.add([item], 1)
    expect([list, kept.dropped]).toEqual([['d', 'e'], 1])
  })

  test('what was added together is dropped together', () => {
    const list: string[] = []
    const kept = keepNewest(list, { count: 10, bytes: 5 })
    kept.add(['a', 'b'], 3)
    kept.add(['c', 'd'], 2)
    kept.add(['e'], 1)
    expect(list).toEqual(['c', 'd', 'e'])
  })
})

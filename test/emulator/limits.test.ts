import { afterEach, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { createLimits } from '../../lib/emulator/limits.ts'
import { dialIn, mail } from './client.ts'

let ses: Emulator
let time = 0
afterEach(() => ses.close())

/** Sends a mail at each time, and tells for each what SES said: its code, or `ok`. */
async function sendAt(options: EmulatorOptions, ...times: number[]): Promise<string[]> {
  ses = await startEmulator({ recipientLimit: false, ...options, now: () => time })
  const client = await dialIn(ses)
  const replies: string[] = []
  for (time of times) replies.push(await client.send(mail()))
  return replies.map(
    (reply) => /"Code":"([A-Za-z.]+\.[A-Za-z]+)/.exec(reply)?.[1] ?? (reply.startsWith('250') ? 'ok' : reply),
  )
}

const rate = 'RequestLimitExceeded.SmtpRateLimit.smtp'

test('20 calls in a second, and the 21st is refused', async () => {
  const replies = await sendAt({}, ...Array(21).fill(0), 999, 1000)
  expect(replies).toEqual([...Array(20).fill('ok'), rate, rate, 'ok'])
  expect(ses.calls).toBe(23)
})

test('a sliding window is a second wherever it starts; a fixed one starts with the clock', async () => {
  const times = [900, 950, 1000, 1100, 1899, 1900]
  expect(await sendAt({ rateLimit: { perSecond: 2 } }, ...times)).toEqual(['ok', 'ok', rate, rate, rate, 'ok'])
  await ses.close()
  const fixed = { perSecond: 2, window: 'fixed' } as const
  expect(await sendAt({ rateLimit: fixed }, ...times)).toEqual(['ok', 'ok', 'ok', 'ok', rate, rate])
})

test('refused calls count if they are said to', async () => {
  const times = [0, 500, 1000, 1400, 2500]
  expect(await sendAt({ rateLimit: { perSecond: 1 } }, ...times)).toEqual(['ok', rate, 'ok', rate, 'ok'])
  await ses.close()
  expect(await sendAt({ rateLimit: { perSecond: 1, countRefused: true } }, ...times)).toEqual([
    'ok',
    rate,
    rate,
    rate,
    'ok',
  ])
})

test('the rate is that of the account, over all connections, and counts mails that are refused for another reason', async () => {
  ses = await startEmulator({ rateLimit: { perSecond: 2 }, now: () => 0 })
  const clients = await Promise.all([dialIn(ses), dialIn(ses), dialIn(ses)])
  const replies = await Promise.all(clients.map((client) => client.send(mail({ Subject: null }))))
  expect(replies.filter((reply) => reply.includes('msg.Subject is null'))).toHaveLength(2)
  expect(replies.filter((reply) => reply.includes(rate))).toHaveLength(1)
})

test('setRateLimit holds from then on', async () => {
  ses = await startEmulator({ now: () => 0 })
  const client = await dialIn(ses)
  ses.setRateLimit({ perSecond: 1 })
  expect(await client.send(mail())).toMatch(/^250/)
  expect(await client.send(mail())).toContain(rate)
  ses.setRateLimit(false)
  expect(await client.send(mail())).toMatch(/^250/)
})

test('calls made while there was no rate count when there is one again', async () => {
  ses = await startEmulator({ rateLimit: false, recipientLimit: false, now: () => time })
  const client = await dialIn(ses)
  time = 0
  for (let sent = 0; sent < 3; sent++) expect(await client.send(mail())).toMatch(/^250/)
  ses.setRateLimit({ perSecond: 3 })
  time = 999
  expect(await client.send(mail())).toContain(rate)
  ses.setRateLimit({ perSecond: 3, window: 'fixed' })
  expect(await client.send(mail())).toContain(rate)
  time = 1000
  expect(await client.send(mail())).toMatch(/^250/)
})

test('mails taken while there was no limit for recipients, or a shorter one, count when there is one', async () => {
  const tooMany = 'FailedOperation.FrequencyLimit'
  ses = await startEmulator({ rateLimit: false, recipientLimit: false, now: () => time })
  const client = await dialIn(ses)
  time = 0
  expect(await client.send(mail())).toMatch(/^250/)
  ses.setRecipientLimit({ count: 1, perMs: 10 })
  time = 20
  expect(await client.send(mail())).toMatch(/^250/)
  ses.setRecipientLimit({ count: 2, perMs: 1000 })
  time = 999
  expect(await client.send(mail())).toContain(tooMany)
  time = 1000
  expect(await client.send(mail())).toMatch(/^250/)
})

test('a limit of more mails than are remembered otherwise is kept too', () => {
  const settings = { rateLimit: false, recipientLimit: { count: 2000, perMs: 10 }, dailyQuota: false } as const
  const limits = createLimits(
    () => settings,
    () => 0,
  )
  const envelope = { from: 'a@example.org', to: ['b@example.org'] }
  for (let sent = 0; sent < 2000; sent++) {
    expect(limits.recipients(envelope)).toBe(true)
    limits.count(envelope)
  }
  expect(limits.recipients(envelope)).toBe(false)
})

test('10 mails in an hour to one recipient', async () => {
  const hour = 3_600_000
  const limit = { recipientLimit: { count: 10, perMs: hour } }
  const replies = await sendAt(limit, ...Array(11).fill(0), hour - 1, hour)
  expect(replies).toEqual([...Array(10).fill('ok'), ...Array(2).fill('FailedOperation.FrequencyLimit'), 'ok'])
})

test('another recipient is not concerned, and one that is refuses the whole mail', async () => {
  ses = await startEmulator({ recipientLimit: { count: 1, perMs: 1000 } })
  const client = await dialIn(ses)
  const both = ['ann@example.org', 'bob@example.org']
  expect(await client.send(mail())).toMatch(/^250/)
  expect(await client.send(mail({ To: both.join() }), { to: both })).toContain('FailedOperation.FrequencyLimit')
  expect(await client.send(mail({ To: 'bob@example.org' }), { to: ['bob@example.org'] })).toMatch(/^250/)
})

test('the daily quota starts anew at midnight in China', async () => {
  const replies = await sendAt({ dailyQuota: 2 }, 0, 1000, 2000, Date.UTC(1970, 0, 1, 15, 59), Date.UTC(1970, 0, 1, 16))
  const over = 'FailedOperation.ExceedSendLimit'
  expect(replies).toEqual(['ok', 'ok', over, over, 'ok'])
})

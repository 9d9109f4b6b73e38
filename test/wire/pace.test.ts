// That no mail is refused for the rate, whatever the network: how much of the rate is used, `npm run bench rate` tells. And who
// is sent when: turns are told by the channel `wait`, so that no clock decides.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createTransport } from 'nodemailer'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startEmulator } from '../../lib/emulator/index.ts'
import { type SesTransport, sesTransport } from '../../lib/index.ts'
import { shiftClock } from '../help/clocks.ts'
import { type Delay, startDelayProxy } from '../help/delay-proxy.ts'
import { mailWith, openStage } from '../help/stage.ts'

const patient = { timeoutMs: 60_000 }

/** Message-IDs, one for each turn, as they are given. */
function watchTurns(): string[] {
  const turns: string[] = []
  const channel = 'nodemailer-tencentcloud-ses:wait'
  const note = (event: unknown) => void turns.push((event as { readonly messageId: string }).messageId)
  subscribe(channel, note)
  onTestFinished(() => void unsubscribe(channel, note))
  return turns
}

const named = (name: string) => mailWith({ subject: name, messageId: `<${name}@example.com>` })

it('priority high: ahead of 10,000 within one turn', { timeout: 60_000 }, async () => {
  const { ses, ours } = await openStage({ recipientLimit: false }, { rateLimit: { perSecond: 5 } })
  const turns = watchTurns()
  const others = Array.from({ length: 10_000 }, (_, index) => ours.sendMail(named(`Mail-${index}`)))
  await ses.waitFor(2, patient)
  const before = turns.length
  await ours.sendMail({ ...named('Urgent'), priority: 'high' })
  expect(turns.indexOf('<Urgent@example.com>') - before).toBeLessThanOrEqual(1)
  ours.close()
  await Promise.allSettled(others)
})

it('the letters of one mail stay together', async () => {
  const { ours } = await openStage({ recipientLimit: false }, { rateLimit: { perSecond: 10 } })
  const turns = watchTurns()
  const bcc = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.org`)
  const others = ['Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh']
  await Promise.all([ours.sendMail({ ...named('First'), bcc }), ...others.map((name) => ours.sendMail(named(name)))])
  const letters = turns.flatMap((id, index) => (id === '<First@example.com>' ? [index] : []))
  // The others are held back until the first was taken, and turns are given meanwhile.
  const [first, second = 0] = letters
  expect(first).toBe(0)
  expect(letters.slice(1)).toEqual([0, 1, 2, 3].map((index) => second + index))
})

it('first in, first out', async () => {
  const { ours } = await openStage({ rateLimit: false, recipientLimit: false }, { rateLimit: { perSecond: 50 } })
  const turns = watchTurns()
  const names = Array.from({ length: 40 }, (_, index) => `Mail-${index}`)
  await Promise.all(names.map((name) => ours.sendMail(named(name))))
  expect(turns).toEqual(names.map((name) => `<${name}@example.com>`))
})

describe('the wall clock', () => {
  const HOUR = 3_600_000
  afterEach(() => void vi.useRealTimers())

  /** Sends for two seconds, with changes in between. A turn that waited for the clock would take longer than the test may. */
  const sendWhile = async (changes: readonly (() => void)[]) => {
    const { ses, ours } = await openStage(
      { now: () => performance.now(), rateLimit: { perSecond: 20, countRefused: true }, recipientLimit: false },
      { retry: false },
    )
    const sent = Array.from({ length: 40 }, () => ours.sendMail(mailWith()))
    for (const [index, change] of changes.entries()) {
      await ses.waitFor(8 * (index + 1), patient)
      change()
    }
    await Promise.all(sent)
    expect(ses.calls).toBe(40)
    expect((ours.transporter as SesTransport).stats().nextTurnMs).toBeLessThan(60)
    await ours.sendMail(mailWith())
  }

  it('is set, back and forth', async () => {
    const setClock = shiftClock(Date)
    await sendWhile([-HOUR, 2 * HOUR, -24 * HOUR, 100 * HOUR].map((step) => () => setClock(step)))
  })

  it('is mocked, and stands still', async () => {
    await sendWhile([() => void vi.useFakeTimers({ toFake: ['Date'] })])
  })
})

interface Row {
  readonly perSecond: number
  readonly mails: number
  readonly window?: 'fixed'
  readonly connections?: number
  readonly network?: Delay
  readonly sizes?: readonly number[]
}

it.concurrent.for<[string, Row]>([
  ['5 a second, 1 connection', { perSecond: 5, mails: 15, connections: 1 }],
  ['20 a second', { perSecond: 20, mails: 60 }],
  ['20 a second, counted by the clock', { perSecond: 20, mails: 60, window: 'fixed', connections: 20 }],
  ['20 a second, 50 ms away', { perSecond: 20, mails: 60, connections: 10, network: { latencyMs: 50, jitterMs: 20 } }],
  [
    '20 a second, 300 ms away',
    { perSecond: 20, mails: 50, connections: 20, network: { latencyMs: 300, jitterMs: 60 } },
  ],
  ['20 a second, of any size', { perSecond: 20, mails: 45, sizes: [1_000, 50_000, 2_000_000] }],
  ['100 a second', { perSecond: 100, mails: 250, connections: 10 }],
  ['500 a second', { perSecond: 500, mails: 1_100, connections: 20 }],
])('%s: none is refused for the rate', { timeout: 60_000 }, async ([, row], { onTestFinished }) => {
  const { perSecond, mails, window = 'sliding', connections = 5, network, sizes = [] } = row
  const ses = await startEmulator({ rateLimit: { perSecond, window, countRefused: true }, recipientLimit: false })
  const proxy = await startDelayProxy(ses, network ?? { latencyMs: 0 })
  const options = { rateLimit: { perSecond }, pool: { maxConnections: connections }, retry: false } as const
  const ours = createTransport(sesTransport({ ...ses.transport, port: network ? proxy.port : ses.port, ...options }))
  onTestFinished(async () => {
    ours.close()
    await proxy.close()
    await ses.close()
  })
  const sent = Array.from({ length: mails }, (_, index) => {
    const size = sizes[index % sizes.length] ?? 0
    const attachments = size > 0 ? [{ filename: 'a.zip', content: Buffer.alloc(size, index) }] : []
    return ours.sendMail(mailWith({ attachments }))
  })
  await Promise.all(sent)
  expect(ses.calls).toBe(mails)
})

it('after a refusal all the same, none is lost', async () => {
  const { ses, ours } = await openStage({ rateLimit: { perSecond: 20, countRefused: true }, recipientLimit: false })
  const sent = Array.from({ length: 60 }, () => ours.sendMail(mailWith()))
  await ses.waitFor(15, patient)
  ses.setRateLimit({ perSecond: 10, countRefused: true })
  await ses.waitFor(25, patient)
  ses.setRateLimit({ perSecond: 20, countRefused: true })
  await Promise.all(sent)
  expect(ses.inbox).toHaveLength(60)
})

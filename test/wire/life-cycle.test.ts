// close, drain and AbortSignal: every sendMail settles once, and what was not sent says so.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Readable } from 'node:stream'
import type { SendMailOptions } from 'nodemailer'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import type { SesTransportOptions } from '../../lib/index.ts'
import { failureOf, mailWith, openStage, type Stage, sender } from '../help/stage.ts'

const many = (count: number) => Array.from({ length: count }, (_, index) => mailWith({ subject: `Mail ${index}` }))

it('close: mails that wait fail at once, not sent; those on the wire finish', async () => {
  const { ses, ours } = await openStage({ recipientLimit: false, latencyMs: 20 }, { rateLimit: { perSecond: 5 } })
  const sent = many(40).map((mail) => ours.sendMail(mail))
  await ses.waitFor(2)
  ours.close()

  const settled = await Promise.allSettled(sent)
  const errors = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(errors.length).toBeGreaterThan(30)
  for (const error of errors) {
    expect(error).toMatchObject({ reason: 'cancelled', retry: 'later', delivered: 'no', permanent: false })
  }
  expect(ses.inbox).toHaveLength(40 - errors.length)
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ reason: 'cancelled', delivered: 'no' })
})

it('drain: no new mails, everything that waits is sent, then it is closed', async () => {
  const { ses, ours } = await openStage({ recipientLimit: false })
  const sent = many(12).map((mail) => ours.sendMail(mail))
  const drained = (ours.transporter as unknown as { drain(): Promise<void> }).drain()
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ reason: 'cancelled' })
  await drained
  expect(await Promise.allSettled(sent)).toEqual(Array(12).fill(expect.objectContaining({ status: 'fulfilled' })))
  expect(ses.inbox).toHaveLength(12)
  expect(ours.isIdle()).toBe(false)
})

it('AbortSignal: ends a wait in the line at once and leaves the others alone', async () => {
  const { ses, ours } = await openStage({ recipientLimit: false })
  const abort = new AbortController()
  const others = many(25).map((mail) => ours.sendMail(mail))
  const aborted = failureOf(ours.sendMail(mailWith({ signal: abort.signal })))
  await ses.waitFor(1)
  abort.abort(new Error('the user left'))
  expect(await aborted).toMatchObject({ reason: 'cancelled', code: 'EABORT', delivered: 'no', attempts: 0 })
  await Promise.all(others)
  expect(ses.inbox).toHaveLength(25)
})

it('AbortSignal: ends a mail on the wire as long as its last bytes have not gone', async () => {
  const abort = new AbortController()
  const { ses, ours } = await openStage({
    faults(at) {
      if (at !== 'data' || abort.signal.aborted) return undefined
      abort.abort()
      return { at, do: { slowMs: 200 } }
    },
  })
  const aborted = failureOf(ours.sendMail(mailWith({ signal: abort.signal })))
  expect(await aborted).toMatchObject({ reason: 'cancelled', delivered: 'no' })
  await ours.sendMail(mailWith({ subject: 'Next' }))
  expect(ses.inbox.map(({ subject }) => subject)).toEqual(['Next'])
})

it('AbortSignal: a mail that was handed over tells its end', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'reply', do: { slowMs: 200 } }] })
  const abort = new AbortController()
  const sent = ours.sendMail(mailWith({ signal: abort.signal }))
  await ses.waitFor(1)
  abort.abort()
  expect((await sent).response).toMatch(/^250/)
})

it('AbortSignal: one signal for a thousand mails', async () => {
  const { ses, ours } = await openStage()
  const abort = new AbortController()
  const sent = Promise.allSettled(many(1_000).map((mail) => ours.sendMail({ ...mail, signal: abort.signal })))
  await ses.waitFor(1)
  abort.abort()
  const errors = (await sent).flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(errors.length).toBeGreaterThan(980)
  expect(new Set(errors.map(({ reason }) => reason))).toEqual(new Set(['cancelled']))
  expect(ses.inbox).toHaveLength(1_000 - errors.length)
})

it('reads content when a mail comes near the head of the line, and not before', async () => {
  const { ours } = await openStage({ recipientLimit: false }, { pool: { maxConnections: 5 } })
  let opened = 0
  const content = () => {
    const stream = new Readable({
      read() {
        opened++
        this.push('x')
        this.push(null)
      },
    })
    return stream
  }
  const sent = Array.from({ length: 30 }, () =>
    ours.sendMail(mailWith({ attachments: [{ filename: 'a.txt', content: content() }] })),
  )
  await sent[0]
  expect(opened).toBeLessThan(20)
  await Promise.all(sent)
  expect(opened).toBeGreaterThanOrEqual(30)
})

// A function of the caller's that never settles holds nothing up.
const never = () => new Promise<never>(() => {})
const image = { html: '<img src="cid:a">', attachments: [{ filename: 'a.png', cid: 'a', content: 'x' }] }

describe.each<[string, Partial<SesTransportOptions>, SendMailOptions, delivered: 'no' | 'unknown', Fault[]]>([
  ['auth.pass', { auth: { user: sender, pass: never } }, {}, 'no', []],
  ['inlineImages', { inlineImages: never }, image, 'no', []],
  ['onUnknown', { onUnknown: never }, {}, 'unknown', [{ at: 'reply', do: 'close' }]],
])('%s that never settles', (_, options, fields, delivered, faults) => {
  it.each<[string, (stage: Stage, abort: AbortController) => void]>([
    ['an AbortSignal', (_, abort) => abort.abort()],
    ['close()', ({ ours }) => ours.close()],
  ])('%s ends the mail', async (_, end) => {
    const stage = await openStage({ faults }, options)
    const abort = new AbortController()
    const sent = failureOf(stage.ours.sendMail(mailWith({ ...fields, signal: abort.signal })))
    if (faults.length > 0) await stage.ses.waitFor(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    end(stage, abort)
    expect((await sent).delivered).toBe(delivered)
  })
})

it('maxWaiting and maxWaitMs: fail at once, with the time after which to try', async () => {
  const { ours } = await openStage({ recipientLimit: false }, { maxWaiting: 3, pool: { maxConnections: 1 } })
  const results = await Promise.allSettled(many(12).map((mail) => ours.sendMail(mail)))
  const errors = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(errors).toHaveLength(3)
  expect(errors[0]).toMatchObject({ reason: 'rate-limited', retry: 'later', delivered: 'no', attempts: 0 })
  expect(errors[0].retryAfterMs).toBeGreaterThan(0)
})

it('maxWaitMs: a mail that would wait longer fails, not sent', async () => {
  const { ses, ours } = await openStage({ recipientLimit: false }, { maxWaitMs: 300, pool: { maxConnections: 1 } })
  const results = await Promise.allSettled(many(40).map((mail) => ours.sendMail(mail)))
  const errors = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(errors.length).toBeGreaterThan(10)
  for (const error of errors) expect(error).toMatchObject({ reason: 'rate-limited', retry: 'later', delivered: 'no' })
  expect(ses.inbox).toHaveLength(40 - errors.length)
})

it('priority high goes first', async () => {
  const { ses, ours } = await openStage({ recipientLimit: false })
  const sent = many(20).map((mail) => ours.sendMail(mail))
  sent.push(ours.sendMail(mailWith({ subject: 'Urgent', priority: 'high' })))
  await Promise.all(sent)
  expect(ses.inbox.findIndex(({ subject }) => subject === 'Urgent')).toBeLessThan(13)
})

it('settled: told once of each mail, whatever became of it', async () => {
  const settled: { messageId: string; error?: { reason: string } }[] = []
  const listen = (event: unknown) => settled.push(event as (typeof settled)[number])
  subscribe('nodemailer-tencentcloud-ses:settled', listen)
  onTestFinished(() => void unsubscribe('nodemailer-tencentcloud-ses:settled', listen))

  const { ours } = await openStage({
    faults: [{ at: 'call', error: 'FailedOperation.NotAuthenticatedSender', skip: 1 }],
  })
  const send = async (id: string, fields: object = {}) => {
    await ours.sendMail(mailWith({ messageId: `<${id}@settled>`, ...fields })).catch(() => {})
  }
  await send('sent', { bcc: [] })
  await send('refused')
  await send('invalid', { subject: '' })
  await send('several', { bcc: ['b@example.org', 'c@example.org'] })
  ours.close()
  await send('late')

  const told = settled.filter(({ messageId }) => messageId.endsWith('@settled>'))
  expect(told.map(({ messageId, error }) => [messageId, error?.reason])).toEqual([
    ['<sent@settled>', undefined],
    ['<refused@settled>', 'sender-refused'],
    ['<invalid@settled>', 'message-invalid'],
    ['<several@settled>', undefined],
    ['<late@settled>', 'cancelled'],
  ])
})

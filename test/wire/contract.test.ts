// Nodemailer's contract with a transport: one callback, verify in both forms, events, fields that survive a spread.

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createTransport } from 'nodemailer'
import { describe, expect, it } from 'vitest'
import { startEmulator } from '../../lib/emulator/index.ts'
import { type SesTransport, sesTransport } from '../../lib/index.ts'
import { failureOf, mailWith, openStage, sender } from '../help/stage.ts'

it('resolves with Nodemailer’s SMTP info and what SES made of the mail', async () => {
  const { ours } = await openStage()
  const info = await ours.sendMail(
    mailWith({ to: 'Ann <ann@example.org>', bcc: 'audit@example.com', messageId: '<1@example.com>' }),
  )

  expect(info).toMatchObject({
    envelope: { from: sender, to: ['ann@example.org', 'audit@example.com'] },
    messageId: '<1@example.com>',
    accepted: ['ann@example.org', 'audit@example.com'],
    rejected: [],
    response: '250 2.0.0 OK: queued',
    ses: {
      letters: [
        { to: ['ann@example.org'], response: '250 2.0.0 OK: queued', attempts: 1 },
        { to: ['audit@example.com'], response: '250 2.0.0 OK: queued', attempts: 1 },
      ],
      changes: [
        { rule: 'recipients', field: 'to', loss: 'none' },
        { rule: 'bcc', field: 'bcc', loss: 'none' },
      ],
    },
  })
})

it('resolves with the id that was sent', async () => {
  const { ses, ours } = await openStage()
  const info = await ours.sendMail(mailWith({ messageId: '<1@example.com> <2@example.com>' }))
  expect([info.messageId, ...ses.ledger.map(({ messageId }) => messageId)]).toEqual([
    '<1@example.com>',
    '<1@example.com>',
  ])
})

it('calls back once, with an error of its own class for whatever is wrong', async () => {
  const { ours } = await openStage()
  const calls: unknown[] = []
  await new Promise<void>((done) => {
    ours.sendMail(mailWith({ to: 'not an address' }), (error, info) => {
      calls.push([error?.name, info])
      setTimeout(done, 50)
    })
  })
  expect(calls).toEqual([['SesError', undefined]])
})

it('is still a transport when it was spread into another object', async () => {
  const ses = await startEmulator()
  const transport = sesTransport(ses.transport)
  const spread = { ...transport }
  await createTransport(spread).sendMail(mailWith())
  expect(ses.inbox).toHaveLength(1)
  expect(Object.keys(spread)).toEqual(
    expect.arrayContaining(['name', 'version', 'send', 'verify', 'close', 'isIdle', 'stats']),
  )
  transport.close()
  await ses.close()
})

it('tells when it can take mails, so that the usual loop works', async () => {
  const { ses, ours } = await openStage({ rateLimit: false, recipientLimit: false }, { rateLimit: false })
  const queue = Array.from({ length: 100 }, (_, index) => mailWith({ subject: `Mail ${index}` }))
  const sent: Promise<unknown>[] = []
  await new Promise<void>((done) => {
    ours.on('idle', () => {
      while (ours.isIdle() && queue.length > 0) sent.push(ours.sendMail(queue.shift() ?? {}))
      if (queue.length === 0) done()
    })
  })
  await Promise.all(sent)
  expect(ses.inbox).toHaveLength(100)
})

it('takes no more than it can work on, where it is asked whether it can take mails', async () => {
  const { ours } = await openStage({ recipientLimit: false }, { pool: { maxConnections: 2 } })
  const sent: Promise<unknown>[] = []
  while (ours.isIdle() && sent.length < 100) sent.push(ours.sendMail(mailWith()))
  // Two on their way, and five that are read meanwhile.
  expect(sent).toHaveLength(7)
  const idle = new Promise((done) => ours.once('idle', () => done(ours.isIdle())))
  expect(await idle).toBe(true)
  await Promise.all(sent)
})

it('stats: every mail that is not done waits or is on its way', async () => {
  const { ses, ours } = await openStage(
    { recipientLimit: false, faults: [{ at: 'reply', do: 'silence' }] },
    { retry: false, pool: { maxConnections: 1 } },
  )
  const { stats } = ours.transporter as SesTransport
  expect(stats()).toEqual({ waiting: 0, sending: 0, perSecond: 20, nextTurnMs: 0, parked: 0 })

  const settled = Promise.allSettled(Array.from({ length: 10 }, () => ours.sendMail(mailWith())))
  expect(stats()).toMatchObject({ waiting: 10, sending: 0 })
  await ses.waitFor(1)
  const { waiting, sending } = stats()
  expect([waiting + sending, sending > 0]).toEqual([10, true])
  await ses.close()
  await settled
  expect(stats()).toMatchObject({ waiting: 0, sending: 0 })
})

it('stats: the rate after a refusal, and without a limit', async () => {
  const refusing = await openStage({ rateLimit: { perSecond: 0 } }, { retry: false })
  await failureOf(refusing.ours.sendMail(mailWith()))
  const { perSecond, nextTurnMs } = (refusing.ours.transporter as SesTransport).stats()
  expect([perSecond < 20, nextTurnMs > 0]).toEqual([true, true])

  const unlimited = await openStage({}, { rateLimit: false })
  await unlimited.ours.sendMail(mailWith())
  const stats = (unlimited.ours.transporter as SesTransport).stats()
  expect(stats).toMatchObject({ perSecond: Number.POSITIVE_INFINITY, nextTurnMs: 0 })
})

it('a failure has the stack of whoever sent the mail', async () => {
  const { ours } = await openStage({ faults: [{ at: 'reply', do: { reply: '554 no' } }] }, { retry: false })
  const placeOrder = () => ours.sendMail(mailWith())
  const error = await failureOf(placeOrder())
  expect(error.stack?.split('\n').slice(0, 2)).toEqual([
    expect.stringMatching(/^SesError: /),
    expect.stringMatching(/^ {4}at placeOrder .*contract\.test\.ts/),
  ])
})

it('tells when the last idle connection has ended', async () => {
  const { ours } = await openStage({}, { pool: { idleTimeoutMs: 50 } })
  // Nodemailer 6 does not pass it on to the transporter.
  const cleared = new Promise((done) => (ours.transporter as SesTransport).once('clear', () => done(true)))
  await ours.sendMail(mailWith())
  expect(await cleared).toBe(true)
})

describe('whatever a mail is, sending it throws nothing into Nodemailer, and calls back once', () => {
  const throwing = (name: string, rest: object = {}) =>
    Object.defineProperty({ ...rest }, name, {
      get: () => {
        throw new Error('no')
      },
    })
  const listening = { aborted: false, addEventListener: () => {}, removeEventListener: () => {} }

  // Nodemailer checks it from version 10.5 on.
  it.each<[string, unknown]>([
    ['a string', 'no'],
    ['an empty string', ''],
    ['false', false],
    ['a number', 1],
    ['an object', {}],
    ['one that cannot be left', { aborted: false, addEventListener: () => {} }],
  ])('a signal that is none: %s', async (_, signal) => {
    const transport = sesTransport({ region: 'ap-singapore', auth: { user: sender, pass: 'pass' } })
    const errors = await callsOf(transport, { data: { signal } })
    expect(errors).toMatchObject([{ name: 'SesError', reason: 'message-invalid', field: 'signal', delivered: 'no' }])
  })

  it.each<[string, unknown]>([
    ['a signal that takes no listener', { data: { signal: throwing('addEventListener', listening) } }],
    [
      'a listener that throws',
      { data: { signal: { ...listening, addEventListener: () => Reflect.get(throwing('a'), 'a') } } },
    ],
    ['a signal that does not say whether it was aborted', { data: { signal: throwing('aborted', listening) } }],
    ['a signal without a reason', { data: { signal: throwing('reason', { ...listening, aborted: true }) } }],
    ['a signal that is not there', { data: throwing('signal') }],
    ['a priority that is no text', { data: { priority: Object.create(null) } }],
    ['a message that is not there', { data: {} }],
    ['options that are not there', {}],
    [
      'an error that is no text',
      {
        data: {},
        message: {
          getEnvelope: () => {
            throw Object.create(null)
          },
        },
      },
    ],
    [
      'an error that cannot be read',
      {
        data: {},
        message: {
          getEnvelope: () => {
            throw throwing('message')
          },
        },
      },
    ],
  ])('%s', async (_, mail) => {
    const transport = sesTransport({ region: 'ap-singapore', auth: { user: sender, pass: 'pass' } })
    expect(await callsOf(transport, mail)).toMatchObject([{ name: 'SesError', delivered: 'no', attempts: 0 }])
  })

  it('a signal that cannot be left is one all the same', async () => {
    const { ses, ours } = await openStage()
    const signal = { ...listening, removeEventListener: () => Reflect.get(throwing('a'), 'a') }
    ours.use('stream', (mail, done) => {
      Object.assign(mail.data, { signal })
      done()
    })
    await ours.sendMail(mailWith())
    expect(ses.inbox).toHaveLength(1)
  })

  /** What the callback was called with, and anything that was rejected beside it fails the test. */
  async function callsOf(transport: SesTransport, mail: unknown): Promise<unknown[]> {
    const errors: unknown[] = []
    transport.send(mail as never, (error) => errors.push(error))
    await transport.drain()
    await new Promise(setImmediate)
    return errors
  }
})

it('is one where a host merges it into its own object and makes a transporter of that for every mail', async () => {
  const ses = await startEmulator()
  const transport = sesTransport(ses.transport)
  const merged: Record<string, unknown> = { host: 'localhost', port: 25 }
  for (const key in transport) merged[key] = Reflect.get(transport, key)

  // A listener for each would be a process warning, at the eleventh.
  const mails = Array.from({ length: 12 }, (_, index) => mailWith({ to: `ann${index}@example.org` }))
  for (const mail of mails) await createTransport(merged).sendMail(mail)
  expect(ses.inbox).toHaveLength(12)
  expect(ses.logins).toBe(1)
  transport.close()
  await ses.close()
})

it('does not keep an idle program alive, and does one that sends', async () => {
  const ses = await startEmulator()
  const run = promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', sending(ses.transport)],
    { timeout: 15_000 },
  )
  expect((await run).stdout).toBe('250 2.0.0 OK: queued')
  expect(ses.inbox).toHaveLength(1)
  await ses.close()
})

const sending = (options: object) => `
  import { createTransport } from 'nodemailer'
  import { sesTransport } from './lib/index.ts'
  const transporter = createTransport(sesTransport(${JSON.stringify(options)}))
  await transporter.verify()
  const info = await transporter.sendMail({ from: '${sender}', to: 'ann@example.org', subject: 's', text: 't' })
  process.stdout.write(info.response)`

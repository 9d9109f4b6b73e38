// What is tried again, what is not, and what a caller is told: by the stage that a mail had reached.

import { describe, expect, it } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import { failureOf, mailWith, openStage, sender } from '../help/stage.ts'

const quick = { retry: { minDelayMs: 1 }, timeouts: { connectionMs: 1_000, greetingMs: 300, socketMs: 300 } }

// A single passing fault before the last byte never reaches the caller.
it.each<[string, Fault]>([
  ['connection refused by a close', { at: 'connect', do: 'close' }],
  ['connection reset', { at: 'connect', do: 'reset' }],
  ['connection that says nothing', { at: 'connect', do: 'silence' }],
  ['TLS closed', { at: 'tls', do: 'close' }],
  ['greeting closed', { at: 'greeting', do: 'close' }],
  ['greeting 421', { at: 'greeting', do: { reply: '421 4.3.2 try later' } }],
  ['no greeting', { at: 'greeting', do: 'silence' }],
  ['EHLO closed', { at: 'ehlo', do: 'close' }],
  ['EHLO reset', { at: 'ehlo', do: 'reset' }],
  ['AUTH closed', { at: 'auth', do: 'close' }],
  ['MAIL closed', { at: 'mail', do: 'close' }],
  ['MAIL 451', { at: 'mail', do: { reply: '451 4.0.0 try later' } }],
  ['RCPT 451', { at: 'rcpt', do: { reply: '451 4.0.0 try later' } }],
  ['RCPT closed', { at: 'rcpt', do: 'close' }],
  ['DATA 421', { at: 'data', do: { reply: '421 4.3.2 try later' } }],
  ['DATA closed', { at: 'data', do: 'close' }],
  ['DATA silence', { at: 'data', do: 'silence' }],
  ['InternalError', { at: 'call', error: 'InternalError' }],
])('%s: sent again', async (_name, fault) => {
  const { ses, ours } = await openStage({ faults: [fault] }, quick)
  const info = await ours.sendMail(mailWith())
  expect(info.ses?.letters[0]?.attempts).toBe(2)
  expect(ses.inbox).toHaveLength(1)
})

it.each<[string, Fault]>([
  ['closed', { at: 'body', do: 'close', after: 100_000 }],
  ['reset', { at: 'body', do: 'reset', after: 100_000 }],
])('broken in the middle of the message (%s): sent again', async (_name, fault) => {
  const { ses, ours } = await openStage({ faults: [fault] }, { retry: quick.retry })
  const file = { filename: 'a.zip', content: Buffer.alloc(4_000_000, 1) }
  await ours.sendMail(mailWith({ attachments: [file] }))
  expect(ses.inbox).toHaveLength(1)
})

it('more failed connections than the pool has places: goes on when they open again', async () => {
  const { ses, ours } = await openStage(
    { recipientLimit: false, faults: [{ at: 'connect', do: 'close', times: 12 }] },
    { retry: { retries: 20, minDelayMs: 1, maxDelayMs: 20 }, timeouts: quick.timeouts },
  )
  await Promise.all([1, 2, 3].map((index) => ours.sendMail(mailWith({ subject: `Mail ${index}` }))))
  expect(ses.inbox).toHaveLength(3)
})

// After the last byte, only a complete reply tells.
it.each<[string, Fault, number]>([
  ['closed before the call', { at: 'end', do: 'close' }, 0],
  ['reset before the call', { at: 'end', do: 'reset' }, 0],
  ['silence before the call', { at: 'end', do: 'silence' }, 0],
  ['closed before the reply', { at: 'reply', do: 'close' }, 1],
  ['reset before the reply', { at: 'reply', do: 'reset' }, 1],
  ['silence in place of the reply', { at: 'reply', do: 'silence' }, 1],
  ['half a reply', { at: 'reply', do: 'half-reply' }, 1],
  ['221 in place of the reply', { at: 'reply', do: { reply: '221 2.4.2 Idle timeout, bye bye' } }, 1],
])('%s: unknown, and not sent again', async (_name, fault, delivered) => {
  const { ses, ours } = await openStage({ faults: [fault] }, quick)
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
    reason: 'delivery-unknown',
    delivered: 'unknown',
    retry: 'never',
    permanent: false,
    attempts: 1,
  })
  expect([ses.calls, ses.inbox.length]).toEqual([delivered, delivered])
})

it('onUnknown: a function that looks it up decides', async () => {
  const answers = ['not-delivered', 'delivered'] as const
  const asked: unknown[] = []
  const faults: Fault[] = [
    { at: 'end', do: 'close' },
    { at: 'reply', do: 'close' },
  ]
  const { ses, ours } = await openStage(
    { faults },
    {
      ...quick,
      onUnknown: async ({ messageId, to, attempts }) => {
        asked.push({ messageId, to, attempts })
        return answers[attempts - 1] ?? 'unknown'
      },
    },
  )
  const info = await ours.sendMail(mailWith({ messageId: '<7@example.com>' }))
  expect(asked).toEqual([1, 2].map((attempts) => ({ messageId: '<7@example.com>', to: ['ann@example.org'], attempts })))
  expect(info.accepted).toEqual(['ann@example.org'])
  expect(ses.inbox).toHaveLength(1)
})

it.each([undefined, null, false, 'fail', 'not delivered', 'retry', {}])(
  'onUnknown: %j is no answer, and leaves it open',
  async (answer) => {
    const { ses, ours } = await openStage(
      { faults: [{ at: 'reply', do: 'close' }] },
      { ...quick, onUnknown: () => answer as never },
    )
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ delivered: 'unknown', attempts: 1 })
    expect(ses.calls).toBe(1)
  },
)

it('onUnknown delivered: who was refused at RCPT is told all the same', async () => {
  const faults: Fault[] = [
    { at: 'rcpt', do: { reply: '550 5.1.1 no such user' } },
    { at: 'reply', do: 'close' },
  ]
  const { ours } = await openStage(
    { undocumented: { unsupported: 'ignore' }, faults },
    { ...quick, onUnknown: () => 'delivered' },
  )
  const info = await ours.sendMail(mailWith({ to: ['gone@example.org', 'ann@example.org'] }))
  expect([info.accepted, info.rejected]).toEqual([['ann@example.org'], ['gone@example.org']])
})

it('a logger that throws changes nothing', async () => {
  const fail = () => {
    throw new Error('the stream has ended')
  }
  const logger = { debug: fail, info: fail, warn: fail, error: fail }
  const { ses, ours } = await openStage({ faults: [{ at: 'mail', do: 'close' }] }, { ...quick, logger })
  expect((await ours.sendMail(mailWith({ cc: 'b@example.org' }))).response).toMatch(/^250/)
  ours.close()
  expect(ses.calls).toBe(1)
})

it('onUnknown retry: sends again, and says unknown if that fails too', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'reply', do: 'close' }] }, { ...quick, onUnknown: 'retry' })
  await ours.sendMail(mailWith())
  expect(ses.inbox).toHaveLength(2)

  ses.setFaults([
    { at: 'reply', do: 'close' },
    { at: 'call', skip: 1, error: 'FailedOperation.FrequencyLimit' },
  ])
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
    delivered: 'unknown',
    reason: 'delivery-unknown',
    retry: 'never',
  })
})

it('gives up after its tries, and says how many there were', async () => {
  const { ses, ours } = await openStage(
    { faults: [{ at: 'call', error: 'InternalError', times: 9 }] },
    { retry: { retries: 2, minDelayMs: 1 } },
  )
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
    reason: 'service-unavailable',
    retry: 'soon',
    attempts: 3,
    delivered: 'no',
  })
  expect(ses.calls).toBe(3)
})

it('an outage does not multiply the traffic: what is out of the budget fails with its verdict', async () => {
  const { ses, ours } = await openStage(
    { rateLimit: false, recipientLimit: false, faults: [{ at: 'call', error: 'InternalError', times: 999 }] },
    { rateLimit: false, retry: { minDelayMs: 1, maxDelayMs: 5 } },
  )
  const mails = Array.from({ length: 80 }, (_, index) => mailWith({ subject: `Mail ${index}` }))
  const errors = await Promise.all(mails.map((mail) => failureOf(ours.sendMail(mail))))
  expect(new Set(errors.map(({ reason, retry, delivered }) => `${reason}, ${retry}, ${delivered}`))).toEqual(
    new Set(['service-unavailable, soon, no']),
  )
  // Without a budget these were 400.
  expect(ses.calls).toBeGreaterThan(80 + 50)
  expect(ses.calls).toBeLessThan(80 * 3)
  expect(errors.reduce((sum, { attempts }) => sum + attempts, 0)).toBe(ses.calls)
})

it('retry false: one try', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'InternalError' }] }, { retry: false })
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ attempts: 1 })
  expect(ses.calls).toBe(1)
})

it('sends the same bytes again, with the same Message-ID and Date', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'InternalError' }] }, quick)
  await ours.sendMail(mailWith({ html: '<p>Hi</p>' }))
  const [first, second] = ses.ledger
  expect(first?.raw.equals(second?.raw ?? Buffer.alloc(0))).toBe(true)
})

it('several letters: nothing more is sent when the first fails', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'FailedOperation.NotAuthenticatedSender' }] })
  expect(await failureOf(ours.sendMail(mailWith({ bcc: 'b@example.org' })))).toMatchObject({ reason: 'sender-refused' })
  expect(ses.calls).toBe(1)
})

it('several letters: a later one that fails is told in rejected', async () => {
  const { ses, ours } = await openStage({
    faults: [{ at: 'call', skip: 1, error: 'FailedOperation.EmailAddrInBlacklist' }],
  })
  const info = await ours.sendMail(mailWith({ bcc: 'blocked@example.org' }))
  expect(info.accepted).toEqual(['ann@example.org'])
  expect(info.rejected).toEqual(['blocked@example.org'])
  expect(info.rejectedErrors).toEqual([
    expect.objectContaining({ reason: 'recipient-refused', recipient: 'blocked@example.org' }),
  ])
  expect(ses.inbox.map(({ to }) => to)).toEqual([['ann@example.org']])
})

it('Bcc alone: a recipient who has unsubscribed does not keep the mail from the others', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'FailedOperation.ReceiverHasUnsubscribed' }] })
  const info = await ours.sendMail({
    from: sender,
    bcc: ['gone@example.org', 'b@example.org'],
    subject: 's',
    text: 't',
  })
  expect([info.accepted, info.rejected]).toEqual([['b@example.org'], ['gone@example.org']])
  expect(ses.inbox.map(({ to }) => to)).toEqual([['b@example.org']])
})

it('Bcc alone: refused for one and unknown for another is unknown', async () => {
  const faults: Fault[] = [
    { at: 'call', error: 'FailedOperation.ReceiverHasUnsubscribed' },
    { at: 'reply', do: 'close', skip: 1 },
  ]
  const { ses, ours } = await openStage({ faults }, quick)
  const bcc = ['gone@example.org', 'b@example.org']
  const error = await failureOf(ours.sendMail({ from: sender, bcc, subject: 's', text: 't' }))
  expect(error).toMatchObject({ delivered: 'unknown', reason: 'delivery-unknown', retry: 'never', rejected: bcc })
  expect(error.rejectedErrors?.map(({ delivered }) => delivered)).toEqual(['no', 'unknown'])
  expect(ses.inbox.map(({ to }) => to)).toEqual([['b@example.org']])
})

it('a recipient that the gateway refuses at RCPT is told in rejected', async () => {
  const { ours } = await openStage({
    undocumented: { unsupported: 'ignore' },
    faults: [{ at: 'rcpt', do: { reply: '550 5.1.1 no such user' } }],
  })
  const info = await ours.sendMail(mailWith({ to: ['gone@example.org', 'ann@example.org'] }))
  expect([info.accepted, info.rejected]).toEqual([['ann@example.org'], ['gone@example.org']])
  expect(info.rejectedErrors).toEqual([expect.objectContaining({ name: 'SesError', recipient: 'gone@example.org' })])
})

describe('a gateway that wants To and RCPT equal, and refuses a recipient', () => {
  const to = ['gone@example.org', 'ann@example.org', 'bob@example.org']
  const gone: Fault = { at: 'rcpt', do: { reply: '550 5.1.1 no such user' } }

  it('gets the letter once more for the others, and the one is told in rejected', async () => {
    const { ses, ours } = await openStage({ faults: [gone] }, { recipientLimit: { count: 1, perMs: 60_000 } })
    const info = await ours.sendMail(mailWith({ to }))
    expect([info.accepted, info.rejected]).toEqual([to.slice(1), ['gone@example.org']])
    expect(info.envelope.to).toEqual(to)
    expect(info.rejectedErrors).toEqual([
      expect.objectContaining({ reason: 'recipient-refused', recipient: 'gone@example.org' }),
    ])
    expect(info.ses?.letters).toEqual([expect.objectContaining({ to: to.slice(1), attempts: 2 })])
    expect(ses.inbox.map((letter) => [letter.to, letter.envelope.to])).toEqual([[to.slice(1), to.slice(1)]])
  })

  it('gets no third letter', async () => {
    const { ses, ours } = await openStage({ faults: [gone, { ...gone, skip: 2 }] })
    const error = await failureOf(ours.sendMail(mailWith({ to })))
    expect(error).toMatchObject({ delivered: 'no', attempts: 2, rejected: [expect.any(String), expect.any(String)] })
    expect(ses.ledger.map(({ outcome }) => outcome)).toEqual(['refused', 'refused'])
  })

  it('gets no second one where the first may have been taken', async () => {
    const { ses, ours } = await openStage(
      { undocumented: { unsupported: 'ignore' }, faults: [gone, { at: 'reply', do: 'close' }] },
      quick,
    )
    expect(await failureOf(ours.sendMail(mailWith({ to })))).toMatchObject({ delivered: 'unknown' })
    expect(ses.calls).toBe(1)
  })

  it('gets no second one where it refuses the account', async () => {
    const { ses, ours } = await openStage({
      undocumented: { unsupported: 'ignore' },
      faults: [gone, { at: 'call', error: 'FailedOperation.NotAuthenticatedSender' }],
    })
    expect(await failureOf(ours.sendMail(mailWith({ to })))).toMatchObject({ reason: 'sender-refused' })
    expect(ses.calls).toBe(1)
  })
})

it('recipientLimit: fails at once with the time to wait, and counts only what was sent', async () => {
  const { ses, ours } = await openStage({}, { recipientLimit: { count: 2, perMs: 60_000 }, park: false, ...quick })
  ses.setFaults([{ at: 'call', error: 'FailedOperation.TemporaryBlocked' }])
  await failureOf(ours.sendMail(mailWith()))
  await ours.sendMail(mailWith())
  await ours.sendMail(mailWith())
  const error = await failureOf(ours.sendMail(mailWith()))
  expect(error).toMatchObject({ reason: 'recipient-rate-limited', retry: 'later', delivered: 'no', attempts: 0 })
  expect(error.retryAfterMs).toBeGreaterThan(50_000)
  expect(ses.calls).toBe(3)
})

it('meanings of the caller’s come before the table', async () => {
  const { ours } = await openStage(
    { faults: [{ at: 'call', error: 'FailedOperation.SendEmailErr' }] },
    {
      meanings: [{ code: 'FailedOperation.SendEmailErr', reason: 'service-unavailable', retry: 'soon', hint: 'Wait.' }],
      ...quick,
    },
  )
  expect((await ours.sendMail(mailWith())).ses?.letters[0]?.attempts).toBe(2)
})

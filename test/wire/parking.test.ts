// What SES has refused for a time is refused here until then: no call is spent on it.

import { createTransport } from 'nodemailer'
import { expect, it, onTestFinished } from 'vitest'
import { startEmulator } from '../../lib/emulator/index.ts'
import { type DeliveryAnswer, type SesTransport, sesTransport } from '../../lib/index.ts'
import { shiftClock } from '../help/clocks.ts'
import { failureOf, mailWith, openStage } from '../help/stage.ts'

const HOUR = 3_600_000

it('FrequencyLimit: no call for that recipient, and the others get theirs', async () => {
  const { ses, ours } = await openStage({ recipientLimit: { count: 2, perMs: HOUR } })
  await ours.sendMail(mailWith())
  await ours.sendMail(mailWith())
  const theirs = await failureOf(ours.sendMail(mailWith()))
  expect([theirs.sesCode, theirs.attempts, ses.calls]).toEqual(['FailedOperation.FrequencyLimit', 1, 3])

  const again = await failureOf(ours.sendMail(mailWith({ to: 'Ann <ANN@example.org>' })))
  const { reason, retry, scope, sesCode, requestId, hint, docs, permanent } = theirs
  expect(again).toMatchObject({ reason, retry, scope, sesCode, requestId, hint, docs, permanent })
  expect(again).toMatchObject({ delivered: 'no', attempts: 0, field: 'to', response: undefined })
  expect(again.retryAfterMs).toBeLessThanOrEqual(HOUR)
  expect(again.retryAfterMs).toBeGreaterThan(HOUR - 60_000)
  expect(ses.calls).toBe(3)

  await ours.sendMail(mailWith({ to: 'bob@example.org' }))
  expect([ses.calls, ses.inbox.length]).toEqual([4, 3])
})

it('until the time is over', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'FailedOperation.TemporaryBlocked' }] })
  const passTime = shiftClock(performance)
  await failureOf(ours.sendMail(mailWith()))
  passTime(599_000)
  const { retryAfterMs = 0 } = await failureOf(ours.sendMail(mailWith()))
  expect(retryAfterMs).toBeLessThanOrEqual(1_000)
  expect([ses.calls, (ours.transporter as SesTransport).stats().parked]).toEqual([1, 1])
  passTime(retryAfterMs)
  expect((ours.transporter as SesTransport).stats().parked).toBe(0)
  await ours.sendMail(mailWith())
  expect(ses.calls).toBe(2)
})

const DAY = 24 * HOUR
const steps = [5_000, -5_000, HOUR, -HOUR, DAY, -DAY]

it('as long as before, when the wall clock is set', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'FailedOperation.TemporaryBlocked' }] })
  const setClock = shiftClock(Date)
  await failureOf(ours.sendMail(mailWith()))
  for (const step of steps) {
    setClock(step)
    const { retryAfterMs, attempts } = await failureOf(ours.sendMail(mailWith()))
    expect([step, retryAfterMs, attempts]).toEqual([step, lessThan(600_000), 0])
    expect((ours.transporter as SesTransport).stats().parked).toBe(1)
  }
  expect(ses.calls).toBe(1)
})

it('recipientLimit: as long as before, when the wall clock is set', async () => {
  const { ses, ours } = await openStage({}, { recipientLimit: { count: 1, perMs: HOUR } })
  const setClock = shiftClock(Date)
  await ours.sendMail(mailWith())
  for (const step of steps) {
    setClock(step)
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
      reason: 'recipient-rate-limited',
      retryAfterMs: lessThan(HOUR),
    })
  }
  expect(ses.calls).toBe(1)
})

/** By less than the test could take. */
const lessThan = (ms: number) => ({ asymmetricMatch: (value: number) => value <= ms && value > ms - 60_000 })

it('TemporaryBlocked: no call for that provider', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'FailedOperation.TemporaryBlocked' }] })
  await failureOf(ours.sendMail(mailWith()))
  const error = await failureOf(ours.sendMail(mailWith({ to: ['dan@example.net', 'bob@example.org'] })))
  expect(error).toMatchObject({ reason: 'blocked', sesCode: 'FailedOperation.TemporaryBlocked', attempts: 0 })
  expect(error.message).toContain('mail to example.org')
  await ours.sendMail(mailWith({ to: 'dan@example.net' }))
  expect(ses.calls).toBe(2)
})

it('a letter to several: only to all of them', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'FailedOperation.FrequencyLimit' }] })
  const both = mailWith({ to: ['ann@example.org', 'bob@example.net'] })
  await failureOf(ours.sendMail(both))
  expect(await failureOf(ours.sendMail(both))).toMatchObject({ attempts: 0 })
  await ours.sendMail(mailWith({ to: 'ann@example.org' }))
  await ours.sendMail(mailWith({ to: 'bob@example.net' }))
  expect([ses.calls, ses.inbox.length]).toEqual([3, 2])
})

it('Bcc: of the letters, those that SES has refused', async () => {
  const { ses, ours } = await openStage({ faults: [{ at: 'call', error: 'FailedOperation.TemporaryBlocked' }] })
  await failureOf(ours.sendMail(mailWith({ to: 'ann@example.net' })))
  const bcc = ['bob@example.net', 'cid@example.org', 'dan@example.net', 'eve@example.org']

  const alone = await ours.sendMail(mailWith({ to: undefined, bcc }))
  expect([alone.accepted, alone.rejected]).toEqual([
    ['cid@example.org', 'eve@example.org'],
    ['bob@example.net', 'dan@example.net'],
  ])
  expect(alone.rejectedErrors).toEqual(
    ['bob@example.net', 'dan@example.net'].map((recipient) =>
      expect.objectContaining({ recipient, reason: 'blocked', attempts: 0 }),
    ),
  )
  const besideTo = await ours.sendMail(mailWith({ to: 'fay@example.org', bcc }))
  expect(besideTo.rejected).toEqual(['bob@example.net', 'dan@example.net'])
  expect([ses.calls, ses.inbox.length]).toEqual([6, 5])
})

it('ExceedSendLimit: no call for the domain until midnight in China, neither for those that wait already', async () => {
  const { ses, ours } = await openStage(
    { dailyQuota: 3, recipientLimit: false },
    { rateLimit: { perSecond: 100 }, pool: { maxConnections: 1 } },
  )
  const sent = await Promise.allSettled(Array.from({ length: 30 }, () => ours.sendMail(mailWith())))
  const errors = sent.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
  expect(errors.map(({ sesCode }) => sesCode)).toEqual(Array(27).fill('FailedOperation.ExceedSendLimit'))
  // One connection and five mails that are made ready for it may be on their way by then.
  const tried = errors.filter(({ attempts }) => attempts === 1)
  expect(tried.length).toBeLessThanOrEqual(6)
  expect(errors.filter(({ attempts }) => attempts === 0)).toHaveLength(27 - tried.length)
  expect((ours.transporter as SesTransport).stats()).toMatchObject({ sending: 0, waiting: 0, parked: 1 })
  expect([ses.inbox.length, ses.calls]).toEqual([3, 3 + tried.length])
})

it('ExceedSendLimit: the logins of one domain together, those of another not', async () => {
  const accounts = ['a@one.example', 'b@one.example', 'c@two.example'].map((user) => ({ user, pass: 'Password10' }))
  const ses = await startEmulator({ accounts, faults: [{ at: 'call', error: 'FailedOperation.ExceedSendLimit' }] })
  const ours = createTransport(sesTransport({ ...ses.transport, auth: accounts }))
  onTestFinished(async () => {
    ours.close()
    await ses.close()
  })
  await failureOf(ours.sendMail(mailWith({ from: 'a@one.example' })))
  expect(await failureOf(ours.sendMail(mailWith({ from: 'b@one.example' })))).toMatchObject({
    reason: 'quota-exceeded',
    scope: 'sender',
    field: 'from',
    attempts: 0,
  })
  await ours.sendMail(mailWith({ from: 'c@two.example' }))
  expect(ses.calls).toBe(2)
  expect((ours.transporter as SesTransport).stats()).toMatchObject({ parked: 1, sending: 0, waiting: 0 })
})

it('what was parked between two tries says how many there were', async () => {
  const { ses, ours } = await openStage(
    {
      faults: [
        { at: 'end', do: 'close' },
        { at: 'call', error: 'FailedOperation.HighRejectionRate' },
      ],
    },
    {
      retry: { minDelayMs: 1 },
      async onUnknown(): Promise<DeliveryAnswer> {
        await failureOf(ours.sendMail(mailWith({ to: 'bob@example.org' })))
        return 'not-delivered'
      },
    },
  )
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ reason: 'blocked', attempts: 1, delivered: 'no' })
  expect(ses.calls).toBe(1)
})

it('a row of the caller’s with a scope', async () => {
  const { ses, ours } = await openStage(
    { faults: [{ at: 'call', error: 'FailedOperation.SendEmailErr', times: 9 }] },
    {
      meanings: [
        {
          code: 'FailedOperation.SendEmailErr',
          reason: 'account-refused',
          retry: 'later',
          retryAfter: HOUR,
          scope: 'sender',
          hint: 'Ask.',
        },
      ],
    },
  )
  await failureOf(ours.sendMail(mailWith()))
  expect(await failureOf(ours.sendMail(mailWith({ to: 'bob@example.org' })))).toMatchObject({
    reason: 'account-refused',
    hint: 'Ask.',
    attempts: 0,
  })
  expect(ses.calls).toBe(1)
})

it('park false: each is a call', async () => {
  const { ses, ours } = await openStage({ recipientLimit: { count: 1, perMs: HOUR } }, { park: false })
  await ours.sendMail(mailWith())
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ attempts: 1 })
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ attempts: 1 })
  expect(ses.calls).toBe(3)
})

it('a mail that was not sent leaves the count of recipientLimit alone', async () => {
  const { ses, ours } = await openStage(
    { faults: [{ at: 'call', error: 'FailedOperation.TemporaryBlocked' }] },
    { recipientLimit: { count: 1, perMs: HOUR } },
  )
  await failureOf(ours.sendMail(mailWith()))
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ reason: 'blocked' })
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ reason: 'blocked' })
  expect(ses.calls).toBe(1)
})

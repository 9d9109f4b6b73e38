// What `onUnknown` is asked, and what its answer does.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import type { DeliveryFinding, SesTransportOptions, UnknownDelivery } from '../../lib/index.ts'
import { failureOf, mailWith, openStage, sender } from '../help/stage.ts'

const lost: Fault[] = [{ at: 'reply', do: 'close' }]
const quick = { retry: { minDelayMs: 1 }, timeouts: { connectionMs: 1_000, greetingMs: 300, socketMs: 300 } }

async function answered(answer: unknown, faults = lost, options: Partial<SesTransportOptions> = {}) {
  const asked: UnknownDelivery[] = []
  const onUnknown = (unknown: UnknownDelivery) => {
    asked.push(unknown)
    return answer as DeliveryFinding
  }
  return { ...(await openStage({ faults }, { ...quick, ...options, onUnknown })), asked }
}

it('is told of the letter, and when its last byte was handed over', async () => {
  const { ours, asked } = await answered('unknown')
  const before = Date.now()
  await failureOf(ours.sendMail(mailWith({ messageId: '<7@example.com>', bcc: [] })))
  const [unknown] = asked
  expect(unknown).toEqual({
    messageId: '<7@example.com>',
    from: sender,
    to: ['ann@example.org'],
    attempts: 1,
    handedOverAt: expect.any(Number),
    error: expect.objectContaining({ delivered: 'unknown' }),
    signal: expect.any(AbortSignal),
  })
  expect(unknown?.handedOverAt).toBeGreaterThanOrEqual(before)
  expect(unknown?.handedOverAt).toBeLessThanOrEqual(Date.now())
})

it.each(['unknown', { answer: 'unknown', why: 'Two records fit.' }])('unknown stays open: %j', async (answer) => {
  const { ours, ses } = await answered(answer)
  const error = await failureOf(ours.sendMail(mailWith()))
  expect(error).toMatchObject({ delivered: 'unknown', reason: 'delivery-unknown', retry: 'never', attempts: 1 })
  expect(error.message.endsWith(' Two records fit.')).toBe(typeof answer === 'object')
  expect(ses.calls).toBe(1)
})

it('delivered, with what it goes by', async () => {
  const { ours } = await answered({ answer: 'delivered', why: 'SES has a record of it.' })
  expect((await ours.sendMail(mailWith())).accepted).toEqual(['ann@example.org'])
})

it('not delivered: the error is that of what SES refused it for', async () => {
  const verdict = {
    reason: 'recipient-rate-limited',
    retry: 'later',
    retryAfterMs: 3_600_000,
    hint: 'Wait an hour.',
    docs: 'https://example.com',
  }
  const { ours, ses } = await answered({ answer: 'not-delivered', why: 'SES did not send it.', verdict })
  expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
    ...verdict,
    message: 'SES did not send it.',
    delivered: 'no',
    permanent: false,
    attempts: 1,
  })
  expect(ses.calls).toBe(1)
})

it.each<[unknown, object, number]>([
  [{ answer: 'not-delivered', verdict: { retry: 'never' } }, { retry: 'never', permanent: true, hint: '' }, 1],
  [
    { answer: 'not-delivered', verdict: { reason: 'delivery-unknown', retry: 'later' } },
    { retry: 'later', permanent: false },
    1,
  ],
  ['not-delivered', { retry: 'soon', permanent: false, hint: 'Send the mail again: it was not delivered.' }, 2],
])('%j: the error says that it was not delivered, and nothing else', async (answer, expected, attempts) => {
  const faults: Fault[] = [1, 2].map(() => ({ at: 'end', do: 'close' }))
  const { ours } = await answered(answer, faults, { retry: { minDelayMs: 1, retries: 1 } })
  const error = await failureOf(ours.sendMail(mailWith()))
  expect(error).toMatchObject({ ...expected, delivered: 'no', reason: 'connection', code: 'ECONNECTION', attempts })
  expect(error.message).toBe(
    'The connection broke before SES answered, and the mail was not delivered: `onUnknown` says so.',
  )
})

it('not delivered: of a verdict, what is of its kind', async () => {
  const wrong = { reason: 'blocked', retry: 'later', retryAfterMs: '5', scope: 'all', hint: 5, docs: {}, rejected: 5 }
  const { ours } = await answered({ answer: 'not-delivered', verdict: { ...wrong, delivered: 'unknown', attempts: 9 } })
  const error = await failureOf(ours.sendMail(mailWith()))
  expect(error).toMatchObject({ reason: 'blocked', retry: 'later', code: 'EMESSAGE', delivered: 'no', attempts: 1 })
  expect([error.retryAfterMs, error.scope, error.rejected, typeof error.hint, typeof error.docs]).toEqual([
    undefined,
    undefined,
    undefined,
    'string',
    'string',
  ])
})

it.each([
  { answer: 'not-delivered', why: '' },
  { answer: 'not-delivered', why: 'SES did not send it.' },
])('not delivered, and no reason to wait: sent again', async (answer) => {
  const { ours, ses } = await answered(answer, [{ at: 'end', do: 'close' }])
  expect((await ours.sendMail(mailWith())).ses?.letters).toMatchObject([{ attempts: 2 }])
  expect(ses.inbox).toHaveLength(1)
})

it.each([
  { answer: 'not-delivered', verdict: { reason: 'no such', retry: 'perhaps' } },
  { answer: 'not-delivered', why: 5, verdict: null },
])('not delivered, and a verdict that is none: sent again', async (answer) => {
  const { ours } = await answered(answer, [{ at: 'end', do: 'close' }])
  expect((await ours.sendMail(mailWith())).ses?.letters).toMatchObject([{ attempts: 2 }])
})

it.each([{}, { why: 'because' }, { answer: 'yes', why: '' }, [], 7])(
  '%j is no answer, and leaves it open',
  async (answer) => {
    const { ours, ses } = await answered(answer)
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ delivered: 'unknown' })
    expect(ses.calls).toBe(1)
  },
)

it.each(['close', 'abort'])('%s ends the wait for an answer, and the signal', async (way) => {
  const controller = new AbortController()
  const { ours, asked } = await answered(new Promise(() => {}))
  const failure = failureOf(ours.sendMail(mailWith({ signal: controller.signal })))
  await vi.waitFor(() => expect(asked).toHaveLength(1))
  expect(asked[0]?.signal.aborted).toBe(false)
  if (way === 'close') ours.close()
  else controller.abort()
  expect(await failure).toMatchObject({ delivered: 'unknown' })
  expect(asked[0]?.signal.aborted).toBe(true)
})

it('a handover is told before the gateway can have the message, each time', async () => {
  const told: unknown[] = []
  const { ours, ses } = await openStage({ faults: [{ at: 'call', error: 'InternalError' }] }, quick)
  const listen = (event: unknown) => told.push([event, ses.calls])
  subscribe('nodemailer-tencentcloud-ses:handover', listen)
  onTestFinished(() => void unsubscribe('nodemailer-tencentcloud-ses:handover', listen))
  await ours.sendMail(mailWith({ messageId: '<8@example.com>' }))
  const event = { messageId: '<8@example.com>', from: sender, to: ['ann@example.org'] }
  expect(told).toEqual([
    [{ ...event, attempt: 1 }, 0],
    [{ ...event, attempt: 2 }, 1],
  ])
})

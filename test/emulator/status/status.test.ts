// The official SDK asks.

import { ses as sdk } from 'tencentcloud-sdk-nodejs-ses'
import { afterEach, describe, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../../lib/emulator/index.ts'
import { dialIn, mail } from '../client.ts'
import { today } from './ask.ts'

type Client = InstanceType<typeof sdk.v20201002.Client>
type Question = Partial<Parameters<Client['GetSendEmailStatus']>[0]>

let ses: Emulator
afterEach(() => ses.close())

/** 23:59:58 in China. */
const start = Date.UTC(2026, 10, 28, 15, 59, 58)
let time = start

async function open(options: EmulatorOptions = {}) {
  time = start
  const status = { perSecond: false, ...options.status } as const
  ses = await startEmulator({ recipientLimit: false, now: () => time, ...options, status })
  const client = await dialIn(ses)
  return async (...to: string[]) => client.send(mail({ To: to.join(', ') }), { to })
}

async function find(question: Question = {}, client = new sdk.v20201002.Client(ses.status.client)) {
  const response = await client.GetSendEmailStatus({ ...today(time), ...question })
  return response.EmailStatusList ?? []
}

const sesId = /^qcloudses-30-1250000000-date-20261128235958-[A-Za-z0-9]{12}$/

test('a record for each recipient, with every field as it is documented', async () => {
  const send = await open()
  await send('Ann@example.org', 'bob@example.org')
  const records = await find()
  expect(records).toEqual(
    ['Ann@example.org', 'bob@example.org'].map((ToEmailAddress) => ({
      MessageId: expect.stringMatching(sesId),
      ToEmailAddress,
      FromEmailAddress: 'noreply@mail.example.com',
      SendStatus: 0,
      DeliverStatus: 1,
      DeliverMessage: '',
      RequestTime: start / 1000,
      DeliverTime: start / 1000,
      UserOpened: false,
      UserClicked: false,
      UserUnsubscribed: false,
      UserComplainted: false,
      UserComplained: false,
    })),
  )
  expect(records.map(({ MessageId }) => MessageId)).toEqual(Array(2).fill(ses.ledger[0]?.sesMessageId))
})

test('one day in China for each date', async () => {
  const send = await open({ appId: '42' })
  await send('ann@example.org')
  time += 2000
  await send('bob@example.org')
  const days = ['2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30']
  const found = await Promise.all(days.map((RequestDate) => find({ RequestDate })))
  expect(found.map((records) => records.map((record) => record.ToEmailAddress))).toEqual([
    [],
    ['ann@example.org'],
    ['bob@example.org'],
    [],
  ])
  expect(found[2]?.[0]?.MessageId).toMatch(/^qcloudses-30-42-date-20261129000000-/)
})

test('found by id or by recipient; by both only if an option has it so', async () => {
  const send = await open()
  await send('ann@example.org')
  await send('ann@example.org', 'bob@example.org')
  const MessageId = ses.ledger[1]?.sesMessageId ?? ''
  const ToEmailAddress = 'ANN@example.org'
  expect(await find({ MessageId })).toHaveLength(2)
  expect(await find({ ToEmailAddress })).toHaveLength(2)
  expect(await find({ MessageId: MessageId.slice(0, -1) })).toEqual([])
  expect(await find({ MessageId, ToEmailAddress })).toEqual([])

  await ses.close()
  const again = await open({ status: { bothFilters: 'record', noRecord: 2001 } })
  await again('ann@example.org', 'bob@example.org')
  const id = ses.ledger[0]?.sesMessageId ?? ''
  expect(await find({ MessageId: id, ToEmailAddress })).toMatchObject([{ ToEmailAddress: 'ann@example.org' }])
  expect(await find({ ToEmailAddress: 'eve@example.org' })).toMatchObject([
    { SendStatus: 2001, ToEmailAddress: 'eve@example.org', MessageId: '' },
  ])
  expect(await find({ RequestDate: '2026-11-27' })).toEqual([])
})

test.each(['oldest', 'newest'] as const)('pages of at most 100, the %s first', async (order) => {
  const send = await open({ rateLimit: false, status: { order } })
  const recipients = Array.from({ length: 120 }, (_, index) => `r${index}@example.org`)
  for (const batch of [0, 40, 80]) await send(...recipients.slice(batch, batch + 40))
  const pages = [await find(), await find({ Offset: 100 }), await find({ Offset: 200 }), await find({ Limit: 1 })]
  expect(pages.map((page) => page.length)).toEqual([100, 20, 0, 1])
  const found = pages.slice(0, 2).flatMap((page) => page.map((record) => record.ToEmailAddress))
  expect(found).toEqual(order === 'oldest' ? recipients : recipients.toReversed())
})

describe('when a record appears', () => {
  test('after a delay, at the time of the call', async () => {
    const send = await open({ status: { delayMs: 5000 } })
    await send('ann@example.org')
    time += 1000
    expect(await find()).toEqual([])
    time += 3999
    expect(await find({ RequestDate: '2026-11-28' })).toEqual([])
    time += 1
    expect(await find({ RequestDate: '2026-11-28' })).toMatchObject([{ RequestTime: start / 1000 }])
  })

  test('after a delay of each mail and recipient', async () => {
    const delayMs = (_: unknown, recipient: string) => (recipient.startsWith('never') ? Number.POSITIVE_INFINITY : 0)
    const send = await open({ status: { delayMs } })
    await send('never@example.org', 'ann@example.org')
    time += 86_400_000 * 20
    expect(await find({ RequestDate: '2026-11-28' })).toMatchObject([{ ToEmailAddress: 'ann@example.org' }])
    expect(ses.status.records).toHaveLength(2)
  })

  test('not, once it was reset', async () => {
    const send = await open()
    await send('ann@example.org')
    ses.reset()
    expect(await find()).toEqual([])
    await send('bob@example.org')
    expect(await find()).toHaveLength(1)
  })
})

describe('what a record says', () => {
  test('queued, then its end', async () => {
    const outcome = {
      deliverStatus: 3,
      deliverMessage: '551 5.1.1 recipient is not exist',
      deliverAfterMs: 60_000,
    } as const
    const send = await open({ outcome: () => outcome })
    await send('ann@example.org')
    const queued = { DeliverStatus: 0, DeliverMessage: '', DeliverTime: 0, SendStatus: 0 }
    expect(await find()).toMatchObject([queued])
    time += 60_000
    const ended = { DeliverStatus: 3, DeliverMessage: outcome.deliverMessage, DeliverTime: start / 1000 + 60 }
    expect(await find({ RequestDate: '2026-11-28' })).toMatchObject([ended])
  })

  test('what the recipient did', async () => {
    const send = await open({
      outcome: (_, recipient) => ({ opened: true, clicked: true, complained: recipient === 'bob@example.org' }),
    })
    await send('ann@example.org', 'bob@example.org')
    const [ann, bob] = await find()
    expect(ann).toMatchObject({ UserOpened: true, UserClicked: true, UserUnsubscribed: false, UserComplained: false })
    expect(bob).toMatchObject({ UserComplained: true, UserComplainted: true })
  })

  test('that SES did not send it', async () => {
    const send = await open({ outcome: () => ({ sendStatus: 1010, deliverMessage: 'daily limit' }) })
    expect(await send('ann@example.org')).toMatch(/^250/)
    expect(await find()).toMatchObject([{ SendStatus: 1010, DeliverStatus: 0, DeliverMessage: 'daily limit' }])
  })
})

describe('whether there is a record', () => {
  test('of a mail that SES took without telling', async () => {
    const send = await open({ faults: [{ at: 'reply', do: 'close' }] })
    expect(await send('ann@example.org')).toBe('')
    expect(ses.ledger).toMatchObject([
      { outcome: 'unknown', delivered: true, sesMessageId: expect.stringMatching(sesId) },
    ])
    expect(await find()).toMatchObject([{ MessageId: ses.ledger[0]?.sesMessageId, SendStatus: 0 }])
  })

  test.each(['end', 'body'] as const)('none of a mail that it never took: %s', async (at) => {
    const send = await open({ faults: [{ at, do: 'close' }] })
    expect(await send('ann@example.org')).toBe('')
    expect(ses.ledger).toMatchObject([{ outcome: 'unknown', delivered: false }])
    expect(ses.ledger[0]).not.toHaveProperty('sesMessageId')
    expect(await find()).toEqual([])
  })

  test('none of a mail that it refused, or one that says why', async () => {
    const refused = { recipientLimit: { count: 1, perMs: 1000 } }
    const send = await open(refused)
    await send('ann@example.org')
    expect(await send('ann@example.org')).toContain('FrequencyLimit')
    expect(await find()).toHaveLength(1)

    await ses.close()
    const refusedOutcome = (_: unknown, __: string, row: string) =>
      row === 'recipient-limit' ? { sendStatus: 1006 } : undefined
    const again = await open({
      ...refused,
      faults: [{ at: 'reply', do: 'close', skip: 1 }],
      status: { refusedOutcome },
    })
    await again('ann@example.org')
    expect(await again('ann@example.org')).toBe('')
    expect(ses.ledger[1]).toMatchObject({ outcome: 'unknown', delivered: false, row: 'recipient-limit' })
    expect((await find()).map(({ SendStatus }) => SendStatus)).toEqual([0, 1006])
  })
})

describe('errors, as the SDK hands them on', () => {
  const wrong = async (changes: object) => {
    const { client } = ses.status
    const error = await find({}, new sdk.v20201002.Client({ ...client, ...changes })).catch((reason: unknown) => reason)
    return error
  }

  test('a wrong key, a missing region', async () => {
    await open()
    const { credential } = ses.status.client
    expect(await wrong({ credential: { ...credential, secretKey: 'other' } })).toMatchObject({
      code: 'AuthFailure.SignatureFailure',
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    })
    expect(await wrong({ credential: { ...credential, secretId: 'other' } })).toMatchObject({
      code: 'AuthFailure.SecretIdNotFound',
    })
    expect(await wrong({ region: '' })).toMatchObject({ code: 'MissingParameter' })
  })

  test('a second question within a second', async () => {
    ses = await startEmulator({ status: {}, now: () => start })
    expect(await find()).toEqual([])
    await expect(find()).rejects.toMatchObject({ code: 'RequestLimitExceeded' })
  })

  test('another action', async () => {
    await open()
    const client = new sdk.v20201002.Client(ses.status.client)
    await expect(client.ListEmailAddress()).rejects.toMatchObject({ code: 'InvalidAction' })
  })
})

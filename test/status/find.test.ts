import { describe, expect, test } from 'vitest'
import type { StatusQuestion } from '../../lib/status/index.ts'
import { sesStatus } from '../../lib/status/index.ts'
import { ann, fakeApi, from, recordAt } from '../help/ses-records.ts'
import { failureOf } from '../help/stage.ts'

const noon = Date.parse('2026-11-27T04:00:00Z')
const question: StatusQuestion = { from, to: ann, sentAt: noon }

function openStatus(...records: ReturnType<typeof recordAt>[]) {
  const api = fakeApi(records)
  return { api, status: sesStatus({ client: api.client, rateLimit: false }) }
}
const idsOf = async (status: ReturnType<typeof sesStatus>, fields: Partial<StatusQuestion> = {}) =>
  (await status.find({ ...question, ...fields })).map(({ messageId }) => messageId)

test('gives the records of the mail, the oldest first', async () => {
  const { status } = openStatus(
    recordAt(noon + 60_000, { MessageId: 'second' }),
    recordAt(noon, { MessageId: 'first', DeliverStatus: 3, DeliverMessage: '550 no such user' }),
  )
  expect(await status.find(question)).toMatchObject([
    {
      messageId: 'first',
      sendStatus: 'accepted',
      deliverStatus: 'rejected',
      deliverMessage: '550 no such user',
      requestedAt: noon,
    },
    { messageId: 'second', deliverStatus: 'queued' },
  ])
})

test('none', async () => expect(await idsOf(openStatus().status)).toEqual([]))

describe('leaves out what is another mail', () => {
  test.each<[string, Parameters<typeof recordAt>, number]>([
    ['just within two minutes', [noon + 120_000], 1],
    ['just before', [noon - 120_000], 1],
    ['later', [noon + 121_000], 0],
    ['earlier', [noon - 121_000], 0],
    ['of another sender', [noon, { FromEmailAddress: 'other@mail.example.com' }], 0],
    ['with the sender’s name', [noon, { FromEmailAddress: `Shop <${from.toUpperCase()}>` }], 1],
  ])('%s', async (_, record, count) => expect(await idsOf(openStatus(recordAt(...record)).status)).toHaveLength(count))
})

test('a Date is as good', async () =>
  expect(await idsOf(openStatus(recordAt(noon)).status, { sentAt: new Date(noon) })).toHaveLength(1))

test('within', async () => {
  const { status } = openStatus(recordAt(noon + 5_000))
  expect(await idsOf(status, { within: 4_000 })).toEqual([])
  expect(await idsOf(status, { within: 5_000 })).toHaveLength(1)
})

// SES keeps days of China.
test.each([
  ['2026-11-27T15:50:00Z', ['2026-11-27']],
  ['2026-11-27T15:59:00Z', ['2026-11-27', '2026-11-28']],
  ['2026-11-27T16:01:00Z', ['2026-11-27', '2026-11-28']],
  ['2026-11-27T16:10:00Z', ['2026-11-28']],
  ['2026-12-31T15:59:59Z', ['2026-12-31', '2027-01-01']],
])('sent at %s: asks for %j', async (time, days) => {
  const sentAt = Date.parse(time)
  const { api, status } = openStatus(recordAt(sentAt - 100_000), recordAt(sentAt + 100_000))
  expect(await idsOf(status, { sentAt })).toHaveLength(2)
  expect(api.asked.map(({ RequestDate }) => RequestDate)).toEqual(days)
})

test('a record that came while the pages were read is there once', async () => {
  const records = Array.from({ length: 150 }, () => recordAt(noon))
  const { api, status } = openStatus(...records)
  const ask = api.client.GetSendEmailStatus
  api.client.GetSendEmailStatus = async (request) => {
    const answer = await ask(request)
    if (request.Offset === 0) api.records.unshift(recordAt(noon))
    return answer
  }
  const ids = await idsOf(status)
  expect(ids).toHaveLength(150)
  expect(new Set(ids).size).toBe(150)
})

test('an error of SES’s', async () => {
  const refusal = Object.assign(new Error('查询日期不支持'), {
    code: 'FailedOperation.NotSupportDate',
    requestId: 'r-9',
  })
  const status = sesStatus({ client: { GetSendEmailStatus: () => Promise.reject(refusal) } })
  expect(await failureOf(status.find(question))).toMatchObject({
    sesCode: 'FailedOperation.NotSupportDate',
    requestId: 'r-9',
    retry: 'never',
    delivered: 'unknown',
    hint: 'Ask about a day of the last 30.',
  })
})

describe('a question that is none', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'Expected `question` to be an object, got `undefined`'],
    ['no sender', { to: ann, sentAt: noon }, 'Expected `from` to be a string that is not empty, got `undefined`'],
    ['no recipient', { from, sentAt: noon }, 'Expected `to` to be a string that is not empty, got `undefined`'],
    ['no time', { from, to: ann }, 'Expected `sentAt` to be a Date, or milliseconds since 1970, got `undefined`'],
    [
      'a time that is none',
      { ...question, sentAt: new Date('x') },
      'Expected `sentAt` to be a Date, or milliseconds since 1970, got an object',
    ],
    [
      'a window without end',
      { ...question, within: Number.POSITIVE_INFINITY },
      'Expected `within` to be a whole number from 0 to 2592000000, got `Infinity` (number)',
    ],
    [
      'a controller in place of its signal',
      { ...question, signal: new AbortController() },
      'Expected `signal` to be an AbortSignal, got an object',
    ],
    ['an unknown field', { ...question, sentat: 1 }, 'Unknown option `sentat`: did you mean `sentAt`?'],
  ])('%s', async (_, given, message) =>
    expect(openStatus().status.find(given as StatusQuestion)).rejects.toThrow(
      message.replace('got an object', 'got `'),
    ),
  )
})

test('a signal that is none, and one that throws, keep no question from being asked', async () => {
  const { api, status } = openStatus(recordAt(noon))
  const limited = sesStatus({ client: api.client, rateLimit: { perSecond: 1_000 } })
  const odd = {
    aborted: false,
    addEventListener() {
      throw new Error('no')
    },
    removeEventListener() {
      throw new Error('no')
    },
  }
  for (const signal of [new AbortController(), odd, 7]) {
    await expect(limited.find({ ...question, signal: signal as never })).rejects.toThrow(Error)
  }
  expect(await idsOf(limited)).toHaveLength(1)
  expect(await idsOf(status, { signal: null as never })).toHaveLength(1)
})

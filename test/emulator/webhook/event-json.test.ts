import { expect, test } from 'vitest'
import { readPart } from '../../../lib/emulator/mime/part.ts'
import { completeOutcome } from '../../../lib/emulator/outcome.ts'
import type { ReceivedLetter } from '../../../lib/emulator/records.ts'
import type { Send } from '../../../lib/emulator/send.ts'
import { composeEvent, type EventForm } from '../../../lib/emulator/webhook/event-json.ts'
import type { WebhookEvent } from '../../../lib/emulator/webhook/events.ts'

const form: Required<EventForm> = {
  fields: '2025-10-30',
  bulkId: 'bulkId',
  bounceType: 'soft_bounce',
  event: true,
  unusedFields: 'absent',
  ownMessageId: true,
  callbackHeaders: true,
}

// The sample of the page of 2025-10-30: https://www.tencentcloud.com/document/product/1084/39492
const messageId = 'ea2783c1-7704-48a8-af36-2b9e83e767ec@fromexample.com'
const sample = {
  event: 'bounce',
  email: 'example@example.com',
  bulkId: 'qcloudses-30-251200670-date-20220601142439-8jolHvR2XcXC1',
  timestamp: 1654064683,
  reason: '551 5.1.1 recipient is not exist',
  bounceType: 'hard_bounce',
  username: '251200670',
  from: 'test@fromexample.com',
  fromDomain: 'fromexample.com',
  templateId: 123456,
  subject: 'example subject',
  messageId,
  sentTimestamp: 1761555487,
  'X-Tencentcloudses-Cb-Custom': 'ses callback',
}
const bounce: WebhookEvent = { event: 'bounce', reason: sample.reason, templateId: 123456 }
const header = `Subject: example subject\r\nMessage-ID: <${messageId}>\r\nX-TENCENTCLOUDSES-cb-custom: ses callback\r\n`

function compose(event: WebhookEvent, changes: EventForm = {}, fields = header) {
  const mail = {
    envelope: { from: sample.from, to: [sample.email] },
    headers: readPart(Buffer.from(`${fields}\r\n`)).fields,
    receivedAt: sample.sentTimestamp * 1000,
  } as Partial<ReceivedLetter> as ReceivedLetter
  const own = mail.headers.some(({ name }) => name === 'message-id') ? messageId : ''
  const outcome = completeOutcome({})
  const ids = { sesMessageId: sample.bulkId, messageId: own, assignedId: 'uuid@fromexample.com' }
  const send: Send = { ...ids, mail, recipient: sample.email, outcome }
  return composeEvent(send, event, { ...form, ...changes }, { appId: sample.username, at: sample.timestamp * 1000 })
}

test('the sample of the page, and the two fields that only its table has', () => {
  expect(compose(bounce)).toEqual({ ...sample, eventid: 3, taskId: 0 })
  const shared = Object.keys(compose(bounce)).filter((name) => name in sample)
  expect(shared).toEqual(Object.keys(sample))
})

test.each([
  ['delivered', 1],
  ['dropped', 2],
  ['bounce', 3],
  ['open', 4],
  ['click', 5],
  ['spamreport', 6],
  ['unsubscribe', 7],
  ['deferred', 8],
  ['processed', undefined],
] as const)('%s is eventid %s', (event, id) => expect(compose({ event }).eventid).toBe(id))

test('fields that only some events have', () => {
  const names = (event: WebhookEvent) =>
    ['link', 'reason', 'bounceType', 'useragent'].filter((name) => name in compose(event))
  expect(names({ event: 'delivered' })).toEqual([])
  expect(names({ event: 'dropped' })).toEqual(['reason'])
  expect(names({ event: 'open' })).toEqual(['useragent'])
  expect(names({ event: 'click' })).toEqual(['link', 'useragent'])
  const click = { event: 'click', link: 'https://example.com/', useragent: 'Mozilla/5.0' } as const
  expect(compose(click)).toMatchObject(click)
})

test.each<[EventForm, object, string[]]>([
  [{ fields: 'older' }, {}, ['eventid', 'taskId', 'subject', 'messageId', 'sentTimestamp']],
  [{ bulkId: 'bulkid' }, { bulkid: sample.bulkId }, ['bulkId']],
  [{ bounceType: 'soft' }, { bounceType: 'hard' }, []],
  [{ event: false }, { eventid: 3 }, ['event']],
  [{ unusedFields: 'empty' }, { link: '', useragent: '' }, []],
  [{ ownMessageId: false }, { messageId: 'uuid@fromexample.com' }, []],
  [{ callbackHeaders: false }, {}, ['X-Tencentcloudses-Cb-Custom']],
])('form %j', (changes, added, absent) => {
  const event = compose(bounce, changes)
  expect(event).toMatchObject(added)
  expect(absent.filter((name) => name in event)).toEqual([])
})

test('a soft bounce, in both spellings', () => {
  const soft = { event: 'bounce', bounceType: 'soft' } as const
  expect([compose(soft).bounceType, compose(soft, { bounceType: 'soft' }).bounceType]).toEqual(['soft_bounce', 'soft'])
})

test('a subject beyond ASCII is in encoded words, as it came or not', () => {
  const encoded = '=?UTF-8?B?5L2g5aW9?='
  expect(compose(bounce, {}, `Subject: ${encoded}\r\n`).subject).toBe(encoded)
  expect(compose(bounce, {}, 'Subject: 你好\r\n').subject).toBe(encoded)
})

test('a mail without Message-ID gets one of SES', () =>
  expect(compose(bounce, {}, 'Subject: Hi\r\n').messageId).toBe('uuid@fromexample.com'))

test('a header of the sender cannot take the place of a field, nor of a prototype', () => {
  const hostile = 'X-Tencentcloudses-Cb-__proto__: x\r\nX-Tencentcloudses-Cb: y\r\nevent: open\r\n__proto__: z\r\n'
  const event = compose(bounce, {}, hostile)
  expect(event).toMatchObject({ event: 'bounce', 'X-Tencentcloudses-Cb-__proto__': 'x' })
  expect(event).not.toHaveProperty('X-Tencentcloudses-Cb')
  expect(Object.getPrototypeOf(event)).toBe(Object.prototype)
})

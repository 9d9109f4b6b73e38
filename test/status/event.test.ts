import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSesError } from '../../lib/index.ts'
import { parseSesEvent } from '../../lib/status/event.ts'

// The page's sample of 2025-10-30, its fields as its table has them: https://www.tencentcloud.com/document/product/1084/39492
const bounced = {
  event: 'bounce',
  email: 'ann@example.org',
  link: '',
  bulkId: 'qcloudses-30-1254460569-date-20251030101112-abc',
  timestamp: 1761790275,
  reason: '551 5.1.1 recipient is not exist',
  bounceType: 'hard_bounce',
  username: '1254460569',
  from: 'noreply@mail.example.com',
  fromDomain: 'mail.example.com',
  templateId: 0,
  subject: '=?UTF-8?B?6K6i5Y2V?=',
  messageId: 'd1c8f9a2-0f3c-4a47-9f0e-3f4f3e0f8f10@mail.example.com',
  sentTimestamp: 1761790272,
  'X-Tencentcloudses-Cb-Custom': 'value',
}

test('the newest version of the page', () =>
  expect(parseSesEvent(JSON.stringify(bounced))).toEqual({
    id: expect.stringMatching(/^[0-9a-f]{32}$/),
    event: 'bounce',
    recipient: 'ann@example.org',
    at: 1761790275_000,
    sentAt: 1761790272_000,
    messageId: 'd1c8f9a2-0f3c-4a47-9f0e-3f4f3e0f8f10@mail.example.com',
    sesMessageId: 'qcloudses-30-1254460569-date-20251030101112-abc',
    reason: '551 5.1.1 recipient is not exist',
    bounce: 'hard',
    link: undefined,
    subject: '订单',
    from: 'noreply@mail.example.com',
    userAgent: undefined,
    headers: { 'X-Tencentcloudses-Cb-Custom': 'value' },
    callback: { custom: 'value' },
    raw: bounced,
  }))

test.each<[string, object, object]>([
  ['bulkid', { bulkId: undefined, bulkid: 'q-1' }, { sesMessageId: 'q-1' }],
  ['the oldest version: soft', { bounceType: 'soft' }, { bounce: 'soft' }],
  ['the oldest version: hard', { bounceType: 'hard' }, { bounce: 'hard' }],
  ['soft_bounce', { bounceType: 'soft_bounce' }, { bounce: 'soft' }],
  ['another bounce', { bounceType: 'blocked' }, { event: 'bounce', bounce: undefined }],
  ['the oldest version: processed', { event: 'processed' }, { event: 'processed' }],
  ['capital letters', { event: 'Delivered' }, { event: 'delivered' }],
  ['an event of a later version', { event: 'delayed', eventid: 3 }, { event: 'unknown' }],
  ['a number as text', { timestamp: '1761790275' }, { at: 1761790275_000 }],
  ['milliseconds', { timestamp: 1761790275_123 }, { at: 1761790275_123 }],
  ['angle brackets', { messageId: '<a@b.cc>' }, { messageId: 'a@b.cc' }],
  ['a click', { event: 'click', link: 'https://example.org/?a=b' }, { link: 'https://example.org/?a=b' }],
  ['a program', { useragent: 'Mozilla/5.0' }, { userAgent: 'Mozilla/5.0' }],
  [
    'a header in another spelling',
    { 'x-tencentcloudses-cb-order-id': '=?UTF-8?Q?=E8=AE=A2?=' },
    {
      callback: { custom: 'value', 'order-id': '订' },
      headers: { 'X-Tencentcloudses-Cb-Custom': 'value', 'x-tencentcloudses-cb-order-id': '订' },
    },
  ],
  // As the longest `ses.callback` that a mail may have is written.
  [
    'a long header',
    {
      'X-Tencentcloudses-Cb-Custom': `=?UTF-8?B?${Buffer.from('订'.repeat(15)).toString('base64')}?=\r\n `.repeat(667),
    },
    { callback: { custom: '订'.repeat(10_000) } },
  ],
  ['a header that no mail of ours has', { 'X-Tencentcloudses-Cb-__proto__': 'x' }, { callback: { custom: 'value' } }],
])('%s', (_, fields, expected) => expect(parseSesEvent({ ...bounced, ...fields })).toMatchObject(expected))

test.each([
  [1, 'delivered'],
  [2, 'dropped'],
  [3, 'bounce'],
  [4, 'open'],
  [5, 'click'],
  [6, 'spamreport'],
  [7, 'unsubscribe'],
  [8, 'deferred'],
  ['8', 'deferred'],
  [0, 'unknown'],
  [9, 'unknown'],
  [-1, 'unknown'],
  [1.5, 'unknown'],
  ['length', 'unknown'],
  [undefined, 'unknown'],
])('eventid %s where event is missing: %s', (eventid, event) =>
  expect(parseSesEvent({ ...bounced, event: undefined, eventid }).event).toBe(event),
)

test('text, bytes and what was parsed are alike', () => {
  const text = JSON.stringify(bounced)
  const bytes = Buffer.from(text)
  const { buffer, byteOffset, byteLength } = bytes
  const forms = [
    text,
    `\ufeff${text}`,
    bytes,
    new Uint8Array(bytes),
    buffer.slice(byteOffset, byteOffset + byteLength),
    bounced,
  ]
  for (const form of forms) expect(parseSesEvent(form)).toEqual(parseSesEvent(bounced))
})

describe('id', () => {
  const idOf = (fields: object) => parseSesEvent({ ...bounced, ...fields }).id

  test('is the same for the same event in another order and spelling', () => {
    const reversed = Object.fromEntries(Object.entries(bounced).reverse())
    expect(parseSesEvent(reversed).id).toBe(idOf({}))
    expect(idOf({ bulkId: undefined, bulkid: bounced.bulkId, bounceType: 'hard', event: 'Bounce' })).toBe(idOf({}))
  })

  test('differs for what differs', () => {
    const others = [
      {},
      { event: 'delivered' },
      { email: 'bob@example.org' },
      { timestamp: 1 },
      { messageId: 'x@y' },
      { bulkId: 'q' },
      { event: 'click', link: 'https://a' },
      { event: 'click', link: 'https://b' },
      { event: 'new' },
      { event: 'newer' },
      { event: 'new', detail: 'more' },
    ]
    expect(new Set(others.map(idOf)).size).toBe(others.length)
  })
})

describe('refused', () => {
  test.each<[string, unknown]>([
    ['no JSON', 'event=bounce'],
    ['nothing', ''],
    ['half an event', '{"event":"bou'],
    ['null', null],
    ['undefined', undefined],
    ['null in JSON', 'null'],
    ['a list', [bounced]],
    ['a list in JSON', `[${JSON.stringify(bounced)}]`],
    ['a number', 7],
    ['a function', () => bounced],
    ['too large a text', JSON.stringify({ ...bounced, pad: 'x'.repeat(300_000) })],
    ['too many bytes', Buffer.alloc(300_000, 0x20)],
    ['too many fields', Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`f${index}`, index]))],
    ['a field that throws', Object.defineProperty({}, 'event', { enumerable: true, get: () => assertNever() })],
    ['an object that is closed', closedProxy()],
  ])('%s', (_, body) => {
    const error = failureOf(body)
    expect(error).toMatchObject({ name: 'SesError', reason: 'message-invalid', delivered: 'unknown', field: 'body' })
  })
})

describe('fields of the wrong type are as if they were missing', () => {
  test.each([null, {}, [], true, Number.NaN, { toString: () => 'bounce' }])('%j', (value) => {
    const fields = Object.fromEntries(Object.keys(bounced).map((name) => [name, value]))
    expect(parseSesEvent(fields)).toMatchObject({
      event: 'unknown',
      recipient: undefined,
      at: undefined,
      bounce: undefined,
      headers: {},
    })
  })
})

test('__proto__ is no field, and is not handed on', () => {
  const event = parseSesEvent('{"__proto__":{"event":"delivered","isAdmin":true},"email":"ann@example.org"}')
  expect(event.event).toBe('unknown')
  expect(Object.hasOwn(event.raw, '__proto__')).toBe(false)
  expect(Object.assign({}, event.raw)).not.toHaveProperty('isAdmin')
})

test('what is inherited is no field', () =>
  expect(parseSesEvent(Object.create({ event: 'delivered' })).event).toBe('unknown'))

// Whatever comes, and as often as one likes.
describe('anything at all', () => {
  const check = (body: unknown) => {
    try {
      const event = parseSesEvent(body)
      expect(event.id).toMatch(/^[0-9a-f]{32}$/)
      expect(parseSesEvent(body).id).toBe(event.id)
      for (const value of [event.recipient, event.messageId, event.reason, event.link, event.subject]) {
        expect(['string', 'undefined']).toContain(typeof value)
      }
    } catch (error) {
      if (!isSesError(error)) throw error
    }
  }

  test('any value', () => fc.assert(fc.property(fc.anything({ withBigInt: true, withNullPrototype: true }), check)))
  test('any text', () => fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), check)))
  test('any bytes', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), check)))
  test('any values in its fields', () => {
    const value = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.integer(),
      fc.constantFrom('hard', '=?UTF-8?Q?a?=', '=?x?B?//8?='),
    )
    const names = [...Object.keys(bounced), 'eventid', 'bulkid', 'useragent', '__proto__', 'X-Tencentcloudses-Cb-A']
    const event = fc.dictionary(fc.constantFrom(...names), value)
    fc.assert(fc.property(event, check))
    fc.assert(fc.property(event, (fields) => check(JSON.stringify(fields))))
  })
})

test.each([
  ['encoded words', { subject: '=?UTF-8?Q?a?= '.repeat(18_000) }],
  ['half an encoded word', { subject: '=?'.repeat(100_000) }],
  ['brackets', { messageId: '<'.repeat(200_000) }],
  ['a long name', { [`X-Tencentcloudses-Cb-${'a-'.repeat(100_000)}`]: 'x' }],
  ['digits', { timestamp: '1'.repeat(200_000) }],
])('%s do not take long', (_, fields) => {
  const start = performance.now()
  parseSesEvent(JSON.stringify(fields))
  expect(performance.now() - start).toBeLessThan(500)
})

function failureOf(body: unknown): unknown {
  try {
    return parseSesEvent(body)
  } catch (error) {
    return error
  }
}

function assertNever(): never {
  throw new Error('a getter')
}

function closedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

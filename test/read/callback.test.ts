import type { SendMailOptions } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { open, read } from '../help/open-mail.ts'

const mail = (ses: unknown, rest: SendMailOptions = {}) => ({ text: 'a', ...rest, ses }) as SendMailOptions
const callbacksOf = async (data: SendMailOptions) =>
  (await read(data)).headers
    .filter(({ name }) => /^x-tencentcloudses-cb-/i.test(name))
    .map(({ name, value }) => `${name}: ${value}`)

test.each<[string, unknown, string[]]>([
  ['one', { callback: { order: '42' } }, ['X-Tencentcloudses-Cb-Order: 42']],
  [
    'several',
    { callback: { order: '42', 'order-id': 'a b', x2: '{"a":1}' } },
    ['X-Tencentcloudses-Cb-Order: 42', 'X-Tencentcloudses-Cb-Order-Id: a b', 'X-Tencentcloudses-Cb-X2: {"a":1}'],
  ],
  ['not ASCII', { callback: { name: '订单' } }, ['X-Tencentcloudses-Cb-Name: 订单']],
  ['a long key', { callback: { ['k'.repeat(100)]: '1' } }, [`X-Tencentcloudses-Cb-K${'k'.repeat(99)}: 1`]],
  ['a long value', { callback: { order: 'a'.repeat(10_000) } }, [`X-Tencentcloudses-Cb-Order: ${'a'.repeat(10_000)}`]],
  ['none', { callback: {} }, []],
  ['nothing', {}, []],
  ['what another service reads', { ConfigurationSetName: 'a' }, []],
  ['undefined', undefined, []],
  ['null', null, []],
])('%s', async (_, ses, headers) => expect(await callbacksOf(mail(ses))).toEqual(headers))

test('in a raw message too', async () => {
  const raw = 'From: noreply@mail.example.com\r\nTo: ann@example.org\r\nSubject: s\r\n\r\nt'
  expect(await callbacksOf(mail({ callback: { order: '42' } }, { raw }))).toEqual(['X-Tencentcloudses-Cb-Order: 42'])
})

test('beside the same one in the headers', async () =>
  expect(
    await callbacksOf(mail({ callback: { order: '42' } }, { headers: { 'x-tencentcloudses-cb-order': '42' } })),
  ).toHaveLength(1))

test('as it was when the mail was handed over', async () => {
  const callback = { order: '42' }
  const opened = await open(mail({ callback }))
  callback.order = '43'
  const { letter } = await opened.readLetter(new AbortController().signal)
  expect(letter.headers).toContainEqual({ name: 'X-Tencentcloudses-Cb-Order', value: '42' })
})

describe('refused, before anything is read', () => {
  test.each<[string, unknown, string, string]>([
    ['a capital letter', { callback: { orderId: '1' } }, 'ses.callback.orderId', 'small letters, digits and hyphens'],
    ['no letter', { callback: { '': '1' } }, 'ses.callback.', 'small letters'],
    ['a line end in a key', { callback: { 'a\r\nBcc': '1' } }, 'ses.callback.a Bcc', 'small letters'],
    [
      'a longer key',
      { callback: { ['k'.repeat(101)]: '1' } },
      `ses.callback.${'k'.repeat(100)}`,
      'up to 100 characters',
    ],
    [
      'a longer value',
      { callback: { order: 'a'.repeat(10_001) } },
      'ses.callback.order',
      'expected at most 10000 characters, got 10001',
    ],
    ['half a surrogate pair', { callback: { order: 'a\ud83d' } }, 'ses.callback.order', 'half a surrogate pair'],
    ['__proto__', JSON.parse('{"callback":{"__proto__":"1"}}'), 'ses.callback.__proto__', 'small letters'],
    ['a number', { callback: { order: 42 } }, 'ses.callback.order', 'expected a string, got number'],
    ['undefined', { callback: { order: undefined } }, 'ses.callback.order', 'got undefined'],
    ['an empty value', { callback: { order: '' } }, 'ses.callback.order', 'expected text'],
    ['white space at an end', { callback: { order: '42 ' } }, 'ses.callback.order', 'white space'],
    ['a line end', { callback: { order: '42\r\nBcc: x@y.zz' } }, 'ses.callback.order', 'line end'],
    ['a list', { callback: ['42'] }, 'ses.callback', 'expected an object'],
    ['a string', { callback: '42' }, 'ses.callback', 'expected an object'],
    ['ses that is none', '42', 'ses', 'expected an object'],
  ])('%s', async (_, ses, field, words) =>
    expect(open(mail(ses))).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      retry: 'never',
      field,
      message: expect.stringContaining(words),
    }),
  )

  test('another value in the headers', () =>
    expect(
      open(mail({ callback: { order: '42' } }, { headers: { 'X-Tencentcloudses-Cb-Order': '43' } })),
    ).rejects.toMatchObject({ field: 'ses.callback', hint: 'Leave one of them out.' }))
})

import type { SendMailOptions } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { headerValues, open, read, readOpened } from '../help/open-mail.ts'

describe('custom headers', () => {
  test.each<[string, SendMailOptions, string, string[]]>([
    ['a string', { headers: { 'X-A': 'a' } }, 'X-A', ['a']],
    ['Unicode', { headers: { 'X-A': 'größe 你好' } }, 'X-A', ['größe 你好']],
    ['several values', { headers: { 'X-A': ['1', '2'] } }, 'X-A', ['1', '2']],
    [
      'a list of names and values',
      {
        headers: [
          { key: 'X-A', value: '1' },
          { key: 'X-A', value: '2' },
        ],
      },
      'X-A',
      ['1', '2'],
    ],
    ['a Date', { headers: { 'X-A': new Date(0) as never } }, 'X-A', ['Thu, 01 Jan 1970 00:00:00 +0000']],
    ['prepared', { headers: { 'X-A': { prepared: true, value: 'a =?UTF-8?Q?=C3=BC?=' } } }, 'X-A', ['a ü']],
    ['white space at the ends of an encoded word', { headers: { 'X-A': '=?UTF-8?Q?_=C3=BC_?=' } }, 'X-A', ['ü']],
    ['prepared and folded', { headers: { 'X-A': { prepared: true, value: 'a\r\n b' } } }, 'X-A', ['a b']],
    [
      'prepared, with a line end that is no fold',
      { headers: { 'X-A': { prepared: true, value: 'a\r\nBcc: eve@example.org' } } },
      'X-A',
      ['a Bcc: eve@example.org'],
    ],
    ['a number', { headers: { 'X-A': 0 as never } }, 'X-A', ['0']],
    ['false, which is none', { headers: { 'X-A': false as never } }, 'X-A', []],
    ['a line end and a header', { headers: { 'X-A': 'a\r\nBcc: eve@example.org' } }, 'X-A', ['a Bcc: eve@example.org']],
    ['bare line ends', { headers: { 'X-A': 'a\rb\nc' } }, 'X-A', ['a b c']],
    ['an own key called __proto__', JSON.parse('{"headers":{"__proto__":"a","X-A":"b"}}'), 'X-A', ['b']],
  ])('%s', async (_, data, name, values) =>
    expect(headerValues(await read({ text: 'a', ...data }), name)).toEqual(values),
  )

  test('empty values are none', async () =>
    expect(headerValues(await read({ text: 'a', headers: { 'X-A': '' } }), 'X-A')).toEqual([]))
})

test.each<[string, SendMailOptions, string, string[]]>([
  ['messageId', { messageId: 'a@b' }, 'Message-ID', ['<a@b>']],
  ['inReplyTo', { inReplyTo: '<a@b>' }, 'In-Reply-To', ['<a@b>']],
  ['references, a list', { references: ['<a@b>', 'c@d'] }, 'References', ['<a@b> <c@d>']],
  [
    'references, a list with nothing in it',
    { references: ['<a@b>', '', ' ', 'c@d', ''] },
    'References',
    ['<a@b> <c@d>'],
  ],
  ['references, a string', { references: '<a@b> c@d' }, 'References', ['<a@b> <c@d>']],
  ['references, with commas', { references: '<a@b>, <c@d>' }, 'References', ['<a@b> <c@d>']],
  ['inReplyTo, a sentence around it', { inReplyTo: 'Your message of "Fri, 11 Aug" <a@b>' }, 'In-Reply-To', ['<a@b>']],
  ['date', { date: new Date(0) }, 'Date', ['Thu, 01 Jan 1970 00:00:00 +0000']],
  [
    'date, a number',
    { date: 0 as never, headers: { Date: 1_000 as never } },
    'Date',
    ['Thu, 01 Jan 1970 00:00:01 +0000'],
  ],
  ['date, ISO 8601', { date: '2026-01-02T03:04:05.678Z' }, 'Date', ['Fri, 02 Jan 2026 03:04:05 +0000']],
  ['date, ISO 8601 with a zone', { date: '2026-01-02T03:04:05+08:00' }, 'Date', ['Thu, 01 Jan 2026 19:04:05 +0000']],
  ['date, a day', { date: '2026-01-02' }, 'Date', ['Fri, 02 Jan 2026 00:00:00 +0000']],
  [
    'date, as JavaScript prints it',
    { date: 'Fri Jan 02 2026 11:04:05 GMT+0800 (China Standard Time)' },
    'Date',
    ['Fri, 02 Jan 2026 03:04:05 +0000'],
  ],
  ['date, as mails have it', { date: 'Fri, 2 Jan 2026 03:04:05 +0800' }, 'Date', ['Fri, 2 Jan 2026 03:04:05 +0800']],
  ['date, as Go prints it', { date: '2026-01-16 10:00:00 +0800 CST' }, 'Date', ['2026-01-16 10:00:00 +0800 CST']],
  ['date, in words', { date: 'tomorrow' }, 'Date', ['tomorrow']],
  ['an invalid date', { date: new Date(Number.NaN) }, 'Date', ['Invalid Date']],
  ['priority', { priority: 'high' }, 'X-Priority', ['1 (Highest)']],
  ['priority, as others spell it', { priority: 'low' }, 'Importance', ['Low']],
  [
    'list',
    {
      list: {
        unsubscribe: [{ url: 'https://x.example/u?a=1', comment: 'Leave' }, 'u@x.example'],
        id: { url: 'x.example', comment: 'News' },
      },
    },
    'List-Unsubscribe',
    ['<https://x.example/u?a=1> (Leave)', '<mailto:u@x.example>'],
  ],
  ['defaults', {}, 'X-Default', ['d']],
])('%s', async (_, data, name, values) => {
  const letter = await read({ text: 'a', ...data }, { defaults: { headers: { 'X-Default': 'd' } } })
  expect(headerValues(letter, name)).toEqual(values)
})

test('a mail without a date has one of now', async () => {
  const before = Math.floor(Date.now() / 1_000) * 1_000
  const [date = ''] = headerValues(await read({ text: 'a' }), 'Date')
  expect(Date.parse(date)).toBeGreaterThanOrEqual(before)
  expect(Date.parse(date)).toBeLessThanOrEqual(Date.now())
})

test('a Message-ID is made once, and is that of the letter', async () => {
  const opened = await open({ text: 'a' })
  const letter = await readOpened(opened)
  expect(opened.messageId).toMatch(/^<[^<>\s]+@mail\.example\.com>$/)
  expect(headerValues(letter, 'Message-ID')).toEqual([opened.messageId])
})

test('normalizeHeaderKey spells the names', async () => {
  const letter = await read({ text: 'a', headers: { 'x-my-id': '1' }, normalizeHeaderKey: (key) => key.toUpperCase() })
  expect(headerValues(letter, 'X-MY-ID')).toEqual(['1'])
  expect(headerValues(letter, 'MESSAGE-ID')).toHaveLength(1)
})

test("Nodemailer's own Content-Type is no header of the letter, a second one is", async () => {
  expect(headerValues(await read({ html: 'a' }), 'Content-Type')).toEqual([])
  expect(headerValues(await read({ html: 'a', headers: { 'Content-Type': 'text/x' } }), 'Content-Type')).toEqual([
    'text/x',
  ])
})

// It cannot be sent, and the rule for headers says so: left out here, no one would know.
test.each(['Content-Language', 'Content-Location', 'Content-Description'])(
  '%s of the caller is a header of the letter',
  async (name) => expect(headerValues(await read({ text: 'a', headers: { [name]: 'de' } }), name)).toEqual(['de']),
)

test('From, To, Cc, Bcc, Reply-To and Subject have places of their own', async () => {
  const { headers } = await read({ text: 'a', cc: 'c@example.org', bcc: 'b@example.org', replyTo: 'r@example.org' })
  expect(headers.map(({ name }) => name).sort()).toEqual(['Date', 'Message-ID'])
})

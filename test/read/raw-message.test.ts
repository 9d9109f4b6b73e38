import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import type { SendMailOptions } from 'nodemailer'
import { decodeWords } from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { headers } from '../../lib/fit/headers.ts'
import { unicode } from '../../lib/fit/unicode.ts'
import type { Letter } from '../../lib/letter.ts'
import { settingsOf } from '../help/letters.ts'
import { mail, writable } from '../help/mails.ts'
import { type Opening, read } from '../help/open-mail.ts'

/** A text on the wire has CRLF, and one at its end if it is the whole message: neither is the caller's. */
function normalized(letter: Letter): Letter {
  const text = (value: string | undefined) => value?.replace(/\r\n/g, '\n').replace(/\n$/, '')
  return { ...letter, text: text(letter.text), html: text(letter.html) }
}

const asBytes: Opening = { plugins: [({ message }) => message.transform(() => new PassThrough())] }

// A plugin that transforms nothing makes the same mail one that is read from its bytes.
describe('a mail reads the same from the tree and from the bytes', () => {
  const fixed = { messageId: '<a@b>', date: new Date(0) }
  const png = Buffer.from('89504e470d0a1a0a', 'hex')

  test.each<[string, SendMailOptions]>([
    ['text', { text: 'hello' }],
    ['Chinese', { text: '你好，世界', subject: '你好 😀', from: '商店 <a@example.com>' }],
    ['long lines', { text: `${'x'.repeat(3_000)} ${'y '.repeat(2_000)}`, html: `<p>${'中'.repeat(3_000)}</p>` }],
    ['HTML alone', { html: '<p>Grüße</p>' }],
    ['both', { text: 'a', html: '<p>a' }],
    ['lines that SMTP and MIME treat', { text: '.\n..\nFrom me\n--\n  indented\n\ttab' }],
    ['several lines, and white space at their ends', { text: 'a  \nb\t\n\nc ' }],
    [
      'files',
      {
        text: 'a',
        attachments: [
          { filename: 'a.pdf', content: png },
          { filename: '发票 😀.txt', content: 'b' },
        ],
      },
    ],
    ['files alone', { attachments: [{ filename: 'a.pdf', content: png }] }],
    [
      'a file of text without a name',
      { text: 'a', attachments: [{ filename: false, contentType: 'text/plain', content: 'b' }] },
    ],
    ['HTML as a file', { text: 'a', html: '<p>', attachments: [{ filename: 'a.html', content: '<b>' }] }],
    [
      'a mail as a file',
      {
        text: 'a',
        attachments: [{ filename: 'a.eml', contentType: 'message/rfc822', content: 'Subject: x\r\n\r\nhello\r\n' }],
      },
    ],
    [
      'names that stand in headers',
      {
        text: 'a',
        attachments: [
          { filename: false, contentType: 'application/pdf; name="发 票.pdf"', content: png },
          { filename: false, contentDisposition: 'attachment; filename=b.pdf', content: png },
        ],
      },
    ],
    ['a Content-Disposition of the mail', { text: 'a', headers: { 'Content-Disposition': 'inline' } }],
    ['a long file name', { text: 'a', attachments: [{ filename: `${'发'.repeat(100)}.pdf`, content: png }] }],
    [
      'an inline image',
      { html: '<img src="cid:logo@x">', attachments: [{ filename: 'l.png', cid: 'logo@x', content: png }] },
    ],
    ['an inline file', { text: 'a', attachments: [{ filename: 'l.png', contentDisposition: 'inline', content: png }] }],
    ['AMP and Watch HTML', { text: 'a', html: '<p>a', amp: '<html amp4email>', watchHtml: '<b>' }],
    [
      'an alternative that is no text',
      { text: 'a', alternatives: [{ contentType: 'application/json', content: '{}' }] },
    ],
    ['an invitation', { text: 'a', icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' } }],
    [
      'a calendar file',
      { text: 'a', attachments: [{ filename: 'a.ics', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' }] },
    ],
    [
      'addresses',
      {
        text: 'a',
        from: '"Lee, Ann" <a@example.com>',
        to: 'Team: B <b@x.org>, c@x.org;, d@例え.jp',
        cc: 'e@x.org',
        bcc: 'f@x.org',
        replyTo: '商 <g@x.org>',
      },
    ],
    ['a name with a colon', { from: 'Foo: Bar <a@example.com>', text: 'a' }],
    ['an object whose name has a colon', { from: { name: 'Foo: Bar', address: 'a@example.com' }, text: 'a' }],
    ['a name of quotes', { from: { name: 'O"Neil \\ <x@y>', address: 'a@example.com' }, text: 'a' }],
    ['an envelope', { to: 'a@x.org, b@x.org', envelope: { to: ['b@x.org', 'h@x.org'] }, text: 'a' }],
    ['custom headers', { text: 'a', headers: { 'X-A': ['1', '2'], 'X-Long': 'word '.repeat(60).trim() } }],
    ['a prepared header, folded', { text: 'a', headers: { 'X-A': { prepared: true, value: 'a\r\n b' } } }],
    ['a date that no mail has', { text: 'a', date: '2026-01-02T03:04:05Z' }],
    ['a custom header of Unicode', { text: 'a', headers: { 'X-A': 'Grüße 你好' } }],
    [
      'list headers and priority',
      {
        text: 'a',
        priority: 'high',
        list: { unsubscribe: { url: 'https://x.example/u', comment: 'Leave' }, help: 'h@x.example' },
      },
    ],
    ['a thread', { text: 'a', inReplyTo: '<a@b>', references: ['<a@b>', '<c@d>'] }],
    ['a long subject', { text: 'a', subject: 'word '.repeat(100).trim() }],
    ['a long subject of Unicode', { text: 'a', subject: '你好 '.repeat(100).trim() }],
    ['no subject', { text: 'a', subject: '' }],
    ['an empty text beside HTML', { text: '', html: '<p>' }],
  ])('%s', async (_, data) => {
    const mail = { ...fixed, ...data }
    const tree = await read(mail)
    const bytes = await read(mail, asBytes)
    expect(normalized(bytes)).toEqual(normalized(tree))
  })
})

test('a byte order mark before a raw message is no part of its first header', async () => {
  const message = 'From: Shop <a@example.com>\r\nTo: b@example.org\r\nSubject: Hi\r\n\r\nHello'
  const letter = await read({ raw: Buffer.from(`\ufeff${message}`) })
  expect(letter.from).toEqual([{ name: 'Shop', address: 'a@example.com' }])
  expect(letter.headers.map(({ name }) => name)).toEqual(['Date', 'Message-ID'])
})

test('so does any mail', async () => {
  const property = fc.asyncProperty(mail, async (data) => {
    // What looks encoded is decoded once more in the tree, and NUL is written as a space.
    fc.pre(!/=\?|\\u0000/.test(JSON.stringify(data)))
    const mail = {
      ...writable(data),
      messageId: '<a@b>',
      inReplyTo: '<a@b>',
      references: ['<a@b>', '<c@d>'],
      date: new Date(0),
      // As bytes it is broken: Nodemailer writes the end of a multipart into the file.
      attachments: (data.attachments ?? []).filter(({ contentType }) => contentType !== 'multipart/mixed'),
    }
    const outcome = (opening?: Opening) => read(mail, opening).then(plain, ({ message }: Error) => message)
    expect(await outcome(asBytes)).toEqual(await outcome())
  })
  await fc.assert(property)
})

/** Without what the way as bytes changes, line ends and a text of nothing, and what no mail keeps. */
async function plain(read: Letter): Promise<Letter> {
  const known = await unicode(read, settingsOf())
  const { letter } = await headers(known.letter, settingsOf())
  const text = (value: string | undefined) => value?.replace(/[\r\n]+/g, '') || undefined
  return {
    ...letter,
    text: text(letter.text),
    html: text(letter.html),
    headers: letter.headers
      // Fields with URLs stay as they were encoded.
      .map(({ name, value }) => ({
        name,
        value: decodeWords(value)
          .replace(/[\s\x01-\x1f\x7f]+/g, ' ')
          .trim(),
      }))
      .filter(({ value }) => value !== ''),
    attachments: letter.attachments.map((file) => ({
      ...file,
      content: Buffer.from(file.content.toString('latin1').replace(/[\r\n]+/g, ''), 'latin1'),
    })),
  }
}

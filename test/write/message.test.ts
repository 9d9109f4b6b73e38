import fc from 'fast-check'
import PostalMime from 'postal-mime'
import { describe, expect, test } from 'vitest'
import type { Letter } from '../../lib/letter.ts'
import type { SesTransportOptions } from '../../lib/options/options.ts'
import { composeMessage } from '../../lib/write/message.ts'
import { fileOf, letterOf, named, settingsOf } from '../help/letters.ts'

const write = (fields: Partial<Letter>, options?: Partial<SesTransportOptions>) =>
  composeMessage(letterOf(fields), settingsOf(options)).write()
/** With the boundaries named in their order. */
const written = (fields: Partial<Letter>, options?: Partial<SesTransportOptions>) => {
  const message = write(fields, options).toString('utf8')
  const boundaries = [...new Set([...message.matchAll(/boundary="([^"]+)"/g)].map(([, boundary = '']) => boundary))]
  return boundaries.reduce((text, boundary, index) => text.replaceAll(boundary, `boundary-${index + 1}`), message)
}
const parse = (fields: Partial<Letter>, options?: Partial<SesTransportOptions>) =>
  PostalMime.parse(write(fields, options))
const wire = (text: string) => text.replace(/\n/g, '\r\n')
const base64 = (text: string) => Buffer.from(text).toString('base64')

// "text/plain; charset=UTF-8", "text/html; charset=UTF-8", "multipart/mixed", "multipart/alternative"; files as
// application/octet-stream, in Base64, with the disposition attachment.
// https://www.tencentcloud.com/document/product/1084/44453
describe('the shape', () => {
  const head = wire('From: Shop <noreply@mail.example.com>\nTo: ann@example.org\nSubject: Hi\nMIME-Version: 1.0\n')

  test('text', () =>
    expect(written({ text: 'hello' })).toBe(
      head + wire(`Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n${base64('hello')}\n`),
    ))

  test('HTML', () =>
    expect(written({ text: undefined, html: '<p>你好' })).toBe(
      head +
        wire(`Content-Type: text/html; charset=UTF-8\nContent-Transfer-Encoding: base64\n\n${base64('<p>你好')}\n`),
    ))

  test('both', () =>
    expect(written({ text: 'hello', html: '<p>' })).toBe(
      head +
        wire(`Content-Type: multipart/alternative; boundary="boundary-1"

--boundary-1
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: base64

${base64('hello')}
--boundary-1
Content-Type: text/html; charset=UTF-8
Content-Transfer-Encoding: base64

${base64('<p>')}
--boundary-1--
`),
    ))

  test('both, and files', () =>
    expect(
      written({
        text: 'hello',
        html: '<p>',
        attachments: [...named('a.pdf'), fileOf({ name: '发票.pdf', content: Buffer.alloc(0) })],
      }),
    ).toBe(
      head +
        wire(`Content-Type: multipart/mixed; boundary="boundary-1"

--boundary-1
Content-Type: multipart/alternative; boundary="boundary-2"

--boundary-2
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: base64

${base64('hello')}
--boundary-2
Content-Type: text/html; charset=UTF-8
Content-Transfer-Encoding: base64

${base64('<p>')}
--boundary-2--
--boundary-1
Content-Type: application/octet-stream;
 name="a.pdf"
Content-Transfer-Encoding: base64
Content-Disposition: attachment;
 filename="a.pdf"

${base64('content')}
--boundary-1
Content-Type: application/octet-stream;
 name="=?UTF-8?B?5Y+R56WoLnBkZg==?="
Content-Transfer-Encoding: base64
Content-Disposition: attachment;
 filename="=?UTF-8?B?5Y+R56WoLnBkZg==?="

--boundary-1--
`),
    ))

  test('8bit', () =>
    expect(written({ text: '你好\n.\nb\rc' }, { bodyEncoding: '8bit' })).toBe(
      head + wire('Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\n你好\n.\nb\nc\n'),
    ))

  test('8bit, with no line end more than the text has', () => {
    const ends = (text: string) => written({ text }, { bodyEncoding: '8bit' }).slice(-6)
    expect([ends('a'), ends('b\r\n'), ends('c\n\n')]).toEqual(['\n\r\na\r\n', '\n\r\nb\r\n', '\nc\r\n\r\n'])
  })

  test('headers between Subject and MIME-Version, Reply-To before', () =>
    expect(
      written({
        replyTo: [
          { name: 'Ann Lee', address: 'ann@example.org' },
          { name: '', address: 'b@example.org' },
        ],
        headers: [
          { name: 'Message-ID', value: '<a@b>' },
          { name: 'X-A', value: 'ü' },
        ],
      }),
    ).toContain(
      wire(
        'To: ann@example.org\nReply-To: Ann Lee <ann@example.org>, b@example.org\nSubject: Hi\nMessage-ID: <a@b>\nX-A: =?UTF-8?B?w7w=?=\nMIME-Version: 1.0\n',
      ),
    ))
})

describe('parsed back, it is what was meant', () => {
  test.each<[string, Partial<Letter>]>([
    ['text', { text: 'hello 你好 😀' }],
    ['HTML', { text: undefined, html: '<p>你好 &amp; 😀</p>' }],
    ['both', { text: 'hello', html: '<p>hello</p>' }],
    ['lines that look like boundaries', { text: '--a\r\n--_ses_\r\n----_ses_--' }],
    ['lines of dots', { text: '.\r\n..\r\n.a' }],
    ['From at the start of a line', { text: 'From me\r\n>From you' }],
    ['a very long line', { text: 'x'.repeat(100_000), html: `<p>${'中'.repeat(100_000)}` }],
    ['white space at line ends', { text: 'a  \r\n\tb ' }],
    ['an encoded word in the body', { text: '=?UTF-8?B?YQ==?= =3D' }],
  ])('%s', async (_, fields) => {
    for (const bodyEncoding of ['base64', '8bit'] as const) {
      const short = letterOf(fields).text?.length ?? 0
      const email = await parse(fields, { bodyEncoding: short > 1_990 ? 'base64' : bodyEncoding })
      const trimmed = (text: string | undefined) => text?.replace(/\r?\n$/, '').replaceAll('\r\n', '\n')
      expect(trimmed(email.html)).toBe(trimmed(letterOf(fields).html))
      expect(trimmed(email.text)).toBe(trimmed(letterOf(fields).text))
    }
  })

  test.each([
    'invoice.pdf',
    '发票.pdf',
    `${'发'.repeat(251)}.pdf`,
    `${'a'.repeat(251)}.pdf`,
    '😀👨‍👩‍👧.png',
    "it's;100%=a,b(c).txt",
    "utf-8''a.txt",
    '__proto__',
    '.env',
  ])('a file called %s', async (name) => {
    const content = Buffer.from(Array.from({ length: 1_000 }, (_, index) => index % 256))
    const email = await parse({ attachments: [fileOf({ name, content }), ...named('b.txt')] })
    expect(
      email.attachments.map(({ filename, mimeType, disposition, contentId }) => ({
        filename,
        mimeType,
        disposition,
        contentId,
      })),
    ).toEqual(
      [name, 'b.txt'].map((filename) => ({
        filename,
        mimeType: 'application/octet-stream',
        disposition: 'attachment',
        contentId: undefined,
      })),
    )
    expect(Buffer.from(email.attachments[0]?.content as ArrayBuffer)).toEqual(content)
    expect(email.text?.trim()).toBe('hello')
  })

  test('addresses and subject', async () => {
    const email = await parse({
      from: [{ name: 'Foo： "Bar", Inc.', address: 'a@example.com' }],
      to: ['b@example.com', 'c@xn--r8jz45g.jp'],
      replyTo: [{ name: '商店, Ltd', address: 'd@example.com' }],
      subject: `你好 ${'x'.repeat(200)} 😀`,
    })
    expect(email).toMatchObject({
      from: { name: 'Foo： "Bar", Inc.', address: 'a@example.com' },
      to: [
        { name: '', address: 'b@example.com' },
        { name: '', address: 'c@xn--r8jz45g.jp' },
      ],
      replyTo: [{ name: '商店, Ltd', address: 'd@example.com' }],
      subject: `你好 ${'x'.repeat(200)} 😀`,
    })
  })
})

describe('the form of every message', () => {
  test('two of one letter have the same headers and other boundaries', () => {
    const both = { html: '<p>' }
    expect(written(both)).toBe(written(both))
    expect(write(both)).not.toEqual(write(both))
  })

  test('lines with encoded words have at most 76 characters (RFC 2047 2)', () => {
    const message = write({ subject: '中'.repeat(200), attachments: named(`${'发'.repeat(100)}.pdf`) }).toString(
      'latin1',
    )
    expect(message.split('\r\n').filter((line) => line.includes('=?') && line.length > 76)).toEqual([])
  })

  test('no value starts another header', () => {
    const evil = 'a\r\nX-Evil: 1\r\n\r\nX-Evil: 2\nX-Evil: 3\rX-Evil: 4'
    const message = write({
      from: [{ name: evil, address: 'a@example.com' }],
      replyTo: [{ name: evil, address: 'a@example.com' }],
      subject: evil,
      headers: [
        { name: 'X-A', value: evil },
        { name: 'X-B', value: `ü${evil}` },
      ],
      attachments: [fileOf({ name: evil }), fileOf({ name: `"; x="${evil}` })],
    }).toString('latin1')
    expect(message).not.toMatch(/^[ \t]*X-Evil/m)
    expect(message).not.toMatch(/[^\r]\n|\r[^\n]/)
  })

  test('whatever the letter, it is written in lines that SES takes and read back', async () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 }).map((each) => each.toWellFormed().replaceAll('\0', ''))
    const letters = fc.record({
      subject: text.map((each) => `s ${each}`.replaceAll('=?', '= ?')),
      text: fc.option(text, { nil: undefined }),
      html: text.map((each) => `<p>${each}</p>`),
      attachments: fc.array(
        fc.uint8Array({ maxLength: 200 }).map((bytes) => fileOf({ content: Buffer.from(bytes) })),
        { maxLength: 3 },
      ),
    })
    await fc.assert(
      fc.asyncProperty(letters, async (fields) => {
        const message = write(fields)
        expect(
          message
            .toString('latin1')
            .split('\r\n')
            .filter((line) => line.length > 998),
        ).toEqual([])
        const email = await PostalMime.parse(message)
        expect(email.subject).toBe(fields.subject.replace(/[\x00-\x1f\x7f]+/g, ' ').trim())
        expect(email.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer))).toEqual(
          fields.attachments.map(({ content }) => content),
        )
        expect(email.html?.trimEnd().replace(/\r\n/g, '\n')).toBe(fields.html.trimEnd().replace(/\r\n/g, '\n'))
      }),
    )
  })

  // A mail that a caller can write is refused in the caller's words, not as a mistake of this library.
  test.each<[string, Partial<Letter>]>([
    ['an alias of 1,000 Chinese characters', { from: [{ name: '商'.repeat(1_000), address: 'a@example.com' }] }],
    ['an alias of 3,000 letters', { from: [{ name: 'a'.repeat(3_000), address: 'a@example.com' }] }],
  ])('refuses %s in so many words', (_, fields) =>
    expect(() => write(fields)).toThrow(
      expect.objectContaining({
        name: 'SesError',
        field: 'from',
        hint: expect.not.stringContaining('please report it'),
      }),
    ),
  )

  test('refuses a message over the limit', () =>
    expect(() => write({ attachments: [fileOf({ content: Buffer.alloc(9_000_000) })] })).toThrow(
      expect.objectContaining({ name: 'SesError', reason: 'message-too-large' }),
    ))
})

import type { SendMailOptions } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import type { MailMessage } from '../../lib/read/mime-node.ts'
import { open, read } from '../help/open-mail.ts'

const file = { filename: 'a.bin', content: 'file' }
const filesOf = async (data: SendMailOptions, plugin?: (mail: MailMessage) => void) =>
  (await read(data, { plugins: plugin ? [plugin] : [] })).attachments.map(({ name, type, disposition, content }) => [
    name,
    type,
    disposition,
    content.toString(),
  ])

describe('a second body that a plugin put beside the first is read with it', () => {
  const footer = (type: string, content: string) => (mail: MailMessage) => {
    mail.message.createChild(type).setContent(content)
  }

  test.each<[string, SendMailOptions, (mail: MailMessage) => void, object]>([
    [
      'text and text',
      { text: 'Hello', attachments: [file] },
      footer('text/plain', 'Footer'),
      { text: 'Hello\nFooter', html: undefined },
    ],
    [
      'text with HTML, and HTML',
      { text: 'Hello', html: '<p>Hello', attachments: [file] },
      footer('text/html', '<p>Footer'),
      { text: undefined, html: '<p>Hello\n<p>Footer' }, // a text of the first alone would say less
    ],
  ])('%s', async (_, data, plugin, bodies) => {
    const letter = await read(data, { plugins: [plugin] })
    const lines = (text: string | undefined) => text?.trim().replace(/[\r\n]+/g, '\n')
    expect({ text: lines(letter.text), html: lines(letter.html) }).toEqual(bodies)
    const files = letter.attachments.filter(({ disposition }) => disposition !== 'alternative')
    expect(files.map(({ name, content }) => [name, content.toString()])).toEqual([['a.bin', 'file']])
  })

  test('forms of one body are one', async () => {
    const png = { filename: 'l.png', cid: 'l', content: 'png' }
    const opened = await open({ text: 'a', html: '<img src="cid:l">', icalEvent: 'BEGIN', attachments: [png, file] })
    expect(opened.outline).toBeDefined()
  })
})

test('of several forms in text the last is shown, and the others are known', async () => {
  const data = {
    text: 'first',
    html: '<p>first',
    alternatives: [
      { contentType: 'text/html', content: '<p>last' },
      { contentType: 'text/plain', content: 'last' },
    ],
  }
  expect(await read(data)).toMatchObject({ text: 'last', html: '<p>last' })
  expect(await filesOf(data)).toEqual([
    [undefined, 'text/plain', 'alternative', 'first'],
    [undefined, 'text/html', 'alternative', '<p>first'],
  ])
})

describe('a part without a disposition', () => {
  const appended = (type: string) => (mail: MailMessage) => {
    mail.message.createChild(type).setContent('more')
  }

  test.each(['text/csv', 'application/pdf', 'image/png'])(
    'that a plugin appended to the body is a file: %s',
    async (type) =>
      expect(await filesOf({ text: 'a', attachments: [file] }, appended(type))).toEqual([
        ['a.bin', 'application/octet-stream', 'attachment', 'file'],
        [undefined, type, 'attachment', 'more'],
      ]),
  )

  test('that a plugin appended to the body is an invitation, if it is a calendar', async () =>
    expect(await filesOf({ text: 'a', attachments: [file] }, appended('text/calendar'))).toContainEqual([
      undefined,
      'text/calendar',
      'alternative',
      'more',
    ]))

  test('that a plugin put beside the HTML is an image of it', async () => {
    const image = { filename: 'l.png', cid: 'l', content: 'png' }
    const letter = await read(
      { html: '<img src="cid:l"><img src="cid:m">', attachments: [image] },
      {
        plugins: [
          ({ message }) => message.createChild('image/png').setHeader('Content-ID', '<m>').setContent('another'),
        ],
      },
    )
    expect(letter.attachments.map(({ contentId, disposition }) => [contentId, disposition])).toEqual([
      ['l', 'inline'],
      ['m', 'attachment'],
    ])
  })

  test.each<[string, SendMailOptions]>([
    ['alone', { amp: 'more' }],
    ['before files', { amp: 'more', attachments: [file] }],
    ['beside others', { text: 'a', amp: 'more' }],
  ])('is a form of the body: %s', async (_, data) =>
    expect(await filesOf(data)).toContainEqual([undefined, 'text/x-amp-html', 'alternative', 'more']),
  )
})

describe('a Content-Disposition among the headers of a mail', () => {
  test.each<[string, SendMailOptions, object]>([
    ['text', { text: 'Hello' }, { text: 'Hello', html: undefined }],
    ['HTML', { html: '<p>Hello' }, { text: undefined, html: '<p>Hello' }],
    ['both', { text: 'Hello', html: '<p>Hello' }, { text: 'Hello', html: '<p>Hello' }],
  ])('makes no file of its body: %s', async (_, data, bodies) =>
    expect(await read({ ...data, headers: { 'Content-Disposition': 'inline' } })).toMatchObject({
      ...bodies,
      attachments: [],
    }),
  )

  test('a file alone stays one', async () =>
    expect(await filesOf({ attachments: [file] })).toEqual([
      ['a.bin', 'application/octet-stream', 'attachment', 'file'],
    ]))
})

test.each<[string, object, string | undefined]>([
  ['in the disposition', { contentDisposition: 'attachment; filename="in voice.pdf"' }, 'in voice.pdf'],
  ['in the type', { contentType: 'application/pdf; name=invoice.pdf; x=y' }, 'invoice.pdf'],
  ['with quotes in it', { contentDisposition: 'attachment; filename="a\\"b\\\\c.pdf"' }, 'a"b\\c.pdf'],
  ['in an encoded word', { contentType: 'application/pdf; name="=?UTF-8?B?5Y+R56Wo?=.pdf"' }, '发票.pdf'],
  ['of Unicode', { contentDisposition: 'attachment; filename="发票.pdf"' }, '发票.pdf'],
  ['nowhere', { contentType: 'application/pdf; filename=x' }, undefined],
])("a file's name %s", async (_, fields, name) => {
  const attachments = [{ filename: false as const, contentType: 'application/pdf', content: 'file', ...fields }]
  expect(await filesOf({ text: 'a', attachments })).toEqual([[name, 'application/pdf', 'attachment', 'file']])
})

describe('a text in bytes', () => {
  const gbk = Buffer.from([0xc4, 0xe3])

  test.each(['gbk', 'GB2312', '"gb18030"', 'x-gbk'])('is decoded from the charset of its type: %s', async (charset) =>
    expect((await read({ alternatives: [{ contentType: `text/plain; charset=${charset}`, content: gbk }] })).text).toBe(
      '你',
    ),
  )

  test('in a charset that no one knows is tried as UTF-8', async () =>
    expect(
      (await read({ alternatives: [{ contentType: 'text/plain; charset=x', content: Buffer.from('你') }] })).text,
    ).toBe('你'))

  // Nodemailer declares UTF-8 for `text` and `html`, whatever the caller says.
  test.each<[string, SendMailOptions, string]>([
    ['text', { text: gbk }, 'text'],
    ['HTML with its type', { html: { content: gbk, contentType: 'text/html; charset=gbk' } as never }, 'html'],
    ['a string with an encoding', { text: { content: 'Grüße', encoding: 'latin1' } as never }, 'text'],
    [
      'another charset than declared',
      { alternatives: [{ contentType: 'text/html; charset=gbk', content: Buffer.from([0x81]) }] },
      'html',
    ],
  ])('that it is not is refused: %s', (_, data, field) =>
    expect(open(data)).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      retry: 'never',
      field,
      message: expect.stringMatching(
        new RegExp(`^${field}: its bytes are no text in (utf-8|gbk)\\. Nothing was sent\\.$`),
      ),
    }),
  )
})

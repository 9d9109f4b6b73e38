import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable, Transform } from 'node:stream'
import type { SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Letter } from '../../lib/letter.ts'
import type { MailMessage } from '../../lib/read/mime-node.ts'
import { headerValues, open, read, readOpened } from '../help/open-mail.ts'

let folder: string
let server: Server
let url: string
let requests: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ses-mail-'))
  await writeFile(join(folder, 'a.txt'), 'from a file')
  await writeFile(
    join(folder, 'mail.eml'),
    'From: a@example.com\r\nTo: b@example.org\r\nSubject: raw\r\n\r\nfrom a file\r\n',
  )
  server = createServer((request, response) => {
    requests.push(request.url ?? '')
    response.end('from a URL')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a.txt`
})

afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(folder, { recursive: true })
})

describe('addresses', () => {
  test.each<[string, SendMailOptions, Partial<Letter>]>([
    ['a bare one', { from: 'a@example.com' }, { from: [{ name: '', address: 'a@example.com' }] }],
    ['with a name', { from: 'Ann Lee <a@example.com>' }, { from: [{ name: 'Ann Lee', address: 'a@example.com' }] }],
    [
      'an object',
      { from: { name: 'Lee, "Ann"', address: 'a@example.com' } },
      { from: [{ name: 'Lee, "Ann"', address: 'a@example.com' }] },
    ],
    [
      'a name with a colon',
      { from: 'Foo: Bar <a@example.com>' },
      { from: [{ name: 'Foo: Bar', address: 'a@example.com' }] },
    ],
    [
      'an object whose name has a colon',
      { from: { name: 'Foo: Bar', address: 'a@example.com' } },
      { from: [{ name: 'Foo: Bar', address: 'a@example.com' }] },
    ],
    [
      'an encoded name',
      { from: '=?UTF-8?B?5ZWG5bqX?= <a@example.com>' },
      { from: [{ name: '商店', address: 'a@example.com' }] },
    ],
    [
      'several senders',
      { from: 'a@example.com, b@example.com' },
      {
        from: [
          { name: '', address: 'a@example.com' },
          { name: '', address: 'b@example.com' },
        ],
      },
    ],
    [
      'lists of every form',
      { to: ['a@x.org, Bob <b@x.org>', { name: 'C', address: 'c@x.org' }] },
      { to: ['a@x.org', 'b@x.org', 'c@x.org'] },
    ],
    ['a group', { to: 'Team: Ann <a@x.org>, b@x.org;, c@x.org' }, { to: ['a@x.org', 'b@x.org', 'c@x.org'] }],
    ['IDN', { to: 'Bob <bob@例え.jp>' }, { to: ['bob@xn--r8jz45g.jp'] }],
    ['one twice', { to: 'a@x.org, A <a@X.org>', cc: 'a@x.org' }, { to: ['a@x.org'], cc: [] }],
    [
      'To, Cc and Bcc',
      { to: 'a@x.org', cc: 'b@x.org', bcc: 'c@x.org' },
      { to: ['a@x.org'], cc: ['b@x.org'], bcc: ['c@x.org'] },
    ],
    ['Bcc that is in To as well', { to: 'a@x.org', bcc: 'a@x.org, b@x.org' }, { to: ['a@x.org'], bcc: ['b@x.org'] }],
    [
      'Reply-To',
      { replyTo: ['"Lee, Ann" <a@x.org>', 'G: b@x.org;'] },
      {
        replyTo: [
          { name: 'Lee, Ann', address: 'a@x.org' },
          { name: '', address: 'b@x.org' },
        ],
      },
    ],
    ['no recipients', { to: '' }, { to: [], cc: [], bcc: [] }],
    ['a subject with a line end', { subject: 'a\r\nBcc: eve@x.org' }, { subject: 'a Bcc: eve@x.org' }],
    ['white space in an encoded subject', { subject: '=?UTF-8?Q?_a_?=' }, { subject: 'a' }],
    ['an encoded subject', { subject: '=?UTF-8?B?5ZWG5bqX?=' }, { subject: '商店' }],
  ])('%s', async (_, data, letter) => {
    const opened = await open({ text: 'a', ...data })
    expect(opened.outline).toMatchObject(letter)
    expect(await readOpened(opened)).toMatchObject(letter)
  })

  describe('the envelope decides who gets it, To and Cc who is seen', () => {
    test.each<[string, SendMailOptions, Partial<Letter>]>([
      [
        'the same',
        { to: 'a@x.org', envelope: { from: 'n@x.org', to: 'a@x.org' } },
        { to: ['a@x.org'], cc: [], bcc: [] },
      ],
      ['fewer', { to: 'a@x.org, b@x.org', envelope: { to: ['b@x.org'] } }, { to: ['b@x.org'], cc: [], bcc: [] }],
      [
        'more',
        { to: 'a@x.org', envelope: { to: ['a@x.org', 'h@x.org'] } },
        { to: ['a@x.org'], cc: [], bcc: ['h@x.org'] },
      ],
      ['others', { to: 'a@x.org', envelope: { to: 'h@x.org' } }, { to: [], cc: [], bcc: ['h@x.org'] }],
      [
        'its Cc and Bcc',
        { to: 'a@x.org', cc: 'c@x.org', envelope: { to: 'a@x.org', cc: 'c@x.org', bcc: 'h@x.org' } },
        { to: ['a@x.org'], cc: ['c@x.org'], bcc: ['h@x.org'] },
      ],
    ])('%s', async (_, data, letter) => expect(await read({ text: 'a', ...data })).toMatchObject(letter))
  })
})

describe('text and HTML', () => {
  test.each<[string, () => SendMailOptions['text']]>([
    ['a string', () => 'from 你'],
    ['a Buffer', () => Buffer.from('from 你')],
    ['a stream', () => Readable.from([Buffer.from('from '), Buffer.from('你')])],
    ['a string in an object', () => ({ content: 'from 你' })],
    ['a data URL', () => ({ path: `data:text/plain;base64,${Buffer.from('from 你').toString('base64')}` })],
    ['Base64', () => ({ content: Buffer.from('from 你').toString('base64'), encoding: 'base64' }) as never],
  ])('%s', async (_, source) => {
    expect(await read({ text: source() })).toMatchObject({ text: 'from 你', html: undefined, attachments: [] })
    expect(await read({ html: source() })).toMatchObject({ text: undefined, html: 'from 你', attachments: [] })
    expect(await read({ text: source(), html: source() })).toMatchObject({
      text: 'from 你',
      html: 'from 你',
      attachments: [],
    })
  })

  test('a file and a URL', async () => {
    const letter = await read({ text: { path: join(folder, 'a.txt') }, html: { href: url } as never })
    expect(letter).toMatchObject({ text: 'from a file', html: 'from a URL' })
  })

  test('the charset of an alternative', async () => {
    const letter = await read({
      alternatives: [{ contentType: 'text/html; charset=gbk', content: Buffer.from([0xc4, 0xe3]) }],
    })
    expect(letter.html).toBe('你')
  })

  test('the last of several', async () => {
    const letter = await read({ text: 'a', alternatives: [{ contentType: 'text/plain', content: 'b' }] })
    expect(letter.text).toBe('b')
  })
})

describe('files', () => {
  const bytes = Buffer.from('content')

  test.each<[string, () => object, Buffer]>([
    ['a string', () => ({ content: 'content' }), bytes],
    ['a Buffer', () => ({ content: bytes }), bytes],
    ['a stream', () => ({ content: Readable.from([bytes]) }), bytes],
    ['a data URL', () => ({ path: 'data:text/plain;base64,Y29udGVudA==' }), bytes],
    ['a data URL with escapes', () => ({ path: 'data:text/plain,con%74ent' }), bytes],
    ['a file', () => ({ path: join(folder, 'a.txt') }), Buffer.from('from a file')],
    ['a URL as path', () => ({ path: url }), Buffer.from('from a URL')],
    ['a URL', () => ({ href: url }), Buffer.from('from a URL')],
    ['Base64', () => ({ content: 'Y29udGVudA==', encoding: 'base64' }), bytes],
    ['hex', () => ({ content: bytes.toString('hex'), encoding: 'hex' }), bytes],
    ['latin1', () => ({ content: 'ü', encoding: 'latin1' }), Buffer.from([0xfc])],
    ['nothing', () => ({ content: '' }), Buffer.alloc(0)],
    [
      'a raw part',
      () => ({
        raw: 'Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\nContent-Transfer-Encoding: base64\r\n\r\nY29udGVudA==\r\n',
      }),
      bytes,
    ],
  ])('%s', async (_, source, content) => {
    const { attachments } = await read({ text: 'a', attachments: [{ filename: 'a.txt', ...source() }] })
    expect(attachments).toEqual([
      { name: 'a.txt', type: 'text/plain', disposition: 'attachment', contentId: undefined, content },
    ])
  })

  test.each<[string, object, object]>([
    [
      'a type',
      { filename: 'a', contentType: 'Application/PDF; x=y' },
      { name: 'a', type: 'application/pdf', disposition: 'attachment' },
    ],
    ['a name of Unicode', { filename: '发票 😀.pdf' }, { name: '发票 😀.pdf', type: 'application/pdf' }],
    [
      'no name',
      { filename: false, contentType: 'image/png' },
      { name: undefined, type: 'image/png', disposition: 'attachment' },
    ],
    ['inline', { filename: 'a.png', contentDisposition: 'inline' }, { disposition: 'inline', contentId: undefined }],
    ['a Content-ID', { filename: 'a.png', cid: 'logo@x' }, { disposition: 'inline', contentId: 'logo@x' }],
    ['a Content-ID in brackets', { filename: 'a.png', cid: '<logo>' }, { contentId: 'logo' }],
    [
      'a text as a file',
      { filename: 'a.txt', contentType: 'text/plain' },
      { type: 'text/plain', disposition: 'attachment' },
    ],
    ['HTML as a file', { filename: 'a.html' }, { type: 'text/html', disposition: 'attachment' }],
    [
      'a text as a file without a name',
      { filename: false, contentType: 'text/plain' },
      { type: 'text/plain', disposition: 'attachment' },
    ],
    ['a mail', { filename: 'a.eml', contentType: 'message/rfc822' }, { name: 'a.eml', type: 'message/rfc822' }],
    // Nodemailer takes such a type for a container.
    ['a type that is a container', { filename: 'a.mht', contentType: 'multipart/related' }, { name: 'a.mht' }],
    [
      'another transfer encoding',
      { filename: 'a.txt', contentTransferEncoding: 'quoted-printable' },
      { name: 'a.txt' },
    ],
    ['headers of its own', { filename: 'a.txt', headers: { 'Content-ID': '<a@b>', 'X-A': 'a' } }, { contentId: 'a@b' }],
    ['a name that is a path', { filename: '../../a.txt' }, { name: expect.stringContaining('a.txt') }],
  ])('%s', async (_, given, file) => {
    const { text, attachments } = await read({ text: 'body', attachments: [{ content: bytes, ...given }] })
    expect(attachments).toEqual([expect.objectContaining({ content: bytes, ...file })])
    expect(text).toBe('body')
  })

  test('files alone', async () => {
    const letter = await read({ attachments: [{ filename: 'a.txt', content: 'content' }] })
    expect(letter).toMatchObject({ text: undefined, html: undefined, attachments: [{ name: 'a.txt', content: bytes }] })
  })

  test('in their order, inline and not', async () => {
    const { attachments } = await read({
      html: '<img src="cid:logo">',
      attachments: [
        { filename: '1.txt', content: '1' },
        { filename: '2.png', cid: 'logo', content: '2' },
        { filename: '3.txt', content: '3' },
      ],
    })
    expect(attachments.map(({ name }) => name).sort()).toEqual(['1.txt', '2.png', '3.txt'])
  })

  test('watchHtml, amp and alternatives are other forms of the body', async () => {
    const { attachments } = await read({
      text: 'a',
      html: 'b',
      watchHtml: 'c',
      amp: 'd',
      alternatives: [{ contentType: 'application/json', content: '{}' }],
    })
    expect(attachments.map(({ type, disposition, content }) => [type, disposition, content.toString()])).toEqual([
      ['text/watch-html', 'alternative', 'c'],
      ['text/x-amp-html', 'alternative', 'd'],
      ['application/json', 'attachment', '{}'],
    ])
  })

  test.each<[string, () => unknown]>([
    ['a string', () => 'BEGIN:VCALENDAR'],
    ['a stream, read once', () => ({ method: 'request', content: Readable.from([Buffer.from('BEGIN:VCALENDAR')]) })],
    ['a Buffer', () => ({ content: Buffer.from('BEGIN:VCALENDAR') })],
  ])('icalEvent, %s, is a form of the body and a file', async (_, icalEvent) => {
    const { attachments } = await read({ text: 'a', icalEvent: icalEvent() as never })
    expect(
      attachments.map(({ name, type, disposition, content }) => [name, type, disposition, content.toString()]),
    ).toEqual([
      [undefined, 'text/calendar', 'alternative', 'BEGIN:VCALENDAR'],
      ['invite.ics', 'application/ics', 'attachment', 'BEGIN:VCALENDAR'],
    ])
  })

  test('icalEvent from a URL is fetched once', async () => {
    requests = []
    await read({ text: 'a', icalEvent: { href: url } as never })
    expect(requests).toEqual(['/a.txt'])
  })
})

test('nothing is read before it is asked for, and the outline tells what is known', async () => {
  requests = []
  const stream = Readable.from(['x'])
  const { outline } = await open({
    text: 'a',
    html: { href: url } as never,
    attachments: [
      { filename: 'a.txt', path: join(folder, 'none') },
      { filename: 'b.txt', content: stream },
      { filename: 'c.txt', content: 'c' },
    ],
  })
  expect(outline).toMatchObject({ text: 'a', html: '' })
  expect(outline?.attachments.map(({ name, content }) => [name, content.toString()])).toEqual([
    ['a.txt', ''],
    ['b.txt', ''],
    ['c.txt', 'c'],
  ])
  expect(requests).toEqual([])
  expect(stream.readableDidRead).toBe(false)
})

test("the caller's objects are not changed", async () => {
  const mail = {
    from: { name: 'Foo: Bar', address: 'a@EXAMPLE.com' },
    to: [{ name: 'Ann', address: 'ann@例え.jp' }],
    subject: 'Hi',
    text: 'a',
    headers: { 'x-a': ['1', '2'] },
    envelope: { from: 'a@example.com', to: ['ann@EXAMPLE.org'] },
    attachments: [{ filename: 'a b.txt', content: 'c', cid: 'x' }],
  }
  const before = structuredClone(mail)
  await read(mail)
  expect(mail).toEqual(before)
})

describe('limits', () => {
  const endless = () =>
    Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1_000)
      })(),
    )

  test.each<[string, () => SendMailOptions, object]>([
    ['a text', () => ({ text: endless() }), { field: 'text' }],
    ['HTML', () => ({ text: 'a', html: endless() }), { field: 'html' }],
    [
      'a file',
      () => ({ text: 'a', attachments: [{ filename: 'a.bin', content: endless() }] }),
      { field: 'attachments[0] (a.bin)' },
    ],
    [
      'a file without a name',
      () => ({ text: 'a', attachments: [{ filename: false, content: endless() }] }),
      { field: 'attachments[0]' },
    ],
    [
      'raw',
      () => ({
        raw: Readable.from(
          (function* () {
            yield 'Subject: a\r\n\r\n'
            for (;;) yield `${'a'.repeat(998)}\r\n`
          })(),
        ),
      }),
      { field: 'raw' },
    ],
  ])('%s without end', (_, data, expected) =>
    expect(
      read(data(), { options: { limits: { body: 5_000, attachment: 5_000, message: 10_000 } } }),
    ).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-too-large',
      ...expected,
    }),
  )

  // Of a mail that has to be rendered too, the source is read here, and closed here.
  test.each<[string, (stream: Readable) => SendMailOptions, string]>([
    ['raw', (stream) => ({ raw: stream }), 'raw'],
    [
      'a raw part',
      (stream) => ({ text: 'a', attachments: [{ filename: 'a', content: 'a' }, { raw: stream }] }),
      'attachments[1] (attachment-2.*)',
    ],
    [
      'a file beside a raw part',
      (stream) => ({ text: 'a', attachments: [{ raw: 'X: a\r\n\r\na' }, { filename: 'b.bin', content: stream }] }),
      'attachments[1] (b.bin)',
    ],
    ['HTML beside a raw part', (stream) => ({ html: stream, attachments: [{ raw: 'X: a\r\n\r\na' }] }), 'html'],
  ])('%s without end is closed', async (_, data, field) => {
    let given = 0
    const source = function* () {
      for (; ; given++) yield Buffer.alloc(1_000)
    }
    const stream = Readable.from(source())
    const reading = read(data(stream), { options: { limits: { message: 10_000 } } })
    await expect(reading).rejects.toMatchObject({ name: 'SesError', reason: 'message-too-large', field })
    expect(stream.destroyed).toBe(true)
    expect(given).toBeLessThan(20 + 2 * stream.readableHighWaterMark)
  })

  test.each<[string, SendMailOptions, string]>([
    ['text', { text: 'a'.repeat(1_000_001) }, 'text'],
    ['HTML', { html: '中'.repeat(333_334) }, 'html'],
    ['a file', { text: 'a', attachments: [{ filename: 'a', content: Buffer.alloc(5_000_001) }] }, 'attachments[0] (a)'],
    [
      'a data URL',
      { text: 'a', attachments: [{ path: `data:image/png;base64,${'A'.repeat(20_000_000)}` }] },
      'attachments[0] (attachment-1.png)',
    ],
    [
      'a data URL in the HTML',
      { html: `<img src="data:image/png;base64,${'A'.repeat(20_000_000)}">`, attachDataUrls: true } as never,
      'attachments[0] (image-1.png)',
    ],
    [
      'files together',
      { text: 'a', attachments: [1, 2, 3].map((n) => ({ filename: `${n}`, content: Buffer.alloc(3_000_000) })) },
      'attachments[2] (3)',
    ],
    ['a raw message', { raw: 'a'.repeat(20_000_001) }, 'raw'],
    [
      'a raw part and a file together',
      {
        text: 'a',
        attachments: [{ raw: Buffer.alloc(15_000_000) }, { filename: 'a', content: Buffer.alloc(6_000_000) }],
      },
      'attachments[1] (a)',
    ],
  ])('%s that is too large as it was given is refused at once', async (_, data, field) =>
    expect(open(data)).rejects.toMatchObject({ name: 'SesError', reason: 'message-too-large', field }),
  )

  test('raw parts without end in their number are refused at once', () =>
    expect(open({ text: 'a', attachments: Array(20_001).fill({ raw: 'X: a\r\n\r\na' }) })).rejects.toMatchObject({
      name: 'SesError',
      field: 'raw',
      message: expect.stringContaining('20,000 parts'),
    }))

  test('files together: the second is named, with the limit of all', () =>
    expect(
      read(
        {
          text: 'a',
          attachments: [1, 2].map((index) => ({
            filename: `${index}.bin`,
            content: Readable.from([Buffer.alloc(600)]),
          })),
        },
        { options: { limits: { attachments: 1_000 } } },
      ),
    ).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-too-large',
      field: expect.stringMatching(/^attachments/),
      message: expect.stringContaining('1,000'),
    }))

  test('one source twice counts twice, and is read once', async () => {
    const source = Readable.from([Buffer.alloc(600)])
    const attachments = ['a', 'b'].map((filename) => ({ filename, content: source }))
    expect((await read({ text: 'a', attachments })).attachments).toHaveLength(2)
  })
})

describe('access that is off', () => {
  const sources = (): [string, SendMailOptions, SendMailOptions][] => [
    ['File', { disableFileAccess: true }, { text: { path: join(folder, 'a.txt') } }],
    ['File', { disableFileAccess: true }, { text: 'a', attachments: [{ path: join(folder, 'a.txt') }] }],
    ['File', { disableFileAccess: true }, { raw: { path: join(folder, 'mail.eml') } }],
    ['File', { disableFileAccess: true }, { text: 'a', attachments: [{ raw: { path: join(folder, 'mail.eml') } }] }],
    ['Url', { disableUrlAccess: true }, { html: { href: url } as never }],
    ['Url', { disableUrlAccess: true }, { text: 'a', attachments: [{ href: url }] }],
    ['Url', { disableUrlAccess: true }, { text: 'a', icalEvent: { href: url } as never }],
    ['Url', { disableUrlAccess: true }, { raw: { href: url } as never }],
  ]
  const indexes = [0, 1, 2, 3, 4, 5, 6, 7]

  test.each(indexes)('by the mail (%i)', async (index) => {
    requests = []
    const [kind, off, data] = sources()[index] ?? ['', {}, {}]
    await expect(read({ ...data, ...off })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      message: expect.stringMatching(new RegExp(`${kind} access`, 'i')),
    })
    expect(requests).toEqual([])
  })

  test.each(indexes)('by the option (%i)', async (index) => {
    requests = []
    const [kind, off, data] = sources()[index] ?? ['', {}, {}]
    await expect(read(data, { options: off as never })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      message: expect.stringMatching(new RegExp(`${kind} access`, 'i')),
    })
    expect(requests).toEqual([])
  })

  test('a mail cannot turn it on again', () =>
    expect(
      read(
        { text: { path: join(folder, 'a.txt') }, disableFileAccess: false },
        { options: { disableFileAccess: true } },
      ),
    ).rejects.toMatchObject({ name: 'SesError', field: 'text' }))

  test('strings, Buffers and data URLs are read all the same', async () => {
    const letter = await read(
      {
        text: 'a',
        attachments: [
          { filename: 'a', content: Buffer.from('b') },
          { filename: 'b', path: 'data:,c' },
        ],
      },
      { options: { disableFileAccess: true, disableUrlAccess: true } },
    )
    expect(letter.attachments.map(({ content }) => content.toString())).toEqual(['b', 'c'])
  })
})

describe('a source that fails', () => {
  test.each<[string, () => SendMailOptions, object]>([
    [
      'a stream',
      () => ({ text: 'a', attachments: [{ filename: 'a', content: failing() }] }),
      { field: 'attachments[0] (a)', message: 'attachments[0] (a): could not be read: disk gone' },
    ],
    ['a text', () => ({ text: failing() }), { field: 'text', message: 'text: could not be read: disk gone' }],
    [
      'a file',
      () => ({ text: 'a', attachments: [{ filename: 'a', path: join(folder, 'none') }] }),
      { field: 'attachments[0] (a)', message: expect.stringContaining('ENOENT') },
    ],
    [
      'a data URL that is none',
      () => ({ text: 'a', attachments: [{ path: `DATA:text/plain,${'x'.repeat(5_000)}` }] }),
      { message: expect.stringMatching(/^.{1,600}$/s), field: expect.stringMatching(/^.{1,120}$/s) },
    ],
    ['raw, a stream', () => ({ raw: failing() }), { field: 'raw', message: expect.stringContaining('disk gone') }],
    [
      'raw, a file',
      () => ({ raw: { path: join(folder, 'none') } }),
      { field: 'raw', message: expect.stringContaining('ENOENT') },
    ],
  ])('%s', (_, data, expected) =>
    expect(read(data())).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      retry: 'never',
      delivered: 'no',
      ...expected,
    }),
  )

  test('stalls: not for ever', async () => {
    const stalling = () => new PassThrough()
    const options = { timeouts: { socketMs: 50 } }
    await expect(read({ text: 'a', attachments: [{ content: stalling() }] }, { options })).rejects.toMatchObject({
      name: 'SesError',
      message: expect.stringContaining('no byte for 50 ms'),
    })
    await expect(read({ raw: stalling() }, { options })).rejects.toMatchObject({
      name: 'SesError',
      field: 'raw',
      message: expect.stringContaining('no byte for 50 ms'),
    })
  })

  test('trickles: not for ever, and all sources of a mail in one time', async () => {
    const trickling = () =>
      Readable.from(
        (async function* () {
          for (;;) yield await new Promise((resolve) => setTimeout(() => resolve('a'), 5))
        })(),
      )
    const options = { timeouts: { contentMs: 50 } }
    for (const mail of [{ raw: trickling() }, { text: trickling() }, { attachments: [{ raw: trickling() }] }]) {
      await expect(read(mail, { options })).rejects.toMatchObject({
        name: 'SesError',
        retry: 'later',
        message: expect.stringContaining('not at its end after 50 ms (`timeouts.contentMs`)'),
      })
    }
  })

  test('the signal ends the reading', async () => {
    const controller = new AbortController()
    const { readLetter } = await open({ text: 'a', attachments: [{ content: new PassThrough() }] })
    const reading = readLetter(controller.signal)
    controller.abort(new Error('enough'))
    await expect(reading).rejects.toThrow('enough')
  }, 2_000)

  test('a stream that was read before is no empty file', async () => {
    const stream = Readable.from(['a'])
    await read({ text: 'a', attachments: [{ content: stream }] })
    await expect(read({ text: 'a', attachments: [{ content: stream }] })).rejects.toThrow(/already read or destroyed/)
  })
})

describe('raw', () => {
  const message =
    'From: Foo: Bar <a@example.com>\r\nTo: Ann <ann@example.org>, b@例え.jp\r\nCc: c@example.org\r\nBcc: h@example.org\r\nSubject: =?UTF-8?Q?H=C3=AD?=\r\nX-A: a\r\n b\r\nMessage-ID: <a@b>\r\n\r\nhello\r\n'
  const letter = {
    from: [{ name: 'Foo: Bar', address: 'a@example.com' }],
    to: ['ann@example.org', 'b@xn--r8jz45g.jp'],
    cc: ['c@example.org'],
    bcc: ['h@example.org'],
    subject: 'Hí',
    html: undefined,
    attachments: [],
    headers: [
      { name: 'X-A', value: 'a b' },
      { name: 'Message-ID', value: '<a@b>' },
      { name: 'Date', value: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} .* \+0000$/) }, // it has none of its own
    ],
  }
  const unaddressed = { from: undefined, to: undefined, subject: undefined } as never as SendMailOptions

  test.each<[string, () => SendMailOptions['raw']]>([
    ['a string', () => message],
    ['a Buffer', () => Buffer.from(message)],
    ['a stream', () => Readable.from([Buffer.from(message)])],
    ['bare line feeds', () => message.replaceAll('\r\n', '\n')],
  ])('%s', async (_, raw) => {
    const opened = await open({ ...unaddressed, raw: raw() })
    expect(opened.outline).toBeUndefined()
    const got = await readOpened(opened)
    expect(got).toMatchObject(letter)
    expect(got.text?.trim()).toBe('hello')
  })

  test('a file', async () =>
    expect((await read({ raw: { path: join(folder, 'mail.eml') } })).text?.trim()).toBe('from a file'))

  test('the envelope decides who gets it', async () =>
    expect(
      await read({ ...unaddressed, raw: message, envelope: { to: ['ann@example.org', 'x@example.org'] } }),
    ).toMatchObject({ to: ['ann@example.org'], cc: [], bcc: ['x@example.org'] }))

  test('a part that is a mail', async () => {
    const { attachments } = await read({
      text: 'a',
      attachments: [
        {
          raw: 'Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=a.eml\r\n\r\nSubject: inner\r\nBcc: x@y\r\n\r\ninner\r\n',
        },
      ],
    })
    expect(attachments.map(({ name, type, content }) => [name, type, content.toString().trim()])).toEqual([
      ['a.eml', 'message/rfc822', 'Subject: inner\r\nBcc: x@y\r\n\r\ninner'],
    ])
  })

  test.each<[string, string]>([
    ['nothing but text', 'hello'],
    ['binary', '\0\xff\xfe'.repeat(100)],
    ['a multipart without an end', 'Subject: a\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nhello'],
    [
      'hundreds of nested parts',
      Array.from(
        { length: 300 },
        (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\r\n\r\n--b${index}\r\n`,
      ).join(''),
    ],
    ['headers without end', `X: ${'a'.repeat(3_000_000)}`],
  ])('%s: a letter or a SesError', async (_, raw) => {
    const outcome = await read({ raw }).then(
      () => 'SesError',
      (error: Error) => error.name,
    )
    expect(outcome).toBe('SesError')
  })
})

describe('plugins', () => {
  const upper = () =>
    new Transform({
      transform(chunk, _, done) {
        done(null, chunk.toString().replaceAll('hello', 'HELLO'))
      },
    })

  test('a stream plugin that sets a header', async () => {
    const letter = await read(
      { text: 'a' },
      {
        plugins: [
          ({ message }) => {
            message.setHeader('X-Plugin', 'p')
            message.setHeader('Subject', 'by plugin')
          },
        ],
      },
    )
    expect(headerValues(letter, 'X-Plugin')).toEqual(['p'])
    expect(letter.subject).toBe('by plugin')
  })

  test.each<[string, (mail: MailMessage) => void]>([
    ['transform', ({ message }) => message.transform(upper)],
    ['processFunc', ({ message }) => message.processFunc((input) => input.pipe(upper()))],
  ])('%s', async (_, plugin) => {
    const opened = await open({ text: 'hello', bcc: 'b@example.org' }, { plugins: [plugin] })
    expect(opened.outline).toBeUndefined()
    const letter = await readOpened(opened)
    expect(letter).toMatchObject({ to: ['ann@example.org'], bcc: ['b@example.org'], subject: 'Hi' })
    expect(letter.text?.trim()).toBe('HELLO')
    expect(headerValues(letter, 'Message-ID')).toEqual([opened.messageId])
  })
})

describe('DKIM is left out, and reported', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 1_024,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  const dkim = { domainName: 'example.com', keySelector: 'k', privateKey }

  test('of a mail', async () => {
    const opened = await open({ text: 'a', dkim } as never)
    expect(opened.changes).toEqual([
      {
        rule: 'dkim',
        field: 'dkim',
        loss: 'none',
        message: 'not signed with DKIM: SES composes the message anew and signs it itself',
      },
    ])
    expect(opened.outline).toBeDefined()
    expect(headerValues(await readOpened(opened), 'DKIM-Signature')).toEqual([])
  })

  test('of the defaults, and beside a processFunc that stays', async () => {
    const opened = await open(
      { text: 'hello' },
      {
        defaults: { dkim } as never,
        plugins: [
          ({ message }) =>
            message.processFunc((input) =>
              input.pipe(
                new Transform({
                  transform(chunk, _, done) {
                    done(null, chunk.toString().replace('hello', 'bye'))
                  },
                }),
              ),
            ),
        ],
      },
    )
    expect(opened.changes).toHaveLength(1)
    const letter = await readOpened(opened)
    expect(letter.text?.trim()).toBe('bye')
    expect(letter.headers.map(({ name }) => name.toLowerCase())).not.toContain('dkim-signature')
  })

  test('nothing to report without', async () => expect((await open({ text: 'a' })).changes).toEqual([]))
})

test('requireTLSExtensionEnabled is refused', () =>
  expect(open({ text: 'a', requireTLSExtensionEnabled: true } as never)).rejects.toMatchObject({
    name: 'SesError',
    reason: 'message-invalid',
    retry: 'never',
    field: 'requireTLSExtensionEnabled',
    message: 'requireTLSExtensionEnabled: SES does not offer REQUIRETLS. Nothing was sent.',
  }))

function failing(): Readable {
  return new Readable({
    read() {
      this.destroy(new Error('disk gone'))
    },
  })
}

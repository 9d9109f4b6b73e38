// Whatever a mail holds, it is sent or refused in time and memory that end: here that it is refused before anything is
// sent, that its sources are closed, and that what may be large arrives. A step that takes time by the square of one of
// these runs into the time limit of a test; the figures are in `npm run bench`.

import { mkdtemp, open, rm } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import type { SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SesTransportOptions } from '../../lib/index.ts'
import { hostileHtml, repeated } from '../help/hostile.ts'
import { isNodemailerSince } from '../help/nodemailer-version.ts'
import { failureOf, mailWith, openStage, sender } from '../help/stage.ts'

const MB = 1_000_000
const unlimited = { rateLimit: false, recipientLimit: false } as const

/** That a mail is refused, naming the field, with no connection made. */
async function expectRefusal(
  mail: SendMailOptions,
  field: string | RegExp,
  options: Partial<SesTransportOptions> = {},
): Promise<void> {
  const { ses, ours } = await openStage({}, options)
  const error = await failureOf(ours.sendMail(mail))
  expect([error.delivered, error.attempts]).toEqual(['no', 0])
  expect(error.field).toMatch(field)
  expect(error.message.length).toBeLessThan(1_000)
  expect([ses.transcript, ses.logins]).toEqual([[], 0])
}

describe('a source that is too large is closed, and hardly read', () => {
  const sources: [string, (source: Readable) => SendMailOptions, string][] = [
    ['a file', (content) => ({ attachments: [{ filename: 'a.bin', content }] }), 'attachments[0] (a.bin)'],
    ['HTML', (html) => ({ html }), 'html'],
    ['text', (text) => ({ text }), 'text'],
    ['an invitation', (content) => ({ icalEvent: { content } }), 'attachments[0]'],
    ['raw', (raw) => ({ raw }), 'raw'],
    ['a raw part', (raw) => ({ attachments: [{ raw }] }), 'attachments[0]'],
  ]

  it.each(sources)('%s without end', async (_, mail, field) => {
    let given = 0
    const source = function* () {
      for (; ; given++) yield Buffer.alloc(100_000, 'a line of text\r\n')
    }
    const stream = Readable.from(source())
    const { ses, ours } = await openStage({}, { limits: { body: MB, attachment: MB, message: 2 * MB } })
    const error = await failureOf(ours.sendMail(mailWith(mail(stream))))
    expect(error).toMatchObject({ reason: 'message-too-large', delivered: 'no', attempts: 0 })
    expect(error.field?.startsWith(field)).toBe(true)
    expect(stream.destroyed).toBe(true)
    expect(given).toBeLessThan(40 + 2 * stream.readableHighWaterMark)
    expect(ses.logins).toBe(0)
  })

  it.each(sources)('%s of empty pieces without end', async (_, mail) => {
    const source = function* () {
      for (;;) yield ''
    }
    const stream = Readable.from(source())
    await expectRefusal(mailWith(mail(stream)), /./)
    expect(stream.destroyed).toBe(true)
  })

  it.each(sources)('%s that waits for ever', async (_, mail) => {
    const stream = new PassThrough()
    await expectRefusal(mailWith(mail(stream)), /./, { timeouts: { socketMs: 50 } })
    expect(stream.destroyed).toBe(true)
  })

  it.each(sources)('%s whose mail is given up', async (_, mail) => {
    const stream = new PassThrough()
    stream.write('abc')
    const { ses, ours } = await openStage()
    const sending = ours.sendMail(mailWith(mail(stream)))
    await new Promise(setImmediate)
    ours.close()
    expect(await failureOf(sending)).toMatchObject({ reason: 'cancelled', attempts: 0 })
    expect(stream.destroyed).toBe(true)
    expect(ses.logins).toBe(0)
  })
})

describe('a file of 2 GB', () => {
  let folder: string
  let path: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ses-bounds-'))
    path = join(folder, 'large.bin')
    const file = await open(path, 'w')
    await file.truncate(2 * 2 ** 30)
    await file.close()
  })
  afterAll(() => rm(folder, { recursive: true }))

  it.each<[string, (path: string) => SendMailOptions, string]>([
    ['as a file', (large) => ({ attachments: [{ path: large }] }), 'attachments[0] (large.bin)'],
    ['as HTML', (large) => ({ html: { path: large } as never }), 'html'],
    ['as text', (large) => ({ text: { path: large } as never }), 'text'],
    ['as raw', (large) => ({ raw: { path: large } }), 'raw'],
    ['as a raw part', (large) => ({ attachments: [{ raw: { path: large } }] }), 'attachments[0]'],
    [
      'as a file beside a raw part',
      (large) => ({ attachments: [{ raw: 'X: a\r\n\r\na' }, { path: large }] }),
      'attachments[1] (large.bin)',
    ],
  ])('%s', async (_, mail, field) => {
    const { ses, ours } = await openStage()
    const error = await failureOf(ours.sendMail(mailWith(mail(path))))
    expect(error).toMatchObject({ reason: 'message-too-large', delivered: 'no', attempts: 0 })
    expect(error.field?.startsWith(field)).toBe(true)
    expect(error.message).toContain('2,147,483,648 bytes')
    expect(ses.logins).toBe(0)
  })
})

describe('a URL', () => {
  let server: Server
  let url: string
  let asked: string[] = []
  let connections: Promise<unknown>[] = []
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/silent': () => {},
    '/head': (response) => response.flushHeaders(),
    '/trickles': (response) => {
      const drops = setInterval(() => response.write('a'), 5)
      response.on('close', () => clearInterval(drops))
    },
    '/endless': (response) => {
      const more = () => response.write(Buffer.alloc(100_000)) && setImmediate(more)
      response.on('drain', more)
      more()
    },
    '/round': (response) => response.writeHead(302, { location: '/round' }).end(),
    '/file': (response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end(),
  }
  beforeAll(async () => {
    server = createServer((request, response) => {
      asked.push(request.url ?? '')
      connections.push(new Promise((closed) => request.socket.on('error', () => {}).once('close', closed)))
      answers[request.url ?? '']?.(response)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  const paths: [string, string, string, Partial<SesTransportOptions>][] = [
    ['that never answers', '/silent', 'no byte for 50 ms', { timeouts: { socketMs: 50 } }],
    ['that gives a head and nothing else', '/head', 'no byte for 50 ms', { timeouts: { socketMs: 50 } }],
    ['that gives a byte now and then', '/trickles', 'not at its end after 100 ms', { timeouts: { contentMs: 100 } }],
    ['that gives bytes without end', '/endless', 'more bytes, over the', {}],
    ['that redirects without end', '/round', 'Maximum redirect count exceeded', {}],
    ['that redirects to a file', '/file', 'Unsupported protocol for URL file:///etc/passwd', {}],
  ]
  const places: [string, (href: string) => SendMailOptions, string][] = [
    ['a file', (href) => ({ attachments: [{ filename: 'a.bin', href }] }), 'attachments[0] (a.bin)'],
    ['HTML', (href) => ({ html: { href } as never }), 'html'],
    ['raw', (href) => ({ raw: { href } as never }), 'raw'],
  ]

  it.each(paths.flatMap((path) => places.map((place) => [...path, ...place] as const)))(
    '%s (%s, %s, %j): %s',
    async (_, path, why, options, __, mail, field) => {
      connections = []
      const { ses, ours } = await openStage({}, options)
      const error = await failureOf(ours.sendMail(mailWith(mail(url + path))))
      expect(error).toMatchObject({ field, delivered: 'no', attempts: 0 })
      expect(error.message).toContain(why)
      await Promise.all(connections) // the requests ended, with ours
      expect(ses.logins).toBe(0)
    },
  )

  it('is asked six times at most', async () => {
    asked = []
    const { ours } = await openStage()
    await failureOf(ours.sendMail(mailWith({ attachments: [{ href: `${url}/round` }] })))
    expect(asked).toHaveLength(6)
  })
})

describe('a long header', () => {
  it.each<[string, SendMailOptions, string | RegExp]>([
    ['of its own', { headers: { 'X-A': repeated('a ', MB) } }, 'X-A'],
    ['of encoded words', { headers: { 'X-A': repeated('=?UTF-8?B?YWFh?= ', MB) } }, 'X-A'],
    ['Subject', { subject: repeated('a ', MB) }, 'subject'],
    ['Subject of encoded words', { subject: repeated('=?UTF-8?B?YWFh?= ', MB) }, 'subject'],
    ['Subject of line ends', { subject: repeated('\r', MB) }, 'subject'],
    ['a name of the sender', { from: { name: repeated('中', MB), address: sender } }, 'from'],
    ['a name of encoded words', { from: `${repeated('=?UTF-8?B?YWFh?= ', MB)} <${sender}>` }, 'from'],
    ['a name of colons', { from: { name: repeated(':', MB), address: sender } }, 'from'],
    ['From of angle brackets', { from: repeated('<', MB) }, 'from'],
    ['an address', { to: `${repeated('a', MB)}@example.org` }, 'to'],
    ['an address of at signs', { to: repeated('@', MB) }, 'to'],
    ['a domain', { to: `a@${repeated('a.', MB)}org` }, 'to'],
    ['an international domain of a megabyte', { to: `a@${repeated('例え', MB)}.jp` }, /to|envelope/],
    ['quotes', { to: repeated('"', MB) }, 'to'],
    ['comments', { to: repeated('(', MB) }, 'to'],
    ['a name in Reply-To', { replyTo: { name: repeated('a', MB), address: 'a@example.org' } }, 'replyTo'],
    [
      'Reply-To of ten thousand',
      { replyTo: Array.from({ length: 10_000 }, (_, index) => `a${index}@example.org`) },
      'replyTo',
    ],
    ['Message-ID', { messageId: repeated('a', MB) }, 'Message-ID'],
    ['Message-ID of brackets', { messageId: repeated('<a', MB) }, 'Message-ID'],
    ['References', { references: Array.from({ length: 100_000 }, (_, index) => `<${index}@b>`) }, 'References'],
    ['References as text', { references: repeated('<a@b> ', MB) }, 'References'],
    ['In-Reply-To', { inReplyTo: repeated('<a@b> ', MB) }, 'In-Reply-To'],
    ['List-Unsubscribe', { list: { unsubscribe: `https://a.example/${repeated('a', MB)}` } }, 'List-Unsubscribe'],
    ['List-ID', { list: { id: { comment: repeated('中', MB), url: 'a.example' } } }, 'List-ID'],
  ])('%s', (_, fields, field) =>
    expectRefusal(mailWith(fields), typeof field === 'string' ? new RegExp(`^${field}$`) : field),
  )
})

// Nodemailer parses addresses before it calls a transport, and before 10.1.7 groups in groups in time by the square.
describe.runIf(isNodemailerSince('10.1.7'))('a long header of groups in groups', () => {
  it.each<[string, SendMailOptions, string]>([
    ['From of colons', { from: `${repeated(':', MB)} <${sender}>` }, 'from'],
    ['From of words and colons', { from: repeated('a:', MB) }, 'from'],
    ['groups in groups', { to: repeated('a:', MB) }, 'to'],
  ])('%s', (_, fields, field) => expectRefusal(mailWith(fields), new RegExp(`^${field}$`)))
})

describe('a mail of many parts', () => {
  const many = <T>(count: number, part: (index: number) => T) =>
    Array.from({ length: count }, (_, index) => part(index))

  it('100,000 files are refused by their number, none of them read', async () => {
    let reads = 0
    const source = () =>
      new Readable({
        read() {
          reads++
          this.push(null)
        },
      })
    const attachments = [
      ...many(10, () => ({ filename: 'a.txt', content: source() })),
      ...many(99_990, (index) => ({ filename: 'a.txt', content: `${index}` })),
    ]
    await expectRefusal(mailWith({ attachments }), /^attachments$/)
    expect(reads).toBe(0)
  })

  it.each<[string, SendMailOptions, RegExp]>([
    ['100,000 raw parts', { attachments: many(100_000, () => ({ raw: 'X: a\r\n\r\na' })) }, /^raw$/],
    ['a hundred raw parts', { attachments: many(100, () => ({ raw: 'Content-Type: x/y\r\n\r\na' })) }, /^attachments$/],
  ])('%s', (_, fields, field) => expectRefusal(mailWith(fields), field))

  it('500 mails in each other, as a raw part, are one file', async () => {
    const nested = many(500, () => 'Content-Type: message/rfc822\r\n\r\n').join('')
    const { ses, ours } = await openStage()
    await ours.sendMail(mailWith({ attachments: [{ raw: `${nested}Subject: inner\r\n\r\nhello` }] }))
    expect(ses.inbox[0]?.attachments).toHaveLength(1)
  })
})

describe('a raw message', () => {
  const head = `From: ${sender}\r\nTo: ann@example.org\r\nSubject: Hello\r\n`
  const multipart = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n`
  const nested = Array.from(
    { length: 500 },
    (_, index) => `Content-Type: multipart/mixed; boundary=b${index}\r\n\r\n--b${index}\r\n`,
  ).join('')

  it.each<[string, string | Buffer, RegExp]>([
    ['500 deep', `${head}${nested}\r\nhello`, /^raw$/],
    ['10,000 parts', multipart + repeated('--b\r\nContent-Type: x/y\r\n\r\na\r\n', 300_000), /^attachments$/],
    [
      '10,000 invitations',
      multipart + repeated('--b\r\nContent-Type: text/calendar\r\n\r\na\r\n', 400_000),
      /^body$|^raw$/,
    ],
    ['twenty megabytes of delimiters', multipart + repeated('--b\r\n', 20 * MB - 1_000), /^raw$/],
    ['a header of 5 MB', `${head}X-A: ${repeated('a', 5 * MB)}\r\n\r\nhello`, /^raw$/],
    ['a header of 5 MB in lines', `${head}${repeated('X-A: a\r\n', 5 * MB)}\r\nhello`, /^raw$/],
    ['a header of folds', `${head}X-A: a\r\n${repeated(' a\r\n', 5 * MB)}\r\nhello`, /^raw$/],
    ['a header without end', repeated('a', 20 * MB - 1_000), /^raw$/],
    ['twenty megabytes of lines', head + repeated('\n', 20 * MB - 1_000), /^raw$/],
    ['a million lines and one', `${head}\r\n${repeated('\n', MB + 1)}`, /^body$/],
    ['a million lines outside of its parts', multipart + repeated('\n', MB), /^raw$/],
    ['a million lines in Base64', `${head}Content-Transfer-Encoding: base64\r\n\r\n${repeated('\n', MB)}`, /^body$/],
    ['From of colons', `From: ${repeated(':', 200_000)}\r\nTo: a@example.org\r\nSubject: a\r\n\r\nhello`, /^from$/],
    ['To of groups', `From: ${sender}\r\nTo: ${repeated('a:', 200_000)}\r\nSubject: a\r\n\r\nhello`, /^to$/],
    ['twenty megabytes and one byte', repeated('a', 20 * MB + 1), /^raw$/],
  ])('of %s', (_, raw, field) => expectRefusal({ raw }, field))

  it.each<[string, string]>([
    ['a million lines', repeated('\r\n', MB - 10)],
    ['one line', repeated('a', MB - 10)],
    ['lines of quoted-printable', repeated('=\r\n', MB)],
  ])('of %s arrives', async (_, body) => {
    const { ses, ours } = await openStage()
    await ours.sendMail({
      raw: `${head}Content-Transfer-Encoding: ${body.startsWith('=') ? 'quoted-printable' : '8bit'}\r\n\r\n${body}hello`,
    })
    expect(ses.inbox[0]?.text?.trim().endsWith('hello')).toBe(true)
  })
})

describe('a text of 1 MB arrives, whatever it is of', () => {
  it.each<[string, string, string]>([
    ['one letter', repeated('a', MB), repeated('a', MB)],
    ['spaces and a letter', `${repeated(' ', MB - 1)}a`, `${repeated(' ', MB - 1)}a`],
    ['halves of characters', repeated('\ud800', MB / 4), repeated('\ufffd', MB / 4)],
    ['NULs', repeated('\0', MB / 4), repeated('\ufffd', MB / 4)],
    ['carriage returns', `${repeated('\r', MB - 1)}a`, `${repeated('\r', MB - 1)}a`],
    ['Chinese', repeated('中', 333_333), repeated('中', 333_333)],
  ])('%s', async (_, text, arrived) => {
    const { ses, ours } = await openStage()
    await ours.sendMail(mailWith({ text }))
    expect(ses.inbox[0]?.text === arrived).toBe(true)
  })

  it('and in 8bit it arrives or is refused', async () => {
    for (const text of ['a', ' ', '\ud800', '\0', '\r', '中', 'a ']) {
      const { ses, ours } = await openStage(unlimited, { bodyEncoding: '8bit' })
      const error = await ours.sendMail(mailWith({ text: `a${repeated(text, 300_000)}` })).catch((failure) => failure)
      expect(ses.ledger.filter(({ outcome }) => outcome !== 'accepted')).toEqual([])
      expect(error.field ?? ses.inbox.length).toBe(ses.inbox.length === 0 ? 'text' : 1)
    }
  })
})

it('HTML of 900 KB in 8bit arrives or is refused, whatever it is made to cost', { timeout: 120_000 }, async () => {
  const { ses, ours } = await openStage(unlimited, { ...unlimited, bodyEncoding: '8bit', inlineImages: 'attach' })
  for (const [name, html] of hostileHtml) {
    ses.reset()
    const attachments = [{ filename: 'a.png', cid: 'a', content: 'a' }]
    const outcome = await ours.sendMail(mailWith({ html: html(300_000), attachments })).catch((failure) => failure)
    expect([name, ses.ledger.filter((entry) => entry.outcome !== 'accepted')]).toEqual([name, []])
    expect([name, outcome.field ?? 'sent']).toEqual([name, ses.inbox.length === 0 ? 'html' : 'sent'])
  }
})

it('an image that the HTML shows a hundred thousand times is refused', () =>
  expectRefusal(
    mailWith({
      html: repeated('<img src="cid:a">', 900_000),
      attachments: [{ filename: 'a.png', cid: 'a', content: Buffer.alloc(700_000) }],
    }),
    /^body$/,
  ))

describe('a file’s name of a megabyte', () => {
  it.each(['a', '_', '.', ' ', '中', '\u202e', '\ud800'])('of %j is cut', async (text) => {
    const { ses, ours } = await openStage()
    await ours.sendMail(mailWith({ attachments: [{ filename: `${repeated(text, MB)}b.pdf`, content: 'a' }] }))
    expect(ses.inbox[0]?.attachments[0]?.name).toMatch(/^.{1,251}\.pdf$/u)
  })
})

// Before 9, Nodemailer compares each address with each, before it calls a transport.
describe.runIf(isNodemailerSince('9'))('a mail to 100,000', () => {
  const people = Array.from({ length: 100_000 }, (_, index) => `person${index}@example.org`)

  it('goes out in letters of fifty', async () => {
    const { ses, ours } = await openStage(unlimited, { rateLimit: false })
    const sending = ours.sendMail(mailWith({ to: people }))
    const [first] = await ses.waitFor(1)
    expect(first?.to).toEqual(people.slice(0, 50))
    ours.close()
    const info = await sending
    expect(info.accepted.length + info.rejected.length).toBe(100_000)
    expect(info.accepted).toEqual(ses.inbox.flatMap(({ to }) => to).sort(inOrder))
  })

  // Each letter is written when its turn comes: when none comes any more, none is.
  it.each<[string, SendMailOptions]>([
    ['Bcc', { to: undefined, bcc: people } as SendMailOptions],
    ['the envelope alone', { to: 'shown@example.org', envelope: { from: sender, to: people } }],
  ])('in %s has one letter in hand at a time', async (_, fields) => {
    const { ses, ours } = await openStage(unlimited)
    const file = { filename: 'a.bin', content: Buffer.alloc(3 * MB) }
    const sending = ours.sendMail(mailWith({ ...fields, attachments: [file] }))
    await ses.waitFor(2)
    ours.close()
    const info = await sending
    expect(info.accepted.length + info.rejected.length).toBe(100_000)
    expect(ses.inbox.every(({ to, envelope }) => to.length === 1 && envelope.to.length === 1)).toBe(true)
  })

  const inOrder = (a: string, b: string) => Number.parseInt(a.slice(6), 10) - Number.parseInt(b.slice(6), 10)
})

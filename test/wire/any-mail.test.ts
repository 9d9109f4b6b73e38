// Any mail that Nodemailer can compose is taken by SES with nothing lost, or refused here with the reason.
// More of them: CASES=100000 npm run test:search -- test/wire/any-mail.test.ts

import { Readable } from 'node:stream'
import fc from 'fast-check'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Emulator, type ReceivedLetter, startEmulator } from '../../lib/emulator/index.ts'
import {
  isSesError,
  previewMail,
  type SesSentMessageInfo,
  type SesTransportOptions,
  sesTransport,
} from '../../lib/index.ts'
import { compose, mail, writable } from '../help/mails.ts'
import { isNodemailerSince } from '../help/nodemailer-version.ts'
import { CASES } from '../help/random.ts'

/** Every choice that a user has of what becomes of a mail. */
const policies: readonly Partial<SesTransportOptions>[] = [
  {},
  {},
  { cc: 'separate', inlineImages: 'attach' },
  { cc: 'refuse', bcc: 'refuse', onLoss: 'refuse', inlineImages: 'refuse' },
  { bodyEncoding: '8bit' },
  {
    bodyEncoding: '8bit',
    inlineImages: ({ name }) => `https://cdn.example/${encodeURIComponent(`${name}`.toWellFormed())}`,
  },
]

let ses: Emulator
let transporters: readonly Transporter<SesSentMessageInfo>[]
beforeAll(async () => {
  ses = await startEmulator({ rateLimit: false, recipientLimit: false })
  transporters = policies.map((policy) =>
    createTransport(sesTransport({ ...ses.transport, rateLimit: false, retry: false, ...policy })),
  )
})
afterAll(async () => {
  for (const transporter of transporters) transporter.close()
  await ses.close()
})

/**
 * How a mail is handed over: composed, as the bytes that Nodemailer made of it, or for certain people only. The bytes of an
 * older Nodemailer do not say all that the mail says: it writes the line ends in a comment of `list` as they are, and cuts
 * a character in halves between two encoded words.
 */
const form = fc.oneof(
  { weight: 6, arbitrary: fc.constant('composed' as const) },
  { weight: isNodemailerSince('10.1') ? 2 : 0, arbitrary: fc.constantFrom('raw' as const, 'raw stream' as const) },
  { weight: 1, arbitrary: fc.constant('envelope' as const) },
)
const policy = fc.nat({ max: policies.length - 1 })

it('arrives as it was meant, or is refused before it is sent', async () => {
  let taken = 0
  const property = fc.asyncProperty(mail, form, policy, async (data, form, policy) => {
    ses.reset()
    const meant = meaningOf(data, form)
    const given = await handOver(data, form)
    const info = await (transporters[policy] as Transporter<SesSentMessageInfo>)
      .sendMail(given)
      .catch((error: unknown) => error)

    expect(ses.ledger.filter(({ outcome }) => outcome !== 'accepted').map(({ reply }) => reply)).toEqual([])
    if (isSesError(info)) {
      expect([info.delivered, info.attempts, typeof info.field]).toEqual(['no', 0, 'string'])
      expect(info.hint).not.toContain('mistake in nodemailer-tencentcloud-ses')
      return
    }
    taken++
    expect(info).toHaveProperty('ses')
    expectRecipients(meant, info as SesSentMessageInfo)
    expectContent(meant, form.startsWith('raw') || policies[policy]?.bodyEncoding === '8bit')
    expectNothingElse(data)
    for (const letter of ses.inbox) await expectFitted(letter, policies[policy] ?? {})
  })
  await fc.assert(property)
  console.log(`${taken} of ${CASES} mails were taken, the others refused before they were sent`)
  expect(taken).toBeGreaterThan(CASES / 2)
})

/** What the reader of a mail should get, as far as it can be told from its options. */
interface Meaning {
  readonly visible: readonly string[]
  readonly hidden: readonly string[]
  readonly senderName: string | undefined
  readonly subject: string | undefined
  readonly text: string | undefined
  readonly html: string | undefined
  readonly files: readonly Buffer[]
}

type Attachment = NonNullable<SendMailOptions['attachments']>[number]
type Form = 'composed' | 'raw' | 'raw stream' | 'envelope'

const extra = 'extra@secret.example'

function meaningOf(data: SendMailOptions, form: Form): Meaning {
  const html = typeof data.html === 'string' && data.html.trim() !== '' ? data.html : undefined
  const text = typeof data.text === 'string' && data.text.trim() !== '' ? data.text : undefined
  const isAlternative = (data.alternatives ?? []).some(({ contentType }) => contentType === 'text/html')
  const visible = unique([...bare(data.to), ...bare(data.cc)])
  // As bytes it is broken: Nodemailer writes the end of a multipart into the file.
  const isWhole = ({ contentType }: Attachment) => contentType !== 'multipart/mixed'
  const files = (data.attachments ?? []).filter((file) => !form.startsWith('raw') || isWhole(file))
  return {
    visible: form === 'envelope' ? visible.slice(0, 1) : visible,
    hidden: form === 'envelope' ? [extra] : unique(bare(data.bcc)),
    senderName: nameOf(data.from),
    subject: decodable(data.subject),
    text,
    html: isAlternative ? undefined : html,
    files: files.map(({ content }) => (Buffer.isBuffer(content) ? content : Buffer.from(`${content}`))),
  }
}

async function handOver(data: SendMailOptions, form: Form): Promise<SendMailOptions> {
  if (form === 'composed') return data
  if (form === 'envelope') {
    const to = unique([...bare(data.to), ...bare(data.cc)]).slice(0, 1)
    return { ...data, envelope: { from: 'noreply@mail.example.com', to: [...to, extra] } }
  }
  const { raw, envelope } = await compose(writable(data))
  return { raw: form === 'raw' ? raw : Readable.from([raw.subarray(0, 99), raw.subarray(99)]), envelope }
}

function expectRecipients({ visible, hidden }: Meaning, info: SesSentMessageInfo): void {
  const received = ses.inbox.flatMap(({ envelope }) => envelope.to)
  expect([...received].sort()).toEqual([...visible, ...hidden].sort())
  expect([...info.accepted].map(String).sort()).toEqual([...received].sort())

  for (const { to, envelope, raw } of ses.inbox) {
    expect(to).toEqual(envelope.to)
    expect(envelope.from).toBe('noreply@mail.example.com')
    // A hidden address stands in a letter of its own, as its one recipient and nowhere else in it.
    const bytes = raw.toString('latin1')
    const others = hidden.filter((address) => bytes.includes(address) && !(to.length === 1 && to[0] === address))
    expect(others).toEqual([])
  }
}

function expectContent(meant: Meaning, isMoved: boolean): void {
  const normal = isMoved ? withoutLineEnds : (text: string | undefined) => text
  for (const letter of ses.inbox) {
    if (meant.text !== undefined) expect(normal(letter.text)).toBe(normal(asSent(meant.text)))
    if (meant.html !== undefined && !/cid:/i.test(meant.html))
      expect(normal(letter.html)).toBe(normal(asSent(meant.html)))
    if (meant.subject !== undefined) expect(letter.subject.replace(/\s+/g, ' ')).toBe(meant.subject)
    if (meant.senderName !== undefined) expect(letter.from.replace(/ ?<?noreply@.*$/, '')).toBe(meant.senderName)
    const lost = meant.files.filter((bytes) => !isThere(bytes, letter, isMoved))
    expect(lost).toEqual([])
  }
}

/** Attached, or as an image within the HTML (or at the URL to which it was uploaded). */
function isThere(bytes: Buffer, { attachments, html = '' }: ReceivedLetter, isMoved: boolean): boolean {
  const plain = withoutLineEnds(html) ?? ''
  const normal = (content: Buffer) =>
    isMoved ? withoutLineEnds(content.toString('latin1')) : content.toString('latin1')
  const shown = [...plain.matchAll(/;base64,([\w+/=]*)/g)].map(([, base64 = '']) => Buffer.from(base64, 'base64'))
  return (
    [...attachments.map(({ content }) => content), ...shown].some((content) => normal(content) === normal(bytes)) ||
    plain.includes('https://cdn.example/')
  )
}

/** No header, no recipient and no command that nobody meant. */
function expectNothingElse({ headers, attachments = [], ...rest }: SendMailOptions): void {
  // A file that is the whole mail is the root of Nodemailer's tree, and its header that of the mail.
  const isWholeMail = attachments.length === 1 && bodies.every((body) => [rest[body] || []].flat().length === 0)
  const ofFile = isWholeMail ? Object.keys(attachments[0]?.headers ?? {}) : []
  const given = [...(Array.isArray(headers) ? headers.map(({ key }) => key) : Object.keys(headers ?? {})), ...ofFile]
  const meant = new Set([...usual, ...given.map((name) => name.toLowerCase().replace(/[^!-9;-~]/g, ''))])
  for (const letter of ses.inbox) {
    const names = letter.headers.map(({ name }) => name)
    expect(names.filter((name) => !meant.has(name) || unsupported.has(name))).toEqual([])
    expect(once.filter((name) => names.filter((each) => each === name).length !== 1)).toEqual([])
    expect(letter.headers.filter(({ name, value }) => isAddressed.has(name) && value.includes('evil.example'))).toEqual(
      [],
    )
  }
  const commands = ses.transcript.flatMap((line) => /^\[\d+\] C: (.*)$/.exec(line)?.[1] ?? [])
  expect(commands.filter((command) => !COMMAND.test(command))).toEqual([])
}

const COMMAND =
  /^(?:EHLO \S+|AUTH PLAIN.*|MAIL FROM:<noreply@mail\.example\.com>(?: BODY=8BITMIME)?|RCPT TO:<[\w.+-]+@(?!evil)[\w.-]+>|DATA|RSET|QUIT|<.*>)$/
const bodies = ['text', 'html', 'amp', 'watchHtml', 'icalEvent', 'alternatives'] as const
const once = ['from', 'to', 'subject', 'content-type', 'mime-version', 'date', 'message-id'] as const
const usual = [
  ...once,
  'reply-to',
  'content-transfer-encoding',
  'in-reply-to',
  'references',
  'list-unsubscribe',
  'x-priority',
  'x-msmail-priority',
  'importance',
]
const unsupported: ReadonlySet<string> = new Set([
  'cc',
  'bcc',
  'content-id',
  'content-location',
  'content-base',
  'received',
  'sender',
])
const isAddressed: ReadonlySet<string> = new Set(['from', 'to'])

/** What was fitted fits: as a raw message it comes out the same to the byte, but for the boundaries. */
async function expectFitted({ raw, envelope }: ReceivedLetter, options: Partial<SesTransportOptions>): Promise<void> {
  const again = await previewMail({ raw, envelope: { ...envelope, to: [...envelope.to] } }, options)
  // What is only told is told again.
  expect(again.changes.filter(({ rule }) => rule !== 'file-types' && rule !== 'missing-images')).toEqual([])
  expect(again.messages.map(withoutBoundaries)).toEqual([withoutBoundaries(raw)])
}

function withoutBoundaries(message: Buffer): string {
  return message.toString('latin1').replace(/--_ses_[0-9a-f]{32}/g, '--_ses_')
}

function bare(people: unknown): string[] {
  if (typeof people === 'string') return [...people.matchAll(/[\w.+-]+@[^\s>,;]+/g)].map(([address]) => normal(address))
  if (Array.isArray(people)) return people.flatMap(bare)
  return people ? [normal((people as { address: string }).address)] : []
}

function normal(address: string): string {
  return address.replace('例え', 'xn--r8jz45g').replace('EXAMPLE', 'example')
}

function unique(addresses: readonly string[]): string[] {
  return [...new Set(addresses)]
}

/** A name as a reader sees it; nothing where the name is itself written in MIME's words. */
function nameOf(from: SendMailOptions['from']): string | undefined {
  if (typeof from !== 'object' || Array.isArray(from)) return undefined
  return decodable(from.name)?.replaceAll(':', '：')
}

function decodable(words: string | undefined): string | undefined {
  if (words === undefined || words.includes('=?')) return undefined
  return words
    .toWellFormed()
    .replace(/\0/g, '\ufffd')
    .replace(/[\x01-\x1f\x7f]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function asSent(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\ufffd').replace(/\r?\n/g, '\r\n')
}

/** For what Nodemailer wrote in lines of its own, or was folded: in HTML by comments that hold a line end. */
function withoutLineEnds(text: string | undefined): string | undefined {
  return text?.replace(/[\r\n]+/g, '').replaceAll('<!---->', '')
}

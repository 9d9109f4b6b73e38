import fc from 'fast-check'
import { createTransport, type SendMailOptions } from 'nodemailer'

/** What reads as an injection, a border or an end somewhere on the way. */
const traps = [
  '',
  ' ',
  '"',
  '\\',
  'a, b',
  'Foo: Bar',
  'Team: eve@evil.example;',
  'Eve <eve@evil.example>',
  'a\r\nBcc: eve@evil.example',
  'a\n\nBcc: eve@evil.example\n\n',
  'a\r\n.\r\nMAIL FROM:<eve@evil.example>',
  '\rX-Evil: 1',
  '=?UTF-8?B?YQ==?=',
  '=?UTF-8?Q?=0D=0ABcc:_eve@evil.example?=',
  '=?',
  '\ud800',
  'a\udc00b',
  '\0',
  '\u0003\u007f',
  '\u202egnp.exe',
  '.',
  '..',
  '.\r\n.\r\n',
  '--',
  '--_ses_',
  '--_NmP-fixed-Part_1\r\n\r\n--_NmP-fixed-Part_1--\r\n',
  'From me',
  '__proto__',
  '👨‍👩‍👧‍👦 🇨🇳',
  'مرحبا, שלום',
] as const

/** Text of any kind: scripts, controls, half characters, traps, and lines without an end. Without marks of the byte order, which readers drop. */
const text: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }) },
    { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
    { weight: 3, arbitrary: fc.constantFrom(...traps) },
    {
      weight: 1,
      arbitrary: fc.tuple(fc.constantFrom(...traps), fc.constantFrom(...traps)).map(([a, b]) => `${a}${b}`),
    },
    { weight: 1, arbitrary: fc.nat({ max: 5_000 }).map((length) => 'x'.repeat(length)) },
    { weight: 1, arbitrary: fc.nat({ max: 3_000 }).map((length) => '中'.repeat(length)) },
  )
  .map((value) => value.replaceAll('\ufeff', ''))

/** A name or the like: of a length that a header can hold. */
const words = text.map((value) => value.slice(0, 150))

const lines = fc
  .array(
    fc.oneof(
      words,
      fc.nat({ max: 2_500 }).map((length) => 'line '.repeat(length / 5)),
    ),
    { maxLength: 8 },
  )
  .chain((parts) => fc.constantFrom('\r\n', '\n', '\r', '\n\n').map((end) => parts.join(end)))

const htmlPieces = [
  '<p>Hello</p>',
  '<img src="cid:a">',
  "<img src=cid:b%40c srcset='cid:a 1x, cid:a 2x'>",
  '<td background="cid:d e">',
  '<div style="background:url(cid:a)">',
  '<style>p{background:url("cid:a")} /* " */</style>',
  '<script>"</scr"</script>',
  '<pre>\n  a\n</pre>',
  '<textarea>\n\na</textarea>',
  '<!--',
  '<!-- [if mso]> -->',
  '<!--[if mso]><v:fill src="cid:a"/><![endif]-->',
  '<![CDATA[',
  '<a href="x',
  '&amp',
  '<',
  '</p',
  '<plaintext>',
] as const
const html = fc
  .array(fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...htmlPieces) }, { weight: 1, arbitrary: text }), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''))

const addresses = [
  'ann@example.org',
  'bob@example.org',
  'eva@例え.jp',
  'x.y+z@sub.example.com',
  'ann@EXAMPLE.org',
] as const
const address = fc.constantFrom(...addresses)
const mailbox = fc.oneof(address, fc.record({ name: words, address }))
const people = fc.oneof(
  mailbox,
  fc.array(mailbox, { maxLength: 5 }),
  fc.constantFrom('Team: ann@example.org, "B, C" <bob@example.org>;', 'ann@example.org, Bob <bob@example.org>'),
)
/** At an address that stands nowhere else in a mail, so that it is seen wherever it leaks. */
const hidden = fc.array(
  fc.nat({ max: 9 }).map((each) => `hidden${each}@secret.example`),
  { maxLength: 3 },
)

const content = fc.oneof(
  text,
  lines,
  fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
)
const fileTypes = [
  'text/plain',
  'text/html',
  'text/csv; charset=gbk',
  'application/pdf',
  'image/png',
  'message/rfc822',
  'multipart/mixed',
  'text/calendar',
  'x',
  '',
] as const
const file = fc
  .record(
    {
      filename: fc.oneof(
        words,
        fc.constantFrom('invoice.pdf', '发票 2026.pdf', 'a/b:c*.txt', 'data.csv', 'noextension', '.htaccess'),
        fc.constant(false as const),
      ),
      content,
      contentType: fc.constantFrom(...fileTypes),
      contentDisposition: fc.constantFrom('attachment' as const, 'inline' as const),
      contentTransferEncoding: fc.constantFrom('7bit' as const, 'base64' as const, 'quoted-printable' as const),
      cid: fc.constantFrom('a', 'b@c', 'd e', 'x">'),
      headers: fc.constantFrom<Record<string, string>>(
        { 'Content-ID': '<x>' },
        { 'Content-Location': 'x' },
        { 'X-A': 'b' },
        { 'Content-Base': 'x' },
      ),
    },
    { requiredKeys: ['content'] },
  )
  // Inline and without a name, a text is a part of the body to whoever reads the bytes.
  .map((each) => (each.filename ? each : { ...each, contentDisposition: 'attachment' as const }))
  // And an image of nothing is none.
  .map((each) => (each.cid && each.content.length === 0 ? { ...each, content: 'x' } : each))

const headerNames = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('X-A', 'X-B', 'X-Tencentcloudses-Cb-Kind', 'List-ID'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'Content-Type',
      'content-transfer-encoding',
      'MIME-Version',
      'Auto-Submitted',
      'Received',
      'Sender',
      'Return-Path',
    ),
  },
  // Not those by which a recipient, sender or subject can be given: such a field is meant.
  { weight: 1, arbitrary: words.filter((name) => !/^\W*(?:to|cc|bcc|from|reply-to|subject)\W*$/i.test(name)) },
)
const headerValue = fc.oneof(
  words,
  fc.array(words, { maxLength: 3 }),
  words.map((value) => ({ prepared: true, value })),
)
const headers = fc.oneof(
  fc.dictionary(headerNames, headerValue, { maxKeys: 4 }),
  fc.array(fc.record({ key: headerNames, value: words }), { maxLength: 4 }),
)
const messageIds = fc.oneof(
  { weight: 19, arbitrary: fc.constantFrom('<a@b>', 'a@b', '<a@b> <c@d>') },
  { weight: 1, arbitrary: text.filter((value) => /[^\s\p{Cc}]/u.test(value)) },
)

/** A mail as a program composes it, its content in memory: strings and Buffers. */
export const mail: fc.Arbitrary<SendMailOptions> = fc.record(
  {
    from: fc.oneof(
      fc.constant('noreply@mail.example.com'),
      words.map((name) => ({ name, address: 'noreply@mail.example.com' })),
      fc.constantFrom(
        'Shop <noreply@mail.example.com>',
        'Foo: Bar <noreply@mail.example.com>',
        '"O\'Neil, A." <noreply@mail.example.com>',
      ),
    ),
    to: people,
    cc: people,
    bcc: hidden,
    replyTo: people,
    subject: fc.oneof({ weight: 1, arbitrary: text }, { weight: 5, arbitrary: words.map((value) => `Re: ${value}`) }),
    text: fc.oneof(
      lines,
      text.map((value) => Buffer.from(value)),
    ),
    html,
    watchHtml: text,
    amp: text,
    icalEvent: fc.record({
      method: fc.constantFrom('REQUEST', 'x\r\ny'),
      content: text.map((value) => `BEGIN:${value}`),
    }),
    alternatives: fc.array(
      fc.record({ contentType: fc.constantFrom('text/x-web-markdown', 'application/json', 'text/html'), content }),
      { maxLength: 2 },
    ),
    attachments: fc.array(file, { maxLength: 4 }),
    headers,
    list: fc.record({
      unsubscribe: fc.record({ url: fc.constantFrom('https://x.example/u', 'x@example.org'), comment: words }),
    }),
    priority: fc.constantFrom('high' as const, 'low' as const),
    sender: mailbox,
    messageId: messageIds,
    inReplyTo: messageIds,
    references: fc.oneof(messageIds, fc.array(messageIds, { maxLength: 3 })),
    date: fc.constantFrom(new Date(0), '2026-01-02T03:04:05Z'),
    encoding: fc.constantFrom('7bit' as const, 'base64' as const, 'quoted-printable' as const),
    textEncoding: fc.constantFrom('Q' as const, 'B' as const),
    baseBoundary: fc.constant('fixed'),
    newline: fc.constantFrom('win', 'unix'),
    xMailer: fc.oneof(words, fc.constant(false as const)),
  },
  { requiredKeys: ['from', 'subject'] },
) as never

/** The bytes of a mail as Nodemailer composes it, and the envelope that goes with them. */
export async function compose(
  data: SendMailOptions,
): Promise<{ raw: Buffer; envelope: { from: string; to: string[] } }> {
  const { message, envelope } = await createTransport({ streamTransport: true, buffer: true }).sendMail(data)
  const { from, to } = envelope as { from: string | false; to: string[] }
  return { raw: message as Buffer, envelope: { from: from || '', to } }
}

/**
 * A mail whose bytes say what it says: in them a second Content-Type before Nodemailer's own makes the message another one,
 * as does a field that is given prepared and has line ends, or a boundary that stands in a text.
 */
export function writable(data: SendMailOptions): SendMailOptions {
  const { baseBoundary: _, headers = {}, ...rest } = data
  const isWritable = (name: string, value: unknown) =>
    !/^[^a-z]*content-/i.test(name) && !(value as { prepared?: unknown } | null)?.prepared
  return {
    ...rest,
    headers: Array.isArray(headers)
      ? headers.filter(({ key, value }) => isWritable(key, value))
      : Object.fromEntries(Object.entries(headers).filter(([name, value]) => isWritable(name, value))),
  }
}

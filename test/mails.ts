// Mails of every kind that Nodemailer composes, and of some that nobody should send it.

import fc from 'fast-check'
import type { SendMailOptions } from 'nodemailer'

/** Text of any kind: scripts, quotes, colons, line ends, controls, half characters, words that look like MIME. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    ' ',
    '"',
    'a, b',
    'Foo: Bar',
    'a\r\nBcc: eve@evil.example',
    '=?UTF-8?B?YQ==?=',
    '\ud800',
    '\0',
    '.',
    '.\r\n.\r\n',
    '--',
  ),
  fc.nat({ max: 5_000 }).map((length) => 'x'.repeat(length)),
  fc.nat({ max: 3_000 }).map((length) => '中'.repeat(length)),
)
const address = fc.constantFrom(
  'ann@example.org',
  'bob@example.org',
  'eva@例え.jp',
  'x.y+z@sub.example.com',
  'ann@EXAMPLE.org',
)
const mailbox = fc.oneof(address, fc.record({ name: text, address }))
const people = fc.oneof(mailbox, fc.array(mailbox, { maxLength: 5 }))
const fileContent = fc.oneof(
  text,
  fc.uint8Array({ maxLength: 3_000 }).map((bytes) => Buffer.from(bytes)),
)
const file = fc.record(
  {
    filename: fc.oneof(text, fc.constant(false as const)),
    content: fileContent,
    contentType: fc.constantFrom(
      'text/plain',
      'text/html',
      'application/pdf',
      'message/rfc822',
      'multipart/mixed',
      'image/png',
      'x',
    ),
    contentDisposition: fc.constantFrom('attachment' as const, 'inline' as const),
    contentTransferEncoding: fc.constantFrom('7bit' as const, 'base64' as const, 'quoted-printable' as const),
    cid: fc.constantFrom('a', 'b@c', 'd e'),
    headers: fc.constantFrom({ 'Content-ID': '<x>' }, { 'Content-Location': 'x' }, { 'X-A': 'b' }),
  },
  { requiredKeys: ['content'] },
)
const headers = fc.dictionary(
  fc.oneof(fc.constantFrom('X-A', 'Content-Type', 'MIME-Version', 'Received', 'Sender', '__proto__'), text),
  fc.oneof(text, fc.array(text, { maxLength: 3 })),
  { maxKeys: 4 },
)
const messageIds = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom('<a@b>', 'a@b', '<a@b> <c@d>') },
  { weight: 1, arbitrary: text },
)
export const mail: fc.Arbitrary<SendMailOptions> = fc.record(
  {
    from: fc.oneof(
      fc.constant('noreply@mail.example.com'),
      text.map((name) => ({ name, address: 'noreply@mail.example.com' })),
    ),
    to: people,
    cc: people,
    bcc: people,
    replyTo: people,
    subject: fc.oneof(
      { weight: 1, arbitrary: text },
      { weight: 3, arbitrary: text.map((words) => `Re: ${words}`.slice(0, 900)) },
    ),
    text: fc.oneof(text, fileContent),
    html: fc.oneof(
      text,
      text.map((words) => `<p>${words}<img src="cid:a"></p>`),
    ),
    watchHtml: text,
    amp: text,
    icalEvent: fc.record({ content: text }),
    attachments: fc.array(file, { maxLength: 4 }),
    headers,
    priority: fc.constantFrom('high' as const, 'low' as const),
    messageId: messageIds,
    inReplyTo: messageIds,
    references: fc.oneof(messageIds, fc.array(messageIds, { maxLength: 3 })),
    encoding: fc.constantFrom('7bit' as const, 'base64' as const, 'quoted-printable' as const),
    textEncoding: fc.constantFrom('Q' as const, 'B' as const),
  },
  { requiredKeys: ['from', 'subject'] },
) as never

// What the command line says of a message in a file: every row of the provider's page (of 2026-03-09) that it breaks, in
// the page's order and words, and where. https://www.tencentcloud.com/document/product/1084/44453
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '../../lib/emulator/index.ts'
import { refusedRows } from '../../lib/emulator/refused-rows.ts'
import { dialIn, mail, mailWithFiles, sender } from './client.ts'

const rows = (message: string) => refusedRows(Buffer.from(message))
const ids = (message: string) => rows(message).map(({ row }) => row)

const disposition = (name: string) => ({ 'Content-Disposition': `attachment; filename="${name}"` })
const addresses = (count: number) => Array.from({ length: count }, (_, index) => `u${index}@example.org`).join(', ')

const documented: readonly [words: string, message: string, row: string, where: readonly string[]][] = [
  ['Bcc: Currently unsupported', mail({ Bcc: 'Bob <bob@example.org>' }), 'bcc', ['Bcc: Bob <bob@example.org>']],
  ['Cc: Currently unsupported', mail({ Cc: '=?UTF-8?B?5L2g?= <b@x.org>' }), 'cc', ['Cc: 你 <b@x.org>']],
  [
    "Content-Transfer-Encoding: Currently unused. You can leave it empty. Content except attachments doesn't need to be encrypted",
    mail({ 'Content-Transfer-Encoding': 'Quoted-Printable' }),
    'content-transfer-encoding',
    ['text/html with Content-Transfer-Encoding: quoted-printable'],
  ],
  [
    'Content-Type: Currently, you can pass in only text/plain; charset=UTF-8,text/html; charset=UTF-8 multipart/mixed, multipart/related, or multipart/alternative; otherwise, an error will be reported',
    mail({ 'Content-Type': 'text/html; charset=GBK' }),
    'content-type',
    ['Content-Type: text/html; charset=GBK'],
  ],
  [
    'A line in a header without a colon (not documented)',
    mail().replace('Subject:', 'X-Is broken\nSubject:'),
    'malformed-header',
    ['the line "X-Is broken"'],
  ],
  ['From: Required', mail({ From: null }), 'from', ['no From']],
  [
    'MIME-Version: Currently unused. Leave it empty or pass in 1.0; otherwise, an error will be reported',
    mail({ 'MIME-Version': '1.1' }),
    'mime-version',
    ['MIME-Version: 1.1'],
  ],
  ['Subject: Required', mail({ Subject: '' }), 'subject', ['Subject is empty']],
  ['To: Required', mail({ To: null }), 'to', ['no To']],
  [
    'Content-Transfer-Encoding: Currently, only Base64 is supported, and an error will be reported if you pass in other values',
    mailWithFiles(
      { 'Content-Transfer-Encoding': null },
      { 'Content-Transfer-Encoding': '8bit', ...disposition('b.txt') },
    ),
    'attachment-content-transfer-encoding',
    ['a.txt without Content-Transfer-Encoding', 'b.txt with Content-Transfer-Encoding: 8bit'],
  ],
  [
    'Content-Disposition: Currently, you can only pass in attachment, and attachments cannot be sent if you pass in other values',
    mailWithFiles({}, { 'Content-Disposition': 'inline; filename=logo.png' }),
    'attachment-content-disposition',
    ['logo.png with Content-Disposition: inline'],
  ],
  [
    'Content-ID: Currently unsupported',
    mailWithFiles({ 'Content-ID': '<a@b>' }),
    'attachment-content-id',
    ['a.txt with Content-ID: <a@b>'],
  ],
  [
    'Content-Location: Currently unsupported',
    mailWithFiles({ 'Content-Location': 'x' }),
    'attachment-content-location',
    ['a.txt with Content-Location: x'],
  ],
  [
    'Content-Base: Currently unsupported',
    mailWithFiles({ 'Content-Base': 'x' }),
    'attachment-content-base',
    ['a.txt with Content-Base: x'],
  ],
  [
    'There are 2,000 or more characters in a single line in the email body.',
    mail({}, `<p>\n${'x'.repeat(1998)}\n${'x'.repeat(1999)}\n${'é'.repeat(1000)}`),
    'system-1',
    ['line 9: 2,001 bytes with its line ending', 'line 10: 2,002 bytes with its line ending'],
  ],
  ['msg.Body is null: The message body is empty', mail({}, ' \n'), 'body-null', ['text/html with nothing in it']],
  [
    'The email is too large. Remove some content...: The email body other than attachments cannot exceed 1 MB in size',
    mail({}, `${'x'.repeat(1023)}\n`.repeat(1025)),
    'body-size',
    ['text and HTML: 1,049,600 bytes'],
  ],
  [
    'Incorrect attachment content. Make sure the base64 content is...: The attachment content must be Base64-encoded',
    mailWithFiles({ body: 'hello' }),
    'attachment-content',
    ['a.txt: not Base64'],
  ],
  [
    'Otherwise, the content will be truncated, and other exception errors [...] will be reported.',
    mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, '--b\nContent-Type: text/plain; charset=UTF-8\n\nHi'),
    'cut-off',
    ['the last boundary is missing: the message is cut off'],
  ],
  [
    'The attachments are too large. Make sure they do not exceed the...: The size of a single attachment exceeds 5 MB, or the total size of all attachments exceeds 10 MB (which may be adjusted)',
    mailWithFiles({ body: `${'A'.repeat(76)}\n`.repeat(92_000) }),
    'attachment-size',
    ['a.txt: 5,244,000 bytes'],
  ],
  [
    'Incorrect body content. Make sure the base64 content is correct.: The email body specifies Base64 encoding, but it is not actually Base64-encoded.',
    mail({ 'Content-Transfer-Encoding': 'base64' }),
    'body-content',
    ['text/html: not Base64'],
  ],
  [
    'alias + one space + <address>, and no colon in the alias; an address alone without an alias',
    mail({ From: `Shop: News <${sender}>` }),
    'sender-format',
    [`From: Shop: News <${sender}>`],
  ],
  [
    'Unable to send because the sender is not verified.',
    mail({ From: `Shop<${sender}>` }),
    'sender-not-authenticated',
    [`From: Shop<${sender}> (no space before <)`],
  ],
  [
    'The recipient address is incorrect.',
    mail({ To: 'ann@example.org, bob@' }),
    'recipient-format',
    ['bob@: no address'],
  ],
  ['Too many recipients; at most 50 at a time.', mail({ To: addresses(51) }), 'too-many-recipients', ['51 recipients']],
  [
    'Subject: at most 998 characters',
    mail({ Subject: `${'word '.repeat(199)}\n ${'word '.repeat(10)}` }),
    'subject-length',
    ['Subject: 1,045 characters'],
  ],
  [
    'Too many attachments; a single email supports up to 10.',
    mailWithFiles(...Array.from({ length: 11 }, () => ({}))),
    'too-many-attachments',
    ['11 attachments'],
  ],
  [
    'Unsupported attachment name; check for special characters (see the attachment-type page).',
    mailWithFiles(
      disposition('setup.exe'),
      disposition('a b.txt'),
      disposition('a/b'),
      disposition(`${'x'.repeat(252)}.txt`),
      { 'Content-Disposition': 'attachment', 'Content-Type': 'text/plain' },
    ),
    'attachment-name',
    [
      'setup.exe: .exe is an unsupported type',
      'a b.txt: a space in it',
      'a/b: / in it',
      `${'x'.repeat(79)}…: more than 255 characters`,
      'attachment 5: no name',
    ],
  ],
]

test.each(documented)('%s', async (words, message, row, where) => {
  expect(rows(message)).toEqual([{ row, words, where }])

  // And it is the row for which the gateway refuses the same message, sent as it stands.
  const ses = await startEmulator()
  onTestFinished(() => ses.close())
  await (await dialIn(ses)).send(message)
  expect(ses.ledger.map((entry) => entry.row)).toEqual([row])
})

test('The attachment is too large. …: as it is sent, every line ending in CRLF', () => {
  const words =
    'The attachment is too large. If the attachment is about 9 MB in size, EOF will be returned. We recommend you keep the total attachment size below 8 MB and keep the total message size below 10 MB.'
  const body = `${'A'.repeat(76)}\n`.repeat(67_500)
  const message = mailWithFiles({ body }, { body, ...disposition('b.txt') })
  const bytes = Buffer.byteLength(message.replaceAll('\n', '\r\n')) + 2
  const where = [`the message: ${bytes.toLocaleString('en')} bytes`]
  expect(rows(message)).toEqual([{ row: 'system-2', words, where }])
  expect(Buffer.byteLength(message)).toBeLessThan(10 * 1024 * 1024)
})

test('a mail that keeps every row', () => {
  expect([rows(mail()), rows(mailWithFiles({}))]).toEqual([[], []])
})

test('all rows at once, in the order of the page', () => {
  const message = mailWithFiles({ 'Content-ID': '<a>', ...disposition('a.exe'), body: `${'!'.repeat(2000)}` })
  const header = `Cc: ${addresses(60)}\nBcc: b@x.org\nFrom: a:b <${sender}>\nMIME-Version: 2\n`
  expect(ids(`${header}${message.replace(/^(From|MIME-Version|Subject): .*\n/gm, '')}`)).toEqual([
    'bcc',
    'cc',
    'mime-version',
    'subject',
    'attachment-content-id',
    'system-1',
    'attachment-content',
    'sender-format',
    'too-many-recipients',
    'attachment-name',
  ])
})

test('recipients are those of To, Cc and Bcc, each field as often as it stands', () => {
  const message = `Bcc: a@x.org\n${mail({ To: addresses(48), Cc: 'c@x.org', Bcc: 'b@x.org' })}`
  expect(rows(message).map(({ row, where }) => [row, where])).toEqual([
    ['bcc', ['Bcc: a@x.org', 'Bcc: b@x.org']],
    ['cc', ['Cc: c@x.org']],
    ['too-many-recipients', ['51 recipients']],
  ])
})

test('a message that was cut off', () => {
  expect(rows(mailWithFiles({}).replace('--b--', ''))).toMatchObject([
    { row: 'attachment-content', where: ['the last boundary is missing: the message is cut off'] },
  ])
})

test('lines are counted from the number that is given, and a dot at the start of one is sent twice', () => {
  const message = `From: a@x.org\n\n.${'x'.repeat(1997)}\n${'x'.repeat(1998)}\n`
  expect(refusedRows(Buffer.from(message), 2).filter(({ row }) => row === 'system-1')).toMatchObject([
    { where: ['line 4: 2,001 bytes with its line ending'] },
  ])
})

test.each([
  ['a line feed', '\n'],
  ['a carriage return too', '\r\n'],
])('lines that end in %s', (_, ending) => {
  const message = mail({}, `<p>\n${'x'.repeat(2500)}\n</p>`).replaceAll('\n', ending)
  expect(rows(message)).toMatchObject([{ row: 'system-1', where: ['line 8: 2,502 bytes with its line ending'] }])
})

test('what a field says is cut short', () => {
  const [row] = rows(mail({ Bcc: addresses(40) }))
  expect(row?.where).toEqual([`Bcc: ${addresses(40).slice(0, 79)}…`])
})

test('however many parts and headers come, some are read and the rest is not', () => {
  const parts = `--b\nContent-Disposition: inline\n\nx\n`.repeat(50_000)
  const files = rows(mail({ 'Content-Type': 'multipart/mixed; boundary=b' }, `${parts}--b--`))
  expect(files.find(({ row }) => row === 'too-many-attachments')?.where).toEqual(['1,000 attachments'])
  expect(ids(`X-A: ${'b'.repeat(70)}\n`.repeat(100_000) + mail())).toContain('from')
})

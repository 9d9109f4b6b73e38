// Mails of the kinds that real ones showed to go wrong: kept as a careful mail program shows them, or refused with the field
// and what to do. `check` of a file, `sendMail` of the same bytes and of the same mail composed say the same.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { FileReport } from '../../lib/cli/check-report.ts'
import { type Emulator, type ReceivedLetter, startEmulator } from '../../lib/emulator/index.ts'
import { type Change, isSesError, type SesSentMessageInfo, sesTransport } from '../../lib/index.ts'
import { run } from '../cli/run.ts'
import { sender } from '../help/stage.ts'

/** What arrives, and `rule field` of each change, a loss with `!`. What a row does not say is as in {@link usual}. */
interface Taken {
  readonly from?: string
  readonly to?: readonly string[]
  readonly subject?: string
  readonly text?: string | undefined
  readonly html?: string
  readonly files?: readonly (readonly [name: string, content: string])[]
  readonly headers?: readonly string[]
  readonly changes?: readonly string[]
}

/** The field, and what its error says. */
interface Refused {
  readonly refused: string
  readonly says: string
}

interface Row {
  readonly name: string
  readonly raw: Buffer
  readonly outcome: Taken | Refused
  /** The same mail, of Nodemailer's options. */
  readonly composed: SendMailOptions | undefined
}

const usual = {
  from: sender,
  to: ['ann@example.org'],
  subject: 'Hello',
  text: 'Hi',
  html: undefined,
  files: [],
  headers: [],
}
const base: SendMailOptions = { from: sender, to: 'ann@example.org', subject: 'Hello', text: 'Hi' }

const refused = (field: string, says: string): Refused => ({ refused: field, says })
const html = (page: string, more: Taken = {}): Taken => ({ text: undefined, html: page, ...more })
const htmlMail = (page: string, ...attachments: object[]) => ({ text: undefined, html: page, attachments })

/** Text in UTF-8, in a row that writes its bytes in Latin-1. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

/** @param message in Latin-1, each line with a line feed; fields that it has not are as usual */
function row(name: string, message: string, outcome: Taken | Refused, composed?: object): Row {
  const fields = [`From: ${sender}`, 'To: ann@example.org', 'Subject: Hello'].filter(
    (field) => !new RegExp(`^${field.slice(0, field.indexOf(':'))}:`, 'm').test(message.split('\n\n', 1)[0] ?? ''),
  )
  const lines = [...fields, ...message.split('\n')]
  const raw = Buffer.from(lines.join('\r\n'), 'latin1')
  return { name, raw, outcome, composed: composed && ({ ...base, ...composed } as SendMailOptions) }
}

/** The bytes of a message changed as a whole. */
function inBytes(name: string, message: string, change: (raw: string) => string, outcome: Taken | Refused): Row {
  const made = row(name, message, outcome)
  return { ...made, raw: Buffer.from(change(made.raw.toString('latin1')), 'latin1') }
}

/** An address field, in a raw message and composed. */
function addressed(name: string, value: string, outcome: Taken | Refused, field = 'To'): Row {
  const option = field === 'Reply-To' ? 'replyTo' : field.toLowerCase()
  return row(name, `${field}: ${utf8(value)}\n\nHi`, outcome, { [option]: value })
}

const typed = (name: string, type: string, body: string, outcome: Taken | Refused, composed?: object) =>
  row(name, `Content-Type: ${type}\n\n${body}`, outcome, composed)

/** @param parts with `Content-` left out of the names of their fields */
function multipart(name: string, type: string, parts: readonly string[], outcome: Taken | Refused, composed?: object) {
  const body = parts.map(
    (part) => `--=_q\n${part.replace(/^(?=(?:Type|ID|Location|Disposition|Transfer-Encoding):)/gm, 'Content-')}\n`,
  )
  return typed(name, `multipart/${type}; boundary="=_q"`, `${body.join('')}--=_q--\n`, outcome, composed)
}

const TEXT = 'Type: text/plain\n\nHi'
const PNG = 'iVBORw0KGgo='
const shown = `data:image/png;base64,${PNG}`
const image = (fields: string) => `Type: image/png\n${fields}\nTransfer-Encoding: base64\n\n${PNG}`
const page = (text: string, fields = '') => `Type: text/html${fields && `\n${fields}`}\n\n${text}`
const png = { filename: 'l.png', content: Buffer.from(PNG, 'base64') }
const token = (length: number) => `https://x.example/${'t'.repeat(length)}`

const kinds: Readonly<Record<string, readonly Row[]>> = {
  'A: a mail that goes to somebody else': [
    addressed('a query behind the domain', 'max@strasse.example?x=1', refused('to', '"max@strasse.example?x=1"')),
    addressed('a slash, and letters of a language', 'max@müller.example/', refused('to', '"max@müller.example/"')),
    addressed('a port', 'max@example.de:25', refused('to', '"max@example.de:25"')),
    addressed('an escape', 'max@exa%6Dple.de', refused('to', '"max@exa%6Dple.de"')),
    addressed('a number as a domain', 'max@0x7f.1', refused('to', '"max@0x7f.1"')),
    addressed('a soft hyphen that nobody sees', 'max@exam\u00adple.de', refused('to', 'expected an address')),
    addressed('a space before the dot', 'max@example .de', refused('to', '"max@example .de"')),
    addressed('a wide space', 'Max <max@example\u3000.de>', refused('to', '"Max <max@example .de>"')),
    addressed('words behind brackets', 'Max <max@x.example> (work) B', refused('to', '"Max <max@x.example> (work) B"')),
    addressed('two at signs', 'max@x.example@evil.example', refused('to', '"max@x.example@evil.example"')),
    addressed('two without a comma', 'max@x.example eva@x.example', refused('to', '"max@x.example eva@x.example"')),
    addressed('dots of ezweb', 'a..b.@ezweb.ne.jp', refused('to', '"a..b.@ezweb.ne.jp"')),
    addressed('the same in quotes', '"a..b"@docomo.ne.jp', refused('to', '"a..b@docomo.ne.jp"')),
    addressed('a name, then an address', 'Max Lee max@x.example', {
      to: ['max@x.example'],
      changes: ['recipients to'],
    }),
    addressed('a slash before the at sign', 'q=1/z@x400.example', { to: ['q=1/z@x400.example'] }),
    addressed('a domain in Japanese, with its own dot', 'ann@例え。テスト', { to: ['ann@xn--r8jz45g.xn--zckzah'] }),
    addressed('a space in Reply-To', 'bob@gma il.example', refused('replyTo', '"bob@gma il.example"'), 'Reply-To'),
    addressed('a fragment in Cc', 'bob@x.example#a', refused('cc', '"bob@x.example#a"'), 'Cc'),
    addressed('a backslash in Bcc', 'bob@x.example\\a', refused('bcc', '"bob@x.example\\a"'), 'Bcc'),
    addressed('a space in From', 'Shop <shop@x.exam ple>', refused('from', '"Shop <shop@x.exam ple>"'), 'From'),
  ],
  'B: characters': [
    typed(
      'windows-1252 of Outlook',
      'text/plain; charset="Windows-1252"',
      '\x80 5 \x96 \x84Gr\xfc\xdfe\x93 \x85 it\x92s',
      { text: '€ 5 – „Grüße“ … it’s' },
      { text: '€ 5 – „Grüße“ … it’s' },
    ),
    typed('ISO-8859-1 of Lotus Notes', 'text/html; charset=ISO-8859-1', '<p>\x93neu\x94 \x99', html('<p>“neu” ™')),
    typed(
      'a form in Hebrew',
      'text/plain; charset=iso-8859-8-i',
      '\xf9\xec\xe5\xed',
      { text: 'שלום' },
      {
        text: undefined,
        alternatives: [{ contentType: 'text/plain; charset=iso-8859-8-i', content: Buffer.from('f9ece5ed', 'hex') }],
      },
    ),
    row(
      'a subject of mutt',
      'Subject: =?iso-8859-1*de?Q?Preis_=80_=96_=93neu=94?=\n\nHi',
      { subject: 'Preis € – “neu”' },
      { subject: '=?iso-8859-1*de?Q?Preis_=80_=96_=93neu=94?=' },
    ),
    row(
      'a subject of docomo in two words',
      'Subject: =?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=\n =?ISO-2022-JP?B?GyRCOGwbKEI=?=\n\nHi',
      { subject: '日本語' },
      { subject: '日本語' },
    ),
    row('Japanese without a charset', 'Subject: \x1b$BF|K\\\x1b(B\n\n\x1b$BF|K\\\x1b(B', {
      subject: '日本',
      text: '日本',
    }),
    typed('empty runs in Japanese', 'text/plain; charset=iso-2022-jp', 'A\x1b$B\x1b(B\x1b$BF|K\\\x1b(B', {
      text: 'A日本',
    }),
    multipart(
      'a file’s name of Thunderbird',
      'mixed',
      [
        TEXT,
        "Type: application/pdf\nDisposition: attachment; filename*0*=windows-1252''A%20%96; filename*1*=%80.pdf\n\n%PDF",
      ],
      { files: [['A_–€.pdf', '%PDF']], changes: ['file-names attachments[0]'] },
      { attachments: [{ filename: 'A –€.pdf', content: '%PDF' }] },
    ),
    typed('UTF-8 that says cp850', 'text/plain; charset=cp850', utf8('Grüße'), { text: 'Grüße' }),
    typed('UTF-8 that says us-ascii', 'text/plain; charset=US-ASCII', utf8('naïve 😀'), { text: 'naïve 😀' }),
    typed('a charset with an equals sign', 'text/plain; charset="=utf-8"', utf8('ü'), { text: 'ü' }),
    typed('a type that is quoted as a whole', '"text/html; charset=utf-8"', utf8('<p>ü'), html('<p>ü')),
    row(
      'utf-16 with the other mark',
      'Content-Type: text/plain; charset=utf-16be\nContent-Transfer-Encoding: base64\n\n//5IAOkA',
      { text: 'Hé' },
    ),
    ...[
      ['utf-16be', 'H\0i\0'],
      ['utf-7', 'Hi Mom +Jjo-'],
      ['hz-gb-2312', '~{VPND~}'],
      ['iso-2022-kr', '\x1b$)C\x0e0!\x0f'],
      ['cp850', 'Gr\x81\xe1e'],
      ['unknown-8bit', 'na\xefve'],
      ['us-ascii', 'na\xefve'],
      ['utf8mb4', '\xff'],
      ['cp932', '\x87@\x87'],
    ].map(([charset = '', text = '']) =>
      typed(
        `no ${charset}`,
        `text/plain; charset=${charset}`,
        text,
        refused('text', `its bytes are no text in ${charset}`),
      ),
    ),
    addressed('a name in no charset', `=?x-none?Q?=E4?= <${sender}>`, refused('from', 'no text in x-none'), 'From'),
    typed(
      'flowed of Thunderbird',
      'text/plain; format=flowed',
      'Ann wrote: \n> one \n> two \n>> deep\nmy reply \nruns on \n\n-- \nMax',
      { text: 'Ann wrote: \r\n> one two \r\n>> deep\r\nmy reply runs on \r\n\r\n-- \r\nMax' },
    ),
    typed('flowed of Apple Mail', 'text/plain; format=flowed; delsp=yes', 'https://x.exam \nple/a  \nb', {
      text: 'https://x.example/a b',
    }),
  ],
  'C: raw messages': [
    multipart('a table before the text', 'mixed', ['Type: text/csv; charset=utf-8\n\na;b', TEXT], {
      files: [['attachment-1.csv', 'a;b']],
      changes: ['file-names attachments[0]'],
    }),
    multipart(
      'an enriched text and the footer of LISTSERV',
      'mixed',
      ['Type: text/enriched\n\n<bold>Hi', '\nTo leave:'],
      {
        text: 'To leave:',
        files: [['attachment-1.bin', '<bold>Hi']],
        changes: ['file-names attachments[0]', 'file-types attachments[0]'],
      },
    ),
    multipart(
      'HTML without a semicolon, and the footer of Mailman',
      'mixed',
      ['Type: text/html charset="utf-8"\n\n<p>Hi', 'Disposition: inline\n\n_____'],
      html('<p>Hi\r\n<pre style="white-space: pre-wrap">_____</pre>'),
    ),
    typed('a type that is none', 'text', 'Hi', {}),
    typed('another body than SES takes', 'text/markdown', '# Hi', refused('alternatives', 'text/markdown')),
    row(
      'a boundary in pieces',
      'Content-Type: multipart/alternative;\n boundary*0="=_";\n boundary*1=q\n\n--=_q\n\nHi\n--=_q\nContent-Type: text/html\n\n<p>Hi\n--=_q--',
      { html: '<p>Hi' },
      { html: '<p>Hi' },
    ),
    typed(
      'a boundary that stands nowhere',
      'multipart/mixed; boundary=Q',
      '--q\n\nHi',
      refused('raw', 'stands nowhere'),
    ),
    row('yEnc', 'Content-Transfer-Encoding: x-yenc\n\nHi', refused('raw', 'transfer encoding "x-yenc"')),
    multipart(
      'uuencode of an old Outlook',
      'mixed',
      [TEXT, 'Type: application/x-unknown\nTransfer-Encoding: X-UUENCODE\n\nbegin 666 cat.txt\n#0V%T\n`\nend'],
      { files: [['cat.txt', 'Cat']] },
      { attachments: [{ filename: 'cat.txt', content: 'Cat' }] },
    ),
    row('two subjects', 'SUBJECT: Other\n\nHi', refused('subject', 'two fields subject')),
    row('a line without a colon', 'X-Mailer PHP/8.3\n\nHi', refused('raw', 'is no header field ("X-Mailer PHP/8.3")')),
    row('an empty line between the fields', '\nX-A: a\n\nHi', { text: 'X-A: a\r\n\r\nHi' }),
    row(
      'a line of a space behind the fields',
      'X-A: a\n \nNote: this is text\n\nHi',
      refused('raw', 'white space alone'),
    ),
    multipart(
      'a PDF without its empty line',
      'mixed',
      [TEXT, 'Type: application/pdf\nTransfer-Encoding: base64\nJVBERi0='],
      refused('raw', 'line 3 of the header of part 2'),
    ),
    row(
      'an answer of Lotus Notes',
      'In-Reply-To: <OF1@notes.example> (Ann\'s message of "Mon")\nReferences: <a@x.example>,\n\t<b@x.example>\n\nHi',
      { headers: ['in-reply-to: <OF1@notes.example>', 'references: <a@x.example> <b@x.example>'] },
      { inReplyTo: '<OF1@notes.example>', references: '<a@x.example>, <b@x.example>' },
    ),
    row(
      'nobody who is seen',
      'To: unlisted-recipients:; (no To-header on input)\nBcc: ann@example.org\n\nHi',
      {
        changes: ['bcc bcc'],
      },
      { to: undefined, bcc: 'ann@example.org' },
    ),
    multipart(
      'a bounce of Postfix',
      'report; report-type=delivery-status',
      [TEXT, 'Type: message/delivery-status\n\nAction: failed', 'Type: message/rfc822\n\nSubject: x\n\ny'],
      {
        files: [
          ['attachment-1.bin', 'Action: failed'],
          ['attachment-2.eml', 'Subject: x\r\n\r\ny'],
        ],
        changes: [0, 1, 0, 1].map((index, at) => `${at < 2 ? 'file-names' : 'file-types'} attachments[${index}]`),
      },
    ),
    inBytes('line feeds alone', 'Content-Type: text/csv; name=a.csv\n\n1\n2', (raw) => raw.replaceAll('\r\n', '\n'), {
      text: 'a.csv',
      files: [['a.csv', '1\r\n2\r\n']],
      changes: ['body text'],
    }),
    inBytes('the line of a mailbox', '\nHi', (raw) => `From ann@x.example Fri Jan  2 03:04:05 2026\r\n${raw}`, {}),
    inBytes(
      'an empty line before the header',
      '\nHi',
      (raw) => `\r\n${raw}`,
      refused('raw', 'line 1 of the header is empty'),
    ),
  ],
  'D: signed, encrypted, linked': [
    multipart(
      'S/MIME of Apple Mail',
      'signed; PROTOCOL="APPLICATION/PKCS7-SIGNATURE"',
      [TEXT, 'Type: APPLICATION/PKCS7-SIGNATURE; name=smime.p7s\n\nMIA'],
      refused('raw', 'multipart/signed'),
    ),
    multipart(
      'PGP/MIME of Enigmail',
      'encrypted; protocol="application/pgp-encrypted"',
      [
        'Type: application/pgp-encrypted\n\nVersion: 1',
        'Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----',
      ],
      refused('raw', 'multipart/encrypted'),
    ),
    typed(
      'S/MIME, compressed',
      'application/pkcs7-mime; smime-type=compressed-data',
      'MIAG',
      refused('raw', 'pkcs7-mime'),
    ),
    typed(
      'S/MIME without its type',
      'application/octet-stream; name=smime.p7m',
      'MIAG',
      refused('raw', 'octet-stream'),
    ),
    multipart(
      'a signed invoice is a file',
      'mixed',
      [TEXT, 'Type: application/pkcs7-mime; name=IT01.xml.p7m\nDisposition: attachment\n\nMIAG'],
      { files: [['IT01.xml.p7m', 'MIAG']], changes: ['file-types attachments[0]'] },
      { attachments: [{ filename: 'IT01.xml.p7m', contentType: 'application/pkcs7-mime', content: 'MIAG' }] },
    ),
    multipart(
      'an image above the page',
      'related',
      [page('<img src="../l.png">', 'Location: http://x.example/a/p.htm'), image('Location: http://x.example/l.png')],
      html(`<img src="${shown}">`, { changes: ['inline-images http://x.example/l.png!'] }),
    ),
    multipart(
      'an image beside the page, by <base>',
      'related',
      [page('<base href="http://x.example/a/"><p background="./l.png">'), image('Location: http://X.example/a/l.png')],
      html(`<base href="http://x.example/a/"><p background="${shown}">`, {
        changes: ['inline-images http://X.example/a/l.png!'],
      }),
    ),
    multipart(
      'a page of Word',
      'related',
      [page('<img src=d_files/1.png>', 'Location: file:///C:/1/d.htm'), image('Location: file:///C:/1/d_files/1.png')],
      html(`<img src="${shown}">`, { changes: ['inline-images file:///C:/1/d_files/1.png!'] }),
    ),
    multipart(
      'style sheets',
      'related',
      [
        page('<link href="s.css"><style>@import "cid:t@x";</style>', 'Location: http://x.example/p'),
        'Type: text/css\nLocation: http://x.example/s.css\n\np{}',
        'Type: text/css\nID: <t@x>\n\nb{}',
      ],
      html('<link href="data:text/css;base64,cHt9"><style>@import "data:text/css;base64,Ynt9";</style>', {
        changes: ['inline-images http://x.example/s.css!', 'inline-images cid:t@x!'],
      }),
    ),
    typed(
      'what is not in the mail',
      'text/html\nContent-Base: http://x.example/',
      '<img src=l.png><a href=b.htm>',
      html('<img src="http://x.example/l.png"><a href="http://x.example/b.htm">', {
        changes: ['headers Content-Base', 'whole-urls html'],
      }),
    ),
    multipart(
      'an image of Gmail in another case',
      'related',
      [page('<img src="CID:II_k1">'), image('ID: <ii_k1>\nDisposition: inline; filename="l.png"')],
      html(`<img src="${shown}">`, { changes: ['inline-images l.png!'] }),
      htmlMail('<img src="CID:II_k1">', { ...png, cid: 'ii_k1' }),
    ),
    typed(
      'an image that no file is',
      'text/html',
      '<img src="cid:none@x">',
      html('<img src="cid:none@x">', { changes: ['missing-images html!'] }),
      htmlMail('<img src="cid:none@x">'),
    ),
    multipart(
      'a file to which there is a link',
      'related',
      [page('<a href="cid:d@x">'), 'Type: application/pdf; name=d.pdf\nID: <d@x>\n\n%PDF'],
      html('<a href="cid:d@x">', {
        files: [['d.pdf', '%PDF']],
        changes: ['inline-images d.pdf!', 'plain-attachments d.pdf'],
      }),
      htmlMail('<a href="cid:d@x">', { filename: 'd.pdf', cid: 'd@x', content: '%PDF' }),
    ),
  ],
  'E: verdicts and words': [
    addressed('a name in quotes, a comma', `"Foo GmbH", <${sender}>`, { from: `Foo GmbH <${sender}>` }, 'From'),
    addressed('a comment in a name', `Acme (China) Ltd <${sender}>`, { from: `Acme (China) Ltd <${sender}>` }, 'From'),
    addressed(
      'a colon in a name',
      `Acme: News <${sender}>`,
      { from: `Acme： News <${sender}>`, changes: ['sender from'] },
      'From',
    ),
    addressed('words behind the sender', `Foo <${sender}> Bar`, refused('from', `"Foo <${sender}> Bar"`), 'From'),
    addressed('a name alone', '图书管理系统', refused('from', '"图书管理系统"'), 'From'),
    row(
      'names of recipients',
      'To: =?utf-8?Q?Z=C3=BCri?= <ann@example.org>\nCc: bob@example.org (Bob)\n\nHi',
      { to: ['ann@example.org', 'bob@example.org'], changes: ['recipients to', 'recipients cc', 'cc cc'] },
      { to: 'Züri <ann@example.org>', cc: 'bob@example.org (Bob)' },
    ),
    addressed('a local part of 65', `${'l'.repeat(65)}@x.example`, refused('to', '@x.example"')),
    addressed('an underscore, and a dot at the end', 'a@my_host.example.', refused('to', '"a@my_host.example."')),
    row(
      'List-Unsubscribe with a token',
      `List-Unsubscribe: <${token(900)}>\n\nHi`,
      { headers: [`list-unsubscribe: <${token(900)}>`] },
      { list: { unsubscribe: token(900) } },
    ),
    row(
      'List-Unsubscribe over a line',
      `List-Unsubscribe: <${token(1_100)}>\n\nHi`,
      refused('List-Unsubscribe', 'where a line has 998'),
      { list: { unsubscribe: token(1_100) } },
    ),
    multipart(
      'a statement of a domain',
      'mixed',
      [TEXT, 'Type: application/pdf; name="Statement of x.com"\n\n%PDF'],
      { files: [['Statement_of_x.com.pdf', '%PDF']], changes: ['file-names attachments[0]'] },
      { attachments: [{ filename: 'Statement of x.com', contentType: 'application/pdf', content: '%PDF' }] },
    ),
    multipart(
      'a program',
      'mixed',
      [TEXT, 'Type: application/pdf; name="a.pdf.exe"\n\nMZ'],
      refused('attachments[0]', '.exe'),
      { attachments: [{ filename: 'a.pdf.exe', contentType: 'application/pdf', content: 'MZ' }] },
    ),
    multipart(
      'a name in the type alone, and the JSON of a Buffer',
      'mixed',
      [TEXT, 'Type: image/gif; name="x.gif"\n\nGIF'],
      { files: [['x.gif', 'GIF']] },
      {
        attachments: [
          { contentType: 'image/gif; name="x.gif"', content: JSON.parse(JSON.stringify(Buffer.from('GIF'))) },
        ],
      },
    ),
    multipart(
      'a photo that makes the HTML too large',
      'related',
      [page('<img src="cid:p">'), `Type: image/jpeg\nID: <p>\n\n${'x'.repeat(900_000)}`],
      refused('body', "inlineImages: 'attach'"),
      htmlMail('<img src="cid:p">', { filename: 'p.jpg', cid: 'p', content: 'x'.repeat(900_000) }),
    ),
  ],
}

const rows = Object.values(kinds).flat()
let folder: string
let ses: Emulator
let ours: Transporter<SesSentMessageInfo>
let reports: readonly FileReport[]
beforeAll(async () => {
  ses = await startEmulator({ rateLimit: false, recipientLimit: false })
  ours = createTransport(sesTransport({ ...ses.transport, rateLimit: false, retry: false }))
  folder = await mkdtemp(join(tmpdir(), 'ses-kinds-'))
  const files = rows.map((_, index) => join(folder, `${index}.eml`))
  await Promise.all(rows.map(({ raw }, index) => writeFile(files[index] as string, raw)))
  reports = JSON.parse((await run('check', '--json', ...files).ended).stdout)
})
afterAll(async () => {
  ours.close()
  await ses.close()
  await rm(folder, { recursive: true, force: true })
})

describe.each(Object.entries(kinds))('%s', (_kind, of) => {
  const taken = of.flatMap(({ outcome, ...each }) => ('refused' in outcome ? [] : [{ ...each, outcome }]))
  const refused = of.flatMap(({ outcome, ...each }) => ('refused' in outcome ? [{ ...each, outcome }] : []))

  it.each(taken)('$name', async ({ name, raw, outcome }) => {
    const sent = await send({ raw })
    expectTaken(sent, outcome)
    expect(checked(name)).toEqual(sent.verdict)
  })

  it.each(taken.filter(isComposed))('$name, composed', async ({ composed, outcome }) =>
    expectTaken(await send(composed), outcome),
  )

  // To hidden ones there are other letters.
  it.each(taken.filter(({ outcome }) => !outcome.changes?.includes('bcc bcc')))(
    '$name, with an envelope',
    async ({ raw, outcome }) => {
      const to = [...(outcome.to ?? usual.to)]
      expectTaken(await send({ raw, envelope: { from: sender, to } }), outcome)
    },
  )

  it.each(refused)('$name: refused', async ({ name, raw, outcome }) => {
    const { verdict } = await send({ raw })
    expect(verdict).toEqual({
      field: outcome.refused,
      message: expect.stringContaining(outcome.says),
      hint: expect.stringMatching(/\w.*\.$/s),
    })
    expect(checked(name)).toEqual(verdict)
    expect(ses.ledger).toEqual([])
  })

  it.each(refused.filter(isComposed))('$name: refused, composed', async ({ name, composed }) =>
    expect((await send(composed)).verdict).toEqual(checked(name)),
  )
})

function isComposed<Each extends Pick<Row, 'composed'>>(each: Each): each is Each & { composed: SendMailOptions } {
  return each.composed !== undefined
}

/** What `check` said of the row's bytes in a file. */
function checked(name: string): Verdict {
  const { error, changes } = reports[rows.findIndex((each) => each.name === name)] as FileReport
  return error ? { field: error.field, message: error.message, hint: error.hint } : { changes }
}

type Verdict =
  | { readonly changes: readonly Change[] }
  | { readonly field: string; readonly message: string; readonly hint: string }

interface Sent {
  readonly verdict: Verdict
  readonly letters: readonly ReceivedLetter[]
}

async function send(mail: SendMailOptions): Promise<Sent> {
  ses.reset()
  try {
    const info = await ours.sendMail(mail)
    return { verdict: { changes: info.ses?.changes ?? [] }, letters: [...ses.inbox] }
  } catch (error) {
    if (!isSesError(error)) throw error
    const { field = '', message, hint } = error
    expect({ delivered: error.delivered, attempts: error.attempts, retry: error.retry }).toEqual({
      delivered: 'no',
      attempts: 0,
      retry: 'never',
    })
    return { verdict: { field, message, hint }, letters: [] }
  }
}

function expectTaken({ verdict, letters }: Sent, { changes = [], ...arrives }: Taken): void {
  expect(verdict).toEqual({ changes: expect.anything() })
  const made = (verdict as { readonly changes: readonly Change[] }).changes
  expect(made.map(({ rule, field, loss }) => `${rule} ${field}${loss === 'none' ? '' : '!'}`)).toEqual(changes)
  expect(letters.map(arrived)).toEqual([{ ...usual, ...arrives }])
}

const common = /^(?:from|to|subject|date|message-id|mime-version|content-.*)$/

/** A text that was read from bytes has a line end of its own. */
function arrived({ from, to, subject, text, html, attachments, headers }: ReceivedLetter) {
  const wire = (value: string | undefined) => value?.replace(/\r?\n/g, '\r\n').replace(/\r\n$/, '')
  return {
    from,
    to,
    subject,
    text: wire(text),
    html: wire(html),
    files: attachments.map(({ name, content }) => [name, content.toString()]),
    headers: headers.filter(({ name }) => !common.test(name)).map(({ name, value }) => `${name}: ${value}`),
  }
}

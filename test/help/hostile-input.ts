import { holdsSeveral } from '../../lib/cli/message-file.ts'
import { namesRemoteImages } from '../../lib/emulator/page/html-view.ts'
import { refusedRows } from '../../lib/emulator/refused-rows.ts'
import { explainReply } from '../../lib/explain/verdict.ts'
import { replaceCids } from '../../lib/fit/cid-references.ts'
import { foldHtml } from '../../lib/fit/fold-html.ts'
import { foldText } from '../../lib/fit/fold-text.ts'
import { printable } from '../../lib/printable.ts'
import { readMailboxes } from '../../lib/read/addresses.ts'
import { letterFromBytes } from '../../lib/read/letter-from-bytes.ts'
import { createSecrets } from '../../lib/send/secrets.ts'
import { hostileHtml, repeated } from './hostile.ts'
import { settingsOf } from './letters.ts'

/** Input that a stranger makes, of any length, and what reads it. What it is refused for does not matter. */
export interface HostileInput {
  readonly name: string
  readonly run: (length: number) => unknown
}

const settings = settingsOf()
const secrets = createSecrets()
secrets.remember('noreply@mail.example.com', 'aaaaaaaab')

/** What may make a reader look at the same characters again and again. */
const units = [
  ...[
    'a',
    ' ',
    '\t',
    '\r\n ',
    '"',
    '\\',
    '\\"',
    '(',
    ')',
    '()',
    '<',
    '>',
    '<>',
    ',',
    ';',
    ':',
    '=',
    "'",
    '%',
    '%41',
    '*',
    '@',
    'é',
  ],
  ...[
    'a@',
    '@a',
    'a.',
    '..',
    '[',
    '<a@b>',
    '<a@b> ',
    'a@b.cc,',
    '"a" ',
    '(a) ',
    'a:;',
    'a:',
    '((a)',
    'a(b)',
    '@(b)',
    '"a"@',
    '@[',
    '"\\\\',
    ';a=',
    ';a="',
    ';name*0=a',
    '; name*1*=%41',
  ],
  ...[
    '=?',
    '?=',
    '=?utf-8?',
    '=?utf-8?q?',
    '=?utf-8?q?a?=',
    '=?utf-8?q?a?= ',
    '=?utf-8?b?YQ==?= ',
    '=?x?q?a?=',
    '&',
    '&#1',
    '1:11 ',
    '2026 ',
  ],
]
const fields = [
  'From',
  'To',
  'Reply-To',
  'Subject',
  'Message-ID',
  'References',
  'Date',
  'List-Unsubscribe',
  'Content-Type',
  'X-Any',
]
const partFields = [
  'Content-Type: application/pdf; name=',
  'Content-Disposition: attachment; filename=',
  'Content-ID: ',
  'Content-Transfer-Encoding: ',
]
const encodings = ['7bit', 'base64', 'quoted-printable', 'x-uuencode']
const bodyUnits = [
  'a',
  '\r\n',
  'a\r\n',
  '=',
  '=\r\n',
  '=4',
  '-',
  '--b',
  '--b\r\n',
  '--b\r\n\r\n',
  '--b--\r\n',
  '> ',
  ' \r\n',
  '.\r\n',
  '\r',
  '\0',
  'begin 644 a\r\n',
  'From a 1:11 2026\n\n',
  '\n\nFrom a ',
  '1:11 ',
]

const message = (header: string, body: string): Buffer =>
  Buffer.from(`From: noreply@mail.example.com\r\nTo: ann@example.org\r\nSubject: s\r\n${header}\r\n\r\n${body}`)
/** As one message, and as one part of several. */
const multipart = (header: string, body: string): Buffer =>
  message('Content-Type: multipart/mixed; boundary=b', `--b\r\n\r\na\r\n--b\r\n${header}\r\n\r\n${body}\r\n--b--\r\n`)

/** Both readers of messages: what the transport makes of one, and what the emulator says of it. */
function readers(name: string, make: (length: number) => Buffer): HostileInput[] {
  return [
    { name: `letter, ${name}`, run: (length) => letterFromBytes(make(length), ['ann@example.org'], settings) },
    { name: `rows, ${name}`, run: (length) => refusedRows(make(length)) },
  ]
}

const shown = (text: string): string => JSON.stringify(text)

export const hostileInputs: readonly HostileInput[] = [
  ...hostileHtml.flatMap(([name, html]) => [
    { name: `fold HTML, ${name}`, run: (length: number) => foldHtml(html(length), 1_990) },
    { name: `cid, ${name}`, run: (length: number) => replaceCids(html(length), () => 'https://a.example/') },
    { name: `page, ${name}`, run: (length: number) => namesRemoteImages(html(length)) },
  ]),
  ...['src=', 'src =" ', 'url(', 'url( "', 'background', ' ='].map((unit) => ({
    name: `page, ${shown(unit)} and white space`,
    run: (length: number) => namesRemoteImages(`${unit}${repeated(' ', length)}${repeated(unit, length)}`),
  })),
  ...units.flatMap((unit) => [
    { name: `fold text, ${shown(unit)}`, run: (length: number) => foldText(repeated(unit, length), 1_990) },
    { name: `addresses, ${shown(unit)}`, run: (length: number) => readMailboxes(repeated(unit, length)) },
    { name: `reply, ${shown(unit)}`, run: (length: number) => explainReply(`554 ${repeated(unit, length)}`) },
    { name: `printable, ${shown(unit)}`, run: (length: number) => printable(repeated(unit, length)) },
    { name: `secrets, ${shown(unit)}`, run: (length: number) => secrets.hide(repeated(unit, length)) },
    ...fields.flatMap((field) =>
      readers(`${field}: ${shown(unit)}`, (length) => message(`${field}: ${repeated(unit, length)}`, 'a')),
    ),
    ...partFields.flatMap((field) =>
      readers(`${field}${shown(unit)}`, (length) => multipart(`${field}${repeated(unit, length)}`, 'a')),
    ),
  ]),
  ...bodyUnits.flatMap((unit) => [
    {
      name: `mailbox, ${shown(unit)}`,
      run: (length: number) => holdsSeveral(Buffer.from(`\n\nFrom a ${repeated(unit, length)}`)),
    },
    ...readers(`multipart of ${shown(unit)}`, (length) =>
      message('Content-Type: multipart/mixed; boundary=b', repeated(unit, length)),
    ),
    ...readers(`flowed ${shown(unit)}`, (length) =>
      message('Content-Type: text/plain; format=flowed', repeated(unit, length)),
    ),
    ...encodings.flatMap((encoding) => [
      ...readers(`${encoding}, ${shown(unit)}`, (length) =>
        message(`Content-Transfer-Encoding: ${encoding}`, repeated(unit, length)),
      ),
      ...readers(`a file in ${encoding}, ${shown(unit)}`, (length) =>
        multipart(
          `Content-Disposition: attachment; filename=a.pdf\r\nContent-Transfer-Encoding: ${encoding}`,
          repeated(unit, length),
        ),
      ),
    ]),
  ]),
  ...readers('header fields', (length) => message(repeated('a: b\r\n', length).trim(), 'a')),
  ...readers('parts', (length) =>
    message('Content-Type: multipart/mixed; boundary=b', repeated(`--b\r\n\r\n${'a'.repeat(80)}\r\n`, length)),
  ),
  ...readers('parts in parts', (length) =>
    message(
      'Content-Type: multipart/mixed; boundary=b',
      repeated('--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n', length),
    ),
  ),
  ...readers('HTML of links without end beside a text', (length) =>
    message(
      'Content-Type: multipart/alternative; boundary=b',
      `--b\r\n\r\na\r\n--b\r\nContent-Type: text/html\r\n\r\n${repeated('<a href="', length)}`,
    ),
  ),
]

/** Milliseconds of this process's own work, so that others on the machine count less. */
export function workOf({ run }: HostileInput, length: number): number {
  const before = process.cpuUsage()
  try {
    run(length)
  } catch {} // refused
  return process.cpuUsage(before).user / 1_000
}

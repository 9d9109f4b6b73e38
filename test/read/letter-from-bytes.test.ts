// What real messages have that no standard asks for: read as a careful mail program shows it, or refused with its place.

import { describe, expect, test } from 'vitest'
import { letterFromBytes } from '../../lib/read/letter-from-bytes.ts'
import { settingsOf } from '../help/letters.ts'

const HEAD = ['From: a@example.com', 'To: ann@example.org', 'Subject: s', 'MIME-Version: 1.0']
const MIXED = [...HEAD, 'Content-Type: multipart/mixed; boundary=b']
const bytesOf = (lines: readonly string[]) => Buffer.from(lines.join('\r\n'), 'latin1')
const letterOf = (lines: readonly string[], envelope: readonly string[] = ['ann@example.org']) =>
  letterFromBytes(bytesOf(lines), envelope, settingsOf()).letter
/** Of parts in a `multipart/mixed`. */
const mixed = (...parts: readonly (readonly string[])[]) => [
  ...MIXED,
  '',
  ...parts.flatMap((part) => ['--b', ...part]),
  '--b--',
]

const TEXT = ['Content-Type: text/plain', '', 'Hello']
const HTML = ['Content-Type: text/html', '', '<p>Hello']
const BOTH = ['Content-Type: multipart/alternative; boundary=c', '', '--c', ...TEXT, '--c', ...HTML, '--c--']
const FOOTER = ['', '-- ', 'The list & its <footer>']
const escaped = '<pre style="white-space: pre-wrap">-- \r\nThe list &amp; its &lt;footer&gt;</pre>'

interface Expected {
  readonly text?: string
  readonly html?: string
  readonly files?: readonly (readonly [type: string, disposition: string, content: string])[]
}

describe('bodies and files', () => {
  test.each<[string, readonly string[], Expected]>([
    ['text and text', mixed(TEXT, FOOTER), { text: 'Hello\n-- \r\nThe list & its <footer>' }],
    [
      'text with HTML, and text',
      mixed(BOTH, FOOTER),
      { text: 'Hello\n-- \r\nThe list & its <footer>', html: `<p>Hello\n${escaped}` },
    ],
    ['HTML, and text', mixed(HTML, FOOTER), { html: `<p>Hello\n${escaped}` }],
    ['HTML, and HTML', mixed(HTML, HTML), { html: '<p>Hello\n<p>Hello' }],
    [
      'text with HTML, and HTML: the text would say less',
      mixed(BOTH, HTML),
      { html: '<p>Hello\n<p>Hello', files: [['text/plain', 'alternative', 'Hello']] },
    ],
    ['text with HTML, and nothing', mixed(BOTH, ['', ' ']), { text: 'Hello', html: '<p>Hello' }],
    [
      'an alternative with a file in it',
      [
        ...HEAD,
        'Content-Type: multipart/alternative; boundary=c',
        '',
        ...['--c', ...TEXT],
        ...['--c', ...mixed(HTML, ['Content-Type: image/png', '', 'png'], HTML).slice(HEAD.length)],
        '--c--',
      ],
      { text: 'Hello', html: '<p>Hello\n<p>Hello', files: [['image/png', 'attachment', 'png']] },
    ],
    [
      'a CSV without a name before the text',
      mixed(['Content-Type: text/csv', '', '1;2'], TEXT),
      { text: 'Hello', files: [['text/csv', 'attachment', '1;2']] },
    ],
    [
      'an enriched text, and the footer of the list',
      mixed(['Content-Type: text/enriched', '', '<bold>Hello'], FOOTER),
      { text: '-- \r\nThe list & its <footer>', files: [['text/enriched', 'attachment', '<bold>Hello']] },
    ],
    [
      'an enriched text alone, which the rule for alternatives refuses',
      [...HEAD, 'Content-Type: text/enriched', '', '<bold>Hello'],
      { files: [['text/enriched', 'alternative', '<bold>Hello']] },
    ],
    ['a type without its semicolon', [...HEAD, 'Content-Type: text/html charset=utf-8', '', '<p>'], { html: '<p>' }],
    [
      'the same, and the footer of the list',
      mixed(['Content-Type: text/html charset=utf-8', '', '<p>Hello'], FOOTER),
      { html: `<p>Hello\n${escaped}` },
    ],
    [
      'a type with a comma in place of it',
      [...HEAD, 'Content-Type: text/html, charset=utf-8', '', '<p>'],
      { html: '<p>' },
    ],
    [
      'a text in uuencode',
      [...HEAD, 'Content-Transfer-Encoding: x-uue', '', 'begin 644 a.txt', '#0V%T', '`', 'end'],
      { text: 'Cat' },
    ],
    [
      'an invitation in another charset than its file will be in',
      mixed(TEXT, ['Content-Type: text/calendar; charset=iso-8859-1', '', 'SUMMARY:Gr\xfc\xdfe']),
      { text: 'Hello', files: [['text/calendar', 'alternative', 'SUMMARY:Grüße']] },
    ],
    ['a type without a slash', [...HEAD, 'Content-Type: text', '', 'Hello'], { text: 'Hello' }],
    ['no type', [...HEAD, 'Content-Type:', '', 'Hello'], { text: 'Hello' }],
    [
      'an inline text',
      [...HEAD, 'Content-Disposition: inline', 'Content-Type: text/plain', '', 'Hello'],
      { text: 'Hello' },
    ],
    [
      'a disposition that nobody knows, which makes a file (RFC 2183 2.8)',
      mixed(TEXT, ['Content-Disposition: x-y', '', 'a']),
      { text: 'Hello', files: [['text/plain', 'attachment', 'a']] },
    ],
    [
      'related pages, of which one is shown',
      [
        ...HEAD,
        'Content-Type: multipart/related; boundary=b; start="<2>"',
        '',
        ...['--b', 'Content-ID: <1>', 'Content-Type: text/html', '', '<p>frame'],
        ...['--b', 'Content-ID: <2>', 'Content-Type: text/html', '', '<p>Hello'],
        '--b--',
      ],
      { html: '<p>Hello', files: [['text/html', 'attachment', '<p>frame']] },
    ],
    [
      'a boundary in pieces',
      [...HEAD, 'Content-Type: multipart/mixed; boundary*0=A; boundary*1=B', '', '--AB', ...TEXT, '--AB--'],
      { text: 'Hello' },
    ],
    [
      'a boundary with a comment',
      [...HEAD, 'Content-Type: multipart/mixed; boundary=A (it is)', '', '--A', ...TEXT, '--A--'],
      { text: 'Hello' },
    ],
    [
      'a transfer encoding of a multipart, which has none',
      [
        ...HEAD,
        'Content-Type: multipart/mixed; boundary=A',
        'Content-Transfer-Encoding: base64',
        '',
        '--A',
        ...TEXT,
        '--A--',
      ],
      { text: 'Hello' },
    ],
    [
      'uuencode',
      mixed(TEXT, [
        'Content-Type: application/x',
        'Content-Transfer-Encoding: x-uuencode',
        '',
        'begin 644 cat.txt',
        '#0V%T',
        '`',
        'end',
      ]),
      { text: 'Hello', files: [['application/x', 'attachment', 'Cat']] },
    ],
    ['flowed', [...HEAD, 'Content-Type: text/plain; format=flowed', '', '> a ', '> b ', 'c'], { text: '> a b \nc' }],
    ['a part without a header', mixed(['', 'Hello']), { text: 'Hello' }],
    [
      'a part of a header alone',
      mixed(TEXT, ['Content-Type: text/csv; name=a.csv']),
      { text: 'Hello', files: [['text/csv', 'attachment', '']] },
    ],
    ['an empty part', mixed(TEXT, []), { text: 'Hello' }],
  ])('%s', (_, lines, { text, html, files = [] }) => {
    const letter = letterOf(lines)
    expect({ text: letter.text, html: letter.html }).toEqual({ text, html })
    expect(letter.attachments.map(({ type, disposition, content }) => [type, disposition, content.toString()])).toEqual(
      files,
    )
  })

  test('the name of a file in uuencode stands in it', () => {
    const uu = ['begin 644 cat.txt', '#0V%T', '`', 'end']
    const fields = ['Content-Type: application/x', 'Content-Transfer-Encoding: x-uuencode']
    expect(letterOf(mixed(TEXT, [...fields, '', ...uu])).attachments[0]?.name).toBe('cat.txt')
    const named = ['Content-Disposition: attachment; filename=dog.txt', ...fields]
    expect(letterOf(mixed(TEXT, [...named, '', ...uu])).attachments[0]?.name).toBe('dog.txt')
  })
})

describe('the header', () => {
  test.each<[string, readonly string[], object]>([
    [
      'the line that a mailbox has before it',
      ['From a@b.cc Fri Jan  2 03:04:05 2026', ...HEAD, '', 'a'],
      { subject: 's' },
    ],
    ['two subjects that are the same', [...HEAD, 'Subject: s', '', 'a'], { subject: 's' }],
    ['a space before the colon', [...HEAD.slice(0, 2), 'Subject : s', '', 'a'], { subject: 's' }],
    ['a folded subject', [...HEAD.slice(0, 2), 'Subject: a', '  b', '\tc', '', 'a'], { subject: 'a  b\tc' }],
    [
      'a fold of white space alone',
      ['From: a@example.com', 'X-A: a', ' ', ' b', 'Subject: s', '', 'a'],
      { subject: 's', text: 'a' },
    ],
    [
      'a fold of white space alone, and a field',
      ['From: a@example.com', 'X-A: a', ' ', 'Subject: s', '', 'a'],
      { subject: 's', text: 'a' },
    ],
    ['a fold of white space alone at the end', [...HEAD, ' ', '', 'a'], { subject: 's', text: 'a' }],
    [
      'a subject in Japanese bytes',
      ['From: a@example.com', 'Subject: Re: \x1b$BF|K\\\x1b(B', '', 'a'],
      { subject: 'Re: 日本' },
    ],
    ['carriage returns twice', [...HEAD, '', 'a'].map((line) => `${line}\r`), { subject: 's' }],
    ['a subject in windows-1252', [...HEAD.slice(0, 2), 'Subject: =?windows-1252?Q?=80?=', '', 'a'], { subject: '€' }],
    [
      'nobody in a group, and a comment',
      ['From: a@example.com', 'To: undisclosed-recipients:; (none given)', 'Bcc: b@example.org', '', 'a'],
      { to: [], bcc: ['b@example.org'] },
    ],
    [
      'nobody in a group in quotes',
      ['From: a@example.com', 'To: "Undisclosed recipients": ;', 'Bcc: b@example.org', '', 'a'],
      { to: [], bcc: ['b@example.org'] },
    ],
    ['nobody in Reply-To', [...HEAD, 'Reply-To: undisclosed-recipients:;', '', 'a'], { replyTo: [] }],
  ])('%s', (_, lines, expected) => expect(letterOf(lines, [])).toMatchObject(expected))

  test.each<[string, string]>([
    ['Your message of "Fri, 11 Aug" <q@example.net>', '<q@example.net>'],
    ['<a@x> (Ann Lee\'s message of "Fri")', '<a@x>'],
    ['<a@x>, <b@x>', '<a@x> <b@x>'],
    ['<a@x>,<b@x>', '<a@x> <b@x>'],
    ['<a@x><b@x>', '<a@x> <b@x>'],
    ['a@x, b@x', '<a@x> <b@x>'],
    ['a@x', '<a@x>'],
    ['Message from ann@example.org of Friday <q@x>', '<q@x>'],
    ['Your message of Friday', 'Your message of Friday'],
    ['<a@x> b@x', '<a@x> <b@x>'],
    ['123', '<123>'],
  ])('In-Reply-To and References: %s', (value, ids) => {
    const { headers } = letterOf([...HEAD, `In-Reply-To: ${value}`, `References: ${value}`, '', 'a'])
    expect(headers).toEqual([
      { name: 'In-Reply-To', value: ids },
      { name: 'References', value: ids },
    ])
  })
})

test('names that are left out are told, of those who get it', () => {
  const lines = [
    'From: a@x.example',
    'To: Ann <ann@x.example>, =?utf-8?Q?Z=C3=BCri?= <z@x.example>',
    'Cc: b@x.example (Bob)',
  ]
  const changesOf = (envelope: readonly string[]) =>
    letterFromBytes(bytesOf([...lines, '', 'a']), envelope, settingsOf()).changes.map(({ field, message }) => [
      field,
      message,
    ])
  expect(changesOf([])).toEqual([
    ['to', 'the names "Ann", "Züri" are left out: SES takes addresses alone'],
    ['cc', 'the name "Bob" is left out: SES takes addresses alone'],
  ])
  expect(changesOf(['b@x.example'])).toEqual([['cc', 'the name "Bob" is left out: SES takes addresses alone']])
})

describe('refuses, and says where', () => {
  const base64 = 'Content-Transfer-Encoding: base64'
  test.each<[string, readonly string[], string, string]>([
    [
      'an empty line before the header',
      ['', ...HEAD, '', 'a'],
      'raw',
      'raw: line 1 of the header is empty, so that it has none',
    ],
    ['no header at all', ['Hello, Ann'], 'raw', 'raw: line 1 of the header is no header field ("Hello, Ann")'],
    [
      'a line without a colon',
      [...HEAD, 'Hello', '', 'a'],
      'raw',
      'raw: line 5 of the header is no header field ("Hello")',
    ],
    [
      'two subjects',
      [...HEAD, 'subject: t', '', 'a'],
      'subject',
      'raw: the message has two fields subject that differ',
    ],
    [
      'two types',
      [...MIXED, 'Content-Type: text/plain', '', '--b', '', 'a'],
      'raw',
      'raw: the message has two fields content-type that differ',
    ],
    [
      'two types of a part',
      mixed(['Content-Type: text/plain', 'Content-Type: text/html', '', 'a']),
      'raw',
      'raw: part 1 has two fields content-type that differ',
    ],
    [
      'a part without an empty line',
      mixed(TEXT, ['Content-Type: application/pdf; name=a.pdf', base64, 'JVBERi0xLjQK']),
      'raw',
      'raw: line 3 of the header of part 2 is no header field ("JVBERi0xLjQK")',
    ],
    [
      'a part without an empty line, of a text',
      mixed(['Content-Type: text/plain', 'Dear Ann: Hello', '', 'a']),
      'raw',
      'raw: line 2 of the header of part 1 is no header field ("Dear Ann: Hello")',
    ],
    [
      'a part that looks like a header',
      mixed(TEXT, ['Note: buy milk']),
      'raw',
      'raw: line 1 of the header of part 2 is its last, with no empty line behind it',
    ],
    [
      'a line of one space before the text',
      [...HEAD, ' ', 'Note: buy milk', '', 'a'],
      'raw',
      'raw: line 5 of the header is of white space alone',
    ],
    [
      'the same, of a part',
      mixed(['Content-Type: text/plain', ' ', 'Hello']),
      'raw',
      'raw: line 3 of the header of part 1 is no header field ("Hello")',
    ],
    [
      'no boundary',
      [...HEAD, 'Content-Type: multipart/mixed', '', 'a'],
      'raw',
      'raw: the message is multipart/mixed and has no boundary',
    ],
    [
      'an empty boundary',
      [...HEAD, 'Content-Type: multipart/mixed; boundary=""', '', '--', '', 'a'],
      'raw',
      'has no boundary',
    ],
    [
      'a boundary that stands nowhere',
      [...MIXED, '', 'a'],
      'raw',
      'raw: the message is multipart/mixed and has the boundary "b", which stands nowhere in it',
    ],
    [
      'the same in a part',
      mixed(TEXT, ['Content-Type: multipart/mixed; boundary=c', '', 'a']),
      'raw',
      'raw: part 2 is multipart/mixed',
    ],
    [
      'an unknown transfer encoding',
      mixed(TEXT, ['Content-Transfer-Encoding: x-y', '', 'a']),
      'raw',
      'raw: part 2 has the transfer encoding "x-y"',
    ],
    [
      'Base64 with a footer behind it',
      [...HEAD, base64, '', 'SGVsbG8=', '____', 'The list'],
      'text',
      'text: its Base64 is cut off, or has other text in it',
    ],
    [
      'uuencode that is cut off',
      mixed(TEXT, ['Content-Type: application/x', 'Content-Transfer-Encoding: x-uuencode', '', 'begin 644 a', '#0V%T']),
      'attachments[0] (a)',
      'its uuencode is not whole',
    ],
    [
      'a header in Latin-1',
      [...HEAD, 'X-A: Gr\xfc\xdfe', '', 'a'],
      'raw',
      'raw: line 5 of the header is no text in UTF-8',
    ],
    [
      'a text in a charset that nobody knows',
      [...HEAD, 'Content-Type: text/plain; charset=cp850', '', 'Gr\x81\xe1e'],
      'text',
      'text: its bytes are no text in cp850',
    ],
    [
      'HTML with us-ascii that is none',
      [...HEAD, 'Content-Type: text/html; charset=us-ascii', '', 'Gr\xfc\xdfe'],
      'html',
      'html: its bytes are no text in us-ascii',
    ],
    [
      'HTML that hides what follows',
      mixed(['Content-Type: text/html', '', '<p>a<style>'], FOOTER),
      'html',
      'html: has "<style" without an end',
    ],
    ['far too much text', [...HEAD, '', 'a'.repeat(4_000_001)], 'text', 'text: has 4,000,001 bytes'],
    [
      'in several parts',
      mixed(['', 'a'.repeat(3_000_000)], ['', 'a'.repeat(3_000_000)]),
      'text',
      'text: has 3,000,000 bytes',
    ],
  ])('%s', (_, lines, field, message) =>
    expect(() => letterOf(lines)).toThrow(
      expect.objectContaining({
        name: 'SesError',
        retry: 'never',
        delivered: 'no',
        field,
        message: expect.stringContaining(message),
      }),
    ),
  )
})

describe('large', () => {
  const file = (encoding: string, content: string) =>
    mixed(TEXT, ['Content-Type: application/x; name=a.x', `Content-Transfer-Encoding: ${encoding}`, '', content])
  const repeated = (piece: string) => piece.repeat(19_000_000 / piece.length)

  test.each<[string, readonly string[]]>([
    ['Base64', file('base64', repeated(`${'QUJD'.repeat(19)}\r\n`))],
    ['Base64 of padded lines', file('base64', repeated('QQ==\r\n'))],
    ['quoted-printable', file('quoted-printable', repeated('=E4=BD=A0 abc =\r\n'))],
    ['8bit', file('8bit', repeated('A line of a text\n'))],
    ['uuencode', file('x-uuencode', `begin 644 a\r\n${repeated(`M${'ABCD'.repeat(15)}\r\n`)}\`\r\nend`)],
  ])('19 MB in %s', (_, lines) => {
    const { letter } = letterFromBytes(bytesOf(lines), ['ann@example.org'], settingsOf())
    expect(letter.attachments[0]?.content.length).toBeGreaterThan(3_000_000)
  })

  test('950 KB of links without end beside a text', () => {
    const html = ['Content-Type: text/html', '', '<a href="'.repeat(105_000)]
    const lines = [
      ...HEAD,
      'Content-Type: multipart/alternative; boundary=c',
      '',
      '--c',
      ...TEXT,
      '--c',
      ...html,
      '--c--',
    ]
    expect(letterOf(lines)).toMatchObject({ text: 'Hello', html: html[2] })
  })
})

// https://www.rfc-editor.org/rfc/rfc2557
describe('MHTML: the URLs of a file, and what the HTML is relative to', () => {
  const page = (html: readonly string[], image: readonly string[], whole: readonly string[]) => [
    ...HEAD,
    ...whole,
    'Content-Type: multipart/related; boundary=b',
    '',
    ...['--b', 'Content-Type: text/html', ...html, '', '<img src=l.png>'],
    ...['--b', 'Content-Type: image/png', ...image, '', 'png'],
    '--b--',
  ]
  interface Fields {
    readonly html?: string
    readonly image: string
    readonly whole?: string
  }

  test.each<[string, Fields, readonly string[], string | undefined]>([
    ['nowhere', { image: 'Content-Location: l.png' }, ['l.png', 'thismessage:/l.png'], undefined],
    [
      'by its own Content-Location',
      { html: 'Content-Location: https://x.example/a/p.html', image: 'Content-Location: l.png' },
      ['l.png', 'https://x.example/a/l.png'],
      'https://x.example/a/p.html',
    ],
    [
      'of a computer',
      { html: 'Content-Location: file:///C:/p.html', image: 'Content-Location: file:///C:/l.png' },
      ['file:///C:/l.png'],
      'file:///C:/p.html',
    ],
    [
      'by its own Content-Base',
      { html: 'Content-Base: https://x.example/', image: 'Content-Location: l.png' },
      ['l.png', 'https://x.example/l.png'],
      'https://x.example/',
    ],
    [
      'by that of the message',
      {
        whole: 'Content-Base: https://x.example/',
        html: 'Content-Location: a/p.html',
        image: 'Content-Location: l.png',
      },
      ['l.png', 'https://x.example/l.png'],
      'https://x.example/a/p.html',
    ],
    [
      'in encoded words',
      { html: 'Content-Location: https://x.example/', image: 'Content-Location: =?utf-8?Q?=C3=BC.png?=' },
      ['ü.png', 'https://x.example/%C3%BC.png'],
      'https://x.example/',
    ],
  ])('%s', (_, { html, image, whole }, locations, htmlBase) => {
    const letter = letterOf(page(html ? [html] : [], [image], whole ? [whole] : []))
    expect(letter.attachments).toMatchObject([{ type: 'image/png', locations }])
    expect(letter.htmlBase).toBe(htmlBase)
  })

  test('nothing where pages of two places are one HTML', () => {
    const part = (place: string) => ['Content-Type: text/html', `Content-Location: ${place}`, '', '<p>a']
    expect(letterOf(mixed(part('https://x.example/'), part('https://y.example/'))).htmlBase).toBeUndefined()
  })
})

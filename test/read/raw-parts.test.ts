import { describe, expect, test } from 'vitest'
import { letterFromBytes } from '../../lib/read/letter-from-bytes.ts'
import { settingsOf } from '../help/letters.ts'

const readBytes = (bytes: Buffer) => letterFromBytes(bytes, ['ann@example.org'], settingsOf()).letter
const readRaw = async (lines: readonly string[], lineEnd = '\r\n') =>
  readBytes(Buffer.from(lines.join(lineEnd), 'latin1'))

const HEAD = ['From: a@example.com', 'To: ann@example.org', 'Subject: s', 'MIME-Version: 1.0']

/** A text, and a file as its header and body lines say. */
const withFile = (...part: readonly string[]) => [
  ...HEAD,
  'Content-Type: multipart/mixed; boundary="b;1"',
  '',
  'A preamble',
  '--b;1',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'The text',
  '--b;1',
  ...part,
  '--b;1--',
  '',
]

describe('a text keeps its own line ends', () => {
  test.each<[string, readonly string[], string]>([
    ['7bit', ['Content-Type: text/plain', '', 'a', 'b'], 'a\r\nb'],
    ['with a line end of its own', ['Content-Type: text/plain', '', 'a', ''], 'a\r\n'],
    [
      'quoted-printable in another charset',
      ['Content-Type: text/plain; charset=gbk', 'Content-Transfer-Encoding: quoted-printable', '', '=C4=E3=', '=BA=C3'],
      '你好',
    ],
    ['flowed', ['Content-Type: text/plain; format=flowed', '', 'a ', 'b', 'c'], 'a b\nc'],
  ])('%s', async (_, part, text) => {
    const lines = [...HEAD, 'Content-Type: multipart/alternative; boundary=b', '', '--b', ...part, '--b--', '']
    expect((await readRaw(lines)).text).toBe(text)
  })
})

describe('a file in a raw message keeps its bytes', () => {
  test.each<[string, readonly string[], string]>([
    ['7bit', ['Content-Type: text/csv; name=a.csv', '', '1;2;3'], '1;2;3'],
    ['several lines', ['Content-Type: text/csv; name=a.csv', '', '1;2', '3;4', ''], '1;2\r\n3;4\r\n'],
    [
      'white space and empty lines at its end',
      ['Content-Type: text/csv; name=a.csv', '', 'a \t', '', '', ''],
      'a \t\r\n\r\n\r\n',
    ],
    ['nothing in it', ['Content-Type: text/csv; name=a.csv', '', ''], ''],
    [
      '8bit',
      ['Content-Type: text/csv; name=a.csv', 'Content-Transfer-Encoding: 8BIT', '', 'Gr\xfc\xdfe'],
      'Gr\xfc\xdfe',
    ],
    ['binary', ['Content-Type: image/png; name=a.png', 'Content-Transfer-Encoding: binary', '', 'a\nb\0'], 'a\nb\0'],
    [
      'quoted-printable',
      [
        'Content-Type: text/csv; name=a.csv',
        'Content-Transfer-Encoding: Quoted-Printable',
        '',
        '=E4=BD=A0 =3D=',
        '  ',
        'b=0Ac\t',
      ],
      '\xe4\xbd\xa0 =\r\nb\nc',
    ],
    [
      'broken quoted-printable',
      ['Content-Type: text/csv; name=a.csv', 'Content-Transfer-Encoding: quoted-printable', '', 'a=ZZ=3'],
      'a=ZZ=3',
    ],
    ['Base64', ['Content-Type: text/csv; name=a.csv', 'Content-Transfer-Encoding: base64', '', 'MTsyCg=='], '1;2\n'],
    [
      "Base64 in a comment's company",
      ['Content-Type: text/csv; name=a.csv', 'Content-Transfer-Encoding: "base64" (RFC 2045)', '', 'MTsyCg=='],
      '1;2\n',
    ],
    [
      'what is called a multipart and is none',
      ['Content-Type: multipart/mixed; boundary=c; name=a.x', '', '1\n2'],
      '1\r\n2',
    ],
    ['a mail', ['Content-Type: message/rfc822; name=a.eml', '', 'Subject: x', '', 'hello'], 'Subject: x\r\n\r\nhello'],
    [
      'a calendar',
      ['Content-Type: text/calendar; method=REQUEST; name=a.ics', '', 'BEGIN:X', 'END:X'],
      'BEGIN:X\r\nEND:X',
    ],
    [
      'a calendar in Base64, of any line ends and charset',
      ['Content-Type: text/calendar; charset=gbk; name=a.ics', 'Content-Transfer-Encoding: base64', '', 'YQpi/w=='],
      'a\nb\xff',
    ],
    ['folded fields', ['Content-Type: text/csv;', ' name=a.csv', 'Content-Transfer-Encoding:', ' 7bit', '', 'a'], 'a'],
    ['a line like a delimiter', ['Content-Type: text/csv; name=a.csv', '', '--b;12', ' --b;1'], '--b;12\r\n --b;1'],
  ])('%s', async (_, part, content) => {
    const { text, attachments } = await readRaw(withFile(...part))
    expect(text?.trimEnd()).toBe('The text')
    expect(attachments.map((file) => file.content.toString('latin1'))).toEqual([content])
  })

  test.each<[string, readonly string[]]>([
    ['by disposition', ['Content-Type: text/plain', 'Content-Disposition: attachment; filename="a b.txt"']],
    ['inline with a name', ['Content-Type: text/plain', 'Content-Disposition: inline; filename="a b.txt"']],
    ['by name alone', ['Content-Type: text/plain; name="a b.txt"']],
    ['by an encoded name', ["Content-Type: text/html; name*=utf-8''a%20b.txt"]],
    ['by a name in pieces', ['Content-Type: text/html; name*0="a "; name*1="b.txt"']],
  ])('a text is a file %s', async (_, fields) => {
    const { text, html, attachments } = await readRaw(withFile(...fields, '', '<b>', 'c'))
    expect([text?.trimEnd(), html]).toEqual(['The text', undefined])
    expect(attachments).toMatchObject([{ name: 'a b.txt', type: expect.stringMatching(/^text.(plain|html)$/) }])
    expect(attachments[0]?.content.toString()).toBe('<b>\r\nc')
  })

  test.each<[string, readonly string[], string, string]>([
    [
      'an invitation',
      ['Content-Type: Text/Calendar; method=REQUEST', 'Content-ID: <c>'],
      'text/calendar',
      'alternative',
    ],
    ['AMP', ['Content-Type: text/x-amp-html'], 'text/x-amp-html', 'alternative'],
    ['a calendar file', ['Content-Type: text/calendar; name=a.ics'], 'text/calendar', 'attachment'],
  ])('%s beside the text is what it was', async (_, fields, type, disposition) => {
    const lines = withFile(...fields, '', 'x').map((line) => line.replace('multipart/mixed', 'multipart/alternative'))
    expect((await readRaw(lines)).attachments).toMatchObject([{ type, disposition }])
  })

  test('a CSV without a name, behind the text, is a file and no form of it', async () => {
    const { attachments } = await readRaw(withFile('Content-Type: text/csv', '', '1;2'))
    expect(attachments).toMatchObject([{ type: 'text/csv', disposition: 'attachment' }])
  })

  test('in a message with the line ends of Unix, as they go out', async () => {
    const { attachments } = await readRaw(withFile('Content-Type: text/csv; name=a.csv', '', 'a', 'b'), '\n')
    expect(attachments[0]?.content.toString()).toBe('a\r\nb')
  })

  test('in parts of parts, and after the last delimiter nothing is read', async () => {
    const { text, attachments } = await readRaw([
      ...withFile(
        'Content-Type: multipart/digest; boundary=inner',
        '',
        '--inner',
        '',
        'Subject: x',
        '',
        'y',
        '--inner--',
      ),
      '--b;1',
      'Content-Type: text/csv',
      '',
      'no part',
    ])
    expect(text?.trimEnd()).toBe('The text')
    expect(attachments.map(({ type, content }) => [type, content.toString()])).toEqual([
      ['message/rfc822', 'Subject: x\r\n\r\ny'],
    ])
  })

  test('where a file is the whole message', async () => {
    const { attachments } = await readRaw([...HEAD, 'Content-Type: application/pdf; name=a.pdf', '', '%PDF', '%%EOF'])
    expect(attachments[0]?.content.toString()).toBe('%PDF\r\n%%EOF')
  })

  test('where the message is cut off', async () => {
    const lines = withFile('Content-Type: text/csv; name=a.csv', '', '1;2').slice(0, -2)
    expect((await readRaw(lines)).attachments[0]?.content.toString()).toBe('1;2')
  })
})

test.each([
  ['nothing', ''],
  ['a header alone', 'Subject: x'],
  ['only delimiters', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n--b\r\n--b--'],
  ['a delimiter at once', 'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b--'],
])('reads %s', async (_, message) => {
  const { attachments } = readBytes(Buffer.from(message))
  expect(attachments).toEqual([])
})

test.each<[string, string, readonly string[]]>([
  ['a text', 'text', [...HEAD, 'Content-Type: text/plain; charset=utf-8', '', 'Gr\xfc\xdfe']],
  ['a text without a charset', 'text', [...HEAD, '', 'Gr\xfc\xdfe']],
  [
    'HTML in Base64',
    'html',
    [...HEAD, 'Content-Type: text/html; charset=utf-8', 'Content-Transfer-Encoding: base64', '', '/w=='],
  ],
  ['a header', 'raw', [...HEAD, 'X-A: Gr\xfc\xdfe', '', 'a']],
  ["a part's header", 'raw', withFile('Content-Type: text/csv; name="Gr\xfc\xdfe.csv"', '', 'a')],
])('refuses %s whose bytes are no text', async (_, field, lines) => {
  await expect(readRaw(lines)).rejects.toMatchObject({ name: 'SesError', reason: 'message-invalid', field })
})

test('takes a text whose charset is named', async () => {
  const { text } = await readRaw([...HEAD, 'Content-Type: text/plain; charset=iso-8859-1', '', 'Gr\xfc\xdfe'])
  expect(text).toBe('Grüße')
})

describe('what belongs to no part is left out, however many lines it has', () => {
  const lines = Array(200_000).fill('x')
  const inner = [
    'Content-Type: multipart/alternative; boundary=c',
    '',
    ...lines,
    '--c',
    '',
    'The text',
    '--c--',
    ...lines,
  ]

  test.each<[string, readonly string[]]>([
    ['before the first', ['', ...lines, '--b', '', 'The text', '--b--']],
    ['behind the last', ['', '--b', '', 'The text', '--b--', ...lines]],
    ['behind the last, which has no end', ['', '--b', '', 'The text']],
    ['around parts in a part', ['', ...lines, '--b', ...inner, '--b--', ...lines]],
  ])('%s', async (_, body) => {
    const letter = await readRaw([...HEAD, 'Content-Type: multipart/mixed; boundary=b', ...body])
    expect(letter.text).toBe('The text')
    expect(letter.attachments).toEqual([])
  })

  test('where there is no part at all it is refused', () =>
    expect(readRaw([...HEAD, 'Content-Type: multipart/mixed; boundary=b', '', ...lines])).rejects.toMatchObject({
      field: 'raw',
      message: expect.stringContaining('has the boundary "b", which stands nowhere in it'),
    }))
})

test('ten thousand parts', async () => {
  const parts = Array.from({ length: 10_000 }, (_, index) => ['--b', 'Content-Type: x/y', '', String(index)]).flat()
  const { attachments } = await readRaw([...HEAD, 'Content-Type: multipart/mixed; boundary=b', '', ...parts, '--b--'])
  expect(attachments.map(({ content }) => content.toString())).toEqual(Array.from(Array(10_000).keys(), String))
})

// The time to look for the delimiters of a hundred multiparts in twenty megabytes, some two seconds, is the most.
test('a hundred multiparts in each other, and lines that look like their delimiters', async () => {
  const boundary = 'a'.repeat(60)
  const heads = Array.from({ length: 99 }, (_, index) => [
    `Content-Type: multipart/mixed; boundary=${boundary}${index}`,
    '',
    `--${boundary}${index}`,
  ]).flat()
  const letter = await readRaw([...HEAD, ...heads, '', ...Array(19_000).fill(`--${boundary}x`)])
  expect(letter.text?.split('\r\n')).toHaveLength(19_000)
})

test('the headers of parts count together', async () => {
  const long = `X-A: ${'a'.repeat(160_000)}`
  const two = ['--b', long, '', 'a', '--b', long, '', 'a', '--b--']
  await expect(readRaw([...HEAD, 'Content-Type: multipart/mixed; boundary=b', '', ...two])).rejects.toMatchObject({
    name: 'SesError',
    field: 'raw',
    message: 'raw: has more than 300,000 bytes of headers. Nothing was sent.',
  })
})

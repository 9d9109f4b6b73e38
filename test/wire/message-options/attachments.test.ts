// Attachments: each of Nodemailer's options, and the file that arrives.

import { Readable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import type { SendMailOptions } from 'nodemailer'
import { describe } from 'vitest'
import { isNodemailerSince } from '../../help/nodemailer-version.ts'
import { type Arrived, parsed, type Row, testRows, untyped } from './rows.ts'
import { openSources } from './sources.ts'

type Attachment = NonNullable<SendMailOptions['attachments']>[number]
type Files = Arrived['files']

const png = Buffer.from('89504e470d0a1a0a', 'hex')
const allBytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
const { pathOf, urlOf } = await openSources({ 'a b.txt': 'from a file', 'logo.png': png })
const stream = (...chunks: (string | Buffer)[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)))

/** A mail with one file, and what arrives of it. */
const file = (
  what: string,
  given: Attachment | (() => Attachment),
  files: Files,
  changes: readonly string[] = [],
): Row => [
  what,
  typeof given === 'function' ? () => ({ attachments: [given()] }) : { attachments: [given] },
  { files, changes },
]
const refused = (what: string, given: object, reason = 'message-invalid', field = 'attachments[0]'): Row => [
  what,
  untyped({ attachments: [given] }),
  { refused: field, reason },
]
const renamed = ['file-names attachments[0]']
const unlisted = ['file-types attachments[0]']

const content: readonly Row[] = [
  file('content: a string', { filename: 'a.txt', content: 'Grüße\n' }, [['a.txt', 'Grüße\n']]),
  file('content: a Buffer of every byte', { filename: 'a.zip', content: allBytes }, [['a.zip', allBytes]]),
  file('content: a stream', () => ({ filename: 'a.txt', content: stream('a', 'b') }), [['a.txt', 'ab']]),
  file('content: bytes of another kind', untyped({ filename: 'a.zip', content: new Uint8Array([0, 255]) }), [
    ['a.zip', Buffer.from([0, 255])],
  ]),
  file('content: an ArrayBuffer', untyped({ filename: 'a.zip', content: new Uint8Array([0, 255]).buffer }), [
    ['a.zip', Buffer.from([0, 255])],
  ]),
  file('content: a Blob', untyped({ filename: 'a.txt', content: new Blob(['a', 'b']) }), [['a.txt', 'ab']]),
  file('content: a File', untyped({ filename: 'a.txt', content: new File(['ab'], 'b.txt') }), [['a.txt', 'ab']]),
  file(
    'content: a web stream',
    () => untyped({ filename: 'a.txt', content: new Blob(['ab']).stream() }) as Attachment,
    [['a.txt', 'ab']],
  ),
  file(
    'content: a Buffer from the JSON of a queue',
    untyped({ filename: 'a.zip', content: JSON.parse(JSON.stringify(allBytes)) }),
    [['a.zip', allBytes]],
  ),
  file('content: empty', { filename: 'a.txt', content: '' }, [['a.txt', '']]),
  file('content: none', { filename: 'a.txt' }, [['a.txt', '']]),
  file(
    'content: a text of dots, CRs and a long line',
    { filename: 'a.txt', content: `.\r\n..\r\rx\n${'x'.repeat(3_000)}` },
    [['a.txt', `.\r\n..\r\rx\n${'x'.repeat(3_000)}`]],
  ),
  file('path', { path: pathOf('logo.png') }, [['logo.png', png]]),
  file('path: a file: URL', untyped({ filename: 'logo.png', path: pathToFileURL(pathOf('logo.png')) }), [
    ['logo.png', png],
  ]),
  file('href: a URL', untyped({ filename: 'a.txt', href: new URL(urlOf('a')) }), [['a.txt', 'from a URL']]),
  file('contentType: with a name', { contentType: 'image/gif; name="x.gif"', content: 'a' }, [['x.gif', 'a']]),
  file('path that is a URL', { path: urlOf('report.pdf') }, [['report.pdf', 'from a URL']]),
  file('href', { href: urlOf('report.pdf?sig=1') }, [['report.pdf', 'from a URL']]),
  file('href: httpHeaders', { filename: 'a.txt', href: urlOf('a'), httpHeaders: { Authorization: 'me' } }, [
    ['a.txt', 'from a URL, for me'],
  ]),
  file('href: a redirect', { filename: 'a.txt', href: urlOf('moved') }, [['a.txt', 'from a URL']]),
  file('href: tls, which is for https', { filename: 'a.txt', href: urlOf('a'), tls: { rejectUnauthorized: true } }, [
    ['a.txt', 'from a URL'],
  ]),
  file('a data URL', { filename: 'a.txt', path: 'data:text/plain;charset=utf-8,Gr%C3%BC%C3%9Fe' }, [
    ['a.txt', 'Grüße'],
  ]),
  file('a data URL as href, with no name', { href: 'data:image/png;base64,iVBORw0KGgo=' }, [['attachment-1.png', png]]),
  file('encoding: base64', { filename: 'a.zip', content: 'AP8=', encoding: 'base64' }, [
    ['a.zip', Buffer.from([0, 255])],
  ]),
  file('encoding: hex', { filename: 'a.zip', content: '00ff', encoding: 'hex' }, [['a.zip', Buffer.from([0, 255])]]),
  file('encoding: latin1', { filename: 'a.zip', content: 'ü', encoding: 'latin1' }, [['a.zip', Buffer.from([0xfc])]]),
  file('encoding: binary', { filename: 'a.zip', content: '\xff', encoding: 'binary' }, [
    ['a.zip', Buffer.from([0xff])],
  ]),
  file('encoding: utf16le', { filename: 'a.txt', content: 'ü', encoding: 'utf16le' }, [
    ['a.txt', Buffer.from([0xfc, 0])],
  ]),
  file('encoding: utf-8', { filename: 'a.txt', content: 'ü', encoding: 'utf-8' }, [['a.txt', 'ü']]),
  [
    'raw',
    {
      attachments: [
        {
          raw: 'Content-Type: application/pdf; name="a b.pdf"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\nAP8=\r\n',
        },
      ],
    },
    { text: parsed('Hello, Ann'), files: [['a_b.pdf', Buffer.from([0, 255])]], changes: renamed },
  ],
  refused('path: not there', { path: pathOf('none.txt') }, 'message-invalid', 'attachments[0] (none.txt)'),
  refused('content: an object', { filename: 'a.txt', content: { a: 1 } }, 'message-invalid', 'attachments[0] (a.txt)'),
  ...(isNodemailerSince('7')
    ? [
        refused(
          'a data URL that is none',
          { path: 'data:nothing', filename: 'a.txt' },
          'message-invalid',
          'attachments[0] (a.txt)',
        ),
      ]
    : []),
  [
    'disableFileAccess',
    { disableFileAccess: true, attachments: [{ path: pathOf('logo.png') }] },
    { refused: 'attachments[0] (logo.png)' },
  ],
  [
    'disableUrlAccess',
    { disableUrlAccess: true, attachments: [{ href: urlOf('a.txt') }] },
    { refused: 'attachments[0] (a.txt)' },
  ],
]

const names: readonly Row[] = [
  file('filename', { filename: 'invoice.pdf', content: 'a' }, [['invoice.pdf', 'a']]),
  file('filename: Chinese', { filename: '发票.pdf', content: 'a' }, [['发票.pdf', 'a']]),
  file('filename: emoji, quotes and signs', { filename: "😀'a',(b)[c]{d}=e&f%20.pdf", content: 'a' }, [
    ["😀'a',(b)[c]{d}=e&f%20.pdf", 'a'],
  ]),
  file(
    'filename: what SES does not take',
    { filename: 'a b/c:d?"e".pdf', content: 'a' },
    [['a_b_c_d__e_.pdf', 'a']],
    renamed,
  ),
  file('filename: a Windows path', { filename: 'C:\\a\\b.pdf', content: 'a' }, [['C__a_b.pdf', 'a']], renamed),
  file(
    'filename: a line end and a header',
    { filename: 'a\r\nContent-ID: x.pdf', content: 'a' },
    [['a__Content-ID__x.pdf', 'a']],
    renamed,
  ),
  file(
    'filename: 300 characters',
    { filename: `${'a'.repeat(296)}.pdf`, content: 'a' },
    [[`${'a'.repeat(251)}.pdf`, 'a']],
    renamed,
  ),
  file('filename: 250 of Chinese', { filename: `${'中'.repeat(246)}.pdf`, content: 'a' }, [
    [`${'中'.repeat(246)}.pdf`, 'a'],
  ]),
  file('filename: no extension', { filename: 'README', content: 'a' }, [['README', 'a']], unlisted),
  file('filename: that of the path', { path: pathOf('a b.txt') }, [['a_b.txt', 'from a file']], renamed),
  file('filename: none', { content: 'a' }, [['attachment-1.bin', 'a']], [...renamed, ...unlisted]),
  file('filename: none, with a type', { contentType: 'text/csv', content: 'a' }, [['attachment-1.csv', 'a']]),
  file(
    'filename: false',
    { filename: false, contentType: 'application/pdf', content: 'a' },
    [['attachment-1.pdf', 'a']],
    renamed,
  ),
  file(
    'filename: false, and one in the type',
    { filename: false, contentType: 'application/pdf; name="in voice.pdf"', content: 'a' },
    [['in_voice.pdf', 'a']],
    renamed,
  ),
  file(
    'filename: false, and one in the disposition',
    { filename: false, contentDisposition: 'attachment; filename=invoice.pdf', content: 'a' },
    [['invoice.pdf', 'a']],
  ),
  [
    'filename: the same three times',
    { attachments: ['1', '2', '3'].map((each) => ({ filename: 'a.txt', content: each })) },
    {
      files: [
        ['a.txt', '1'],
        ['a-2.txt', '2'],
        ['a-3.txt', '3'],
      ],
      changes: ['file-names attachments[1]', 'file-names attachments[2]'],
    },
  ],
  file(
    'filename: the end of a domain',
    { filename: 'Statement for example.com', contentType: 'application/pdf', content: 'a' },
    [['Statement_for_example.com.pdf', 'a']],
    renamed,
  ),
  refused('filename: a program', { filename: 'setup.exe', content: 'a' }, 'attachment-refused'),
  refused('filename: a program in disguise', { filename: 'setup.exe. ', content: 'a' }, 'attachment-refused'),
  refused('filename: a video', { filename: 'a.mp4', content: 'a' }, 'attachment-refused'),
]

const parts: readonly Row[] = [
  file('contentType', { filename: 'a.pdf', contentType: 'application/pdf', content: 'a' }, [['a.pdf', 'a']]),
  file(
    'contentType: text with a charset',
    { filename: 'a.csv', contentType: 'text/csv; charset=gbk', content: Buffer.from([0xc4, 0xe3]) },
    [['a.csv', Buffer.from([0xc4, 0xe3])]],
  ),
  file('contentType: text and HTML, as files', { filename: 'a.html', contentType: 'text/html', content: '<p>' }, [
    ['a.html', '<p>'],
  ]),
  file(
    'contentType: a text without a name',
    { filename: false, contentType: 'text/plain', content: 'a' },
    [['attachment-1.txt', 'a']],
    renamed,
  ),
  file('contentType: a calendar', { filename: 'a.ics', contentType: 'text/calendar', content: 'BEGIN:X\n' }, [
    ['a.ics', 'BEGIN:X\n'],
  ]),
  file(
    'contentType: a container',
    { filename: 'a.mht', contentType: 'multipart/related; boundary=x', content: '--x' },
    [['a.mht', '--x']],
    unlisted,
  ),
  file(
    'contentType: a mail',
    { filename: 'a.eml', contentType: 'message/rfc822', content: 'Bcc: b@example.org\r\n\r\nGrüße' },
    [['a.eml', 'Bcc: b@example.org\r\n\r\nGrüße']],
    ['plain-attachments a.eml', ...unlisted],
  ),
  file(
    'contentType: a mail without a name',
    { contentType: 'message/rfc822', content: 'Subject: a\r\n\r\n' },
    [['attachment-1.eml', 'Subject: a\r\n\r\n']],
    ['plain-attachments attachments', ...renamed, ...unlisted],
  ),
  file('contentType: no type', { filename: 'a.txt', contentType: 'x', content: 'a' }, [['a.txt', 'a']]),
  file(
    'contentDisposition: inline',
    { filename: 'a.png', contentDisposition: 'inline', content: png },
    [['a.png', png]],
    ['plain-attachments a.png'],
  ),
  file(
    'contentDisposition: inline, a text',
    { filename: false, contentType: 'text/plain', contentDisposition: 'inline', content: 'a' },
    [['attachment-1.txt', 'a']],
    ['plain-attachments attachments', ...renamed],
  ),
  file('contentTransferEncoding: 7bit', { filename: 'a.txt', contentTransferEncoding: '7bit', content: 'Grüße' }, [
    ['a.txt', 'Grüße'],
  ]),
  file(
    'contentTransferEncoding: quoted-printable',
    { filename: 'a.txt', contentTransferEncoding: 'quoted-printable', content: 'a=b \n' },
    [['a.txt', 'a=b \n']],
  ),
  file('contentTransferEncoding: false', { filename: 'a.txt', contentTransferEncoding: false, content: 'Grüße' }, [
    ['a.txt', 'Grüße'],
  ]),
  file(
    'headers',
    {
      filename: 'a.txt',
      content: 'a',
      headers: { 'X-Part': 'a', 'Content-Location': 'https://example.org/', 'Content-Type': 'text/html' },
    },
    [['a.txt', 'a']],
  ),
  file(
    'headers: Content-ID',
    { filename: 'a.txt', content: 'a', headers: { 'Content-ID': '<a>' } },
    [['a.txt', 'a']],
    ['plain-attachments a.txt'],
  ),
  [
    'attachments: one, not in a list',
    untyped({ attachments: { filename: 'a.txt', content: 'a' } }),
    { files: [['a.txt', 'a']] },
  ],
  [
    'attachments: alone',
    {
      text: '',
      attachments: [
        { filename: 'a.txt', content: 'a' },
        { filename: 'b.txt', content: 'b' },
      ],
    },
    {
      text: 'a.txt, b.txt',
      files: [
        ['a.txt', 'a'],
        ['b.txt', 'b'],
      ],
      changes: ['body text'],
    },
  ],
  [
    'attachments: a text alone, without a name',
    { text: '', attachments: [{ filename: false, contentType: 'text/plain', content: 'a' }] },
    {
      text: 'attachment-1.txt',
      files: [['attachment-1.txt', 'a']],
      changes: ['file-names attachments[0]', 'body text'],
    },
  ],
  [
    'attachments: with both bodies',
    { html: '<p>Hi', attachments: [{ filename: 'a.txt', content: 'a' }] },
    { html: '<p>Hi', files: [['a.txt', 'a']] },
  ],
  [
    'attachments: 10',
    { attachments: Array.from({ length: 10 }, (_, index) => ({ filename: `${index}.txt`, content: `${index}` })) },
    {
      files: Array.from({ length: 10 }, (_, index) => [`${index}.txt`, `${index}`] as const),
    },
  ],
  [
    'attachments: 11',
    { attachments: Array.from({ length: 11 }, () => ({ filename: 'a.txt', content: 'a' })) },
    { refused: 'attachments', reason: 'attachment-refused' },
  ],
  [
    'attachments: 5 MB',
    () => ({ attachments: [{ filename: 'a.zip', content: Buffer.alloc(5_000_000) }] }),
    { files: [['a.zip', '\0'.repeat(5_000_000)]] },
  ],
  [
    'attachments: more',
    { attachments: [{ filename: 'a.zip', content: Buffer.alloc(5_000_001) }] },
    { refused: 'attachments[0] (a.zip)', reason: 'message-too-large' },
  ],
  [
    'attachments: more, in a stream',
    () => ({ attachments: [{ filename: 'a.zip', content: stream(Buffer.alloc(5_000_001)) }] }),
    {
      refused: 'attachments[0] (a.zip)',
      reason: 'message-too-large',
    },
  ],
  [
    'attachments: over 8 MB together',
    { attachments: [1, 2].map((each) => ({ filename: `${each}.zip`, content: Buffer.alloc(4_000_001) })) },
    {
      refused: 'attachments[1] (2.zip)',
      reason: 'message-too-large',
    },
  ],
]

describe('content, path, href, encoding, raw', () => testRows(content))
describe('filename', () => testRows(names))
describe('contentType, contentDisposition, contentTransferEncoding, headers, their number and size', () =>
  testRows(parts))

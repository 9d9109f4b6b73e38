// The messages of Tencent's own sample programs, as each puts them on the wire, with our addresses. Their pages stand beside
// https://www.tencentcloud.com/document/product/1084/44453 under "SMTP Documentation".
import { sender } from './client.ts'

export interface Sample {
  readonly name: string
  /** Line ends as on the wire. */
  readonly message: string
  readonly to: readonly string[]
  /** What SES should make of it. */
  readonly letter: {
    readonly from: string
    readonly subject: string
    readonly text?: string
    readonly html?: string
    readonly files?: readonly (readonly [name: string, content: string])[]
  }
}

const base64 = (text: string) => Buffer.from(text).toString('base64')
const lines = (...all: readonly string[]) => all.join('\r\n')

const to = ['ann@example.org']
const head = [`From: test <${sender}>`, 'To: ann@example.org', 'Subject: test']
const letter = { from: `test <${sender}>`, subject: 'test' }

/** The one part that has the name in Content-Type alone, and a header whose value repeats its name. */
export const goAttachment = (name: string) =>
  lines(
    ...head,
    'Mime-Version: 1.0',
    'Date: 2026-01-16 10:00:00.123456789 +0800 CST m=+0.000123456',
    'Content-Type: multipart/mixed;boundary=GoBoundary',
    '',
    '--GoBoundary',
    'Content-Type:Content-Type: text/html; charset=UTF-8',
    '',
    '<h1>你好</h1>',
    '',
    '--GoBoundary',
    'Content-Transfer-Encoding:base64',
    'Content-Disposition:attachment',
    `Content-Type:application/octet-stream;name="${name}"`,
    '',
    base64('hello'),
    '--GoBoundary--',
  )

export const samples: readonly Sample[] = [
  {
    name: 'Go: no MIME-Version, no encoding',
    message: lines('Content-Type: text/html; charset=UTF-8', ...head, '', '<h1>你好</h1>'),
    to,
    letter: { ...letter, html: '<h1>你好</h1>\r\n' },
  },
  {
    name: 'Go with attachment: a Content-Type said twice, the name in Content-Type alone',
    message: goAttachment('go.mod'),
    to,
    letter: { ...letter, html: '<h1>你好</h1>\r\n', files: [['go.mod', 'hello']] },
  },
  {
    name: 'Go with attachment: a name in Chinese',
    message: goAttachment(`=?UTF-8?b?${base64('发票.txt')}?=`),
    to,
    letter: { ...letter, html: '<h1>你好</h1>\r\n', files: [['发票.txt', 'hello']] },
  },
  {
    name: 'Java: Base64, no space before the charset, Reply-To',
    message: lines(
      'Date: Fri, 16 Jan 2026 10:00:00 +0800 (CST)',
      `From: test <${sender}>`,
      `Reply-To: ${sender}`,
      'To: ann@example.org',
      'Message-ID: <1521118267.0.1768528800000@localhost>',
      'Subject: test',
      'MIME-Version: 1.0',
      'Content-Type: text/html;charset=UTF-8',
      'Content-Transfer-Encoding: base64',
      '',
      base64('<p>你好</p>'),
      '',
    ),
    to,
    letter: { ...letter, html: '<p>你好</p>' },
  },
  {
    name: 'Java with attachment: folded Content-Type, charset in lower case',
    message: lines(
      ...head,
      'Message-ID: <1521118267.1.1768528800000@localhost>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; ',
      '\tboundary="----=_Part_0_1521118267.1768528800000"',
      '',
      '------=_Part_0_1521118267.1768528800000',
      'Content-Type: text/plain;charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      base64('你好'),
      '------=_Part_0_1521118267.1768528800000',
      'Content-Type: application/octet-stream; name=a.txt',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      base64('hello'),
      '------=_Part_0_1521118267.1768528800000--',
      '',
    ),
    to,
    letter: { ...letter, text: '你好', files: [['a.txt', 'hello']] },
  },
  {
    name: 'PHP: plain text in Base64',
    message: lines(
      'Date: Fri, 16 Jan 2026 10:00:00 +0800',
      'To: ann@example.org',
      `From: test <${sender}>`,
      `Subject: =?UTF-8?B?${base64('你好')}?=`,
      'Message-ID: <Yk3NlVvTlxpZJj0xQ2c@localhost>',
      'X-Mailer: PHPMailer 6.5.0 (https://github.com/PHPMailer/PHPMailer)',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=UTF-8',
      'Content-Transfer-Encoding: base64',
      '',
      base64('你好'),
      '',
    ),
    to,
    letter: { ...letter, subject: '你好', text: '你好' },
  },
  {
    name: 'PHP with attachment: a preamble, a type of its own for the file',
    message: lines(
      ...head,
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed;',
      ' boundary="b1_Yk3NlVvTlxpZJj0xQ2c"',
      '',
      'This is a multi-part message in MIME format.',
      '',
      '--b1_Yk3NlVvTlxpZJj0xQ2c',
      'Content-Type: text/plain; charset=UTF-8',
      'Content-Transfer-Encoding: base64',
      '',
      base64('你好'),
      '',
      '--b1_Yk3NlVvTlxpZJj0xQ2c',
      'Content-Type: text/plain; name=a.txt',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename=a.txt',
      '',
      base64('hello'),
      '',
      '--b1_Yk3NlVvTlxpZJj0xQ2c--',
      '',
    ),
    to,
    letter: { ...letter, text: '你好', files: [['a.txt', 'hello']] },
  },
  {
    name: 'C#: bare address, charset in lower case',
    message: lines(
      `From: ${sender}`,
      'Date: Fri, 16 Jan 2026 10:00:00 +0800',
      'Subject: test',
      'Message-Id: <3W5NDJ1QZAU4.8KQJ2R6N0CGE1@localhost>',
      'To: ann@example.org',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<p>Hi</p>',
    ),
    to,
    letter: { from: sender, subject: 'test', html: '<p>Hi</p>\r\n' },
  },
  {
    name: 'C#: 8bit, which MailKit takes where the server offers it',
    message: lines(
      `From: ${sender}`,
      'Date: Fri, 16 Jan 2026 10:00:00 +0800',
      `Subject: =?utf-8?b?${base64('你好')}?=`,
      'Message-Id: <3W5NDJ1QZAU4.8KQJ2R6N0CGE1@localhost>',
      'To: ann@example.org',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      '',
      '<p>你好</p>',
    ),
    to,
    letter: { from: sender, subject: '你好', html: '<p>你好</p>\r\n' },
  },
  {
    name: 'Python: encoded alias and subject, quoted charset, one part in an alternative',
    message: lines(
      'Content-Type: multipart/alternative; boundary="===============1=="',
      'MIME-Version: 1.0',
      'Subject: =?utf-8?b?5L2g5aW9?=',
      `From: =?utf-8?b?5ZWG5bqX?= <${sender}>`,
      'To: ann@example.org',
      '',
      '--===============1==',
      'Content-Type: text/html; charset="utf-8"',
      'MIME-Version: 1.0',
      'Content-Transfer-Encoding: base64',
      '',
      base64('<p>你好</p>'),
      '',
      '--===============1==--',
      '',
    ),
    to,
    letter: { from: `商店 <${sender}>`, subject: '你好', html: '<p>你好</p>' },
  },
]

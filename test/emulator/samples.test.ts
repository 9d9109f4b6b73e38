// The messages of Tencent's own samples, as each puts them on the wire, with our addresses:
// https://www.tencentcloud.com/document/product/1084/44453 stands beside them under "SMTP Documentation".
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { dialIn, sender } from './client.ts'

let ses: Emulator
beforeEach(async () => {
  ses = await startEmulator()
})
afterEach(() => ses.close())

const accepted = '250 2.0.0 OK: queued'
const hello = Buffer.from('<p>你好</p>').toString('base64')
const head = `From: test <${sender}>\nTo: ann@example.org\nSubject: test\n`

const goAttachment = (name: string) => `From: test <${sender}>
To: ann@example.org
Subject: test
Mime-Version: 1.0
Date: 2026-01-16 10:00:00 +0800 CST
Content-Type: multipart/mixed;boundary=GoBoundary

--GoBoundary
Content-Type:Content-Type: text/html; charset=UTF-8

<h1>hello</h1>

--GoBoundary
Content-Transfer-Encoding:base64
Content-Disposition:attachment
Content-Type:application/octet-stream;name="${name}"

aGVsbG8=
--GoBoundary--`

test.each([
  [
    'Go: no MIME-Version, no encoding',
    `Content-Type: text/html; charset=UTF-8\n${head}\n<h1>你好</h1>`,
    '<h1>你好</h1>\r\n',
  ],
  [
    'Java: Base64, no space before the charset',
    `${head}Reply-To: ${sender}\nMIME-Version: 1.0\nContent-Type: text/html;charset=UTF-8\nContent-Transfer-Encoding: base64\n\n${hello}`,
    '<p>你好</p>',
  ],
  [
    'Java with attachment: folded Content-Type, utf-8 in lower case',
    `${head}MIME-Version: 1.0\nContent-Type: multipart/mixed; \n\tboundary="----=_Part_0_1.2"\n\n------=_Part_0_1.2\nContent-Type: text/html;charset=utf-8\nContent-Transfer-Encoding: base64\n\n${hello}\n------=_Part_0_1.2\nContent-Type: application/octet-stream; name=a.txt\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=a.txt\n\naGVsbG8=\n------=_Part_0_1.2--\n`,
    '<p>你好</p>',
  ],
  [
    'Python: encoded alias and subject, quoted charset, one part in an alternative',
    `Content-Type: multipart/alternative; boundary="===============1=="\nMIME-Version: 1.0\nSubject: =?utf-8?b?5L2g5aW9?=\nFrom: =?utf-8?b?5ZWG5bqX?= <${sender}>\nTo: ann@example.org\n\n--===============1==\nContent-Type: text/html; charset="utf-8"\nMIME-Version: 1.0\nContent-Transfer-Encoding: base64\n\n${hello}\n\n--===============1==--\n`,
    '<p>你好</p>',
  ],
  [
    'C#: bare address',
    `From: ${sender}\nTo: ann@example.org\nSubject: test\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n<p>Hi</p>`,
    '<p>Hi</p>\r\n',
  ],
  [
    'Go with attachment: a Content-Type said twice, the name in Content-Type alone',
    goAttachment('go.mod'),
    '<h1>hello</h1>\r\n',
  ],
])('%s', async (_, message, html) => {
  const client = await dialIn(ses)
  expect(await client.send(message)).toBe(accepted)
  expect(ses.inbox[0]?.html).toBe(html)
})

// A contradiction of the provider's: its samples send paths, its page on attachments forbids the slash.
test('Go with attachment: a path for a name is refused, as the page on attachments says', async () => {
  const client = await dialIn(ses)
  expect(await client.send(goAttachment('./go.mod'))).toContain('FailedOperation.InvalidAttachName')
})

test('encoded words are decoded for the inbox', async () => {
  const client = await dialIn(ses)
  await client.send(
    `From: =?utf-8?b?5ZWG5bqX?= <${sender}>\nTo: Ann <ann@example.org>\nSubject: =?utf-8?b?5L2g5aW9?=\nContent-Type: text/plain; charset=UTF-8\n\nHi`,
  )
  expect(ses.inbox).toMatchObject([
    { from: `商店 <${sender}>`, to: ['ann@example.org'], subject: '你好', text: 'Hi\r\n' },
  ])
})

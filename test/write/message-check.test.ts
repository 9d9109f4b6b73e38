import { describe, expect, test } from 'vitest'
import { checkMessage, checkSize } from '../../lib/write/message-check.ts'
import { settingsOf } from '../help/letters.ts'

const good = `From: noreply@mail.example.com
To: ann@example.org
Subject: Hi
Message-ID: <a@b>
Date: Mon, 23 Nov 2026 08:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=UTF-8
Content-Transfer-Encoding: base64

aGVsbG8=
`.replaceAll('\n', '\r\n')

const check = (message: string | Buffer) => checkMessage(Buffer.from(message as string))
const without = (name: string) => good.replace(new RegExp(`^${name}: .*\r\n`, 'm'), '')
const withHeader = (line: string) => good.replace('MIME-Version', `${line}\r\nMIME-Version`)
const withType = (type: string) => good.replace('text/plain; charset=UTF-8', type)

describe('takes', () => {
  test.each([
    ['a message', good],
    ['a folded header', withHeader('X-A: a\r\n b\r\n\tc')],
    ['a line of 1,998 bytes', `${good}${'x'.repeat(1_998)}\r\n`],
    ['a line of 1,997 bytes that starts with a dot', `${good}.${'x'.repeat(1_996)}\r\n`],
    ['8bit', good.replace('base64', '8bit').replace('aGVsbG8=', '你好')],
    ['words of forbidden headers in the body', `${good}Bcc: eve@example.org\r\nContent-ID: <a>\r\n`],
    ['HTML', withType('text/html; charset=UTF-8')],
    ['multipart', withType('multipart/mixed; boundary="a"')],
    ['no body', without('Content-Transfer-Encoding').replace('aGVsbG8=\r\n', '')],
  ])('%s', (_, message) => expect(check(message)).toBeUndefined())
})

describe('refuses', () => {
  test.each([
    // https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters", in its order
    ['Bcc', withHeader('Bcc: eve@example.org'), 'a header bcc'],
    ['Cc', withHeader('Cc: eve@example.org'), 'a header cc'],
    ['Cc in capitals', withHeader('CC: eve@example.org'), 'a header cc'],
    [
      'a Content-Transfer-Encoding that is no other than Base64 or 8bit',
      good.replace('base64', 'quoted-printable'),
      'quoted-printable',
    ],
    [
      'two of Content-Transfer-Encoding',
      withHeader('Content-Transfer-Encoding: 8bit'),
      'two headers content-transfer-encoding',
    ],
    ['a Content-Type of none of the five', withType('application/pdf'), 'application/pdf'],
    ['another charset', withType('text/plain; charset=ISO-8859-1'), 'text/plain; charset=ISO-8859-1'],
    ['no Content-Type', without('Content-Type'), 'the header "content-type: "'],
    ['two of Content-Type', withHeader('Content-Type: text/html; charset=UTF-8'), 'two headers content-type'],
    ['two of Date', withHeader('Date: Mon, 23 Nov 2026 08:00:00 +0000'), 'two headers date'],
    ['no From', without('From'), 'the header "from: "'],
    ['two of From', withHeader('FROM: eve@example.org'), 'two headers from'],
    ['two of Message-ID', withHeader('Message-Id: <a@b>'), 'two headers message-id'],
    ['another MIME-Version', good.replace('1.0', '1.1'), '1.1'],
    ['no MIME-Version', without('MIME-Version'), 'the header "mime-version: "'],
    ['no Subject', without('Subject'), 'the header "subject: "'],
    ['two of Subject', withHeader('subject: a'), 'two headers subject'],
    ['no To', without('To'), 'the header "to: "'],
    ['two of To', withHeader('to: eve@example.org'), 'two headers to'],
    // "Attachment parameters"
    ['Content-ID', withHeader('Content-ID: <a>'), 'a header content-id'],
    ['Content-Location', withHeader('Content-Location: a'), 'a header content-location'],
    ['Content-Base', withHeader('Content-Base: a'), 'a header content-base'],
    // "There are 2,000 or more characters in a single line"
    ['a line of 1,999 bytes', `${good}${'x'.repeat(1_999)}\r\n`, 'a line of 1999 bytes'],
    ['a line of 1,999 bytes with its second dot', `${good}.${'x'.repeat(1_997)}\r\n`, 'a line of 1998 bytes'],
    ['bytes, not characters', `${good}${'中'.repeat(667)}\r\n`, 'a line of 2001 bytes'],
    ['a header of 1,999 bytes', withHeader(`X-A: ${'x'.repeat(1_994)}`), 'a line of 1999 bytes'],
    // The form of a message
    ['a bare LF', `${good}a\nb\r\n`, 'a line that does not end in CRLF'],
    ['a bare LF at the start', `\n${good}`, 'a line that does not end in CRLF'],
    ['a bare CR in the body', `${good}a\rb\r\n`, 'a CR within one'],
    ['a bare CR in a header', withHeader('X-A: a\rBcc: b'), 'a CR within one'],
    ['a last line without an end', `${good}a`, 'a last line without an end'],
    ['NUL', `${good}a\0b\r\n`, 'a NUL'],
    ['a header that is not ASCII', withHeader('X-A: ä'), 'a header that is not ASCII'],
    ['a control in a header', withHeader('X-A: \x01'), 'a header that is not ASCII'],
    ['a header without a name', withHeader(': a'), 'a header line without a name: ": a"'],
    ['a line without a colon', withHeader('abc'), 'a header line without a name: "abc"'],
    ['a name with a space', withHeader('X A: a'), 'a header line without a name: "X A: a"'],
    ['no end of headers', good.slice(0, good.indexOf('\r\n\r\n') + 2), ''],
    ['nothing', '', ''],
  ])('%s', (_, message, what) =>
    expect(() => check(message)).toThrow(
      expect.objectContaining({
        name: 'SesError',
        reason: 'message-invalid',
        retry: 'never',
        delivered: 'no',
        field: 'message',
        message: expect.stringContaining(what),
        hint: expect.stringContaining('please report it'),
      }),
    ),
  )

  // "keep the total message size below 10 MB"
  test('a message over 10 MB', () => {
    expect(checkSize(10_000_000, settingsOf())).toBeUndefined()
    expect(() => checkSize(10_000_001, settingsOf())).toThrow(
      expect.objectContaining({
        name: 'SesError',
        reason: 'message-too-large',
        field: 'message',
        message: 'The whole message has 10,000,001 bytes, over the 10,000,000 that SES takes.',
      }),
    )
  })

  test('a message over the limit of the options', () =>
    expect(() => checkSize(Buffer.byteLength(good), settingsOf({ limits: { message: 100 } }))).toThrow(
      /over the 100 that SES takes/,
    ))
})

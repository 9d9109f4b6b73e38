import { describe, expect, test } from 'vitest'
import { toWords } from '../../lib/language.ts'
import { decodeContent, type TransferEncoding, transferEncodingOf } from '../../lib/read/transfer-encodings.ts'

const decode = (text: string, encoding: TransferEncoding) =>
  decodeContent(Buffer.from(text, 'latin1'), encoding, 'attachments[0]').toString('latin1')

test.each<[string, TransferEncoding]>([
  ['', 'none'],
  ['7bit', 'none'],
  ['8BIT', 'none'],
  ['8-bit', 'none'],
  ['binary', 'binary'],
  ['Base64', 'base64'],
  ['"base64" (RFC 2045)', 'base64'],
  ['(a comment) quoted-printable;', 'quoted-printable'],
  ['x-uuencode', 'uuencode'],
])('%j', (field, encoding) => expect(transferEncodingOf(field, toWords('part 1'))).toBe(encoding))

test.each(['x-y', 'x-gzip64', 'x-base64', 'utf-8', 'base-64', '7bit8'])('%j is not known, and refused', (field) =>
  expect(() => transferEncodingOf(field, toWords('part 1'))).toThrow(
    expect.objectContaining({
      field: 'raw',
      message: `raw: part 1 has the transfer encoding "${field}", which is not known. Nothing was sent.`,
    }),
  ),
)

describe('none', () => {
  test.each<[string, string]>([
    ['a\r\nb\r\n', 'a\r\nb\r\n'],
    ['a\nb\n\n', 'a\r\nb\r\n\r\n'],
    ['\n', '\r\n'],
    ['a\rb\r\r\nc', 'a\rb\r\r\nc'],
    ['', ''],
  ])('%j', (text, content) => expect(decode(text, 'none')).toBe(content))
})

describe('Base64', () => {
  const long = 'x'.repeat(3_000_000)

  test.each<[string, string, string]>([
    ['in one line', 'SGVsbG8=', 'Hello'],
    ['in lines', 'SGVs\r\nbG8s\r\nIEFubg==\r\n', 'Hello, Ann'],
    ['in lines of odd lengths', 'S\r\nGV\nsbG 8\t=', 'Hello'],
    ['without padding', 'SGVsbG8', 'Hello'],
    ['with padding in each line', 'SGU=\r\nbGxv\r\nIQ==\r\n', 'Hello!'],
    ['with another character, which is ignored', 'SGVs*bG8=', 'Hello'],
    ['with characters behind it', 'SGVsbG8=\r\n--\0\r\n', 'Hello'],
    ['of nothing', '\r\n\r\n', ''],
    ['of megabytes', Buffer.from(long).toString('base64').replace(/.{76}/g, '$&\r\n'), long],
    ['of megabytes, in one line', Buffer.from(long).toString('base64'), long],
  ])('%s', (_, text, content) => expect(decode(text, 'base64') === content).toBe(true))

  test.each([
    'S',
    'SGVsb',
    'SGVsbG8=\r\n____\r\nThe list is',
    'SGVsbG8=\r\nUnsubscribe',
    'SGVsbG8h\r\n____\r\nLeave',
    'SGVsbG8=\r\nFour more words here',
    'Hello, Ann: four',
    '\xe4\xbd\xa0',
    'a!b!c!d!',
  ])('refuses %j', (text) =>
    expect(() => decode(text, 'base64')).toThrow(
      expect.objectContaining({ field: 'attachments[0]', message: expect.stringContaining('Base64') }),
    ),
  )
})

describe('quoted-printable', () => {
  test.each<[string, string]>([
    ['=E4=bd=A0', '\xe4\xbd\xa0'],
    ['a =3D=\r\nb', 'a =b'],
    ['a=\n\nb\n', 'a\r\nb\r\n'],
    ['a  \t\r\nb ', 'a\r\nb'],
    ['a=  \r\nb', 'ab'],
    ['a=ZZ=3', 'a=ZZ=3'],
    ['=', ''],
    ['=\r\n', ''],
    ['==41', '=A'],
    ['a=0D=0Ab', 'a\r\nb'],
    ['\n\n', '\r\n\r\n'],
    ['', ''],
  ])('%j', (text, content) => expect(decode(text, 'quoted-printable')).toBe(content))
})

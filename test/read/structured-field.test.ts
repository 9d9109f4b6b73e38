import { describe, expect, test } from 'vitest'
import { parseStructuredField, textParameter, wordParameter } from '../../lib/read/structured-field.ts'

test.each<[string, string]>([
  ['Text/HTML; charset=utf-8', 'text/html'],
  ['text/html charset=utf-8', 'text/html'],
  ['text/html;charset=utf-8', 'text/html'],
  ['  text/html (a comment); charset=utf-8', 'text/html'],
  ['(a comment) text/html', 'text/html'],
  ['"text/html"; charset=utf-8', 'text/html'],
  ['"text/html; charset=utf-8"', 'text/html'],
  ['text', 'text'],
  ['; charset=utf-8', ''],
  ['', ''],
])('the value of %j', (text, value) => expect(parseStructuredField(text).value).toBe(value))

const word = (text: string, name: string) => wordParameter(parseStructuredField(text), name)

test.each<[string, string, string]>([
  ['text/html; charset=utf-8', 'charset', 'utf-8'],
  ['text/html; CHARSET = "utf-8"', 'charset', 'utf-8'],
  ['text/html charset=utf-8', 'charset', 'utf-8'],
  ['"text/html; charset=gbk"', 'charset', 'gbk'],
  ['"text/html"; charset=gbk', 'charset', 'gbk'],
  ['text/html; charset=utf-8 (Unicode)', 'charset', 'utf-8'],
  ['text/html; (Unicode) charset=utf-8', 'charset', 'utf-8'],
  ['text/html; charset=utf-8 format=flowed', 'charset', 'utf-8'],
  ['text/html; charset="utf-8" x; charset=gbk', 'charset', 'utf-8'],
  ['text/html; name="a; charset=gbk"; charset=utf-8', 'charset', 'utf-8'],
  ['text/html; xcharset=utf-8', 'charset', ''],
  ['multipart/mixed; boundary="a;b=c\\"d"', 'boundary', 'a;b=c"d'],
  ['multipart/mixed; boundary*0=A; boundary*1=B', 'boundary', 'AB'],
  ['multipart/mixed; boundary*1=B; boundary*0="A;"', 'boundary', 'A;B'],
  ["multipart/mixed; boundary*=us-ascii''A%3B", 'boundary', 'A;'],
  ['multipart/mixed; boundary="a', 'boundary', 'a'],
  ['multipart/mixed; boundary="----- =_aaa (b)"', 'boundary', '----- =_aaa (b)'],
  ['multipart/mixed; boundary=a (it is)', 'boundary', 'a'],
])('%j, %s', (text, name, value) => expect(word(text, name)).toBe(value))

const fileName = (text: string) => textParameter(parseStructuredField(text), 'filename', 'attachments[0]')

describe('a file’s name', () => {
  test.each<[string, string, string]>([
    ['bare', 'attachment; filename=a.pdf', 'a.pdf'],
    ['bare, with spaces', 'attachment; filename=my file (1).pdf; size=3', 'my file (1).pdf'],
    ['in quotes', 'attachment; filename="a b;c.pdf"', 'a b;c.pdf'],
    ['with escapes', 'attachment; filename="a\\"b\\\\c.pdf"', 'a"b\\c.pdf'],
    ['of Unicode', 'attachment; filename="发票.pdf"', '发票.pdf'],
    ['in encoded words', 'attachment; filename="=?UTF-8?B?5Y+R?= =?UTF-8?B?56Wo?=.pdf"', '发票.pdf'],
    ['by RFC 2231', "attachment; filename*=utf-8'zh'%E5%8F%91%E7%A5%A8.pdf", '发票.pdf'],
    ['by RFC 2231, in windows-1252', "attachment; filename*=windows-1252''%80%93.pdf", '€“.pdf'],
    ['by RFC 2231 without a charset', "attachment; filename*=''%E5%8F%91.pdf", '发.pdf'],
    [
      'in pieces, a character in halves between two',
      'attachment; filename*0*=utf-8\'\'%E5%8F; filename*1*=%91; filename*2="%20.pdf"',
      '发%20.pdf',
    ],
    ['in pieces of which one is missing', 'attachment; filename*0=a; filename*2=b', 'a'],
    ['in both forms', "attachment; filename=a.pdf; filename*=utf-8''b.pdf", 'b.pdf'],
    ['nowhere', 'attachment; name=a.pdf', ''],
  ])('%s', (_, text, name) => expect(fileName(text)).toBe(name))
})

test.each(['"', ';', '"\\', 'a=";', "filename*0*='", '(', 'filename*0='].map((piece) => [piece]))(
  'takes time in step with its length: %j',
  (piece) => {
    const text = `attachment; ${piece.repeat(300_000 / piece.length)}`
    expect(() => fileName(text)).not.toThrow(RangeError)
  },
  2_000,
)

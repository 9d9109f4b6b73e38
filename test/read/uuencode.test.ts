import { describe, expect, test } from 'vitest'
import { decodeUu, uuFileName } from '../../lib/read/uuencode.ts'

const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
/** As the program of Unix writes it. */
function encode(content: Buffer, zero = '`'): string {
  const character = (value: number) => (value === 0 ? zero : String.fromCharCode(value + 32))
  const lines = ['begin 644 a b.bin']
  for (let at = 0; at < content.length; at += 45) {
    const line = content.subarray(at, at + 45)
    let text = character(line.length)
    for (let each = 0; each < line.length; each += 3) {
      const bits = ((line[each] ?? 0) << 16) | ((line[each + 1] ?? 0) << 8) | (line[each + 2] ?? 0)
      text += [18, 12, 6, 0].map((shift) => character((bits >> shift) & 63)).join('')
    }
    lines.push(text)
  }
  return [...lines, zero, 'end', ''].join('\r\n')
}

test.each<[string, Buffer, string]>([
  ['every byte', bytes, '`'],
  ['every byte, with spaces for zeros', bytes, ' '],
  ['one byte', Buffer.from('a'), '`'],
  ['two bytes', Buffer.from('ab'), '`'],
  ['nothing', Buffer.alloc(0), '`'],
])('decodes %s', (_, content, zero) => {
  expect(decodeUu(Buffer.from(encode(content, zero)))).toEqual(content)
  expect(decodeUu(Buffer.from(encode(content, zero).replaceAll('\r\n', '\n')))).toEqual(content)
})

test('a published sample', () =>
  expect(decodeUu(Buffer.from('begin 644 cat.txt\n#0V%T\n`\nend\n'))?.toString()).toBe('Cat'))

describe('what is not whole is none', () => {
  const whole = encode(bytes)
  test.each<[string, string]>([
    ['no begin', whole.replace(/^begin.*\r\n/, '')],
    ['no end', whole.replace('end', '')],
    ['no line of no bytes', whole.replace('`\r\nend', 'end')],
    ['a line cut off', whole.replace(/(\r\nM.{20}).{4}/, '$1')],
    ['a line that is too long', whole.replace('\r\nM', '\r\nMAA')],
    ['other characters', whole.replace(/\r\nM.../, '\r\nMabc')],
    ['text before it', `Hello\r\n${whole}`],
    ['text behind it', `${whole}Bye`],
    ['nothing', ''],
  ])('%s', (_, text) => expect(decodeUu(Buffer.from(text))).toBeUndefined())
})

test.each([
  ['begin 644 a b.txt\r\n', 'a b.txt'],
  ['begin 644 发票.pdf\n', '发票.pdf'],
  ['begin 644 \n', undefined],
  ['Hello', undefined],
])('the name in %j', (text, name) => expect(uuFileName(Buffer.from(text))).toBe(name))

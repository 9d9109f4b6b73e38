import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readSubmission } from '../../lib/emulator/submission.ts'

const envelope = { from: 'a@example.org', to: ['b@example.org'] }
const read = (message: string) => readSubmission('a@example.org', envelope, Buffer.from(message))

test('whatever comes, it is read', () => {
  const bits = [
    '\r\n',
    '\n',
    ' ',
    '\t',
    ';',
    '=',
    '"',
    '\\',
    '--',
    'b',
    '*0*',
    "utf-8''%",
    '=?utf-8?b?',
    '?=',
    '<',
    '>',
    ',',
    '@',
  ]
  const header = ['Content-Type:', 'multipart/mixed;', 'boundary=', 'text/html', 'Content-Disposition:', 'From:', 'To:']
  const piece = fc.oneof(fc.constantFrom(...bits, ...header), fc.string())
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void read(pieces.join(''))))
})

test('a multipart inside another, whose boundary starts with the same characters', () => {
  const { texts, cutOff } = read(
    'Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/related; boundary=ab\n\n--ab\nContent-Type: text/plain\n\none\n--ab--\n--a\nContent-Type: text/html\n\n two\r\n--a--\n',
  )
  expect(texts.map(({ part, content }) => `${part.type} ${content}`)).toEqual(['text/plain one', 'text/html  two'])
  expect(cutOff).toBe(false)
})

test.each([
  ['attachment; filename=a.txt', 'a.txt'],
  ['attachment; filename="a \\"b\\".txt"', 'a "b".txt'],
  ['attachment; filename="=?utf-8?B?5L2g5aW9?=.txt"', '你好.txt'],
  ["attachment; filename*=utf-8''%E4%BD%A0.txt", '你.txt'],
  ["attachment; filename*0*=utf-8''%E4%BD; filename*1*=%A0; filename*2=.txt", '你.txt'],
  ['attachment;\n filename*0="a;";\n filename*1=b', 'a;b'],
  ['attachment', 'named.txt'],
])('file name of %j', (disposition, name) => {
  const { files } = read(
    `Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; name=named.txt\nContent-Disposition: ${disposition}\n\nx\n--b--`,
  )
  expect(files.map((file) => file.name)).toEqual([name])
})

test('a message without its last boundary is cut off', () => {
  expect(read('Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n').cutOff).toBe(true)
})

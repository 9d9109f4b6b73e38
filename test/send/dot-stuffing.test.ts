import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stuffDots } from '../../lib/send/dot-stuffing.ts'

test.each([
  ['', ''],
  ['.', '..'],
  ['..', '...'],
  ['a.b', 'a.b'],
  ['.\r\n', '..\r\n'],
  ['a\r\n.', 'a\r\n..'],
  ['a\r\n.\r\nb', 'a\r\n..\r\nb'],
  ['\r\n.\r\n.\r\n', '\r\n..\r\n..\r\n'],
  ['.\r\n.\r\n..\r\n', '..\r\n..\r\n...\r\n'],
  ['a\r\n\r\n.\r\n', 'a\r\n\r\n..\r\n'],
  // Of a line feed or a carriage return alone nothing is known to begin.
  ['a\n.\nb', 'a\n.\nb'],
  ['a\r.\rb', 'a\r.\rb'],
  ['a\r\r\n.b', 'a\r\r\n..b'],
  ['操作\r\n.失败', '操作\r\n..失败'],
])('%j is %j on the wire', (message, wire) => expect(stuffDots(Buffer.from(message)).toString()).toBe(wire))

test('the same Buffer where there is nothing to double, and the given one is left as it is', () => {
  const plain = Buffer.from('a\r\nb.\r\n')
  expect(stuffDots(plain)).toBe(plain)
  const dots = Buffer.from('.a\r\n.b')
  expect(stuffDots(dots)).not.toBe(dots)
  expect(dots.toString()).toBe('.a\r\n.b')
})

/** What a gateway makes of it (RFC 5321 4.5.2): the message, and where it ends. */
function receive(wire: string): { readonly message: string; readonly rest: string } {
  const lines = wire.split('\r\n')
  const end = lines.indexOf('.')
  const message = lines.slice(0, end).map((line) => (line.startsWith('.') ? line.slice(1) : line))
  return { message: message.map((line) => `${line}\r\n`).join(''), rest: lines.slice(end + 1).join('\r\n') }
}

test('any message comes back as it was, whole', () => {
  const piece = fc.constantFrom('.', '..', '\r\n', '\r\n.', '\r\n.\r\n', '\r', '\n', 'a', '\r\n\r\n', '中')
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const message = `${pieces.join('')}\r\n`
      const wire = `${stuffDots(Buffer.from(message)).toString()}.\r\n`
      expect(receive(wire)).toEqual({ message, rest: '' })
    }),
    { seed: 12, numRuns: 500 },
  )
})

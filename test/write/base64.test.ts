import fc from 'fast-check'
import { expect, test } from 'vitest'
import { base64Lines as base64Piece } from '../../lib/write/base64.ts'
import { assemble } from '../../lib/write/piece.ts'

const base64Lines = (content: Buffer) => assemble([base64Piece(content)])

/** Buffer's own Base64, with CRLF after every 76 characters and after the last. */
function byBuffer(content: Buffer): string {
  return content.toString('base64').replace(/.{1,76}/g, '$&\r\n')
}

test.each(Array.from({ length: 201 }, (_, size) => size))('%i bytes', (size) => {
  const content = Buffer.from(Array.from({ length: size }, (_, index) => (index * 37 + size) % 256))
  expect(base64Lines(content).toString('latin1')).toBe(byBuffer(content))
})

test.each([57, 57 * 1_000, 1_000_000, 1_000_001, 999_999])('%i bytes', (size) => {
  const content = Buffer.alloc(size, 'abc\0\xff中')
  expect(base64Lines(content).toString('latin1') === byBuffer(content)).toBe(true)
})

test('whatever the bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000, size: 'max' }), (bytes) => {
      const content = Buffer.from(bytes)
      const lines = base64Lines(content).toString('latin1')
      expect(lines).toBe(byBuffer(content))
      expect(Buffer.from(lines, 'base64')).toEqual(content)
    }),
  )
})

test('a part of a larger buffer', () => {
  const content = Buffer.from('0123456789').subarray(3, 7)
  expect(base64Lines(content).toString()).toBe('MzQ1Ng==\r\n')
})

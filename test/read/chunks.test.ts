import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { copyIntoPages, keepPages } from '../../lib/read/chunks.ts'

describe.each([
  ['copied', copyIntoPages],
  ['kept', keepPages],
] as const)('pieces, %s', (_, create) => {
  test('joined, whatever their sizes', () => {
    const sizes = fc.oneof(fc.nat({ max: 5 }), fc.constantFrom(65_535, 65_536, 65_537, 200_000))
    fc.assert(
      fc.property(fc.array(sizes, { maxLength: 8 }), (lengths) => {
        const pieces = lengths.map((length, index) => Buffer.alloc(length, index + 1))
        const pages = create()
        for (const piece of pieces) pages.add(piece)
        const all = Buffer.concat(pieces)
        expect(pages.size).toBe(all.length)
        expect(pages.join().equals(all)).toBe(true)
      }),
    )
  })

  test('none', () => expect(create().join()).toEqual(Buffer.alloc(0)))
})

test('a piece that is written into again, and part of a larger buffer', () => {
  const pages = copyIntoPages()
  const shared = Buffer.from('abcdef')
  pages.add(shared.subarray(1, 3))
  shared.fill('x')
  pages.add(shared.subarray(0, 1))
  expect(pages.join().toString()).toBe('bcx')
})

test('a single piece of our own is not copied', () => {
  const pages = keepPages()
  const piece = Buffer.from('a')
  pages.add(piece)
  expect(pages.join()).toBe(piece)
})

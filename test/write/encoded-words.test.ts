import fc from 'fast-check'
import { decodeWords } from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { encodedWord, encodedWords } from '../../lib/write/encoded-words.ts'

/** By RFC 2047: white space between words is dropped, each word holds whole characters. */
function decode(words: readonly string[]): string {
  return words
    .map((word) => fatal.decode(Buffer.from(/^=\?UTF-8\?B\?([\w+/]*=*)\?=$/.exec(word)?.[1] ?? '!', 'base64')))
    .join('')
}

const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

describe('one word', () => {
  test.each([
    ['Chinese', '商店', '=?UTF-8?B?5ZWG5bqX?='],
    ['ASCII', 'a', '=?UTF-8?B?YQ==?='],
    ['an emoji', '😀', '=?UTF-8?B?8J+YgA==?='],
    ['a line end, which it hides', 'a\r\nBcc: b', '=?UTF-8?B?YQ0KQmNjOiBi?='],
  ])('%s', (_, text, word) => expect(encodedWord(text)).toBe(word))

  test('however long', () => expect(encodedWord('中'.repeat(1_000))).toHaveLength(4_012))
})

describe('words of at most 75 characters', () => {
  test.each([
    ['ASCII of 45 bytes: one', 'a'.repeat(45), 1],
    ['46 bytes: two', 'a'.repeat(46), 2],
    ['15 Chinese characters: one', '中'.repeat(15), 1],
    ['16: two', '中'.repeat(16), 2],
    ['characters of 4 bytes, which do not fill a word', '😀'.repeat(12), 2],
    ['998 Chinese characters', '中'.repeat(998), 67],
  ])('%s', (_, text, count) => {
    const words = encodedWords(text)
    expect(words).toHaveLength(count)
    expect(Math.max(...words.map((word) => word.length))).toBeLessThanOrEqual(75)
    expect(decode(words)).toBe(text)
    expect(decodeWords(words.join('\r\n '))).toBe(text)
  })

  test.each([24, 30, 40, 66, 75])('the first of at most %i', (room) => {
    const [first = '', ...rest] = encodedWords('Grüße '.repeat(50), room)
    expect(first.length).toBeLessThanOrEqual(room)
    expect(first.length).toBeGreaterThan(room - 8)
    expect(decode([first, ...rest])).toBe('Grüße '.repeat(50))
  })

  test('whatever the text, two readers get it back', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
        fc.integer({ min: 24, max: 75 }),
        (given, room) => {
          const text = given.toWellFormed()
          const words = encodedWords(text, room)
          expect(words.filter((word, index) => word.length > (index === 0 ? room : 75))).toEqual([])
          expect(decode(words)).toBe(text)
          // A BOM and NUL are not for a header: readers differ in them.
          expect(decodeWords(words.join(' ')).replace(/\ufeff/g, '')).toBe(text.replace(/\ufeff/g, ''))
        },
      ),
    )
  })
})

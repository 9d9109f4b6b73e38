import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldText } from '../../lib/fit/fold-text.ts'

describe('breaks a line', () => {
  test.each([
    ['after a space, which stays', 'The quick brown fox jumps', 'The quick brown fox \njumps'],
    ['after all of several', 'The quick brown   fox jumps', 'The quick brown   \nfox jumps'],
    ['among spaces where they are too many', `a${' '.repeat(30)}b`, `a${' '.repeat(19)}\n${' '.repeat(11)}b`],
    ['not at a no-break space', 'The quick brown\u00a0fox jumps', 'The quick \nbrown\u00a0fox jumps'],
    [
      'not after a space that carries an accent',
      'The quick brown \u0301fox jumps',
      'The quick \nbrown \u0301fox jumps',
    ],
    ['between Chinese characters', '中文中文中文中文', '中文中文中文\n中文'],
    ['after punctuation, not before', '中文中文中。文中文', '中文中文中。\n文中文'],
    ['not before closing punctuation', '中文中文中文。中文', '中文中文中\n文。中文'],
    ['not after opening punctuation', '中文中文中「文」中', '中文中文中\n「文」中'],
    ['between Chinese and Latin', '中文中文中文https://a.cn', '中文中文中文\nhttps://a.cn'],
    ['at a space rather than in Chinese', 'Mail 中文中文中文', 'Mail \n中文中文中文'],
    ['at an ideographic space', '中文中文\u3000中文中', '中文中文\u3000\n中文中'],
    ['in Korean at a space', '안녕하세요 반갑습니다', '안녕하세요 \n반갑습니다'],
    ['not before a variation selector', `中文中文中文\u{e0100}中`, `中文中文中\n文\u{e0100}中`],
    [
      'that is long alone',
      'short\r\nThe quick brown fox jumps\r\n\r\nshort\n',
      'short\r\nThe quick brown fox \njumps\r\n\r\nshort\n',
    ],
  ])('%s', (_, text, folded) => {
    expect(foldText(text, 20)).toEqual({ text: folded, folded: true })
  })
})

test.each([
  '',
  'The quick brown fox',
  'exactly twenty bytes\r\nexactly twenty bytes\n',
  '中文中文中文aa',
  ' '.repeat(20),
])('leaves %j', (text) => {
  expect(foldText(text, 20)).toEqual({ text, folded: false })
})

test.each([
  ['a long word', `See https://example.com/${'a'.repeat(20)}`],
  ['a letter with its accents', `e${'\u0301'.repeat(20)}`],
  ['joined emoji', `👩${'\u200d👩'.repeat(10)}`],
  ['joined letters', 'ب'.repeat(20)],
  ['punctuation that may not come first', '。'.repeat(20)],
  ['halves of surrogate pairs', '\ud83d'.repeat(20)],
])('cannot break %s', (_, text) => {
  expect(foldText(text, 20)).toBeUndefined()
})

test('keeps to the limit, and all but the line ends', () => {
  const word = fc.constantFrom(
    'a',
    'quick',
    '中文',
    '，',
    '「',
    'e\u0301',
    '👩‍👩‍👧',
    'ア',
    'ー',
    '한국',
    ' ',
    '  ',
    '\t',
    '\u3000',
    '\n',
    '\r\n',
    '\r',
  )
  const text = fc.array(fc.oneof({ weight: 9, arbitrary: word }, fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(text, fc.integer({ min: 20, max: 60 }), (words, limit) => {
      const whole = words.join('')
      const result = foldText(whole, limit)
      fc.pre(result !== undefined)
      const lines = result.text.split('\n').map((line) => Buffer.byteLength(line.replace(/\r$/, '')))
      expect(lines.filter((bytes) => bytes > limit)).toEqual([])
      expect(result.text.replaceAll('\n', '')).toBe(whole.replaceAll('\n', ''))
      expect(result.folded).toBe(result.text !== whole)
      expect(foldText(result.text, limit)).toEqual({ text: result.text, folded: false })
    }),
  )
})

test.each(['a ', ' ', '中', '。', 'e\u0301', '\u200d', '🇨🇳', '\ud83d', '\r', 'a'])(
  'is done soon with 2 MB of %j',
  (unit) => {
    const { text } = foldText(unit.repeat(2_000_000 / unit.length), 1998) ?? { text: '' }
    expect(text.split('\n').every((line) => Buffer.byteLength(line) <= 1998)).toBe(true)
  },
)

import { describe, expect, test } from 'vitest'
import { longLines } from '../../lib/fit/long-lines.ts'
import type { Letter } from '../../lib/letter.ts'
import { expectUnchanged, refused, runRule } from '../help/letters.ts'

const longest = (text = '') => Math.max(...text.split(/\r\n|\r|\n/).map((line) => Buffer.byteLength(line)))

// "There are 2,000 or more characters in a single line in the email body"; the gateway counts bytes, and CR and LF.
// https://www.tencentcloud.com/document/product/1084/44453 "System errors"
const LONGEST = 1_997

describe('8bit: folds', () => {
  const eightBit = { bodyEncoding: '8bit' } as const

  test('HTML, where it does not show', async () => {
    const { letter, changes } = await runRule(
      longLines,
      { text: undefined, html: `<p>${'word '.repeat(1_000)}</p>` },
      eightBit,
    )
    expect(longest(letter.html)).toBeLessThanOrEqual(LONGEST)
    expect(changes).toEqual([
      { rule: 'long-lines', field: 'html', loss: 'none', message: 'long lines are folded where it does not show' },
    ])
  })

  test('text at white space, which shows', async () => {
    const given = '中文 '.repeat(2_000)
    const { letter, changes } = await runRule(longLines, { text: given }, eightBit)
    expect(longest(letter.text)).toBeLessThanOrEqual(LONGEST)
    expect(letter.text?.replace(/\r?\n/g, '')).toBe(given)
    expect(changes).toEqual([
      { rule: 'long-lines', field: 'text', loss: 'presentation', message: 'long lines are broken at white space' },
    ])
  })

  test('both', async () => {
    const { changes } = await runRule(longLines, { text: 'a '.repeat(2_000), html: '<p>a</p>'.repeat(1_000) }, eightBit)
    expect(changes.map(({ field }) => field)).toEqual(['html', 'text'])
  })

  test.each<[string, Partial<Letter>]>([
    ['short lines', { text: 'a\r\nb', html: '<p>\n</p>' }],
    ['no body', { text: undefined }],
    ['many short lines', { text: 'line\n'.repeat(10_000) }],
    ['a line of 1,990 bytes', { text: 'x'.repeat(1_990), html: 'x'.repeat(1_990) }],
  ])('nothing in %s', (_, letter) => expectUnchanged(longLines, letter, eightBit))

  test.each<[string, Partial<Letter>]>([
    ['text', { text: 'x'.repeat(2_000) }],
    ['html', { html: `<a href="${'x'.repeat(2_000)}">` }],
  ])('refuses %s that cannot be folded', (field, letter) =>
    expect(refused(longLines, letter, eightBit)).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      retry: 'never',
      field,
      message: `${field}: a line of more than 1,990 bytes cannot be folded without changing what is shown. Use bodyEncoding: 'base64', the default.`,
    }),
  )
})

test('Base64: nothing to do', () =>
  expectUnchanged(longLines, { text: 'x'.repeat(10_000), html: '<p>'.repeat(10_000) }))

// 2 MB on one line each; what takes quadratic time takes minutes.

import { describe, expect, test } from 'vitest'
import { foldHtml } from '../../lib/fit/fold-html.ts'
import { hostileHtml } from '../help/hostile.ts'

describe('is done soon with', () => {
  test.each([
    '<',
    '</',
    '<a ',
    '<a',
    '<a b="',
    "<a b='c' ",
    '<a =',
    '<a/',
    '<!--',
    '<!---->',
    '<!--a--!',
    '<!',
    '<?',
    '<![CDATA[',
    '<svg><![CDATA[',
    '<script>',
    '<script></script ',
    '<style></style>',
    '<svg><style></style>',
    '<title><',
    '<pre>',
    '<!--[if mso]>',
    '<!--[if',
    '<!--[if mso]><b><![endif]-->',
    '&',
    '&#1',
    '&a',
    ' ',
    'a b',
    '中',
    'e\u0301',
    '\u200d',
    '\ud83d',
    '🇨🇳',
    '\r',
    '<b c>\n',
  ])('%j', (unit) => {
    const folded = foldHtml(unit.repeat(2_000_000 / unit.length), 1998) ?? ''
    expect(bytesOfLines(folded).every((bytes) => bytes <= 1998)).toBe(true)
  })

  test.each(hostileHtml)('1 MB of %s', (_, html) => {
    const folded = foldHtml(html(1_000_000), 1_990) ?? ''
    expect(bytesOfLines(folded).every((bytes) => bytes <= 1_990)).toBe(true)
  })
})

function bytesOfLines(html: string): number[] {
  return html.split(/\r?\n/).map((line) => Buffer.byteLength(line))
}

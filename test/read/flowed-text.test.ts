import { describe, expect, test } from 'vitest'
import { joinFlowedLines } from '../../lib/read/flowed-text.ts'

// https://www.rfc-editor.org/rfc/rfc3676
describe('lines of format=flowed', () => {
  test.each<[string, string, string]>([
    ['a paragraph', 'one \r\ntwo \r\nthree\r\nfour', 'one two three\nfour'],
    ['a quote, and the reply', '> one \r\n> two \r\nreply', '> one two \nreply'],
    ['quotes of different depth', '>> one \r\n> two \r\nthree', '>> one \n> two \nthree'],
    ['a quote without spaces behind its marks', '>one \n>two', '> one two'],
    ['a quote in a quote', '> > one', '> > one'], // 4.5: the second mark is content
    ['an empty line behind a soft break', 'one \r\n\r\ntwo', 'one \n\ntwo'],
    ['an empty line in a quote', '> one\r\n>\r\n> two', '> one\n>\n> two'],
    ['stuffed spaces', ' From me\r\n > no quote\r\n  indented', 'From me\n> no quote\n indented'],
    ['a signature', 'Hello \r\n-- \r\nAnn \r\nLee', 'Hello \n-- \nAnn Lee'],
    ['a signature in a quote', '> -- \r\n> Ann', '> -- \n> Ann'],
    ['a line that only looks like one', '--  \r\nAnn', '--  Ann'],
    ['nothing', '', ''],
    ['a line end at the end', 'one\r\n', 'one\n'],
    ['a soft break at the end', 'one \r\n', 'one \n'],
  ])('%s', (_, text, joined) => expect(joinFlowedLines(text, false)).toBe(joined))
})

test.each<[string, string, string]>([
  ['in Chinese', '你 \r\n好', '你好'],
  ['two spaces', 'one  \r\ntwo', 'one two'],
  ['at the end of a paragraph', 'one \r\n\r\ntwo', 'one \n\ntwo'],
  ['in a quote', '> one \r\n> two', '> onetwo'],
])('with DelSp, %s', (_, text, joined) => expect(joinFlowedLines(text, true)).toBe(joined))

test('a paragraph of a million lines', () => {
  const text = 'a \n'.repeat(1_000_000)
  expect(joinFlowedLines(text, false)).toHaveLength(2_000_001)
})

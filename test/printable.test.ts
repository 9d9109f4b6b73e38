import { expect, test } from 'vitest'
import { printable } from '../lib/printable.ts'

test.each([
  ['words stay', '中文 and é 😀', '中文 and é 😀'],
  ['line ends', ' a\r\nb\u2028c\td ', 'a b c d'],
  ['what steers a terminal', 'a\x1b[31mb\x9bc\0', 'a [31mb c'],
  ['what turns the direction of writing', 'a\u202egnp.exe\u2066', 'a gnp.exe'],
  ['half a character', 'a\ud83d', 'a\ufffd'],
  ['nothing else', '\r\n', ''],
])('%s', (_, text, shown) => expect(printable(text)).toBe(shown))

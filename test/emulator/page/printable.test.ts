import { expect, test } from 'vitest'
import { clockTime, fileSize, printable } from '../../../lib/emulator/page/printable.ts'

test.each([
  ['words stay', '中文 and é 😀', '中文 and é 😀'],
  ['line ends', 'a\r\nb\u2028c\td', 'a b c d'],
  ['what steers a terminal', 'a\x1b[31mb', 'a [31mb'],
  ['what turns the direction of writing', 'a\u202egnp.exe', 'agnp.exe'],
  ['half a character', 'a\ud83d', 'a'],
])('%s', (_, text, shown) => expect(printable(text)).toBe(shown))

test.each([
  [0, '0 bytes'],
  [1_023, '1023 bytes'],
  [1_024, '1.0 KB'],
  [3_500, '3.4 KB'],
  [1_048_576, '1.0 MB'],
])('%i bytes are %s', (bytes, shown) => expect(fileSize(bytes)).toBe(shown))

test('the time of this machine', () => expect(clockTime(new Date(2026, 0, 2, 3, 4, 5).getTime())).toBe('03:04:05'))

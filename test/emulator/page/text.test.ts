import { expect, test } from 'vitest'
import { visible } from '../../../lib/emulator/page/text.ts'

const shown = (code: string) => `<span class="steering">${code}</span>`

test.each([
  ['words and emoji stay', '发票 é 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿', '发票 é 👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿'],
  ['line ends and tabs stay', 'a\r\n\tb', 'a\r\n\tb'],
  ['Hebrew stays', 'שלום', 'שלום'],
  ['what turns the direction of writing', 'photo\u202egnp.exe', `photo${shown('U+202E')}gnp.exe`],
  ['isolates', '\u2066a\u2069', `${shown('U+2066')}a${shown('U+2069')}`],
  ['what is not seen', 'pay\u200bpal\u00ad', `pay${shown('U+200B')}pal${shown('U+00AD')}`],
  ['what steers a terminal', '\u001b[31m', `${shown('U+001B')}[31m`],
  ['markup', '<b>\u202e&', `&#60;b&#62;${shown('U+202E')}&#38;`],
  ['half a character', 'a\ud83d', 'a\ufffd'],
])('%s', (_, text, markup) => expect(visible(text).markup).toBe(markup))

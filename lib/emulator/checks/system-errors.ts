// Tested by test/emulator/refused-rows.test.ts.

import { count } from './places.ts'
import type { Broken, BrokenRow, Rules } from './row.ts'

// "System errors" of the page: SES meets them while a message comes, before it looks at the mail.
// https://www.tencentcloud.com/document/product/1084/44453

export const longLine: Broken = {
  row: 'system-1',
  words: 'There are 2,000 or more characters in a single line in the email body.',
}

export const tooLarge: Broken = {
  row: 'system-2',
  words:
    'The attachment is too large. If the attachment is about 9 MB in size, EOF will be returned. We recommend you keep the total attachment size below 8 MB and keep the total message size below 10 MB.',
}

/** Those that a message would meet if it were sent as it is. `firstLine`: number of its first line in its file. */
export function systemErrors(raw: Buffer, { limits, lineLimit }: Rules, firstLine: number): readonly BrokenRow[] {
  const longLines: string[] = []
  let size = 0
  let line = firstLine
  for (let start = 0; start < raw.length; line++) {
    const feed = raw.indexOf('\n', start)
    const end = feed === -1 ? raw.length : feed
    const isCrlf = end > start && raw[end - 1] === 0x0d
    const bytes = end - start + (isCrlf ? 1 : 2) // clients end every line in CRLF
    const stuffed = raw[start] === 0x2e ? 1 : 0
    if (lineLimit !== false && bytes + stuffed > lineLimit) {
      longLines.push(`line ${line}: ${count(bytes + stuffed)} bytes with its line ending`)
    }
    size += bytes
    start = end + 1
  }
  const isTooLarge = limits.message !== false && size > limits.message
  return [
    { ...longLine, where: longLines },
    { ...tooLarge, where: isTooLarge ? [`the message: ${count(size)} bytes`] : [] },
  ].filter(({ where }) => where.length > 0)
}

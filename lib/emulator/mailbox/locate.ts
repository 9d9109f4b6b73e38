// Tested by test/emulator/mailbox/broken.test.ts.

import type { Row, Rules } from '../checks/row.ts'
import type { Part } from '../mime/part.ts'
import type { Submission } from '../submission.ts'

/** What in a mail shows that it broke a row. */
export interface Mark {
  /** Fields of the mail's own header, its texts, its files, or every part of its body. */
  readonly about: 'header' | 'texts' | 'files' | 'body'
  /** The field to be marked; without one, the first line of the content. */
  readonly field?: string
}

/** Where each line of a source starts. */
export type LineStarts = readonly number[]

/** No part of an honest mail has a longer header. */
const mostHeaderLines = 1_000

export function findLineStarts(raw: Buffer): LineStarts {
  const starts = [0]
  for (let feed = raw.indexOf('\n'); feed !== -1; feed = raw.indexOf('\n', feed + 1)) starts.push(feed + 1)
  return starts
}

/** Numbers of the lines in a message's source, from 1, that show what broke a row; none if no single line does. */
export function locateLines(
  row: Row,
  mark: Mark,
  mail: Submission,
  rules: Rules,
  starts: LineStarts,
): readonly number[] {
  const lines = brokenParts(row, mark, mail, rules).flatMap((part) => linesOf(part, mark, mail.raw, starts))
  return [...new Set(lines)].sort((one, other) => one - other)
}

/** The row is asked about each part alone, so that it need not say which it means. */
function brokenParts(row: Row, { about }: Mark, mail: Submission, rules: Rules): readonly Part[] {
  const breaks = (alone: Partial<Submission>) => row.places({ ...mail, ...alone }, rules).length > 0
  switch (about) {
    case 'header':
      return [mail.root]
    case 'texts':
      return mail.texts.filter((text) => breaks({ texts: [text] })).map(({ part }) => part)
    case 'files':
      return mail.files.filter((file) => breaks({ files: [file], cutOff: false })).map(({ part }) => part)
    case 'body':
      return mail.bodyParts.filter((part) => breaks({ bodyParts: [part] }))
  }
}

function linesOf(part: Part, { field }: Mark, raw: Buffer, starts: LineStarts): readonly number[] {
  const isInRaw = part.body.buffer === raw.buffer // a part without content has a buffer of its own
  const contentLine = isInRaw ? lineAt(part.body.byteOffset - raw.byteOffset, starts) : starts.length + 1
  if (field === undefined) return [contentLine]

  const wanted = new RegExp(`^${field}[ \\t]*:`, 'i')
  const found: number[] = []
  // Upwards from the empty line before the content, to a boundary or the beginning of the message.
  const last = contentLine - (isInRaw ? 2 : 1)
  for (let line = last; line > 0 && last - line < mostHeaderLines; line--) {
    const text = raw.toString('latin1', starts[line - 1], (starts[line - 1] ?? 0) + 100)
    if (text.startsWith('--')) break
    if (wanted.test(text)) found.push(line)
  }
  return found
}

function lineAt(offset: number, starts: LineStarts): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

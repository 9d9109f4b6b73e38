// Tested by test/emulator/page/verdict.test.ts.

import type { BrokenRowNote } from '../mailbox/broken.ts'
import { html, type Markup } from './markup.ts'
import { fileSize } from './printable.ts'
import { visible } from './text.ts'
import type { Words } from './words/en.ts'

/** Nobody reads more of a source than this, but searches in the downloaded file. */
const mostBytes = 200_000
const mostLines = 3_000

/** A message as it came, with the lines marked that break a row. */
export function sourceView(raw: Buffer, broken: readonly BrokenRowNote[], words: Words): Markup {
  const rowsByLine = new Map<number, readonly string[]>()
  for (const { row, lines } of broken) {
    for (const line of lines) rowsByLine.set(line, [...(rowsByLine.get(line) ?? []), row])
  }
  const lines = raw.subarray(0, mostBytes).toString('utf8').split(/\r?\n/)
  const isCut = raw.length > mostBytes || lines.length > mostLines
  return html`${isCut && html`<p class="note">${words.firstPart(fileSize(Math.min(raw.length, mostBytes)))}</p>`}
<ol class="source">${lines.slice(0, mostLines).map((line, index) => sourceLine(line, index + 1, rowsByLine.get(index + 1)))}</ol>`
}

function sourceLine(text: string, number: number, rows: readonly string[] | undefined): Markup {
  if (rows === undefined) return html`<li id="L${number}">${visible(text)}</li>`
  return html`<li id="L${number}" class="marked"><mark>${visible(text)}</mark> <span class="row">${rows.join(', ')}</span></li>`
}

// Tested by test/emulator/page/preview.test.ts.

import type { PageChange, PageOptions, PagePreview } from '../http/options.ts'
import { html, type Markup } from './markup.ts'
import { visible } from './text.ts'
import type { Words } from './words/en.ts'

/** As much of a message as is compared by eye. */
const mostBytes = 20_000

/** A message as it came, and beside it what the function that the emulator was given makes of it. */
export async function previewView(
  raw: Buffer,
  preview: NonNullable<PageOptions['preview']>,
  words: Words,
): Promise<Markup> {
  const made = await preview(raw).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
  if (typeof made === 'string')
    return html`<p class="problem">${words.previewRefused}</p><p dir="auto">${visible(made)}</p>`
  return html`<p>${words.previewLetters(made.letters.length)} ${made.changes.length === 0 && words.previewSame}</p>
${made.changes.length > 0 && changes(made, words)}
<div class="sides">
<section><h3>${words.previewBefore}</h3><pre>${excerpt(raw)}</pre></section>
<section><h3>${words.previewAfter}</h3><pre>${excerpt(made.messages[0] ?? Buffer.alloc(0))}</pre></section>
</div>`
}

function changes({ changes }: PagePreview, words: Words): Markup {
  return html`<h3>${words.previewChanges}</h3><ul class="changes">${changes.slice(0, 50).map((change) => html`<li dir="auto">${describeChange(change, words)}</li>`)}</ul>`
}

function describeChange({ message, loss }: PageChange, words: Words): Markup {
  return html`${visible(message)}${loss !== 'none' && html` <span class="loss">${words.maybeSeen}</span>`}`
}

function excerpt(raw: Buffer): Markup {
  const text = raw.subarray(0, mostBytes).toString('utf8').replaceAll('\r\n', '\n')
  return html`${visible(text)}${raw.length > mostBytes && '…'}`
}

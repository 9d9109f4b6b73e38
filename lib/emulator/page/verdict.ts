import type { BrokenRowNote } from '../mailbox/broken.ts'
import type { RowNote } from '../mailbox/row-notes.ts'
import type { LedgerEntry } from '../records.ts'
import { html, type Markup } from './markup.ts'
import { visible } from './text.ts'
import type { Words } from './words/en.ts'

const smtpPage = 'https://www.tencentcloud.com/document/product/1084/44453'
const sendEmailPage = 'https://www.tencentcloud.com/document/product/1084/39408'

/** No list of places is longer: a mail may break a row a thousand times. */
const mostPlaces = 10

/** What became of a mail, what the gateway said, and each row of the provider's page that it broke: where, and what to do. */
export function verdict(entry: LedgerEntry, broken: readonly BrokenRowNote[], source: string, words: Words): Markup {
  return html`<section class="verdict ${entry.outcome}" aria-label="${words.whatBecame}">
<h2>${outcomeInWords(entry, words)}</h2>
${entry.outcome !== 'accepted' && reply(entry, words)}
${broken.length > 1 && html`<p class="tally">${words.brokenRows(broken.length)}</p>`}
${broken.length > 0 && html`<ol class="broken">${broken.map((row) => brokenRow(row, source, words))}</ol>`}
</section>`
}

function reply({ reply }: LedgerEntry, words: Words): Markup {
  if (reply === undefined) return html`<p class="label">${words.reply}: ${words.noReply}</p>`
  return html`<details class="said"><summary>${words.reply}</summary><pre class="reply">${visible(reply)}</pre></details>`
}

function brokenRow(row: BrokenRowNote, source: string, words: Words): Markup {
  const { note, lines, where } = row
  return html`<li>
<h3><code>${row.row}</code>${note && html` <span class="source-of ${note.source}">${words.sources[note.source]}</span>`}
${note?.source !== 'connection' && html`<small>${row.isAnswered ? words.answered : words.alsoBroken}</small>`}</h3>
<div class="what"><blockquote>${row.words}</blockquote>
${where.length > 0 && html`<ul class="where">${where.slice(0, mostPlaces).map((place) => html`<li dir="auto">${visible(place)}</li>`)}</ul>`}
${lines.length > 0 && html`<p class="lines">${lines.slice(0, mostPlaces).map((line) => html`<a href="${source}#L${line}">${words.line(line)}</a> `)}${lines.length > mostPlaces && words.moreLines(lines.length - mostPlaces)}</p>`}
${note && html`<p class="page-of">${words.sourceNotes[note.source]} ${pageLink(note, words)}</p>`}</div>
${note && html`<p class="todo"><strong>${words.whatToDo}</strong> ${note.advice[words.language]}</p>`}
</li>`
}

function pageLink({ source }: RowNote, words: Words): Markup | false {
  if (source === 'test' || source === 'connection') return false
  const [address, name] =
    source === 'send-email-page' ? [sendEmailPage, words.pageOfSendEmail] : [smtpPage, words.pageOfSmtp]
  return html`<a href="${address}" target="_blank" rel="noopener noreferrer">${name}</a>`
}

function outcomeInWords({ kind, outcome, delivered }: LedgerEntry, words: Words): string {
  if (kind !== 'message') return words.incident
  if (outcome !== 'unknown') return words[outcome]
  return delivered ? words.unknownTaken : words.unknownLost
}

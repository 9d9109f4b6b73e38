// Tested by test/emulator/page/page.test.ts.

import type { LedgerEntry } from '../records.ts'
import { html, type Markup } from './markup.ts'

/** The page that most of the words come from. */
const smtpPage = 'https://www.tencentcloud.com/document/product/1084/44453'

/** What became of a mail, which row of the provider's page it broke, and what the gateway said. */
export function verdict(entry: LedgerEntry): Markup {
  return html`<section class="verdict ${entry.outcome}" aria-label="What became of it">
<h2>${outcomeInWords(entry)}</h2>
${entry.words !== undefined && brokenRow(entry.row ?? '', entry.words)}
<p class="label">The gateway's reply</p>
${entry.reply === undefined ? html`<p class="reply none">none</p>` : html`<pre class="reply">${entry.reply}</pre>`}
</section>`
}

function brokenRow(row: string, words: string): Markup {
  return html`<p class="label">The row that it broke: <code>${row}</code></p>
<blockquote cite="${smtpPage}">${words}</blockquote>
<p class="source"><a href="${smtpPage}" target="_blank" rel="noopener noreferrer">SES's page on SMTP</a></p>`
}

function outcomeInWords({ outcome, delivered }: LedgerEntry): string {
  if (outcome === 'accepted') return 'Accepted'
  if (outcome === 'refused') return 'Refused: nobody gets this mail'
  return delivered ? 'Unknown to its sender, but SES took it' : 'Unknown to its sender, and SES did not take it'
}

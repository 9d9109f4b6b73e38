// Tested by test/emulator/page/page.test.ts.

import type { LedgerEntry } from '../records.ts'
import { readSummary, type Summary } from './mail.ts'
import { html, type Markup } from './markup.ts'
import { clockTime } from './printable.ts'

/** How many of the newest mails are listed: enough to look through, and quickly drawn again at each new one. */
const shown = 200

/** Lists mails, the newest first. `open` is the number of the one that is shown beside it. */
export function createMailList(): (ledger: readonly LedgerEntry[], open?: number) => Markup {
  const summaries = new WeakMap<LedgerEntry, Summary>()

  return (ledger, open) => {
    const first = Math.max(ledger.length - shown, 0)
    const items = ledger
      .slice(first)
      .map((entry, index) => item(entry, first + index + 1, first + index + 1 === open))
      .reverse()
    return html`<nav id="mails" aria-label="Mails" data-source="/list?open=${open ?? ''}">
<h2 aria-live="polite">${heading(ledger)}</h2>
${items.length > 0 && html`<ol>${items}</ol>`}
${first > 0 && html`<p class="more">and ${first} before them</p>`}
</nav>`
  }

  function item(entry: LedgerEntry, number: number, isOpen: boolean): Markup {
    const { subject, from } = summary(entry)
    return html`
<li><a href="/mails/${number}"${isOpen && html` aria-current="page"`}>
<span class="line"><span class="outcome ${entry.outcome}">${entry.outcome}</span><time>${clockTime(entry.at)}</time></span>
<span class="subject" dir="auto">${subject}</span>
<span class="line people"><span dir="auto">${from}</span><span dir="auto">to ${recipients(entry.envelope.to)}</span></span>
${entry.row !== undefined && html`<span class="row">${entry.row}</span>`}
</a></li>`
  }

  function summary(entry: LedgerEntry): Summary {
    const found = summaries.get(entry) ?? readSummary(entry)
    summaries.set(entry, found)
    return found
  }
}

function heading(ledger: readonly LedgerEntry[]): string {
  if (ledger.length === 0) return 'No mails yet'
  const refused = ledger.filter(({ outcome }) => outcome === 'refused').length
  const mails = ledger.length === 1 ? '1 mail' : `${ledger.length} mails`
  return refused === 0 ? mails : `${mails}, ${refused} refused`
}

function recipients([first = 'nobody', ...others]: readonly string[]): string {
  return others.length === 0 ? first : `${first} and ${others.length} more`
}

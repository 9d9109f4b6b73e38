// Tested by test/emulator/page/list.test.ts.

import type { Listing, Mail } from '../mailbox/mailbox.ts'
import type { Look, PageContext } from './context.ts'
import { isFiltered, link } from './links.ts'
import { html, type Markup } from './markup.ts'
import { clockTime } from './printable.ts'
import { searchForm } from './search-form.ts'
import { visible } from './text.ts'

/** How many mails come at once: the script asks for older ones when somebody scrolls to them. */
const portion = 100

/** Two lines are shown. */
const mostSubject = 300

/** The list of mails, the newest first. `open`: id of the one that is shown beside it. */
export function mailList(context: PageContext, look: Look, open?: number, before?: number): Markup {
  const { words, filter } = look
  const { mailbox } = context
  const listing = mailbox.list(filter, { ...(before !== undefined && { before }), limit: portion })
  return html`<nav id="mails" aria-label="${words.mails}" data-source="${link('/list', filter)}" data-one="${words.oneNew}" data-many="${words.manyNew}">
<h1>${words.mails}</h1>
${searchForm(mailbox.countRows(), look)}
<div class="count"><h2 aria-live="polite">${heading(listing, context, look)}</h2>
${isFiltered(filter) && html`<a class="quiet" href="/">${words.noFilter}</a>`}
${listing.matching > 0 && html`<button type="button" class="quiet" data-delete="${link('/api/mails', filter)}" data-ask="${words.askClear}" hidden>${isFiltered(filter) ? words.clearFitting : words.clear}</button>`}
</div>
<button type="button" id="fresh" hidden></button>
<ol>${listing.mails.map((mail) => item(mail, look, mail.id === open))}</ol>
${listing.hasMore && html`<a class="more" href="${link('/', filter, { before: listing.mails.at(-1)?.id ?? 0 })}">${words.older}</a>`}
</nav>`
}

function item({ id, entry, summary }: Mail, { words, filter }: Look, isOpen: boolean): Markup {
  const [first = words.nobody, ...others] = entry.envelope.to
  return html`
<li data-id="${id}"><a href="${link(`/mails/${id}`, filter)}"${isOpen && html` aria-current="page"`}>
<span class="line"><span class="outcome ${entry.outcome}">${words.outcomes[entry.outcome]}</span><time>${clockTime(entry.at)}</time></span>
<span class="subject" dir="auto">${summary.subject === '' ? words.noSubject : visible(summary.subject.slice(0, mostSubject))}</span>
<span class="people" dir="auto">${visible(summary.from)}</span>
${entry.kind === 'message' && html`<span class="people" dir="auto">${visible(words.to(first, others.length))}</span>`}
${entry.row !== undefined && html`<span class="row">${entry.row}</span>`}
</a></li>`
}

function heading({ matching, total }: Listing, { control }: PageContext, { words, filter }: Look): string {
  if (total === 0) return words.noMails
  if (isFiltered(filter)) return matching === 0 ? words.noneFit : words.countFitting(matching, total)
  const mails = control.ledger.filter(({ kind }) => kind === 'message')
  const refused = mails.filter(({ outcome }) => outcome === 'refused').length
  return words.countMails(mails.length, refused) + words.countIncidents(total - mails.length)
}

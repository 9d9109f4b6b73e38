// Tested by test/emulator/page/list.test.ts.

import { outcomes } from '../mailbox/filter.ts'
import type { Look } from './context.ts'
import { html, type Markup } from './markup.ts'

/** What the list may be searched and filtered by. Without the script it is a form like any other. */
export function searchForm(rows: ReadonlyMap<string, number>, { words, filter }: Look): Markup {
  const named = [...rows.keys()]
  if (filter.row !== undefined && !rows.has(filter.row)) named.push(filter.row)
  return html`<form class="search" role="search" action="/" method="get">
<div class="find"><input type="search" name="query" value="${filter.query}" aria-label="${words.searchIn}" placeholder="${words.searchIn}" autocomplete="off">
<button type="submit">${words.search}</button></div>
<div class="choices">
<select name="outcome" aria-label="${words.outcome}">${option('', words.anyOutcome, filter.outcome)}${outcomes.map((each) => option(each, words.outcomes[each], filter.outcome))}</select>
<select name="row" aria-label="${words.row}">${option('', words.anyRow, filter.row)}${named.sort().map((row) => option(row, `${row} (${rows.get(row) ?? 0})`, filter.row))}</select>
</div>
<details${(filter.from !== undefined || filter.to !== undefined) && html` open`}><summary>${words.moreFilters}</summary>
<div class="choices"><input name="from" value="${filter.from}" aria-label="${words.sender}" placeholder="${words.sender}" autocomplete="off">
<input name="to" value="${filter.to}" aria-label="${words.recipient}" placeholder="${words.recipient}" autocomplete="off"></div>
</details>
</form>`
}

function option(value: string, text: string, chosen = ''): Markup {
  return html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`
}

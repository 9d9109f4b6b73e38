// Tested by test/emulator/page/session.test.ts.

import type { Session, SessionLine } from '../mailbox/session.ts'
import { html, type Markup } from './markup.ts'
import { visible } from './text.ts'
import type { Words } from './words/en.ts'

/** No conversation that somebody reads has more lines. */
const mostLines = 2_000

/** What was said by a connection, with refused logins and faults told from the rest. */
export function sessionView({ connection, lines, mails }: Session, users: readonly string[], words: Words): Markup {
  const isRefused = lines.some(isRefusedLogin)
  return html`<section class="session" aria-label="${words.sessionOf(connection)}">
<h2>${words.sessionOf(connection)}</h2>
${isRefused && html`<p class="problem">${words.loginRefused} ${users.join(', ')}</p>`}
<table class="dialogue"><tbody>${lines.slice(0, mostLines).map((line) => dialogueLine(line, words))}</tbody></table>
${mails.length > 1 && html`<h3>${words.mailsBySession}</h3><ul>${mails.map(({ id, summary }) => html`<li><a href="/mails/${id}">${visible(summary.subject || words.noSubject)}</a></li>`)}</ul>`}
</section>`
}

function dialogueLine(line: SessionLine, words: Words): Markup {
  const isFault = line.by === 'server' && /<nothing more>$/.test(line.text)
  return html`<tr class="${line.by}${isError(line) && ' error'}"><th scope="row">${words.by[line.by]}</th><td>${visible(line.text)}${isFault && html`<span class="fault">${words.cutByFault}</span>`}</td></tr>`
}

function isError({ by, text }: SessionLine): boolean {
  return by === 'server' && (/^[45]\d\d/.test(text) || text.endsWith('<nothing more>'))
}

/** `535` and `454` answer a login that failed. */
function isRefusedLogin({ by, text }: SessionLine): boolean {
  return by === 'server' && /^(535|454) /.test(text)
}

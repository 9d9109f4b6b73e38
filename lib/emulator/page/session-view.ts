// Tested by test/emulator/page/session.test.ts.

import { isCutOff, isRefusedLogin, type Session, type SessionLine, type SessionSummary } from '../mailbox/session.ts'
import { html, type Markup } from './markup.ts'
import { visible } from './text.ts'
import type { Words } from './words/en.ts'

/** No conversation that somebody reads has more lines. */
const mostLines = 2_000

/** What was said by a connection, with refused logins and faults told from the rest. `isPage`: it is no part of a mail. */
export function sessionView(
  { connection, lines, mails }: Session,
  users: readonly string[],
  words: Words,
  isPage = false,
): Markup {
  const isRefused = lines.some(isRefusedLogin)
  return html`<section class="session" aria-label="${words.sessionOf(connection)}">
${isPage ? html`<h1>${words.sessionOf(connection)}</h1>` : html`<h2>${words.sessionOf(connection)}</h2>`}
${isRefused && html`<p class="problem">${words.loginRefused} ${users.join(', ')}</p>`}
<table class="dialogue"><tbody>${lines.slice(0, mostLines).map((line) => dialogueLine(line, words))}</tbody></table>
${mails.length > 1 && html`<h3>${words.mailsBySession}</h3><ul>${mails.map(({ id, summary }) => html`<li><a href="/mails/${id}">${visible(summary.subject || words.noSubject)}</a></li>`)}</ul>`}
</section>`
}

function dialogueLine(line: SessionLine, words: Words): Markup {
  return html`<tr class="${line.by}${isError(line) && ' error'}"><th scope="row">${words.by[line.by]}</th><td>${visible(line.text)}${isCutOff(line) && html`<span class="fault">${words.cutByFault}</span>`}</td></tr>`
}

function isError(line: SessionLine): boolean {
  return line.by === 'server' && (/^[45]\d\d/.test(line.text) || isCutOff(line))
}

/** Connections, those too by which no mail came. */
export function sessionsView(sessions: readonly SessionSummary[], words: Words): Markup {
  const item = ({ connection, isLoginRefused, isCutByFault, lines, mails }: SessionSummary) => html`<tr>
<td><a href="/sessions/${connection}">${words.sessionOf(connection)}</a></td><td>${words.countLines(lines)}</td><td>${words.countMails(mails, 0)}</td>
<td>${isLoginRefused && html`<span class="outcome refused">${words.loginWasRefused}</span>`} ${isCutByFault && html`<span class="outcome unknown">${words.wasCut}</span>`}</td></tr>`
  return html`<article class="sessions">
<h1>${words.sessions}</h1>
<p>${words.sessionsIntro}</p>
${sessions.length === 0 ? html`<p class="note">${words.noSessions}</p>` : html`<table><tbody>${sessions.map(item)}</tbody></table>`}
</article>`
}

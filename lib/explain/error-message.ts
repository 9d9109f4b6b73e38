import type { SesReason, Verdict } from '../errors.ts'
import type { SmtpFailure } from './finding.ts'
import type { ParsedReply } from './reply.ts'

/** One line for people: what happened, in SES's own words where there are any, then what to do. */
export function errorMessage(error: SmtpFailure, reply: ParsedReply | undefined, verdict: Verdict): string {
  const said = [reply?.status, reply?.code].filter((part) => part !== undefined).join(' ')
  const words = oneLine(reply ? reply.message : error.message)
  const otherwise = reply ? 'SES refused the mail' : 'The mail was not sent'
  const happened = `${happenings[verdict.reason] ?? otherwise}${said && ` (${said})`}`
  return sentences(words ? `${happened}: ${words}` : happened, verdict.hint)
}

const happenings: Partial<Readonly<Record<SesReason, string>>> = {
  'auth-failed': 'SES refused the login',
  'service-unavailable': 'SES is not available',
  connection: 'The connection to SES failed',
  'delivery-unknown': 'SES may or may not have taken the mail',
  cancelled: 'Sending was cancelled',
}

/** Replies are the server's: no line of a log may begin within one, and none may fill it. */
function oneLine(text: string): string {
  const line = text
    .slice(0, 4 * MOST_CHARACTERS)
    .replace(/[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ')
    .trim()
  return (line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS).trimEnd()}…` : line).toWellFormed()
}

const MOST_CHARACTERS = 400

const sentences = (first: string, second: string): string =>
  `${first}${/[.!?…。！？]$/.test(first) ? '' : '.'} ${second}`

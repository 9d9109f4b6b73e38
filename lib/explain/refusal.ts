import type { Meaning } from '../errors.ts'
import type { Finding, SmtpFailure } from './finding.ts'
import { SMTP_ADDRESS_PAGE } from './pages.ts'
import { LOGIN_REFUSED, meaningOfStatus, UNAVAILABLE } from './status.ts'
import { findMeaning } from './verdict.ts'

/** A reply of 4xx or 5xx: SES has not taken the mail. Its words say why; where they are unknown, what it answered to does. */
export function explainRefusal(error: SmtpFailure, status: number, own: readonly Meaning[]): Finding {
  const meaning = findMeaning(error.response ?? '', own) ?? meaningOfCommand(error, status) ?? meaningOfStatus(status)
  return { meaning, delivered: 'no' }
}

function meaningOfCommand({ code, command = '' }: SmtpFailure, status: number): Meaning | undefined {
  if (status === 421) return UNAVAILABLE
  const isTemporary = status < 500
  if (code === 'EAUTH' || command.startsWith('AUTH')) {
    // 454 is also what go-smtp says to a wrong password, and that stays wrong.
    return isTemporary && status !== 454 ? UNAVAILABLE : LOGIN_REFUSED
  }
  if (status === 503) return undefined
  if (command === 'MAIL FROM') return isTemporary ? UNAVAILABLE : SENDER_REFUSED
  if (command === 'RCPT TO') return isTemporary ? RECIPIENT_DEFERRED : RECIPIENT_REFUSED
  if (isTemporary) return UNAVAILABLE
  return code === 'EPROTOCOL' ? SESSION_REFUSED : undefined
}

const SENDER_REFUSED: Meaning = {
  reason: 'sender-refused',
  retry: 'never',
  hint: 'Send from the address logged in with, verified in the SES console.',
}

const RECIPIENT_REFUSED: Meaning = {
  reason: 'recipient-refused',
  retry: 'never',
  hint: "Correct the recipient's address, or stop sending to it.",
}

const RECIPIENT_DEFERRED: Meaning = {
  reason: 'recipient-refused',
  retry: 'soon',
  hint: 'Send again: the gateway does not take this recipient for now.',
}

const SESSION_REFUSED: Meaning = {
  reason: 'connection',
  retry: 'never',
  hint: 'Check host and port: the server there does not take our connection.',
  docs: SMTP_ADDRESS_PAGE,
}

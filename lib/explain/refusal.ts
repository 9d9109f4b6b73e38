import type { Meaning } from '../errors.ts'
import { SMTP_ADDRESS_PAGE } from '../provider.ts'
import type { Finding, SmtpFailure } from './finding.ts'
import { lookUpReply } from './look-up.ts'
import { CUT_OFF, isOfLogin, LOGIN_DEFERRED, LOGIN_REFUSED, meaningOfStatus, UNAVAILABLE } from './status.ts'

/**
 * A reply of 4xx or 5xx: SES has not taken the mail. Its words say why; where they are unknown, what it answered to does; and
 * where it was cut off, nothing.
 */
export function explainRefusal(error: SmtpFailure, status: number, own: readonly Meaning[]): Finding {
  const { reply, meaning: known } = lookUpReply(error.response ?? '', own)
  const meaning =
    known ??
    (reply.cut ? CUT_OFF : undefined) ??
    meaningOfCommand(error, status) ??
    meaningOfStatus(status, isBrokenOff(error) ? '' : reply.message)
  return { meaning, delivered: 'no' }
}

/** Nodemailer's codes for a connection that ended: what came of a reply by then was not its end. */
const isBrokenOff = ({ code = '' }: SmtpFailure): boolean => ['ECONNECTION', 'ESOCKET', 'ETIMEDOUT'].includes(code)

function meaningOfCommand({ code, command = '' }: SmtpFailure, status: number): Meaning | undefined {
  if (status === 421) return UNAVAILABLE
  if (status === 503) return undefined
  const isTemporary = status < 500
  if (code === 'EAUTH' || command.startsWith('AUTH')) {
    if (status === 454) return LOGIN_DEFERRED
    return isTemporary ? UNAVAILABLE : LOGIN_REFUSED
  }
  if (isOfLogin(status) || (command === 'MAIL FROM' && status === 552)) return undefined
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

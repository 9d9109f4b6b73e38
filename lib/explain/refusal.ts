import type { Reply, Stage } from '../attempt.ts'
import type { Meaning } from '../errors.ts'
import { COMMON_ERRORS_PAGE, SMTP_ADDRESS_PAGE, SMTP_GUIDE_PAGE } from '../provider.ts'
import type { ParsedReply } from './reply.ts'
import { TOO_LARGE_HINT } from './table/content.ts'
import { LOGIN_HINT } from './table/service.ts'

/** What a failure means, before it is put into an error. */
export interface Finding {
  readonly meaning: Meaning
  readonly delivered: 'no' | 'unknown'
}

/**
 * Explains a reply of 4xx or 5xx: SES has not taken the mail. Its words say why; if they are in no row of the table,
 * the stage and the number do; if it was cut off before them, nothing does.
 */
export function explainRefusal(
  stage: Stage,
  { status = 0, isCut }: Reply,
  read: { readonly reply: ParsedReply; readonly meaning: Meaning | undefined },
): Finding {
  const meaning =
    read.meaning ??
    (read.reply.cut ? CUT_OFF : undefined) ??
    (isCut ? undefined : meaningOfStage(stage, status)) ??
    meaningOfStatus(status, isCut ? '' : read.reply.message)
  return { meaning, delivered: 'no' }
}

function meaningOfStage(stage: Stage, status: number): Meaning | undefined {
  if (status === 421) return UNAVAILABLE
  if (status === 503) return undefined
  const isTemporary = status < 500
  if (stage === 'login') {
    if (status === 454) return LOGIN_DEFERRED
    return isTemporary ? UNAVAILABLE : LOGIN_REFUSED
  }
  if (isOfLogin(status) || (stage === 'sender' && status === 552)) return undefined
  if (stage === 'sender') return isTemporary ? UNAVAILABLE : SENDER_REFUSED
  if (stage === 'recipients') return isTemporary ? RECIPIENT_DEFERRED : RECIPIENT_REFUSED
  if (isTemporary) return UNAVAILABLE
  return stage === 'greeting' ? SESSION_REFUSED : undefined
}

/** The meaning of a reply whose words are in no row. */
export function meaningOfRest({ status, cut, message }: ParsedReply): Meaning {
  const refusesNothing = status !== undefined && status < 400
  return cut && !refusesNothing ? CUT_OFF : meaningOfStatus(status, message)
}

/** The meaning of a number, with `words` after it that are in no row. */
function meaningOfStatus(status: number | undefined, words: string): Meaning {
  if (status === undefined) return UNKNOWN
  if (isOfLogin(status)) return LOGIN_REFUSED
  if (status === 454) return LOGIN_DEFERRED
  if (status === 503) return OUT_OF_STEP
  if (status === 552) return TOO_LARGE
  if (status >= 500) return words === '' ? CUT_OFF : UNKNOWN
  if (status >= 400) return UNAVAILABLE
  return status === 250 ? TAKEN : LEFT_OPEN
}

/** RFC 4954 gives these numbers to logins alone. */
const isOfLogin = (status: number): boolean => LOGIN.has(status)

const LOGIN: ReadonlySet<number> = new Set([530, 534, 535, 538])

const LOGIN_REFUSED: Meaning = { reason: 'auth-failed', retry: 'never', hint: LOGIN_HINT, docs: SMTP_GUIDE_PAGE }

/**
 * go-smtp answers a wrong password with 454 if it has no better number; in RFC 4954 it means that no login can be
 * checked for now.
 */
const LOGIN_DEFERRED: Meaning = {
  ...LOGIN_REFUSED,
  retry: 'later',
  hint: `${LOGIN_HINT} If that is right, send again later: with 454 the gateway may only be unable to check it.`,
}

const UNAVAILABLE: Meaning = {
  reason: 'service-unavailable',
  retry: 'soon',
  hint: 'Send again: the gateway says that it cannot take the mail for now.',
}

const TOO_LARGE: Meaning = {
  reason: 'message-too-large',
  retry: 'never',
  hint: TOO_LARGE_HINT,
  docs: COMMON_ERRORS_PAGE,
}

const OUT_OF_STEP: Meaning = {
  reason: 'connection',
  retry: 'soon',
  hint: 'Send again over a new connection: this one was out of step.',
  docs: SMTP_ADDRESS_PAGE,
}

const UNKNOWN: Meaning = {
  reason: 'unknown',
  retry: 'never',
  hint: "Look the reply up on the provider's page, and give it a meaning with the option `meanings`.",
}

/**
 * A refusal without its reason. Not `never`, which would give up a mail that was only too early, and not `soon`, since
 * a limit may be the cause.
 */
const CUT_OFF: Meaning = {
  reason: 'unknown',
  retry: 'later',
  hint: 'Send again later: the reply was cut off before it said why.',
}

const TAKEN: Meaning = {
  reason: 'unknown',
  retry: 'never',
  hint: 'Do nothing: with this reply SES has taken the mail.',
}

export const LEFT_OPEN: Meaning = {
  reason: 'delivery-unknown',
  retry: 'never',
  hint: 'Look in the SES console whether the mail was sent before sending it again: SES may have taken it, and does not recognize a second one.',
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

import type { Meaning } from '../errors.ts'
import { LOGIN_HINT } from './meanings/session.ts'
import { SMTP_ADDRESS_PAGE, SMTP_GUIDE_PAGE } from './pages.ts'

/** What is left to say of a reply whose words are in no row. */
export function meaningOfStatus(status: number | undefined): Meaning {
  if (status === undefined) return UNKNOWN
  if (LOGIN.has(status)) return LOGIN_REFUSED
  if (status === 503) return OUT_OF_STEP
  if (status >= 500) return UNKNOWN
  if (status >= 400) return UNAVAILABLE
  return status === 250 ? TAKEN : LEFT_OPEN
}

/** RFC 4954 gives these numbers to logins alone; go-smtp says 454 where it has no better number for a wrong password. */
const LOGIN: ReadonlySet<number> = new Set([454, 530, 534, 535, 538])

export const LOGIN_REFUSED: Meaning = { reason: 'auth-failed', retry: 'never', hint: LOGIN_HINT, docs: SMTP_GUIDE_PAGE }

export const UNAVAILABLE: Meaning = {
  reason: 'service-unavailable',
  retry: 'soon',
  hint: 'Send again: the gateway says that it cannot take the mail for now.',
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

import { findBrokenRule } from '../address-rule.ts'
import type { Letter } from '../letter.ts'
import { SEND_EMAIL_PAGE } from '../provider.ts'
import { type Rule, refusal, unchanged } from './rule.ts'

/**
 * At least one recipient, and every address a plain one.
 *
 * The gateway knows no SMTPUTF8 and SendEmail no quoted local parts: a mail with one bad address is refused whole, so
 * that no one is left out without a word.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39408 "Destination"
 */
export const recipients: Rule = (letter) => {
  const all = [...letter.to, ...letter.cc, ...letter.bcc]
  if (all.length === 0) {
    throw refusal('to', 'a recipient is required, got none', {
      reason: 'recipient-refused',
      hint: 'Give `to`, `cc`, `bcc` or `envelope.to`.',
    })
  }
  for (const field of ['from', 'replyTo', 'to', 'cc', 'bcc'] as const) refuseUnusable(letter, field)
  return unchanged(letter)
}

function refuseUnusable(letter: Letter, field: keyof typeof reasons): void {
  for (const each of letter[field]) {
    const address = typeof each === 'string' ? each : each.address
    const rule = findBrokenRule(address)
    if (rule === undefined) continue
    const shown = address.slice(0, 300)
    throw refusal(field, `${shown.includes('"') ? shown : `"${shown}"`} is not an address that SES takes`, {
      reason: reasons[field],
      hint: rule,
      docs: SEND_EMAIL_PAGE,
    })
  }
}

const reasons = {
  from: 'sender-refused',
  replyTo: 'message-invalid',
  to: 'recipient-refused',
  cc: 'recipient-refused',
  bcc: 'recipient-refused',
} as const

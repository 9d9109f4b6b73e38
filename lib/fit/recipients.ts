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
    throw refusal(
      'to',
      { en: 'a recipient is required, got none', zh: '缺少收件人' },
      {
        reason: 'recipient-refused',
        hint: { en: 'Give `to`, `cc`, `bcc` or `envelope.to`.', zh: '请设置 `to`、`cc`、`bcc` 或 `envelope.to`。' },
      },
    )
  }
  for (const field of ['from', 'replyTo', 'to', 'cc', 'bcc'] as const) refuseUnusable(letter, field)
  return unchanged(letter)
}

function refuseUnusable(letter: Letter, field: keyof typeof reasons): void {
  for (const each of letter[field]) {
    const address = typeof each === 'string' ? each : each.address
    const rule = findBrokenRule(address)
    if (rule === undefined) continue
    const start = address.slice(0, 300)
    const shown = start.includes('"') ? start : `"${start}"`
    throw refusal(
      field,
      { en: `${shown} is not an address that SES takes`, zh: `SES 不接受地址 ${shown}` },
      {
        reason: reasons[field],
        hint: rule,
        docs: SEND_EMAIL_PAGE,
      },
    )
  }
}

const reasons = {
  from: 'sender-refused',
  replyTo: 'message-invalid',
  to: 'recipient-refused',
  cc: 'recipient-refused',
  bcc: 'recipient-refused',
} as const

import { SEND_EMAIL_PAGE } from '../provider.ts'
import { brief, changed, type Rule, refusal, unchanged } from './rule.ts'

/**
 * One sender, with a name that has no colon.
 *
 * SES takes `alias <address>` and reads no list and no group; a colon in the alias is "sender format incorrect". The
 * full-width colon looks nearly the same.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39408 "FromEmailAddress"
 */
export const sender: Rule = (letter) => {
  const [from, ...more] = letter.from
  if (!from) {
    throw refusal('from', 'a sender is required, got none', {
      reason: 'sender-refused',
      hint: 'Give `from` with the address that is verified with SES.',
      docs: SEND_EMAIL_PAGE,
    })
  }
  if (more.length > 0) {
    throw refusal('from', `SES takes one sender, got ${letter.from.length}`, {
      reason: 'sender-refused',
      hint: 'Put one address into `from` and the others into `replyTo`.',
      docs: SEND_EMAIL_PAGE,
    })
  }
  if (!from.name.includes(':')) return unchanged(letter)

  const name = from.name.replaceAll(':', '：')
  return changed({ ...letter, from: [{ ...from, name }] }, [
    {
      rule: 'sender',
      field: 'from',
      loss: 'none',
      message: `"${brief(from.name)}" is written "${brief(name)}": SES takes no colon in it`,
    },
  ])
}

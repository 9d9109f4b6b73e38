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
    throw refusal(
      'from',
      { en: 'a sender is required, got none', zh: '缺少发件人' },
      {
        reason: 'sender-refused',
        hint: {
          en: 'Give `from` with the address that is verified with SES.',
          zh: '请将 `from` 设为已在 SES 验证的发信地址。',
        },
        docs: SEND_EMAIL_PAGE,
      },
    )
  }
  if (more.length > 0) {
    const count = letter.from.length
    throw refusal(
      'from',
      { en: `SES takes one sender, got ${count}`, zh: `SES 只接受一个发件人，实际有 ${count} 个` },
      {
        reason: 'sender-refused',
        hint: {
          en: 'Put one address into `from` and the others into `replyTo`.',
          zh: '请在 `from` 中只保留一个地址，其余放入 `replyTo`。',
        },
        docs: SEND_EMAIL_PAGE,
      },
    )
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

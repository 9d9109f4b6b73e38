import type { Change } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import type { Protection } from './parts.ts'
import { refusal } from './refusal.ts'

/**
 * Refuses a mail that is signed or encrypted by S/MIME or PGP/MIME: SES takes none of these types and composes every mail
 * anew, so that a signature would be of another message. With the option `signed: 'unwrap'` a signed mail goes out without
 * its signature, which is told.
 *
 * @param field what to call the mail
 * @throws SesError
 */
export function refuseProtected(field: string, protection: Protection | undefined, { signed }: Settings): Change[] {
  if (protection === undefined) return []
  const { kind, type } = protection
  if (kind === 'signed' && signed === 'unwrap') {
    const message = `the signature (${type}) is left out: SES composes the message anew, and it would not fit`
    return [{ rule: 'signed', field, loss: 'presentation', message }]
  }
  if (kind === 'signed') {
    throw refusal(
      field,
      {
        en: `the mail is ${type}: SES composes every mail anew, so that its signature would not fit`,
        zh: `邮件类型为 ${type}：SES 会重新组装每封邮件，签名将失效`,
      },
      {
        en: "Send it unsigned, or set `signed: 'unwrap'` to leave the signature out.",
        zh: "请发送未签名的邮件，或设置 `signed: 'unwrap'` 以去掉签名。",
      },
    )
  }
  throw refusal(
    field,
    {
      en: `the mail is ${type}: its content is encrypted, or inside of the signature, and SES takes text and HTML alone`,
      zh: `邮件类型为 ${type}：内容已加密或封装在签名中，而 SES 只接受文本和 HTML`,
    },
    {
      en: 'Send it unsigned and not encrypted, or another way than SES.',
      zh: '请发送未签名且未加密的邮件，或通过其他途径发送。',
    },
  )
}

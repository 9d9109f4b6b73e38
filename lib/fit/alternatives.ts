import type { Attachment, Change } from '../letter.ts'
import { changed, type Rule, refusal, unchanged } from './rule.ts'

/**
 * Leaves out other forms of the body, such as AMP and Watch HTML, where the text or the HTML says the same.
 *
 * SES takes `text/plain` and `text/html` and no other type of body: "otherwise, an error will be reported".
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters": Content-Type
 */
export const alternatives: Rule = (letter) => {
  const others = letter.attachments.filter((part) => part.disposition === 'alternative')
  if (others.length === 0) return unchanged(letter)
  if (!letter.text?.trim() && !letter.html?.trim()) {
    const type = others[0]?.type
    const what = {
      en: `SES takes no ${type} as a body, and the mail has no other`,
      zh: `SES 不接受 ${type} 正文，而邮件没有其他正文`,
    }
    throw refusal('alternatives', what, {
      hint: {
        en: 'Give `text` or `html` beside it, or attach it as a file.',
        zh: '请另外设置 `text` 或 `html`，或将其作为附件。',
      },
    })
  }
  const kept = letter.attachments.filter((part) => part.disposition !== 'alternative')
  return changed({ ...letter, attachments: kept }, others.map(reportLeftOut))
}

function reportLeftOut({ type }: Attachment): Change {
  const message = `the ${type} form of the body is left out: readers see the HTML or the text`
  return { rule: 'alternatives', field: 'alternatives', loss: 'presentation', message }
}

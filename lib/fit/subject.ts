import { LONGEST_SUBJECT, SENDING_LIMITS_PAGE } from '../provider.ts'
import { type Rule, refusal, unchanged } from './rule.ts'

/**
 * A subject of 1 to 998 characters.
 *
 * Without one the gateway answers `msg.Subject is null`; a longer one is refused.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters": Subject "Required"
 * @see https://www.tencentcloud.com/document/product/1084/39649 "Sending Limits"
 */
export const subject: Rule = (letter) => {
  if (letter.subject.trim() === '') {
    throw refusal(
      'subject',
      { en: 'a subject is required, got none', zh: '缺少主题' },
      { hint: { en: 'Give `subject`.', zh: '请设置 `subject`。' } },
    )
  }
  if (letter.subject.length > LONGEST_SUBJECT) {
    const what = {
      en: `SES takes at most ${LONGEST_SUBJECT} characters, got ${letter.subject.length}`,
      zh: `SES 最多接受 ${LONGEST_SUBJECT} 个字符，实际为 ${letter.subject.length} 个`,
    }
    throw refusal('subject', what, {
      hint: { en: 'Shorten it; 78 characters is what readers see.', zh: '请缩短主题；收件人一般只能看到 78 个字符。' },
      docs: SENDING_LIMITS_PAGE,
    })
  }
  return unchanged(letter)
}

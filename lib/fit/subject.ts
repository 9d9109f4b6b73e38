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
    throw refusal('subject', 'a subject is required, got none', { hint: 'Give `subject`.' })
  }
  if (letter.subject.length > LONGEST_SUBJECT) {
    throw refusal('subject', `SES takes at most ${LONGEST_SUBJECT} characters, got ${letter.subject.length}`, {
      hint: 'Shorten it; 78 characters is what readers see.',
      docs: SENDING_LIMITS_PAGE,
    })
  }
  return unchanged(letter)
}

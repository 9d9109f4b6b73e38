import { countBytes } from '../printable.ts'
import { brief, formatNumber, type Rule, refusal, unchanged } from './rule.ts'

/**
 * At most 10 files, 5 MB each and 8 MB together.
 *
 * Over that the gateway answers "The attachments are too large", or, near 9 MB, closes the connection without a word.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "System errors", "General business error description"
 */
export const attachmentLimits: Rule = (letter, { limits }) => {
  const { attachments } = letter
  if (attachments.length > limits.attachmentCount) {
    throw refusal('attachments', `SES takes at most ${limits.attachmentCount} files, got ${attachments.length}`, {
      reason: 'attachment-refused',
      hint: 'Put them into one .zip, or send links.',
    })
  }
  attachments.forEach(({ name, content }, index) => {
    if (content.length > limits.attachment)
      throw tooLarge(`attachments[${index}]`, `"${brief(name ?? '')}" has`, content.length, limits.attachment)
  })
  const total = attachments.reduce((sum, { content }) => sum + content.length, 0)
  if (total > limits.attachments) throw tooLarge('attachments', 'the files together have', total, limits.attachments)
  return unchanged(letter)
}

function tooLarge(field: string, what: string, bytes: number, limit: number): Error {
  return refusal(field, `${what} ${countBytes(bytes)}, over the ${formatNumber(limit)} that SES takes`, {
    reason: 'message-too-large',
    hint: 'Send a link, or raise `limits` if your account allows more.',
  })
}

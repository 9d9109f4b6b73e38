import type { Words } from '../language.ts'
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
    const what = {
      en: `SES takes at most ${limits.attachmentCount} files, got ${attachments.length}`,
      zh: `SES 最多接受 ${limits.attachmentCount} 个附件，实际有 ${attachments.length} 个`,
    }
    throw refusal('attachments', what, {
      reason: 'attachment-refused',
      hint: { en: 'Put them into one .zip, or send links.', zh: '请打包成一个 .zip，或改为发送链接。' },
    })
  }
  attachments.forEach(({ name, content }, index) => {
    if (content.length <= limits.attachment) return
    const file = `"${brief(name ?? '')}"`
    throw tooLarge(`attachments[${index}]`, { en: `${file} has`, zh: `${file} 有` }, content.length, limits.attachment)
  })
  const total = attachments.reduce((sum, { content }) => sum + content.length, 0)
  if (total > limits.attachments) {
    throw tooLarge('attachments', { en: 'the files together have', zh: '附件合计' }, total, limits.attachments)
  }
  return unchanged(letter)
}

function tooLarge(field: string, whose: Words, bytes: number, limit: number): Error {
  const what = {
    en: `${whose.en} ${countBytes(bytes)}, over the ${formatNumber(limit)} that SES takes`,
    zh: `${whose.zh} ${formatNumber(bytes)} 字节，SES 最多接受 ${formatNumber(limit)}`,
  }
  return refusal(field, what, {
    reason: 'message-too-large',
    hint: {
      en: 'Send a link, or raise `limits` if your account allows more.',
      zh: '请改为发送链接；若账号允许更大的附件，可提高 `limits`。',
    },
  })
}

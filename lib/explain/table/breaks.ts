// Tested by test/explain/break.test.ts.

import type { OwnMeaning } from '../../errors.ts'
import { LONG_LINE_HINT } from './content.ts'

/**
 * The meaning, on the provider's page, of what a client says when the gateway closes the connection within a mail. Used
 * only without a reply: within one, `EOF` is a fault of the gateway's own.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "System errors"
 */
export function meaningOfBreak(text: string): OwnMeaning | undefined {
  if (/broken pipe|\bEPIPE\b/i.test(text)) return LONG_LINE
  return /\bEOF\b/.test(text) ? TOO_LARGE : undefined
}

const LONG_LINE: OwnMeaning = { reason: 'message-invalid', retry: 'never', hint: LONG_LINE_HINT }

const TOO_LARGE: OwnMeaning = {
  reason: 'message-too-large',
  retry: 'never',
  hint: {
    en: 'Keep the attachments under 8 MB together and the mail under 10 MB: above about 9 MB SES hangs up.',
    zh: '请使附件合计小于 8 MB、整封邮件小于 10 MB：超过约 9 MB 时 SES 会断开连接。',
  },
}

// Tested by test/read/mail.test.ts.

import { createError, type OwnErrorOptions, type SesError } from '../errors.ts'
import type { Words } from '../language.ts'

/** The error for a mail that cannot be read for certain. */
export function refusal(
  field: string,
  what: Words,
  hint: Words,
  options: Partial<Omit<OwnErrorOptions, 'hint'>> = {},
): SesError {
  const message = { en: `${field}: ${what.en}. Nothing was sent.`, zh: `${field}：${what.zh}。邮件未发送。` }
  return createError(message, { reason: 'message-invalid', field, ...options, hint })
}

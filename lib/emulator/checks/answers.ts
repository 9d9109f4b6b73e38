// Tested by test/emulator/refused-rows.test.ts.

import type { CallError, Refusal } from '../reply.ts'

/**
 * The answers of the SMTP page. Where the page breaks off with "...", the end is ours. They are English on the Chinese
 * page too.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "General business error description"
 */
export const answers = {
  from: failed('msg.From is null'),
  subject: failed('msg.Subject is null'),
  body: failed('msg.Body is null'),
  bodyEncoding: failed('Content-Transfer-Encoding must in [7bit,8bit,base64]'),
  fileEncoding: failed('Content-Transfer-Encoding must in [base64]'),
  contentType: failed(
    'Content-Type must in [text/plain; charset=UTF-8,text/html; charset=UTF-8,multipart/mixed,multipart/related,multipart/alternative]',
  ),
  malformedHeader: { error: 'malformed MIME header line' },
  mimeVersion: failed('Mime-Version must in [1.0]'),
  bodySize: failed('The email is too large. Remove some content and try again.'),
  fileContent: failed('Incorrect attachment content. Make sure the base64 content is correct.'),
  cutOff: { error: 'multipart: NextPart: EOF' },
  fileSize: failed('The attachments are too large. Make sure they do not exceed the size limit of attachments.'),
  rate: { code: 'RequestLimitExceeded.SmtpRateLimit', text: 'smtp sending frequency limit. Please try again later.' },
  bodyContent: failed('Incorrect body content. Make sure the base64 content is correct.'),
  forbidden: failed('SMTPForbidden'),
} as const satisfies Record<string, Refusal>

/** For what the page calls unsupported and names no answer for: these words are the emulator's. */
export function unsupported(what: string): Refusal {
  return { code: 'UnsupportedOperation', text: `${what} is currently unsupported` }
}

function failed(text: string): CallError {
  return { code: 'FailedOperation', text }
}

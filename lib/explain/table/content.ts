// Tested by test/explain/every-code.test.ts.

import {
  ATTACHMENT_TYPES_PAGE,
  COMMON_ERRORS_PAGE,
  ERROR_PAGE,
  SEND_EMAIL_PAGE,
  SENDING_LIMITS_PAGE,
} from '../../provider.ts'
import type { Group } from './row.ts'

/** Hint for a line that is too long, in whatever words SES says so. */
export const LONG_LINE_HINT =
  'A line of the mail has 2,000 bytes or more: encode the body as Base64 or break its lines, and fold long headers.'

/** Hint for a mail that a server refuses for its size alone. */
export const TOO_LARGE_HINT = 'Make the mail smaller: with its attachments encoded it must stay under 10 MB.'

const NO_TEMPLATES = "Send the mail's own text and HTML: templates are not sent over SMTP."

/** The mail itself: its form, its size, its text, its files. */
// biome-ignore format: a table
export const contentGroups: readonly Group[] = [
  // The page's "System errors" and "General business error description". The descriptions come with a bare
  // FailedOperation.
  { reason: 'message-invalid', retry: 'never', docs: ERROR_PAGE, rows: [
    // go-smtp: `too longer line` until 2022, `too long a line` since; `Too long line` before it closes the connection.
    { phrases: ['too longer', 'too long a line', 'Too long line'], hint: LONG_LINE_HINT },
    { phrases: ['msg.Subject is null'], hint: 'Give the mail a subject.' },
    { code: 'FailedOperation.MissingEmailContent',
      phrases: ['msg.Body is null', 'content of the email is missing', '缺少发信内容'],
      hint: 'Give the mail a text or an HTML that is not empty.' },
    // The Chinese page says so of attachments only, the English one of any part.
    { phrases: ['Content-Transfer-Encoding must in'],
      hint: 'Encode the mail and its attachments as Base64: SES takes no other Content-Transfer-Encoding.' },
    { phrases: ['Content-Type must in'],
      hint: 'Use text/plain or text/html with charset=UTF-8, or multipart/mixed, related or alternative: SES takes no other Content-Type.' },
    { phrases: ['Mime-Version must in'], hint: 'Leave MIME-Version out, or set it to 1.0.' },
  ] },
  { reason: 'message-too-large', retry: 'never', docs: ERROR_PAGE, rows: [
    { code: 'FailedOperation.EmailContentToolarge', phrases: ['email is too large', '邮件内容太大'],
      hint: 'Shorten the body: without its attachments a mail may have 1 MB.' },
  ] },
  { reason: 'attachment-refused', retry: 'never', docs: ERROR_PAGE, rows: [
    { code: 'InvalidParameterValue.AttachContentIsWrong', phrases: ['Incorrect attachment content', '附件内容错误'],
      hint: 'Encode attachments as Base64, and keep the mail under 10 MB: above it SES cuts the Base64 off.' },
  ] },
  { reason: 'message-too-large', retry: 'never', docs: ERROR_PAGE, rows: [
    { code: 'FailedOperation.AttachContentToolarge', phrases: ['attachments are too large', '附件太大'],
      hint: 'Make the attachments smaller, 5 MB each and 8 MB together, or send links to them.' },
  ] },
  { reason: 'message-invalid', retry: 'never', docs: ERROR_PAGE, rows: [
    { code: 'InvalidParameterValue.EmailContentIsWrong',
      phrases: ['Incorrect body content', 'illegal base64 data', '邮件内容错误'],
      hint: 'Encode the body as Base64 where its Content-Transfer-Encoding says so, and keep the mail under 10 MB: above it SES cuts the Base64 off.' },
  ] },

  // Codes of SendEmail.
  { reason: 'message-too-large', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    // go-smtp's 552, and Nodemailer's words where the server names its limit beforehand.
    { code: 'RequestSizeLimitExceeded',
      phrases: ['message size exceeded', 'Message size larger than allowed', 'size exceeds', 'exceeds size limit'],
      hint: TOO_LARGE_HINT },
  ] },
  { reason: 'attachment-refused', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.TooManyAttachments', phrases: ['附件数量太多'], hint: 'Attach at most 10 files.' },
    { code: 'FailedOperation.InvalidAttachName', phrases: ['Unsupported attachment name', '不支持的附件名称'],
      docs: ATTACHMENT_TYPES_PAGE,
      hint: 'Rename the attachment: none of ? \\ * | " < > : / or space, and an extension that SES takes.' },
    { code: 'FailedOperation.FileURLNotExist', hint: 'Attach the file itself: SES could not fetch its URL.' },
  ] },
  { reason: 'message-invalid', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.IllegalURL', phrases: ['邮件包含不合规链接'],
      hint: 'Take the links out that SES does not allow.' },
    { code: 'FailedOperation.URLForbidden',
      hint: 'Take all links out: SES forbids them to accounts whose delivery rate is low.' },
    { code: 'FailedOperation.ProtocolCheckErr', phrases: ['协议检查错误'], docs: ERROR_PAGE,
      hint: "Compare the mail with the page's input parameters: SES does not take its form." },
    { code: 'InvalidParameterValue.SubjectLengthError', phrases: ['邮件主题长度必须'], docs: SENDING_LIMITS_PAGE,
      hint: 'Shorten the subject, to 100 characters to be safe.' },
    { code: 'FailedOperation.InvalidTemplateID', phrases: ['模板ID无效'], hint: NO_TEMPLATES },
    { code: 'OperationDenied.TemplateStatusError', phrases: ['发信模板不存在'], hint: NO_TEMPLATES },
    { code: 'InvalidParameterValue.TemplateNotExist', phrases: ['不存在该模板'], hint: NO_TEMPLATES },
    { code: 'FailedOperation.WrongContentJson', phrases: ['TemplateData字段格式不正确'], hint: NO_TEMPLATES },
  ] },
]

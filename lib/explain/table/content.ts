import { ATTACHMENT_TYPES_PAGE, COMMON_ERRORS_PAGE, SEND_EMAIL_PAGE, SENDING_LIMITS_PAGE } from '../../provider.ts'
import type { Entry } from './entry.ts'

/** Hint for a line too long, in every form that it shows itself. */
export const LONG_LINE_HINT =
  'A line of the mail has 2,000 bytes or more: encode the body as Base64 or break its lines, and fold long headers.'

/** Hint for a mail that a server refuses for its size alone. */
export const TOO_LARGE_HINT = 'Make the mail smaller: with its attachments encoded it must stay under 10 MB.'

/** The mail itself: its form, its size, its text, its files. */
export const contentEntries: readonly Entry[] = [
  // The page's "System errors" and "General business error description". The descriptions come with a bare FailedOperation.
  {
    // go-smtp's words: `too longer line` until 2022, `too long a line` since; `Too long line` before it closes the connection.
    phrases: ['too longer', 'too long a line', 'Too long line'],
    reason: 'message-invalid',
    retry: 'never',
    hint: LONG_LINE_HINT,
  },
  {
    phrases: ['msg.Subject is null'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Give the mail a subject.',
  },
  {
    code: 'FailedOperation.MissingEmailContent',
    phrases: ['msg.Body is null', 'content of the email is missing', '缺少发信内容'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Give the mail a text or an HTML that is not empty.',
  },
  {
    // The Chinese page means that of attachments, the English one any.
    phrases: ['Content-Transfer-Encoding must in'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Encode the mail and its attachments as Base64: SES takes no other Content-Transfer-Encoding.',
  },
  {
    phrases: ['Content-Type must in'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Use text/plain or text/html with charset=UTF-8, or multipart/mixed, related or alternative: SES takes no other Content-Type.',
  },
  {
    phrases: ['Mime-Version must in'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Leave MIME-Version out, or set it to 1.0.',
  },
  {
    code: 'FailedOperation.EmailContentToolarge',
    phrases: ['email is too large', '邮件内容太大'],
    reason: 'message-too-large',
    retry: 'never',
    hint: 'Shorten the body: without its attachments a mail may have 1 MB.',
  },
  {
    code: 'InvalidParameterValue.AttachContentIsWrong',
    phrases: ['Incorrect attachment content', '附件内容错误'],
    reason: 'attachment-refused',
    retry: 'never',
    hint: 'Encode attachments as Base64, and keep the mail under 10 MB: above it SES cuts the Base64 off.',
  },
  {
    code: 'FailedOperation.AttachContentToolarge',
    phrases: ['attachments are too large', '附件太大'],
    reason: 'message-too-large',
    retry: 'never',
    hint: 'Make the attachments smaller, 5 MB each and 8 MB together, or send links to them.',
  },
  {
    code: 'InvalidParameterValue.EmailContentIsWrong',
    phrases: ['Incorrect body content', 'illegal base64 data', '邮件内容错误'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Encode the body as Base64 where its Content-Transfer-Encoding says so, and keep the mail under 10 MB: above it SES cuts the Base64 off.',
  },

  // Codes of SendEmail.
  {
    code: 'RequestSizeLimitExceeded',
    // go-smtp's 552, and Nodemailer's words where the server names its limit beforehand.
    phrases: ['message size exceeded', 'Message size larger than allowed', 'size exceeds', 'exceeds size limit'],
    reason: 'message-too-large',
    retry: 'never',
    hint: TOO_LARGE_HINT,
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'FailedOperation.TooManyAttachments',
    phrases: ['附件数量太多'],
    reason: 'attachment-refused',
    retry: 'never',
    hint: 'Attach at most 10 files.',
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'FailedOperation.InvalidAttachName',
    phrases: ['Unsupported attachment name', '不支持的附件名称'],
    reason: 'attachment-refused',
    retry: 'never',
    hint: 'Rename the attachment: none of ? \\ * | " < > : / or space, and an extension that SES takes.',
    docs: ATTACHMENT_TYPES_PAGE,
  },
  {
    code: 'FailedOperation.FileURLNotExist',
    reason: 'attachment-refused',
    retry: 'never',
    hint: 'Attach the file itself: SES could not fetch its URL.',
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'FailedOperation.IllegalURL',
    phrases: ['邮件包含不合规链接'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Take the links out that SES does not allow.',
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'FailedOperation.URLForbidden',
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Take all links out: SES forbids them to accounts whose delivery rate is low.',
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'FailedOperation.ProtocolCheckErr',
    phrases: ['协议检查错误'],
    reason: 'message-invalid',
    retry: 'never',
    hint: "Compare the mail with the page's input parameters: SES does not take its form.",
  },
  {
    code: 'InvalidParameterValue.SubjectLengthError',
    phrases: ['邮件主题长度必须'],
    reason: 'message-invalid',
    retry: 'never',
    hint: 'Shorten the subject, to 100 characters to be safe.',
    docs: SENDING_LIMITS_PAGE,
  },
  {
    code: 'FailedOperation.InvalidTemplateID',
    phrases: ['模板ID无效'],
    reason: 'message-invalid',
    retry: 'never',
    hint: "Send the mail's own text and HTML: templates are not sent over SMTP.",
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'OperationDenied.TemplateStatusError',
    phrases: ['发信模板不存在'],
    reason: 'message-invalid',
    retry: 'never',
    hint: "Send the mail's own text and HTML: templates are not sent over SMTP.",
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'InvalidParameterValue.TemplateNotExist',
    phrases: ['不存在该模板'],
    reason: 'message-invalid',
    retry: 'never',
    hint: "Send the mail's own text and HTML: templates are not sent over SMTP.",
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'FailedOperation.WrongContentJson',
    phrases: ['TemplateData字段格式不正确'],
    reason: 'message-invalid',
    retry: 'never',
    hint: "Send the mail's own text and HTML: templates are not sent over SMTP.",
    docs: SEND_EMAIL_PAGE,
  },
]

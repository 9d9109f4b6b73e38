// Tested by test/explain/every-code.test.ts.

import type { Words } from '../../language.ts'
import {
  ATTACHMENT_TYPES_PAGE,
  COMMON_ERRORS_PAGE,
  ERROR_PAGE,
  SEND_EMAIL_PAGE,
  SENDING_LIMITS_PAGE,
} from '../../provider.ts'
import type { Group } from './row.ts'

/** Hint for a line that is too long, in whatever words SES says so. */
export const LONG_LINE_HINT: Words = {
  en: 'A line of the mail has 2,000 bytes or more: encode the body as Base64 or break its lines, and fold long headers.',
  zh: '邮件中有一行达到或超过 2,000 字节：请将正文编码为 Base64 或拆分长行，并折叠过长的邮件头。',
}

/** Hint for a mail that a server refuses for its size alone. */
export const TOO_LARGE_HINT: Words = {
  en: 'Make the mail smaller: with its attachments encoded it must stay under 10 MB.',
  zh: '请缩小邮件：附件编码后整封邮件须小于 10 MB。',
}

const NO_TEMPLATES: Words = {
  en: "Send the mail's own text and HTML: templates are not sent over SMTP.",
  zh: '请直接发送文本和 HTML 正文：SMTP 不支持模板。',
}

/** The mail itself: its form, its size, its text, its files. */
// biome-ignore format: a table
export const contentGroups: readonly Group[] = [
  // The page's "System errors" and "General business error description". The descriptions come with a bare
  // FailedOperation.
  { reason: 'message-invalid', retry: 'never', docs: ERROR_PAGE, rows: [
    // go-smtp: `too longer line` until 2022, `too long a line` since; `Too long line` before it closes the connection.
    { phrases: ['too longer', 'too long a line', 'Too long line'], hint: LONG_LINE_HINT },
    { phrases: ['msg.Subject is null'], hint: { en: 'Give the mail a subject.',
        zh: '请设置邮件主题。' } },
    { code: 'FailedOperation.MissingEmailContent',
      phrases: ['msg.Body is null', 'content of the email is missing', '缺少发信内容'],
      hint: { en: 'Give the mail a text or an HTML that is not empty.',
        zh: '请设置非空的文本或 HTML 正文。' } },
    // The Chinese page says so of attachments only, the English one of any part.
    { phrases: ['Content-Transfer-Encoding must in'],
      hint: { en: 'Encode the mail and its attachments as Base64: SES takes no other Content-Transfer-Encoding.',
        zh: '请将邮件及附件编码为 Base64：SES 不接受其他 Content-Transfer-Encoding。' } },
    { phrases: ['Content-Type must in'],
      hint: { en: 'Use text/plain or text/html with charset=UTF-8, or multipart/mixed, related or alternative: SES takes no other Content-Type.',
        zh: '请使用 charset=UTF-8 的 text/plain 或 text/html，或 multipart/mixed、related、alternative：SES 不接受其他 Content-Type。' } },
    { phrases: ['Mime-Version must in'], hint: { en: 'Leave MIME-Version out, or set it to 1.0.',
        zh: '请不要设置 MIME-Version，或设为 1.0。' } },
  ] },
  { reason: 'message-too-large', retry: 'never', docs: ERROR_PAGE, rows: [
    { code: 'FailedOperation.EmailContentToolarge', phrases: ['email is too large', '邮件内容太大'],
      hint: { en: 'Shorten the body: without its attachments a mail may have 1 MB.',
        zh: '请缩短正文：除附件外，邮件不能超过 1 MB。' } },
  ] },
  { reason: 'attachment-refused', retry: 'never', docs: ERROR_PAGE, rows: [
    { code: 'InvalidParameterValue.AttachContentIsWrong', phrases: ['Incorrect attachment content', '附件内容错误'],
      hint: { en: 'Encode attachments as Base64, and keep the mail under 10 MB: above it SES cuts the Base64 off.',
        zh: '请将附件编码为 Base64，并使整封邮件小于 10 MB：超出时 SES 会截断 Base64。' } },
  ] },
  { reason: 'message-too-large', retry: 'never', docs: ERROR_PAGE, rows: [
    { code: 'FailedOperation.AttachContentToolarge', phrases: ['attachments are too large', '附件太大'],
      hint: { en: 'Make the attachments smaller, 5 MB each and 8 MB together, or send links to them.',
        zh: '请缩小附件（单个 5 MB 以内，合计 8 MB 以内），或改为发送链接。' } },
  ] },
  { reason: 'message-invalid', retry: 'never', docs: ERROR_PAGE, rows: [
    { code: 'InvalidParameterValue.EmailContentIsWrong',
      phrases: ['Incorrect body content', 'illegal base64 data', '邮件内容错误'],
      hint: { en: 'Encode the body as Base64 where its Content-Transfer-Encoding says so, and keep the mail under 10 MB: above it SES cuts the Base64 off.',
        zh: 'Content-Transfer-Encoding 为 base64 时，请确保正文确已编码为 Base64，并使整封邮件小于 10 MB：超出时 SES 会截断 Base64。' } },
  ] },

  // Codes of SendEmail.
  { reason: 'message-too-large', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    // go-smtp's 552, and Nodemailer's words where the server names its limit beforehand.
    { code: 'RequestSizeLimitExceeded',
      phrases: ['message size exceeded', 'Message size larger than allowed', 'size exceeds', 'exceeds size limit'],
      hint: TOO_LARGE_HINT },
  ] },
  { reason: 'attachment-refused', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.TooManyAttachments', phrases: ['附件数量太多'], hint: { en: 'Attach at most 10 files.',
        zh: '附件最多 10 个。' } },
    { code: 'FailedOperation.InvalidAttachName', phrases: ['Unsupported attachment name', '不支持的附件名称'],
      docs: ATTACHMENT_TYPES_PAGE,
      hint: { en: 'Rename the attachment: none of ? \\ * | " < > : / or space, and an extension that SES takes.',
        zh: '请重命名附件：不能包含 ? \\ * | " < > : / 或空格，扩展名须为 SES 所支持。' } },
    { code: 'FailedOperation.FileURLNotExist', hint: { en: 'Attach the file itself: SES could not fetch its URL.',
        zh: '请直接附上文件：SES 无法下载该 URL。' } },
  ] },
  { reason: 'message-invalid', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.IllegalURL', phrases: ['邮件包含不合规链接'],
      hint: { en: 'Take the links out that SES does not allow.',
        zh: '请去掉 SES 不允许的链接。' } },
    { code: 'FailedOperation.URLForbidden',
      hint: { en: 'Take all links out: SES forbids them to accounts whose delivery rate is low.',
        zh: '请去掉所有链接：送达率低的账号不能发送链接。' } },
    { code: 'FailedOperation.ProtocolCheckErr', phrases: ['协议检查错误'], docs: ERROR_PAGE,
      hint: { en: "Compare the mail with the page's input parameters: SES does not take its form.",
        zh: '请对照文档的输入参数检查邮件：SES 不接受其格式。' } },
    { code: 'InvalidParameterValue.SubjectLengthError', phrases: ['邮件主题长度必须'], docs: SENDING_LIMITS_PAGE,
      hint: { en: 'Shorten the subject, to 100 characters to be safe.',
        zh: '请缩短主题，建议不超过 100 个字符。' } },
    { code: 'FailedOperation.InvalidTemplateID', phrases: ['模板ID无效'], hint: NO_TEMPLATES },
    { code: 'OperationDenied.TemplateStatusError', phrases: ['发信模板不存在'], hint: NO_TEMPLATES },
    { code: 'InvalidParameterValue.TemplateNotExist', phrases: ['不存在该模板'], hint: NO_TEMPLATES },
    { code: 'FailedOperation.WrongContentJson', phrases: ['TemplateData字段格式不正确'], hint: NO_TEMPLATES },
  ] },
]

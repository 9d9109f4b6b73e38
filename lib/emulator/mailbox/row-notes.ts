// Tested by test/emulator/mailbox/broken.test.ts.

import type { Mark } from './locate.ts'

/**
 * Where it stands that SES refuses what breaks a row: on its page of SMTP, on that of SendEmail, to which the first refers, or
 * nowhere: that the gateway refuses it is assumed. `test`: nothing is wrong with the mail. `connection`: it came to no mail.
 */
export type RowSource = 'smtp-page' | 'send-email-page' | 'assumed' | 'test' | 'connection'

export interface RowNote {
  readonly source: RowSource
  /** What to look at in the source. */
  readonly mark?: Mark
  /** What to do about it. */
  readonly advice: { readonly en: string; readonly zh: string }
}

const header = (field: string): Mark => ({ about: 'header', field })
const files = (field?: string): Mark => ({ about: 'files', ...(field !== undefined && { field }) })
const nowhere = undefined

const table: readonly (readonly [row: string, source: RowSource, mark: Mark | undefined, en: string, zh: string])[] = [
  [
    'bcc',
    'assumed',
    header('Bcc'),
    'Send each hidden recipient a mail of its own, with that address alone in To.',
    '为每个密送收件人单独发一封邮件，To 中只写该地址。',
  ],
  [
    'cc',
    'assumed',
    header('Cc'),
    'Move these addresses to To, or send them a mail of their own.',
    '把这些地址移到 To，或单独发给他们。',
  ],
  [
    'content-transfer-encoding',
    'smtp-page',
    { about: 'texts', field: 'Content-Transfer-Encoding' },
    'Encode the text in Base64 or send it as 8bit. Nodemailer: textEncoding: "base64".',
    '正文使用 Base64 编码，或以 8bit 发送。Nodemailer：textEncoding: "base64"。',
  ],
  [
    'content-type',
    'smtp-page',
    { about: 'body', field: 'Content-Type' },
    'Leave only text/plain and text/html with charset=UTF-8 in multipart/mixed, related or alternative; attach the rest as files.',
    '只保留 charset=UTF-8 的 text/plain 和 text/html，放在 multipart/mixed、related 或 alternative 中；其余作为附件。',
  ],
  ['from', 'smtp-page', header('From'), 'Give the mail a From field.', '为邮件加上 From。'],
  ['mime-version', 'smtp-page', header('MIME-Version'), 'Write 1.0, or leave the field out.', '写 1.0，或不写该字段。'],
  ['subject', 'smtp-page', header('Subject'), 'Give the mail a subject that is not empty.', '为邮件加上非空的主题。'],
  ['to', 'send-email-page', header('To'), 'Name at least one address in To.', '在 To 中至少写一个地址。'],
  [
    'attachment-content-transfer-encoding',
    'smtp-page',
    files('Content-Transfer-Encoding'),
    'Encode the file in Base64.',
    '附件使用 Base64 编码。',
  ],
  [
    'attachment-content-disposition',
    'smtp-page',
    files('Content-Disposition'),
    'Attach the file with Content-Disposition: attachment. An image in the HTML has to be a data: URL or on the web.',
    '附件使用 Content-Disposition: attachment。HTML 中的图片改用 data: URL 或网络地址。',
  ],
  [
    'attachment-content-id',
    'assumed',
    files('Content-ID'),
    'Leave Content-ID out. An image in the HTML has to be a data: URL or on the web.',
    '去掉 Content-ID。HTML 中的图片改用 data: URL 或网络地址。',
  ],
  [
    'attachment-content-location',
    'assumed',
    files('Content-Location'),
    'Leave Content-Location out. An image in the HTML has to be a data: URL or on the web.',
    '去掉 Content-Location。HTML 中的图片改用 data: URL 或网络地址。',
  ],
  [
    'attachment-content-base',
    'assumed',
    files('Content-Base'),
    'Leave Content-Base out. An image in the HTML has to be a data: URL or on the web.',
    '去掉 Content-Base。HTML 中的图片改用 data: URL 或网络地址。',
  ],
  [
    'system-1',
    'smtp-page',
    nowhere,
    'Fold lines before 2,000 bytes, or encode the text in Base64, which has lines of 76.',
    '每行在 2,000 字节之前换行，或使用 Base64 编码（每行 76 字节）。',
  ],
  [
    'system-2',
    'smtp-page',
    nowhere,
    'Keep all attachments below 8 MB together; send links to what is larger.',
    '附件总大小保持在 8 MB 以下；更大的文件改发链接。',
  ],
  ['body-null', 'smtp-page', nowhere, 'Give the mail a text or an HTML.', '为邮件加上文本或 HTML 正文。'],
  [
    'body-size',
    'smtp-page',
    nowhere,
    'Shorten the text, or move images out of the HTML to the web.',
    '缩短正文，或把 HTML 中的图片放到网上。',
  ],
  [
    'attachment-content',
    'smtp-page',
    files(),
    'Encode the file in Base64, whole. A message over 10 MB is cut off within it.',
    '附件须为完整的 Base64。超过 10 MB 的邮件会被截断。',
  ],
  [
    'attachment-size',
    'smtp-page',
    files(),
    'Keep each file below 5 MB and all below 8 MB; send links to what is larger.',
    '单个附件小于 5 MB，总共小于 8 MB；更大的文件改发链接。',
  ],
  [
    'body-content',
    'smtp-page',
    { about: 'texts' },
    'Encode the text in Base64 as its header says, or change the header.',
    '按头部声明对正文进行 Base64 编码，或修改头部。',
  ],
  [
    'sender-format',
    'send-email-page',
    header('From'),
    'Write From as: alias, one space, <address>. No colon in the alias, and one address only.',
    'From 写成：别名、一个空格、<地址>。别名中不能有冒号，且只能有一个地址。',
  ],
  [
    'sender-not-authenticated',
    'send-email-page',
    header('From'),
    'Send from the address that logs in, in From and in MAIL FROM; each sender address has a login of its own.',
    'From 和 MAIL FROM 使用登录的发信地址；每个发信地址有各自的登录。',
  ],
  [
    'too-many-recipients',
    'send-email-page',
    header('To'),
    'Send several mails, each to at most 50 recipients.',
    '分成多封发送，每封最多 50 个收件人。',
  ],
  [
    'recipients-differ',
    'assumed',
    header('To'),
    'Name in To exactly those whom RCPT names. A hidden recipient gets a mail of its own.',
    'To 与 RCPT 的收件人保持一致。密送收件人单独发送。',
  ],
  [
    'subject-length',
    'send-email-page',
    header('Subject'),
    'Shorten the subject to 998 characters.',
    '主题缩短到 998 个字符以内。',
  ],
  [
    'too-many-attachments',
    'send-email-page',
    nowhere,
    'Attach at most 10 files; put more into an archive.',
    '最多 10 个附件；更多时请打包。',
  ],
  [
    'attachment-name',
    'send-email-page',
    files('Content-Disposition'),
    'Rename the file: no ? \\ * | " < > : / and no blank, at most 255 characters, an extension that SES takes.',
    '修改文件名：不含 ? \\ * | " < > : / 和空格，最多 255 个字符，扩展名为 SES 支持的类型。',
  ],
  [
    'smtp-forbidden',
    'smtp-page',
    nowhere,
    'SES refuses SMTP to accounts of individuals: have the account verified as an enterprise.',
    '个人账号不能使用 SMTP：请完成企业认证。',
  ],
  [
    'rate-limit',
    'smtp-page',
    nowhere,
    'Send more slowly and try this mail again a second later. The timeline shows the burst.',
    '降低发送频率，一秒后重试。时间线可以看到突发的调用。',
  ],
  [
    'recipient-limit',
    'send-email-page',
    nowhere,
    'Send this recipient fewer mails; nothing helps but waiting.',
    '减少发给该收件人的邮件；只能等待。',
  ],
  [
    'daily-quota',
    'send-email-page',
    nowhere,
    "Wait for midnight in China, or have the account's quota raised.",
    '等到中国时间零点，或申请提高额度。',
  ],
  [
    'fault',
    'test',
    nowhere,
    'The mail is in order: a fault of the test refused it.',
    '邮件本身没有问题：是测试设置的故障拒绝了它。',
  ],
  [
    'malformed-header',
    'assumed',
    nowhere,
    'Write every line of a header as name, colon and value; begin a continued line with a blank.',
    '邮件头每行写成“名称: 值”；续行以空格开头。',
  ],
  [
    'cut-off',
    'smtp-page',
    nowhere,
    'End the message with its last boundary: it is not complete, or too large.',
    '邮件须以最后的 boundary 结束：它不完整或过大。',
  ],
  ['recipient-format', 'send-email-page', header('To'), 'Correct the address of the recipient.', '改正收件人地址。'],
  [
    'login',
    'connection',
    nowhere,
    'Log in with an address and a password that the emulator knows.',
    '使用模拟器已有的地址和密码登录。',
  ],
  [
    'plaintext',
    'connection',
    nowhere,
    "Speak TLS at once, as SES's ports want it: secure: true in Nodemailer, SMTP_SSL in Python.",
    '一开始就使用 TLS：Nodemailer 用 secure: true，Python 用 SMTP_SSL。',
  ],
  [
    'certificate',
    'connection',
    nowhere,
    "Trust the emulator's certificate, and connect to a name that is in it.",
    '信任模拟器的证书，并用证书中的名称连接。',
  ],
  [
    'tls-version',
    'connection',
    nowhere,
    'Let the client speak TLS 1.2, or give the emulator tls: { maxVersion }.',
    '客户端使用 TLS 1.2，或为模拟器设置 tls: { maxVersion }。',
  ],
]

/** By the row's name. */
export const rowNotes: ReadonlyMap<string, RowNote> = new Map(
  table.map(([row, source, mark, en, zh]) => [row, { source, ...(mark && { mark }), advice: { en, zh } }]),
)

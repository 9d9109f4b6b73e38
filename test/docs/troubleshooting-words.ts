import type { SesLanguage, Words } from '../../lib/language.ts'

/** What stands in the document beside the tables. */
export interface DocumentWords {
  readonly file: string
  readonly intro: string
  readonly outro: string
  readonly head: readonly string[]
  readonly page: string
  readonly others: string
  readonly seconds: (count: number) => string
  readonly minutes: (count: number) => string
  readonly hours: (count: number) => string
  readonly midnight: string
}

/** Headings of the tables. */
export const HEADINGS = {
  connecting: { en: 'Connecting', zh: '连接' },
  login: { en: 'Logging in', zh: '登录' },
  account: { en: 'Account, rate and quota', zh: '账号、频率与额度' },
  parties: { en: 'Sender and recipients', zh: '发件人与收件人' },
  content: { en: 'The mail and its attachments', zh: '邮件内容与附件' },
  service: { en: 'SES itself, and the session', zh: 'SES 服务与会话' },
  families: { en: 'Codes that are not listed above', zh: '上面没有列出的错误码' },
  numbers: { en: "Replies without SES's words", zh: '没有 SES 原文的返回' },
} as const satisfies Record<string, Words>

export const MAYBE_SENT: Words = {
  en: 'Plain Nodemailer does not say whether the whole mail had gone: if it had, SES may have sent it.',
  zh: '原生 Nodemailer 不会说明整封邮件是否已经传完：如果已经传完，SES 可能已发出。',
}
export const SECURE: Words = {
  en: 'In plain Nodemailer: `secure: true`.',
  zh: '原生 Nodemailer 请设置 `secure: true`。',
}
export const OTHER_PORT: Words = {
  en: 'Port 25 is disabled at SES, and some networks block outgoing mail: use 465 or 587.',
  zh: 'SES 已禁用 25 端口，部分网络会拦截出站邮件：请使用 465 或 587。',
}
export const TRUSTED: Words = {
  en: 'The hosts of SES have trusted certificates. For the emulator give `tls: { ca }`.',
  zh: 'SES 的证书是受信任的。连接模拟网关时请设置 `tls: { ca }`。',
}
export const CUT_OFF: Words = { en: '554 … cut off before the code', zh: '554 … 在错误码之前被截断' }
export const OTHER_WORDS: Words = { en: '554 … with other words', zh: '554 … 其他文字' }

export const documents: Readonly<Record<SesLanguage, DocumentWords>> = {
  en: {
    file: 'lib/explain/TROUBLESHOOTING.md',
    intro: `# Troubleshooting

**English** · [简体中文](TROUBLESHOOTING.zh-CN.md)

<!-- Written by \`npm run docs\` from the table of meanings in lib/explain/table. Change that, or test/docs/. -->

From the text that you see to what to do. Search this page for the words behind \`"Code":"\` in SES's reply, in English or Chinese, or for the words of the error. Nodemailer puts words of its own in front of a reply, such as \`Invalid login:\`, \`Message failed:\` or \`Can't send mail - all recipients were rejected:\`; search for what follows them.

The number in front, nearly always \`554\`, does not say what is wrong. \`npx nodemailer-tencentcloud-ses verify\` finds out by itself what keeps a login from working ([command line](../cli/README.md#checking-the-setup)). With this transport you need not search: \`hint\` of the error says what to do, and \`explainReply(text)\` explains a reply from a log.

**Again?** says when the same mail can be sent again, as the error's \`retry\` does: \`never\` as it is; \`soon\`, within seconds, which the transport does itself; \`later\`, from a queue. [Errors](README.md) has the other fields.`,
    outro: `## Other things that you may see

- **Sending with plain Nodemailer hangs at port 587, and ends with \`Greeting never received\`.** SES's port 587 has TLS from the first byte and no STARTTLS: set \`secure: true\`, or use this transport, which does so at every port.
- **\`info.response\` is \`250\`, and nothing arrives.** SES has taken the mail, which does not mean that it was sent. Ask for its status: [Was it really sent?](../status/README.md)
- **\`SES may or may not have taken the mail\`** (\`delivery-unknown\`). The connection broke after the mail was handed over. Sending it again may send it twice: [let the transport ask SES](../status/README.md#settle-unknown-deliveries).
- **\`\` TypeError: Expected …, got \`undefined\`: is a variable not set? \`\`** An environment variable that the options use is missing.
- **\`Cannot find module 'lodash'\`** in a NestJS project: [NestJS](../HOSTS.md#nestjs).
- **None of these.** Open an issue with what \`explainReply(text)\` prints; it holds no password.`,
    head: ['you see', 'what to do', 'again?'],
    page: "SES's page",
    others: 'Other things that you may see',
    seconds: (count) => `after ${count} s`,
    minutes: (count) => `after ${count} min`,
    hours: (count) => `after ${count} h`,
    midnight: 'at midnight in China',
  },
  'zh-CN': {
    file: 'lib/explain/TROUBLESHOOTING.zh-CN.md',
    intro: `# 故障排查

[English](TROUBLESHOOTING.md) · **简体中文**

<!-- 由 \`npm run docs\` 根据 lib/explain/table 生成；请修改源头或 test/docs/，不要直接改本文件。 -->

根据看到的文字找到处理办法。在本页搜索 SES 返回中 \`"Code":"\` 之后的文字（中英文均可），或报错的原文。Nodemailer 会在返回前面加上自己的话，例如 \`Invalid login:\`、\`Message failed:\`、\`Can't send mail - all recipients were rejected:\`，请搜索其后的内容。

开头的数字几乎总是 \`554\`，并不能说明问题。\`npx nodemailer-tencentcloud-ses verify\` 会自动查出登录不上的原因（[命令行](../cli/README.md#checking-the-setup)）。使用本包时不必查表：错误的 \`hint\` 已写明该怎么办（\`language: 'zh-CN'\` 时为中文），日志里的返回文字可用 \`explainReply(text, { language: 'zh-CN' })\` 解读。

**能否重发**对应错误的 \`retry\`：\`never\` 表示原样重发没有用；\`soon\` 表示几秒内可重试，本包会自动进行；\`later\` 表示应由队列稍后重发。其余字段见[错误处理](README.md)。`,
    outro: `## 其他情况

- **用原生 Nodemailer 连 587 端口时卡住，最后报 \`Greeting never received\`。** SES 的 587 端口一连接就走 TLS，不支持 STARTTLS：请设置 \`secure: true\`，或使用本包（所有端口都直接使用 TLS）。
- **\`info.response\` 是 \`250\`，但没有收到邮件。** 这只表示 SES 收下了邮件，不代表已经发出，请查询状态：[邮件到底发出去没有](../status/README.md)
- **\`delivery-unknown\`**：邮件传完之后连接断开，不知道 SES 有没有收下，重发可能导致收件人收到两封：[让本包向 SES 查询](../status/README.md#settle-unknown-deliveries)。
- **\`\` TypeError: Expected …, got \`undefined\`: is a variable not set? \`\`** 配置所用的环境变量没有设置。
- **NestJS 项目报 \`Cannot find module 'lodash'\`**：见 [NestJS](../HOSTS.md#nestjs)。
- **都不是？** 请提交 issue，附上 \`explainReply(text)\` 的输出；其中不含密码。`,
    head: ['看到的文字', '怎么办', '能否重发'],
    page: '官方文档',
    others: '其他情况',
    seconds: (count) => `${count} 秒后`,
    minutes: (count) => `${count} 分钟后`,
    hours: (count) => `${count} 小时后`,
    midnight: '北京时间零点后',
  },
}

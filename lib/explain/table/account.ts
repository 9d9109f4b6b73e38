// Tested by test/explain/every-code.test.ts.

import type { Words } from '../../language.ts'
import {
  COMMON_ERRORS_PAGE,
  ERROR_PAGE,
  REPUTATION_PAGE,
  SEND_EMAIL_PAGE,
  SENDING_LIMITS_PAGE,
  SMTP_GUIDE_PAGE,
} from '../../provider.ts'
import type { Group } from './row.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

const NOT_AUTHORIZED: Words = {
  en: 'Check the SMTP password, and that the account may use SES: Tencent Cloud did not authorize the call.',
  zh: '请检查 SMTP 密码，并确认账号已开通 SES：腾讯云未授权此次调用。',
}

/** What the account may do, how much, and how fast. */
// biome-ignore format: a table
export const accountGroups: readonly Group[] = [
  { reason: 'rate-limited', retry: 'soon', retryAfter: SECOND, docs: SMTP_GUIDE_PAGE, rows: [
    { code: 'RequestLimitExceeded.SmtpRateLimit', phrases: ['smtp sending frequency limit', '触发 SMTP 调用频率限制'],
      hint: { en: 'Send more slowly: an account may make 20 SMTP calls a second, all of its processes together.',
        zh: '请降低发信频率：一个账号的所有进程合计每秒最多调用 SMTP 20 次。' } },
  ] },
  { reason: 'rate-limited', retry: 'soon', retryAfter: SECOND, docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'RequestLimitExceeded', phrases: ['请求的次数超过了频率限制', '主账号超过频率限制', '主账号限频', 'IP 限频'],
      hint: { en: 'Send more slowly: the account makes more calls a second than SES allows.',
        zh: '请降低发信频率：账号每秒的调用次数超过了 SES 的限制。' } },
  ] },
  { reason: 'quota-exceeded', retry: 'later', retryAfter: 'china-midnight', scope: 'sender', docs: SENDING_LIMITS_PAGE, rows: [
    { code: 'FailedOperation.ExceedSendLimit', phrases: ['超出当日总量发送限制'],
      hint: { en: "Wait until midnight in China, when the day's quota starts anew; it grows with the domain's reputation level.",
        zh: '请等到北京时间零点，届时当日额度重置；额度随域名信誉度等级提升。' } },
  ] },
  // `never`, since somebody has to pay first: a queue that tried again every minute would do so in vain until then.
  { reason: 'quota-exceeded', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.InsufficientBalance', phrases: ['余额不足', 'Insufficient balance'],
      hint: { en: "Top up the Tencent Cloud account's balance, then send the mail again.",
        zh: '请为腾讯云账号充值，然后重新发送。' } },
    { code: 'FailedOperation.InsufficientQuota', phrases: ['套餐包额度不足'],
      hint: { en: 'Buy another package of mails, then send the mail again.',
        zh: '请购买新的邮件套餐包，然后重新发送。' } },
  ] },
  { reason: 'blocked', retry: 'later', retryAfter: 10 * MINUTE, scope: 'provider', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.TemporaryBlocked',
      phrases: ['邮件推送平台会对该服务商发信暂停', '因触发了对应的收件服务商限制'],
      hint: { en: "Wait ten minutes: SES has paused mail to this recipient's provider, and resumes by itself.",
        zh: '请等待十分钟：SES 已暂停向该收件人的邮箱服务商发信，之后会自动恢复。' } },
  ] },
  { reason: 'blocked', retry: 'later', retryAfter: 'china-midnight', scope: 'sender', docs: REPUTATION_PAGE, rows: [
    // For the rest of the day, if of more than 300 mails over 11% went to addresses that do not exist, or over 15% came
    // back as spam.
    { code: 'FailedOperation.HighRejectionRate', phrases: ['拒信率过高'],
      hint: { en: 'Take addresses that bounce off your lists, and wait until midnight in China: SES has blocked the account for the day.',
        zh: '请从名单中清除被退信的地址，并等到北京时间零点：SES 已封禁该账号当日的发信。' } },
  ] },
  { reason: 'account-refused', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.SMTPForbidden', phrases: ['SMTPForbidden'], docs: ERROR_PAGE,
      hint: { en: 'Use an account verified for an enterprise, or the SendEmail API: SES has closed SMTP to individuals.',
        zh: '请使用企业认证账号，或改用 SendEmail API：SES 已不再向个人账号提供 SMTP。' } },
    { code: 'FailedOperation.WithOutPermission', phrases: ['仅支持使用模板发送邮件'],
      hint: { en: 'Ask Tencent Cloud for the permission to send custom content: this account may send templates only.',
        zh: '请向腾讯云申请自定义内容的发信权限：该账号只能发送模板邮件。' } },
    { code: 'FailedOperation.NoAttachPermission', phrases: ['没有附件发送权限'],
      hint: { en: 'Ask Tencent Cloud for the permission to send attachments, or send links to the files.',
        zh: '请向腾讯云申请附件发送权限，或改为发送文件链接。' } },
    // SES tells the cause only in a ticket.
    { code: 'FailedOperation.SendEmailErr', phrases: ['您的发送遇到问题'],
      hint: { en: 'Submit a ticket to Tencent Cloud with the request id: SES tells the cause only there.',
        zh: '请附上 RequestId 向腾讯云提交工单：SES 只在工单中说明原因。' } },
  ] },
  { reason: 'auth-failed', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'AuthFailure',
      phrases: ['请求未授权', '请求头部的 Authorization', '签名过期', '签名错误', '密钥不存在', '密钥非法', 'token 错误', 'MFA 错误'],
      hint: NOT_AUTHORIZED },
    { code: 'InvalidParameterValue.InvalidSmtpPassWord', phrases: ['密码长度为10~20位'], docs: SMTP_GUIDE_PAGE,
      hint: { en: 'Set another SMTP password in the SES console: of 10 to 20 characters, with digits, capital and small letters.',
        zh: '请在 SES 控制台重设 SMTP 密码：10～20 位，包含数字、大写和小写字母。' } },
    { code: 'UnauthorizedOperation', hint: NOT_AUTHORIZED },
  ] },
  { reason: 'account-refused', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'IpInBlacklist', phrases: ['IP 地址在黑名单中'],
      hint: { en: 'Send from another IP address, or ask Tencent Cloud to take this one off its blocklist.',
        zh: '请换一个 IP 地址发信，或请腾讯云将该 IP 移出黑名单。' } },
    { code: 'IpNotInWhitelist', phrases: ['IP 地址不在白名单中'],
      hint: { en: "Add this server's IP address to the account's allowlist.",
        zh: '请将本服务器的 IP 地址加入账号的白名单。' } },
  ] },
]

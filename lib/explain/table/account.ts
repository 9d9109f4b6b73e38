// Tested by test/explain/every-code.test.ts.

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

const NOT_AUTHORIZED =
  'Check the SMTP password, and that the account may use SES: Tencent Cloud did not authorize the call.'

/** What the account may do, how much, and how fast. */
// biome-ignore format: a table
export const accountGroups: readonly Group[] = [
  { reason: 'rate-limited', retry: 'soon', retryAfter: SECOND, docs: SMTP_GUIDE_PAGE, rows: [
    { code: 'RequestLimitExceeded.SmtpRateLimit', phrases: ['smtp sending frequency limit', '触发 SMTP 调用频率限制'],
      hint: 'Send more slowly: an account may make 20 SMTP calls a second, all of its processes together.' },
  ] },
  { reason: 'rate-limited', retry: 'soon', retryAfter: SECOND, docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'RequestLimitExceeded', phrases: ['请求的次数超过了频率限制', '主账号超过频率限制', '主账号限频', 'IP 限频'],
      hint: 'Send more slowly: the account makes more calls a second than SES allows.' },
  ] },
  { reason: 'quota-exceeded', retry: 'later', retryAfter: 'china-midnight', scope: 'sender', docs: SENDING_LIMITS_PAGE, rows: [
    { code: 'FailedOperation.ExceedSendLimit', phrases: ['超出当日总量发送限制'],
      hint: "Wait until midnight in China, when the day's quota starts anew; it grows with the domain's reputation level." },
  ] },
  // `never`, since somebody has to pay first: a queue that tried again every minute would do so in vain until then.
  { reason: 'quota-exceeded', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.InsufficientBalance', phrases: ['余额不足', 'Insufficient balance'],
      hint: "Top up the Tencent Cloud account's balance, then send the mail again." },
    { code: 'FailedOperation.InsufficientQuota', phrases: ['套餐包额度不足'],
      hint: 'Buy another package of mails, then send the mail again.' },
  ] },
  { reason: 'blocked', retry: 'later', retryAfter: 10 * MINUTE, scope: 'provider', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.TemporaryBlocked',
      phrases: ['邮件推送平台会对该服务商发信暂停', '因触发了对应的收件服务商限制'],
      hint: "Wait ten minutes: SES has paused mail to this recipient's provider, and resumes by itself." },
  ] },
  { reason: 'blocked', retry: 'later', retryAfter: 'china-midnight', scope: 'sender', docs: REPUTATION_PAGE, rows: [
    // For the rest of the day, if of more than 300 mails over 11% went to addresses that do not exist, or over 15% came
    // back as spam.
    { code: 'FailedOperation.HighRejectionRate', phrases: ['拒信率过高'],
      hint: 'Take addresses that bounce off your lists, and wait until midnight in China: SES has blocked the account for the day.' },
  ] },
  { reason: 'account-refused', retry: 'never', docs: SEND_EMAIL_PAGE, rows: [
    { code: 'FailedOperation.SMTPForbidden', phrases: ['SMTPForbidden'], docs: ERROR_PAGE,
      hint: 'Use an account verified for an enterprise, or the SendEmail API: SES has closed SMTP to individuals.' },
    { code: 'FailedOperation.WithOutPermission', phrases: ['仅支持使用模板发送邮件'],
      hint: 'Ask Tencent Cloud for the permission to send custom content: this account may send templates only.' },
    { code: 'FailedOperation.NoAttachPermission', phrases: ['没有附件发送权限'],
      hint: 'Ask Tencent Cloud for the permission to send attachments, or send links to the files.' },
    // SES tells the cause only in a ticket.
    { code: 'FailedOperation.SendEmailErr', phrases: ['您的发送遇到问题'],
      hint: 'Submit a ticket to Tencent Cloud with the request id: SES tells the cause only there.' },
  ] },
  { reason: 'auth-failed', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'AuthFailure',
      phrases: ['请求未授权', '请求头部的 Authorization', '签名过期', '签名错误', '密钥不存在', '密钥非法', 'token 错误', 'MFA 错误'],
      hint: NOT_AUTHORIZED },
    { code: 'InvalidParameterValue.InvalidSmtpPassWord', phrases: ['密码长度为10~20位'], docs: SMTP_GUIDE_PAGE,
      hint: 'Set another SMTP password in the SES console: of 10 to 20 characters, with digits, capital and small letters.' },
    { code: 'UnauthorizedOperation', hint: NOT_AUTHORIZED },
  ] },
  { reason: 'account-refused', retry: 'never', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'IpInBlacklist', phrases: ['IP 地址在黑名单中'],
      hint: 'Send from another IP address, or ask Tencent Cloud to take this one off its blocklist.' },
    { code: 'IpNotInWhitelist', phrases: ['IP 地址不在白名单中'],
      hint: "Add this server's IP address to the account's allowlist." },
  ] },
]

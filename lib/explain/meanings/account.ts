import { COMMON_ERRORS_PAGE, SEND_EMAIL_PAGE, SENDING_LIMITS_PAGE, SMTP_GUIDE_PAGE } from '../pages.ts'
import type { Entry } from './entry.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** What the account may do, how much, and how fast. */
export const accountEntries: readonly Entry[] = [
  {
    code: 'RequestLimitExceeded.SmtpRateLimit',
    phrases: ['smtp sending frequency limit', '触发 SMTP 调用频率限制'],
    reason: 'rate-limited',
    retry: 'soon',
    retryAfter: SECOND,
    hint: 'Send more slowly: an account may make 20 SMTP calls a second, all of its processes together.',
    docs: SMTP_GUIDE_PAGE,
  },
  {
    code: 'RequestLimitExceeded',
    phrases: ['请求的次数超过了频率限制', '主账号超过频率限制', '主账号限频', 'IP 限频'],
    reason: 'rate-limited',
    retry: 'soon',
    retryAfter: SECOND,
    hint: 'Send more slowly: the account makes more calls a second than SES allows.',
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'FailedOperation.ExceedSendLimit',
    phrases: ['超出当日总量发送限制'],
    reason: 'quota-exceeded',
    retry: 'later',
    retryAfter: 'china-midnight',
    hint: "Wait until midnight in China, when the day's quota starts anew; it grows with the domain's reputation level.",
    docs: SENDING_LIMITS_PAGE,
  },
  // `never` for the two below: it takes a person who pays. A queue that tried again every minute would only run until then.
  {
    code: 'FailedOperation.InsufficientBalance',
    phrases: ['余额不足', 'Insufficient balance'],
    reason: 'quota-exceeded',
    retry: 'never',
    hint: "Top up the Tencent Cloud account's balance, then send the mail again.",
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'FailedOperation.InsufficientQuota',
    phrases: ['套餐包额度不足'],
    reason: 'quota-exceeded',
    retry: 'never',
    hint: 'Buy another package of mails, then send the mail again.',
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'FailedOperation.TemporaryBlocked',
    phrases: ['邮件推送平台会对该服务商发信暂停', '因触发了对应的收件服务商限制'],
    reason: 'blocked',
    retry: 'later',
    retryAfter: 10 * MINUTE,
    hint: "Wait ten minutes: SES has paused mail to this recipient's provider, and resumes by itself.",
    docs: SEND_EMAIL_PAGE,
  },
  {
    // When it ends is not documented.
    code: 'FailedOperation.HighRejectionRate',
    phrases: ['拒信率过高'],
    reason: 'blocked',
    retry: 'later',
    hint: 'Take addresses that bounce off your lists, and send again when SES has lifted the block.',
    docs: SENDING_LIMITS_PAGE,
  },
  {
    code: 'FailedOperation.SMTPForbidden',
    phrases: ['SMTPForbidden'],
    reason: 'account-refused',
    retry: 'never',
    hint: 'Use an account verified for an enterprise, or the SendEmail API: SES has closed SMTP to individuals.',
  },
  {
    code: 'FailedOperation.WithOutPermission',
    phrases: ['仅支持使用模板发送邮件'],
    reason: 'account-refused',
    retry: 'never',
    hint: 'Ask Tencent Cloud for the permission to send custom content: this account may send templates only.',
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'FailedOperation.NoAttachPermission',
    phrases: ['没有附件发送权限'],
    reason: 'account-refused',
    retry: 'never',
    hint: 'Ask Tencent Cloud for the permission to send attachments, or send links to the files.',
    docs: SEND_EMAIL_PAGE,
  },
  {
    // SES tells the cause only in a ticket.
    code: 'FailedOperation.SendEmailErr',
    phrases: ['您的发送遇到问题'],
    reason: 'account-refused',
    retry: 'never',
    hint: 'Submit a ticket to Tencent Cloud with the request id: SES tells the cause only there.',
    docs: SEND_EMAIL_PAGE,
  },
  {
    code: 'AuthFailure',
    phrases: [
      '请求未授权',
      '请求头部的 Authorization',
      '签名过期',
      '签名错误',
      '密钥不存在',
      '密钥非法',
      'token 错误',
      'MFA 错误',
    ],
    reason: 'auth-failed',
    retry: 'never',
    hint: 'Check the SMTP password, and that the account may use SES: Tencent Cloud did not authorize the call.',
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'UnauthorizedOperation',
    reason: 'auth-failed',
    retry: 'never',
    hint: 'Check the SMTP password, and that the account may use SES: Tencent Cloud did not authorize the call.',
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'IpInBlacklist',
    phrases: ['IP 地址在黑名单中'],
    reason: 'account-refused',
    retry: 'never',
    hint: 'Send from another IP address, or ask Tencent Cloud to take this one off its blocklist.',
    docs: COMMON_ERRORS_PAGE,
  },
  {
    code: 'IpNotInWhitelist',
    phrases: ['IP 地址不在白名单中'],
    reason: 'account-refused',
    retry: 'never',
    hint: "Add this server's IP address to the account's allowlist.",
    docs: COMMON_ERRORS_PAGE,
  },
]

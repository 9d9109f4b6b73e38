// Tested by test/explain/every-code.test.ts.

import type { Words } from '../../language.ts'
import { COMMON_ERRORS_PAGE, SEND_EMAIL_PAGE, SMTP_ADDRESS_PAGE, SMTP_GUIDE_PAGE } from '../../provider.ts'
import type { Group } from './row.ts'

/** What to do about a refused login. */
export const LOGIN_HINT: Words = {
  en: "Log in with the sender address and its SMTP password from the SES console, at the host of the sender's region. A password that was just changed may be refused for two minutes more.",
  zh: '请用发信地址及其在 SES 控制台设置的 SMTP 密码登录，并连接发信地址所在地域的主机。刚修改的密码可能要两分钟后才生效。',
}

const AGAIN: Words = {
  en: 'Send again: SES is in trouble of its own, and has not taken the mail.',
  zh: '请重新发送：SES 自身故障，未接收该邮件。',
}
const TICKET: Words = {
  en: "Submit a ticket to Tencent Cloud with the request id: the gateway's own call to SES fails.",
  zh: '请附上 RequestId 向腾讯云提交工单：SMTP 网关自身对 SES 的调用失败。',
}

/** SES itself, and the session with its gateway. */
// biome-ignore format: a table
export const serviceGroups: readonly Group[] = [
  { reason: 'service-unavailable', retry: 'soon', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'FailedOperation.ServiceNotAvailable', phrases: ['临时性错误'], docs: SEND_EMAIL_PAGE, hint: AGAIN },
    { code: 'InternalError', phrases: ['内部错误'], hint: AGAIN },
    { code: 'ResourceInsufficient', phrases: ['资源不足'], hint: AGAIN },
    { code: 'ResourceUnavailable', phrases: ['资源不可用'], hint: AGAIN },
    { code: 'ServiceUnavailable', phrases: ['Service not available', 'Service unavailable'], hint: AGAIN },
  ] },
  // Between the gateway and the API: no mail causes it, and a retry within seconds does not help.
  { reason: 'service-unavailable', retry: 'later', docs: COMMON_ERRORS_PAGE, rows: [
    { code: 'ActionOffline', phrases: ['接口已下线'], hint: TICKET },
    { code: 'InvalidAction', phrases: ['接口不存在'], hint: TICKET },
    { code: 'NoSuchProduct', phrases: ['产品不存在'], hint: TICKET },
    { code: 'NoSuchVersion', phrases: ['接口版本不存在'], hint: TICKET },
    { code: 'DryRunOperation', phrases: ['DryRun 操作'], hint: TICKET },
  ] },

  // The words of go-smtp, the SMTP library that the gateway's replies show it to be built on:
  // https://github.com/emersion/go-smtp/blob/v0.15.0/conn.go
  { reason: 'auth-failed', retry: 'never', docs: SMTP_GUIDE_PAGE, rows: [
    { phrases: ['Please authenticate first', 'Invalid login', 'Invalid username or password', 'authentication failed',
        'authentication required', 'Unsupported authentication mechanism', 'Negotiation cancelled', 'Invalid base64 data'],
      hint: LOGIN_HINT },
  ] },
  { reason: 'connection', retry: 'never', docs: SMTP_ADDRESS_PAGE, rows: [
    { phrases: ['TLS is required', 'Must issue a STARTTLS'],
      hint: { en: 'Connect with TLS from the first byte, at port 465 or 587.',
        zh: '请在 465 或 587 端口建立连接时直接使用 TLS。' } },
  ] },
  { reason: 'connection', retry: 'soon', docs: SMTP_ADDRESS_PAGE, rows: [
    { phrases: ['Idle timeout', 'Too many errors', 'Syntax errors', 'command unrecognized',
        'Missing MAIL FROM', 'Missing RCPT TO'],
      hint: { en: 'Send again over a new connection: this one was idle for too long, or out of step.',
        zh: '请通过新连接重新发送：当前连接空闲过久，或命令次序错乱。' } },
  ] },
]

// Tested by test/explain/every-code.test.ts.

import { COMMON_ERRORS_PAGE, SEND_EMAIL_PAGE, SMTP_ADDRESS_PAGE, SMTP_GUIDE_PAGE } from '../../provider.ts'
import type { Group } from './row.ts'

/** What to do about a refused login. */
export const LOGIN_HINT =
  "Log in with the sender address and its SMTP password from the SES console, at the host of the sender's region. A password that was just changed may be refused for two minutes more."

const AGAIN = 'Send again: SES is in trouble of its own, and has not taken the mail.'
const TICKET = "Submit a ticket to Tencent Cloud with the request id: the gateway's own call to SES fails."

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
      hint: 'Connect with TLS from the first byte, at port 465 or 587.' },
  ] },
  { reason: 'connection', retry: 'soon', docs: SMTP_ADDRESS_PAGE, rows: [
    { phrases: ['Idle timeout', 'Too many errors', 'Syntax errors', 'command unrecognized',
        'Missing MAIL FROM', 'Missing RCPT TO'],
      hint: 'Send again over a new connection: this one was idle for too long, or out of step.' },
  ] },
]

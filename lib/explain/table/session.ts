import { SMTP_ADDRESS_PAGE, SMTP_GUIDE_PAGE } from '../../provider.ts'
import type { Entry } from './entry.ts'

/** What to do about a refused login. */
export const LOGIN_HINT =
  "Log in with the sender address and its SMTP password from the SES console, at the host of the sender's region."

/**
 * The words of go-smtp, the SMTP library that the gateway's replies show it to be built on.
 *
 * @see https://github.com/emersion/go-smtp/blob/v0.15.0/conn.go
 */
export const sessionEntries: readonly Entry[] = [
  {
    phrases: [
      'Please authenticate first',
      'Invalid login',
      'Invalid username or password',
      'authentication failed',
      'authentication required',
      'Unsupported authentication mechanism',
      'Negotiation cancelled',
      'Invalid base64 data',
    ],
    reason: 'auth-failed',
    retry: 'never',
    hint: LOGIN_HINT,
    docs: SMTP_GUIDE_PAGE,
  },
  {
    phrases: ['TLS is required', 'Must issue a STARTTLS'],
    reason: 'connection',
    retry: 'never',
    hint: 'Connect with TLS from the first byte, at port 465 or 587.',
    docs: SMTP_ADDRESS_PAGE,
  },
  {
    phrases: [
      'Idle timeout',
      'Too many errors',
      'Syntax errors',
      'command unrecognized',
      'Missing MAIL FROM',
      'Missing RCPT TO',
    ],
    reason: 'connection',
    retry: 'soon',
    hint: 'Send again over a new connection: this one was idle for too long, or out of step.',
    docs: SMTP_ADDRESS_PAGE,
  },
]

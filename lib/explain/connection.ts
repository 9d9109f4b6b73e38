import type { Meaning } from '../errors.ts'
import { SMTP_ADDRESS_PAGE } from '../provider.ts'
import type { Failure, SmtpFailure } from './finding.ts'
import { lookUpReply } from './look-up.ts'
import { meaningOfBreak } from './table/breaks.ts'

/** No connection, or one that broke before the mail's last byte. */
export function meaningOfConnection(error: SmtpFailure, handedOver: Failure['handedOver']): Meaning {
  const words = `${error.code ?? ''} ${error.originalCode ?? ''} ${error.message}`
  if (handedOver === 'nothing' && NOT_AGREED.test(words)) return meaningOfTls(words)
  if (!isOfConnection(error))
    return { reason: 'unknown', retry: 'never', hint: 'Look at `cause`: this is not an error of SES.' }
  if (error.code === 'EPROXY') return PROXY_REFUSES.test(error.message) ? PROXY_REFUSED : brokenConnection(PROXY_FAILED)
  if (handedOver === 'nothing') return brokenConnection(error.code === 'ETIMEDOUT' ? TIMED_OUT : UNREACHABLE)

  // `EPIPE` and `EOF` only may be about the mail: a network breaks too. Words such as `too longer` are.
  const stoodFor = meaningOfBreak(words)
  if (stoodFor) return brokenConnection(`${ONCE_MORE} ${stoodFor.hint}`)
  // A line out of turn may be the rest of a reply to another mail, and a proxy has words for its own login.
  const known = error.response ? undefined : lookUpReply(error.message, []).meaning
  return known?.reason.startsWith('message-') ? known : brokenConnection(BROKEN_IN_MAIL)
}

/** A handshake that broke off may work the next time; certificates, versions and ciphers stay as they are. */
export const meaningOfTls = (words: string): Meaning =>
  BROKEN_OFF.test(words) ? brokenConnection(HANDSHAKE_BROKEN) : TLS_REFUSED

export const brokenConnection = (hint: string): Meaning => ({
  reason: 'connection',
  retry: 'soon',
  hint,
  docs: SMTP_ADDRESS_PAGE,
})

/** Codes of Nodemailer's and of Node's, or none: up to 10.0 Nodemailer gives none to a connection closed early. A bug has a name. */
const isOfConnection = ({ code, name }: SmtpFailure): boolean =>
  code === undefined ? name === 'Error' : CONNECTION_CODES.has(code)

const CONNECTION_CODES: ReadonlySet<string> = new Set([
  ...['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EPROTOCOL', 'EPROXY', 'EMAXLIMIT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'EADDRNOTAVAIL', 'EMFILE', 'ENFILE', 'ENOBUFS'],
  ...['EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETRESET', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'],
])

const BROKEN_OFF = /closed|disconnected|ECONNRESET|EPIPE|timeout|timed out/i
const NOT_AGREED =
  /certificate|altnames|CERT_|_CERT|UNABLE_TO_|wrong version number|handshake failure|unsupported protocol|no protocols|ERR_TLS|ERR_SSL|EPROTO\b/i

/** A wrong setting, or an answer of the proxy that stays the same: `Invalid response from proxy: 407`. */
const PROXY_REFUSES = /: 4(?!08|29)\d\d$|proxy configuration|proxy destination|module not loaded/

const UNREACHABLE = 'Check host, port and network; nothing of the mail was sent.'
const TIMED_OUT =
  'Check host, port and network, and that TLS is on from the first byte: at 465 and 587 alike SES waits for it in silence.'
const HANDSHAKE_BROKEN = 'Send again: the connection broke off before TLS was up.'
const PROXY_FAILED = 'Check the proxy; nothing of the mail was sent.'
const ONCE_MORE = 'Send again; if it breaks off once more, the mail is the cause.'
const BROKEN_IN_MAIL = `${ONCE_MORE} So SES ends a mail with a line of 2,000 bytes, or of more than about 9 MB.`

const TLS_REFUSED: Meaning = {
  reason: 'connection',
  retry: 'never',
  hint: 'Check host, port and the option `tls`: no TLS connection can be agreed on, or the certificate is not trusted.',
  docs: SMTP_ADDRESS_PAGE,
}

const PROXY_REFUSED: Meaning = {
  reason: 'connection',
  retry: 'never',
  hint: 'Check the option `proxy`, its user and password, and that the proxy may connect to SES.',
  docs: SMTP_ADDRESS_PAGE,
}

import type { Failed } from '../attempt.ts'
import type { Meaning } from '../errors.ts'
import { SMTP_ADDRESS_PAGE } from '../provider.ts'
import { type Finding, LEFT_OPEN } from './refusal.ts'
import { meaningOfBreak } from './table/breaks.ts'

/** Explains an attempt without a refusal: something broke, here, at the gateway or between. */
export function explainBreak(attempt: Failed): Finding {
  const { went, reply } = attempt
  // A reply before the last byte that takes the mail, or does not refuse it: whoever sent it may have taken something.
  const isAnswered = went === 'part' && reply !== undefined && !(reply.isCut && reply.status === undefined)
  if (went === 'all' || isAnswered) return { meaning: LEFT_OPEN, delivered: 'unknown' }
  return { meaning: meaningOf(attempt), delivered: 'no' }
}

function meaningOf({ failed, went, reply, error }: Failed): Meaning {
  if (reply && !reply.isCut) return brokenConnection(NO_ANSWER)
  const { code, cause, name, message } = (error ?? {}) as SocketError
  const words = `${code ?? ''} ${cause?.code ?? ''} ${message ?? ''}`
  if (went === 'part') {
    // A broken pipe may be about the mail, or about the network.
    const stoodFor = meaningOfBreak(words)
    return brokenConnection(stoodFor ? `${ONCE_MORE} ${stoodFor.hint}` : BROKEN_IN_MAIL)
  }
  if (code === 'ETIMEDOUT') return brokenConnection(TIMED_OUT)
  if (failed === 'socket') return meaningOfSocket(words, { code, name, message })
  return isOfConnection({ code, name }) ? brokenConnection(UNREACHABLE) : NOT_OF_SES
}

/** An error of Node's, of Nodemailer's proxy code, or of a function of the caller's. */
interface SocketError {
  readonly code?: string | undefined
  readonly name?: string | undefined
  readonly message?: string | undefined
  readonly cause?: { readonly code?: string } | undefined
}

/** No connection, or none that is secure. */
function meaningOfSocket(words: string, error: SocketError): Meaning {
  const { code = '', message = '' } = error
  if (code === 'EDNS') return brokenConnection('Check the host, and that its name can be looked up from here.')
  // A handshake that broke off may work the next time; certificates, versions and ciphers stay as they are.
  if (code === 'ETLS' || NOT_AGREED.test(words))
    return BROKEN_OFF.test(words) ? brokenConnection(HANDSHAKE_BROKEN) : TLS_REFUSED
  if (code === 'EPROXY') return PROXY_REFUSES.test(message) ? PROXY_REFUSED : brokenConnection(PROXY_FAILED)
  return isOfConnection(error) ? brokenConnection(UNREACHABLE) : NOT_OF_SES
}

const brokenConnection = (hint: string): Meaning => ({
  reason: 'connection',
  retry: 'soon',
  hint,
  docs: SMTP_ADDRESS_PAGE,
})

/**
 * Whether an error has a code of Nodemailer's or Node's, or none, as from SOCKS proxies. A bug has another name than
 * `Error`.
 */
const isOfConnection = ({ code, name }: SocketError): boolean =>
  code === undefined ? name === 'Error' || name === undefined : CONNECTION_CODES.has(code)

const CONNECTION_CODES: ReadonlySet<string> = new Set([
  ...['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EPROTOCOL', 'EPROXY'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'EADDRNOTAVAIL', 'EMFILE', 'ENFILE', 'ENOBUFS'],
  ...['EHOSTDOWN', 'EHOSTUNREACH', 'ENETDOWN', 'ENETRESET', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'],
])

const BROKEN_OFF = /closed|disconnected|ECONNRESET|EPIPE|timeout|timed out/i
const NOT_AGREED =
  /certificate|altnames|CERT_|_CERT|UNABLE_TO_|wrong version number|handshake failure|unsupported protocol|no protocols|ERR_TLS|ERR_SSL|EPROTO\b/i

/** A wrong setting, or an answer of the proxy that stays the same: `Invalid response from proxy: 407`. */
const PROXY_REFUSES =
  /: 4(?!08|29)\d\d$|proxy configuration|proxy destination|module not loaded|authentication|NotAllowed/i

const NO_ANSWER = 'Send again over a new connection: what came was no answer to our command.'
const UNREACHABLE = 'Check host, port and network; nothing of the mail was sent.'
const TIMED_OUT =
  'Check host, port and network, and that TLS is on from the first byte: at 465 and 587 alike SES waits for it in silence.'
const HANDSHAKE_BROKEN = 'Send again: the connection broke off before TLS was up.'
const PROXY_FAILED = 'Check the proxy; nothing of the mail was sent.'
const ONCE_MORE = 'Send again; if it breaks off once more, the mail is the cause.'
const BROKEN_IN_MAIL = `${ONCE_MORE} So SES ends a mail with a line of 2,000 bytes, or of more than about 9 MB.`

const NOT_OF_SES: Meaning = { reason: 'unknown', retry: 'never', hint: 'Look at `cause`: this is not an error of SES.' }

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

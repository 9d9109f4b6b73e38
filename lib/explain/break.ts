import type { Meaning } from '../errors.ts'
import type { Failure, Finding, SmtpFailure } from './finding.ts'
import { meaningOfBreak } from './meanings/breaks.ts'
import { SMTP_ADDRESS_PAGE } from './pages.ts'
import { LEFT_OPEN, LOGIN_REFUSED } from './status.ts'
import { findMeaning } from './verdict.ts'

/** No refusal came: something broke, here, there or between. */
export function explainBreak({ error, handedOver }: Failure): Finding {
  const before = meaningBeforeMail(error)
  if (before) return { meaning: before, delivered: 'no' }

  const cancelled = meaningIfCancelled(error)
  const open = handedOver === 'all' || (handedOver === 'part' && isAnsweredOtherwise(error))
  if (open) return { meaning: cancelled ? { ...LEFT_OPEN, reason: 'cancelled' } : LEFT_OPEN, delivered: 'unknown' }
  return { meaning: cancelled ?? meaningOfMessage(error) ?? meaningOfConnection(error, handedOver), delivered: 'no' }
}

/**
 * What Nodemailer finds out before it hands a mail over. Our stream does not count here: up to 10.0 Nodemailer reads it to its
 * end after a refused envelope.
 */
function meaningBeforeMail({ code, message, response }: SmtpFailure): Meaning | undefined {
  switch (code) {
    case 'EENVELOPE':
      if (response) return connection('Send again over a new connection: what came was no answer to our command.')
      if (message.startsWith('Invalid recipient'))
        return refused('recipient-refused', "Correct the recipient's address.")
      if (message.startsWith('Invalid sender')) return refused('sender-refused', "Correct the sender's address.")
      return refused('message-invalid', 'Give the mail a sender and at least one recipient.')
    case 'EAUTH':
    case 'ENOAUTH':
    case 'NoAuth':
    case 'EOAUTH2':
      return LOGIN_REFUSED
    case 'EDNS':
      return connection('Check the host, and that its name can be looked up from here.')
    case 'ETLS':
      return BROKEN_OFF.test(message) ? connection(HANDSHAKE_BROKEN) : TLS_REFUSED
    case 'EREQUIRETLS':
      return refused('message-invalid', 'Leave `requireTLSExtensionEnabled` out: SES does not know REQUIRETLS.')
    case 'EMAXRECIPIENTS':
      return refused('message-invalid', 'Send to fewer recipients at a time.')
    case 'ECONFIG':
      return { ...connection('Correct the connection options.'), retry: 'never' }
    default:
      return undefined
  }
}

function meaningIfCancelled({ code, name, message }: SmtpFailure): Meaning | undefined {
  // An abort was the caller's wish; a closed pool was not the wish of whoever sent this mail.
  if (code === 'EABORT' || code === 'ABORT_ERR' || name === 'AbortError' || name === 'TimeoutError') return CANCELLED
  return message === 'Connection pool was closed' ? CLOSED : undefined
}

/** An answer to the mail that neither takes nor refuses it. Nodemailer may go on writing the mail after it. */
const isAnsweredOtherwise = ({ code, response }: SmtpFailure): boolean =>
  Boolean(response) && (code === 'EMESSAGE' || code === undefined)

function meaningOfMessage(error: SmtpFailure): Meaning | undefined {
  switch (error.code) {
    case 'ESTREAM':
    case 'EFILEACCESS':
    case 'EURLACCESS':
    case 'EFETCH':
      return refused(
        'message-invalid',
        'Check the content of the mail: it could not be read to its end; `cause` says why.',
      )
    case 'EMESSAGE':
      return (
        findMeaning(error.message, []) ??
        refused('message-invalid', 'Check the content of the mail; `cause` says more.')
      )
    default:
      return undefined
  }
}

function meaningOfConnection(error: SmtpFailure, handedOver: Failure['handedOver']): Meaning {
  if (!isOfConnection(error))
    return { reason: 'unknown', retry: 'never', hint: 'Look at `cause`: this is not an error of SES.' }
  const words = `${error.originalCode ?? ''} ${error.message}`
  if (handedOver === 'nothing' && isHandshakeRefused(words)) return TLS_REFUSED

  // Words such as `too longer` are about the mail wherever they stand. `EPIPE` and `EOF` only may be: a network breaks too.
  const stoodFor = meaningOfBreak(words)
  if (stoodFor) return connection(`${ONCE_MORE} ${stoodFor.hint}`)
  // A line out of turn may be the rest of a reply to another mail.
  const known = error.response ? undefined : findMeaning(words, [])
  if (known) return known
  if (handedOver === 'part') return connection(BROKEN_IN_MAIL)
  return connection(error.code === 'ETIMEDOUT' ? TIMED_OUT : UNREACHABLE)
}

/** Codes of Nodemailer's and of Node's, or none: up to 10.0 Nodemailer gives none to a connection closed early. A bug has a name. */
const isOfConnection = ({ code, name }: SmtpFailure): boolean =>
  code === undefined ? name === 'Error' : CONNECTION_CODES.has(code)

const CONNECTION_CODES: ReadonlySet<string> = new Set([
  ...['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EPROTOCOL', 'EPROXY', 'EMAXLIMIT'],
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'],
])

/** Certificates, versions, ciphers: these stay as they are. A handshake that only broke off does not. */
const isHandshakeRefused = (words: string): boolean => !BROKEN_OFF.test(words) && NOT_AGREED.test(words)

const BROKEN_OFF = /closed|disconnected|ECONNRESET|EPIPE|timeout|timed out/i
const NOT_AGREED =
  /certificate|altnames|CERT_|_CERT|UNABLE_TO_|wrong version number|handshake failure|unsupported protocol|no protocols|ERR_TLS|ERR_SSL|EPROTO\b/i

const refused = (reason: Meaning['reason'], hint: string): Meaning => ({ reason, retry: 'never', hint })
const connection = (hint: string): Meaning => ({ reason: 'connection', retry: 'soon', hint, docs: SMTP_ADDRESS_PAGE })

const UNREACHABLE = 'Check host, port and network; nothing of the mail was sent.'
const TIMED_OUT =
  'Check host, port and network, and that TLS is on from the first byte: at 465 and 587 alike SES waits for it in silence.'
const HANDSHAKE_BROKEN = 'Send again: the connection broke off before TLS was up.'
const ONCE_MORE = 'Send again; if it breaks off once more, the mail is the cause.'
const BROKEN_IN_MAIL = `${ONCE_MORE} So SES ends a mail with a line of 2,000 bytes, or of more than about 9 MB.`

const TLS_REFUSED: Meaning = {
  reason: 'connection',
  retry: 'never',
  hint: 'Check host, port and the option `tls`: no TLS connection can be agreed on, or the certificate is not trusted.',
  docs: SMTP_ADDRESS_PAGE,
}
const CANCELLED: Meaning = {
  reason: 'cancelled',
  retry: 'never',
  hint: 'Send the mail again if it is still wanted: its signal cancelled it before it was sent.',
}
const CLOSED: Meaning = {
  reason: 'cancelled',
  retry: 'later',
  hint: 'Send the mail over another transport: this one was closed before it was its turn.',
}

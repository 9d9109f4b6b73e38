import type { Meaning } from '../errors.ts'
import { brokenConnection, meaningOfConnection, meaningOfTls } from './connection.ts'
import type { Failure, Finding, SmtpFailure } from './finding.ts'
import { lookUpReply } from './look-up.ts'
import { LEFT_OPEN, LOGIN_REFUSED } from './status.ts'

/** No refusal came: something broke, here, there or between. */
export function explainBreak({ error, handedOver }: Failure): Finding {
  const before = meaningBeforeMail(error, handedOver)
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
function meaningBeforeMail(
  { code, message, response, recipient }: SmtpFailure,
  handedOver: Failure['handedOver'],
): Meaning | undefined {
  switch (code) {
    case 'EENVELOPE':
      // The mail went to others, and to this one too if the answer was not to their command.
      if (response && recipient !== undefined && handedOver === 'all') return undefined
      if (response) return brokenConnection(NO_ANSWER)
      if (message.startsWith('Invalid recipient'))
        return refused('recipient-refused', "Correct the recipient's address.")
      if (message.startsWith('Invalid sender')) return refused('sender-refused', "Correct the sender's address.")
      return refused('message-invalid', 'Give the mail a sender and at least one recipient.')
    case 'EAUTH':
    case 'ENOAUTH':
    case 'NoAuth':
    case 'EOAUTH2':
      return response ? brokenConnection(NO_ANSWER) : LOGIN_REFUSED
    case 'EDNS':
      return brokenConnection('Check the host, and that its name can be looked up from here.')
    case 'ETLS':
      return meaningOfTls(message)
    case 'EREQUIRETLS':
      return refused('message-invalid', 'Leave `requireTLSExtensionEnabled` out: SES does not know REQUIRETLS.')
    case 'EMAXRECIPIENTS':
      return refused('message-invalid', 'Send to fewer recipients at a time.')
    case 'ECONFIG':
      return { ...brokenConnection('Correct the connection options.'), retry: 'never' }
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
        lookUpReply(error.message, []).meaning ??
        (error.response
          ? brokenConnection(NO_ANSWER)
          : refused('message-invalid', 'Check the content of the mail; `cause` says more.'))
      )
    default:
      return undefined
  }
}

const refused = (reason: Meaning['reason'], hint: string): Meaning => ({ reason, retry: 'never', hint })

const NO_ANSWER = 'Send again over a new connection: what came was no answer to our command.'

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

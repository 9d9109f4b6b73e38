// Tested by test/wire/attempts.test.ts.

import type SMTPTransport from 'nodemailer/lib/smtp-transport/index.js'
import { amendError, type SesError } from './errors.ts'
import type { Change, Letter } from './letter.ts'

/** What `sendMail` resolves with: Nodemailer's SMTP info, and what SES made of the mail. */
export interface SesSentMessageInfo extends SMTPTransport.SentMessageInfo {
  /** Optional to TypeScript, so that it fits the types of every Nodemailer; always there. */
  ses?: {
    /** The letters that SES took. */
    readonly letters: readonly SentLetter[]
    /** What was made different from the mail that was given. */
    readonly changes: readonly Change[]
  }
}

export interface SentLetter {
  readonly to: readonly string[]
  readonly messageId: string
  /** The gateway's reply. Empty if the option `onUnknown` said that the letter was delivered. */
  readonly response: string
  readonly attempts: number
  /** Milliseconds that it waited for its turns. */
  readonly waitedMs: number
  /**
   * Milliseconds since 1970 at which its last byte was handed over; undefined if it was not, and `onUnknown` said that
   * the letter was delivered.
   */
  readonly handedOverAt: number | undefined
}

/** A letter that SES took. */
export interface Delivery extends Omit<SentLetter, 'messageId'> {
  readonly rejected: readonly string[]
  readonly rejectedErrors: readonly SesError[]
  readonly envelopeTime: number
  readonly messageTime: number
  readonly messageSize: number
}

/** What became of a letter. */
export type LetterResult = { readonly letter: Letter } & (
  | { readonly delivery: Delivery }
  | { readonly error: SesError }
)

/**
 * The outcome of a mail from those of its letters: some refused recipients are no failure, as in Nodemailer, but a mail
 * that nobody got is.
 *
 * @throws SesError of the first letter, if SES took none
 */
export function toInfo(
  results: readonly LetterResult[],
  changes: readonly Change[],
  messageId: string,
  from: string,
): SesSentMessageInfo {
  const deliveries = results.flatMap((result) => ('delivery' in result ? [result.delivery] : []))
  const rejectedErrors = results.flatMap((result) =>
    'delivery' in result ? result.delivery.rejectedErrors : perRecipient(result.error, result.letter.to),
  )
  const rejected = results.flatMap((result) => ('delivery' in result ? result.delivery.rejected : result.letter.to))
  const first = results[0]
  if (deliveries.length === 0 && first && 'error' in first) {
    throw results.length === 1 ? first.error : withRejected(first.error, rejected, rejectedErrors)
  }

  const refused = new Set(rejected)
  const isAccepted = (address: string) => !refused.has(address)
  const sum = (of: (delivery: Delivery) => number) => deliveries.reduce((total, delivery) => total + of(delivery), 0)
  return {
    envelope: { from, to: results.flatMap(({ letter }) => [...letter.to]) },
    messageId,
    accepted: deliveries.flatMap(({ to }) => to.filter(isAccepted)),
    rejected,
    ...(rejectedErrors.length > 0 && { rejectedErrors }),
    pending: [],
    envelopeTime: sum(({ envelopeTime }) => envelopeTime),
    messageTime: sum(({ messageTime }) => messageTime),
    messageSize: sum(({ messageSize }) => messageSize),
    response: deliveries[0]?.response ?? '',
    ses: {
      letters: deliveries.map(({ to, response, attempts, waitedMs, handedOverAt }) => ({
        ...{ to, messageId, response, attempts, waitedMs, handedOverAt },
      })),
      changes,
    },
  } as SesSentMessageInfo
}

function perRecipient(error: SesError, to: readonly string[]): SesError[] {
  return to.map((recipient) => amendError(error, { recipient }))
}

function withRejected(error: SesError, rejected: readonly string[], rejectedErrors: readonly SesError[]): SesError {
  // As long as one of them may have been delivered, the mail is not to be sent again.
  const isOpen = rejectedErrors.some(({ delivered }) => delivered === 'unknown')
  const open = { delivered: 'unknown', reason: 'delivery-unknown', retry: 'never' } as const
  return amendError(error, { ...(isOpen && open), rejected, rejectedErrors })
}

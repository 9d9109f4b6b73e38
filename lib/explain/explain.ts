import { type Meaning, SesError } from '../errors.ts'
import { explainBreak } from './break.ts'
import { errorMessage } from './error-message.ts'
import type { Failure, SmtpFailure } from './finding.ts'
import { explainRefusal } from './refusal.ts'
import { decodeLatin1, MOST_LOOKED_AT, type ParsedReply, parseReply } from './reply.ts'
import { toVerdict } from './verdict.ts'

export interface ExplainOptions {
  /** Rows that come before the table's own. */
  readonly meanings: readonly Meaning[]
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Turns what Nodemailer's SMTP gave into a {@link SesError}.
 *
 * A 4xx or 5xx reply, even one cut short by the end of the connection, says that SES did not take the mail, and its words
 * say why. Without one, Nodemailer's error is the same before and after the mail's last byte: only our stream tells them
 * apart, and after it whether SES took the mail is unknown.
 */
export function explainFailure(failure: Failure, options: ExplainOptions): SesError {
  // Nodemailer tells of one recipient alone only where the mail went to others.
  return explain(failure.error.recipient === undefined ? failure : { ...failure, handedOver: 'all' }, options)
}

function explain(failure: Failure, options: ExplainOptions): SesError {
  const { error, attempts } = failure
  const response = readableResponse(error)
  const reply = response === undefined ? undefined : parseReply(response)
  const status = response === undefined ? error.responseCode || undefined : statusOf(response)

  const { meaning, delivered } =
    isRefusal(status) && !isFarewell(failure, status, reply)
      ? explainRefusal(error, status, options.meanings)
      : explainBreak(failure)
  const verdict = toVerdict(meaning, reply, options.now)

  const explained = new SesError(errorMessage(error, reply, verdict), {
    ...verdict,
    delivered,
    // A DOMException, as an aborted signal gives, has a number there.
    code: typeof error.code === 'string' ? error.code : undefined,
    command: error.command,
    response,
    responseCode: status ?? (error.responseCode || undefined),
    attempts,
    cause: error,
  })
  return withRecipients(explained, failure, options)
}

/** The reply as it was meant, and no more of it than is looked at. */
function readableResponse({ response }: SmtpFailure): string | undefined {
  return typeof response === 'string' && response ? decodeLatin1(response.slice(0, MOST_LOOKED_AT)) : undefined
}

/**
 * The number of a reply, where all of its lines agree whether SES took the mail. They disagree where a line of another reply
 * has come in between, and a number that does not stand first is no answer.
 */
function statusOf(response: string): number | undefined {
  const lines = response.split(/\r?\n/)
  const [first, ...others] = lines.map((line) => Number(/^([2-5]\d\d)(?:[ -]|$)/.exec(line)?.[1]))
  if (first === undefined || Number.isNaN(first)) return undefined
  return others.every((other) => Number.isNaN(other) || isRefusal(other) === isRefusal(first)) ? first : undefined
}

/**
 * A 421 to a mail that was handed over. It tells of the connection and not of the mail, and whoever keeps the connection says
 * it, at any time: a proxy that lost SES as well, when SES may have the mail already. With SES's own code in it, it is SES's.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5321#section-3.8
 */
function isFarewell({ error, handedOver }: Failure, status: number, reply: ParsedReply | undefined): boolean {
  return status === 421 && handedOver === 'all' && !BEFORE_MAIL.has(error.code ?? '') && reply?.code === undefined
}

/** Up to 10.0 Nodemailer reads our stream to its end after these. */
const BEFORE_MAIL: ReadonlySet<string> = new Set(['EENVELOPE', 'EAUTH', 'ENOAUTH', 'NoAuth'])

const isRefusal = (status: number | undefined): status is number =>
  status !== undefined && status >= 400 && status < 600

function withRecipients(explained: SesError, { error, attempts }: Failure, options: ExplainOptions): SesError {
  if (error.recipient !== undefined) explained.recipient = error.recipient
  if (error.rejected) explained.rejected = [...error.rejected]
  if (error.rejectedErrors) {
    explained.rejectedErrors = error.rejectedErrors.map((one) =>
      explain({ error: one, handedOver: 'nothing', attempts }, options),
    )
  }
  return explained
}

export type { Failure, SmtpFailure } from './finding.ts'

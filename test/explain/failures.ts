import { explainFailure, type Failure, type SmtpFailure } from '../../lib/explain/explain.ts'

export const now = Date.parse('2026-11-23T12:00:00.000Z')

/** An error as Nodemailer makes it: a reply stands in `response` and behind the message, its number in `responseCode`. */
export function smtpError(message: string, fields: Partial<SmtpFailure> = {}): SmtpFailure {
  const responseCode = Number(/^\d+/.exec(fields.response ?? '')?.[0]) || undefined
  const text = fields.response ? `${message}: ${fields.response}` : message
  return Object.assign(new Error(text), { ...(responseCode && { responseCode }), ...fields })
}

export const explain = (error: SmtpFailure, handedOver: Failure['handedOver'] = 'nothing') =>
  explainFailure({ error, handedOver, attempts: 2 }, { meanings: [], now })

/** A stage of a session, by what Nodemailer says when a reply in it is not what it should be. */
export const stages = {
  greeting: (response: string) =>
    explain(smtpError(`Invalid greeting. response=${response}`, { code: 'EPROTOCOL', response, command: 'CONN' })),
  EHLO: (response: string) =>
    explain(smtpError(`Invalid HELO. response=${response}`, { code: 'EPROTOCOL', response, command: 'HELO' })),
  AUTH: (response: string) => explain(smtpError('Invalid login', { code: 'EAUTH', response, command: 'AUTH PLAIN' })),
  MAIL: (response: string) =>
    explain(smtpError('Mail command failed', { code: 'EENVELOPE', response, command: 'MAIL FROM' })),
  RCPT: (response: string) =>
    explain(
      smtpError("Can't send mail - all recipients were rejected", { code: 'EENVELOPE', response, command: 'RCPT TO' }),
    ),
  DATA: (response: string) =>
    explain(smtpError('Data command failed', { code: 'EENVELOPE', response, command: 'DATA' })),
  body: (response: string) =>
    explain(smtpError('Message failed', { code: 'EMESSAGE', response, command: 'DATA' }), 'part'),
  end: (response: string) =>
    explain(smtpError('Message failed', { code: 'EMESSAGE', response, command: 'DATA' }), 'all'),
} as const

export type StageName = keyof typeof stages

// Tested by test/cli/send.test.ts.

import { isSesError, type SesError, type SesReason } from '../errors.ts'
import type { SesSentMessageInfo } from '../index.ts'
import { line, problemLines, toProblem } from './problem.ts'

/** What came of a mail, as `--json` prints it. */
export function toReport(outcome: SesSentMessageInfo | SesError, ms: number) {
  if (isSesError(outcome)) return { sent: false, ms, error: toProblem(outcome) }
  const { messageId, response, accepted, ses } = outcome
  const rejected = rejectedOf(outcome).map(({ recipient, error }) => ({ recipient, ...toProblem(error) }))
  return { sent: true, ms, messageId, response, accepted, rejected, ses, error: null }
}

/** A mail that SES took, for a person: at least for some of its recipients. */
export function sentLines(info: SesSentMessageInfo, ms: number): string {
  const { accepted, messageId, ses } = info
  const letters = ses?.letters ?? []
  const changes = ses?.changes ?? []
  const lines = [
    line(`SES took the mail for ${accepted.join(', ')}, in ${(ms / 1_000).toFixed(1)} s.`, ''),
    '',
    `  Message-ID  ${line(messageId, '')}`,
    ...letters.flatMap(({ to, response }, index) => [
      line(`to ${to.join(', ')}`, `  ${`letter ${index + 1}`.padEnd(10)}  `),
      line(response, ' '.repeat(14)),
    ]),
    ...changes.map(({ message, loss }) =>
      line(`${message}${loss === 'none' ? '' : ' (readers may see a difference)'}`, '  changed     '),
    ),
    ...rejectedOf(info).flatMap(({ recipient, error }) => [
      '',
      line(`Not for ${recipient}:`, ''),
      ...verdictLines(error),
    ]),
    '',
    'SES took it; whether it is delivered is shown in the SES console, and by `sesStatus`.',
  ]
  return `${lines.join('\n')}\n`
}

/** A mail that SES did not take, or perhaps did. */
export function failedLines(error: SesError, to: readonly string[]): string {
  const what = error.delivered === 'unknown' ? 'The mail may have been sent' : 'The mail was not sent'
  const where = BEFORE_THE_MAIL.has(error.reason) ? ['', '`verify` shows at which step it fails.'] : []
  return `${[line(`${what} to ${to.join(', ')}.`, ''), ...verdictLines(error), ...where].join('\n')}\n`
}

const BEFORE_THE_MAIL: ReadonlySet<SesReason> = new Set(['connection', 'auth-failed'])

function verdictLines(error: SesError): readonly string[] {
  const { reason, retry, retryAfterMs, delivered, field, sesCode, requestId, response } = error
  const after = retryAfterMs === undefined ? '' : `, after ${Math.ceil(retryAfterMs / 1_000).toLocaleString('en')} s`
  const rows = [
    ['reason', reason],
    ['field', field],
    ['retry', `${retry}${after}`],
    ['delivered', delivered],
    ['SES code', sesCode],
    ['request id', requestId],
    ['SES said', response],
  ] as const
  return [
    ...problemLines(error).slice(0, 1),
    '',
    ...rows.flatMap(([name, value]) => (value ? [line(value, `  ${name.padEnd(10)}  `)] : [])),
    ...problemLines(error).slice(1),
  ]
}

function rejectedOf({ rejectedErrors = [] }: SesSentMessageInfo): { recipient: string; error: SesError }[] {
  return rejectedErrors.filter(isSesError).map((error) => ({ recipient: error.recipient ?? '', error }))
}

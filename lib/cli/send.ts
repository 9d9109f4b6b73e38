import { createTransport, type SendMailOptions } from 'nodemailer'
import { isSesError, toSesError } from '../errors.ts'
import { sesTransport } from '../index.ts'
import { type Command, usageError } from './command.ts'
import { environmentHelp, readAccount } from './environment.ts'
import { toJson } from './json.ts'
import { parseOptions } from './login-options.ts'
import { terminalPrompt } from './password.ts'
import { failedLines, sentLines, toReport } from './send-report.ts'

const SUBJECT = 'Test mail'
const TEXT = 'This is a test mail, sent by `npx nodemailer-tencentcloud-ses send`.'

const options = {
  to: { type: 'string', multiple: true },
  from: { type: 'string' },
  subject: { type: 'string' },
  text: { type: 'string' },
  'html-file': { type: 'string' },
  attach: { type: 'string', multiple: true, default: [] as string[] },
} as const

/** `send`: one mail through the transport, and what SES said to it. */
export const send: Command = {
  summary: 'one mail through sesTransport: what SES says to it, what was changed, and what a failure means',
  help: `Usage: nodemailer-tencentcloud-ses send --to <address> [options]

Sends one mail through sesTransport, for real, and prints what SES said, the letters that it took, and what was changed.
Where it fails: why, whether to send it again, whether SES may have taken it, and what to do. It is tried once.

${environmentHelp}

  --to <address>       a recipient, may be given several times
  --from <address>     the sender (SES_USER)
  --subject <text>     (${SUBJECT})
  --text <text>        the text (a line that says where the mail is from)
  --html-file <file>   a file with the HTML
  --attach <file>      a file to attach, may be given several times
  --timeout <seconds>  for each answer of SES (60)
  --json               one JSON value:
    sent       true or false
    ms         how long it took
    messageId, response, accepted, rejected: [{ recipient, … }], ses: { letters, changes }: as of sendMail, if it was sent
    error      null, or { message, reason, retry, retryAfterMs, delivered, hint, docs, code, response, sesCode, requestId }

Exit status: 0 if SES took the mail for every recipient, 1 if not, 2 for a mistake in what was typed or in the environment.`,

  async run(args) {
    const { values, json, timeoutMs } = parseOptions(args, options, 60)
    const to = values.to ?? []
    if (to.length === 0) throw usageError('Expected --to, the address of a recipient, got none')
    const account = await readAccount(process.env, terminalPrompt())
    const timeouts = { connectionMs: timeoutMs, greetingMs: timeoutMs, socketMs: timeoutMs, replyMs: timeoutMs }

    const startedAt = performance.now()
    const transporter = createTransport(sesTransport({ ...account, timeouts, retry: false }))
    const outcome = await transporter.sendMail(composeMail({ ...values, to }, account.auth.user)).catch(toSesError)
    transporter.close()
    const ms = Math.round(performance.now() - startedAt)

    if (json) process.stdout.write(toJson(toReport(outcome, ms)))
    else process.stdout.write(isSesError(outcome) ? failedLines(outcome, to) : sentLines(outcome, ms))
    return !isSesError(outcome) && outcome.rejected.length === 0 ? 0 : 1
  },
}

type Values = Readonly<Partial<Record<'from' | 'subject' | 'text' | 'html-file', string>>> & {
  readonly to: readonly string[]
  readonly attach: readonly string[]
}

function composeMail(values: Values, user: string): SendMailOptions {
  const { to, from = user, subject = SUBJECT, 'html-file': htmlFile, attach } = values
  const text = values.text ?? (htmlFile === undefined ? TEXT : undefined)
  return {
    ...{ from, to: [...to], subject },
    ...(text !== undefined && { text }),
    ...(htmlFile !== undefined && { html: { path: htmlFile } }),
    attachments: attach.map((path) => ({ path })),
  }
}

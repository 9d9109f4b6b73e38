import { parseArgs } from 'node:util'
import { ERROR_PAGE } from '../provider.ts'
import { humanReport } from './check-lines.ts'
import { parsedOptions, transportOptions } from './check-options.ts'
import { checkMessage, type FileReport, unreadable } from './check-report.ts'
import { type Command, usageError } from './command.ts'
import { toJson } from './json.ts'
import { fileName, readMessage, readProblem } from './message-file.ts'

/** `check`: what SES would refuse in message files, and what the transport would make of them. Nothing is sent. */
export const check: Command = {
  summary: 'what SES would refuse in a message file, and what the transport would change; sends nothing',
  help: `Usage: nodemailer-tencentcloud-ses check [options] [file.eml ...]

Says what SES would refuse in a message as it stands, by the rows of SES's page, and where it is; then what
sesTransport would change and send, or why it cannot send it. Sends nothing, and needs no account. Without a file,
or with -, it reads standard input. Recipients are those of To, Cc and Bcc; the sender counts as logged in.
The page: ${ERROR_PAGE}

  --cc <to|separate|refuse>                   the transport's option cc (to)
  --bcc <separate|refuse>                     bcc (separate)
  --inline-images <data-url|attach|refuse>    inlineImages (data-url)
  --body-encoding <base64|8bit>               bodyEncoding (base64)
  --signed <refuse|unwrap>                    signed (refuse)
  --on-loss <send|refuse>                     onLoss (send)
  --language <en|zh-CN>                       language (that of LC_ALL, LC_MESSAGES or LANG)
  --json                                      one JSON value: a list with an object for each file,
    file       as typed, or -
    canBeSent  true or false
    refused    [{ row, words, where: [] }]: broken rows of SES's page in its order, its words, and the places
    changes    [{ rule, field, loss, message }]: what the transport would change, as in info.ses.changes
    letters    [{ from, to: [], subject, attachments: [] }]: what it would send
    error      null, or why it cannot be sent: { reason, field, message, hint }

Exit status: 0 if the transport can send every file, whatever SES would say to it as it stands; 1 if it cannot send
one, or one cannot be read; 2 for a mistake in what was typed.`,

  async run(args) {
    const { values, positionals } = parseArgs({ args: [...args], options: parsedOptions, allowPositionals: true })
    const settings = transportOptions(values)
    const reports: FileReport[] = []
    let separator = ''

    for (const file of listFiles(positionals)) {
      const message = await readMessage(file).catch(readProblem)
      if (typeof message === 'string') {
        process.stderr.write(`${fileName(file)}: ${message}\n`)
        reports.push(unreadable(file, message))
        continue
      }
      const report = await checkMessage(message, settings)
      reports.push(report)
      if (values.json) continue
      process.stdout.write(`${separator}${humanReport(report, settings)}`)
      separator = '\n'
    }
    if (values.json) process.stdout.write(toJson(reports))
    return reports.every(({ canBeSent }) => canBeSent) ? 0 : 1
  },
}

function listFiles(given: readonly string[]): readonly string[] {
  if (given.filter((file) => file === '-').length > 1) throw usageError('Expected - once, got it twice')
  if (given.length > 0) return given
  if (process.stdin.isTTY) throw usageError('Expected a message file, or a message on standard input')
  return ['-']
}

// Tested by test/cli/emulator.test.ts.

import { inspect } from 'node:util'
import type { EmulatorStatus, EmulatorTransport, LedgerEntry } from '../emulator/index.ts'
import { readSummary } from '../emulator/mailbox/mail.ts'
import { clockTime, printable } from '../emulator/page/printable.ts'
import { certificateName, transportSnippet } from '../emulator/page/transport-snippet.ts'

export interface Started {
  readonly transport: EmulatorTransport
  /** Where the page is. */
  readonly url: string
  readonly names: readonly string[]
  readonly status: EmulatorStatus | undefined
  readonly webhook: string | undefined
}

/** What to do to send a mail to the emulator, and where to look at it and at what became of it. */
export function startLines({ transport, url, names, status, webhook }: Started): string {
  return `The SES emulator runs. Its page: ${url}
Its HTTP API: ${url}api/openapi.json

Save its certificate, which is for this and nothing else:

  curl -o ${certificateName} ${url}certificate.pem

and give this to your transport (readFileSync is from node:fs):

${indent(transportSnippet(transport, names))}

or leave your code as it is and start it with NODE_EXTRA_CA_CERTS=${certificateName} in its environment.
${status === undefined ? '' : statusLines(status)}${webhook === undefined ? '' : `\nEvents are posted to ${webhook}\n`}
Ctrl+C ends it.
`
}

function statusLines({ client }: EmulatorStatus): string {
  return `
GetSendEmailStatus is answered to the client of tencentcloud-sdk-nodejs-ses that is made of this:

${indent(`new ses.v20201002.Client(${inspect(client, { depth: null, breakLength: 100 })})`)}
`
}

function indent(text: string): string {
  return text.replace(/^/gm, '  ')
}

/**
 * An entry of the ledger on one line: `3 18:02:11 refused  Hi -> ann@example.org (cc) Cc: Currently unsupported`. One that is no
 * mail has with it what to do.
 */
export function entryLine(entry: LedgerEntry): string {
  if (entry.kind === 'message') return mailLine(entry)
  const { at, envelope, hint, kind, number, outcome, row, words } = entry
  const what = kind === 'login' ? `login of ${envelope.from}` : kind
  return printable(`${number} ${clockTime(at)} ${outcome.padEnd(8)} ${what} (${row}) ${words}. ${hint}`)
}

function mailLine(entry: LedgerEntry): string {
  const { subject, to } = readSummary(entry)
  const outcome = entry.outcome === 'unknown' && entry.delivered ? 'unknown, but taken' : entry.outcome
  const row = entry.row === undefined ? '' : ` (${entry.row}) ${entry.words}`
  return printable(
    `${entry.number} ${clockTime(entry.at)} ${outcome.padEnd(8)} ${subject || '(no subject)'} -> ${to}${row}`,
  )
}

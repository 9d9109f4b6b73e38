// Tested by test/cli/emulator.test.ts.

import type { EmulatorTransport, LedgerEntry } from '../emulator/index.ts'
import { readSummary } from '../emulator/page/mail.ts'
import { clockTime, printable } from '../emulator/page/printable.ts'
import { certificateName, transportSnippet } from '../emulator/page/transport-snippet.ts'

/** What to do to send a mail to the emulator, and where to look at it. */
export function startLines(transport: EmulatorTransport, url: string): string {
  return `The SES emulator runs. Its page: ${url}

Save its certificate, which is for this and nothing else:

  curl -o ${certificateName} ${url}certificate.pem

and give this to your transport (readFileSync is from node:fs):

${transportSnippet(transport).replace(/^/gm, '  ')}

Ctrl+C ends it.
`
}

/** A mail on one line: `3 18:02:11 refused  Hi -> ann@example.org (cc) Cc: Currently unsupported`. */
export function mailLine(entry: LedgerEntry, number: number): string {
  const { subject, to } = readSummary(entry)
  const outcome = entry.outcome === 'unknown' && entry.delivered ? 'unknown, but taken' : entry.outcome
  const row = entry.row === undefined ? '' : ` (${entry.row}) ${entry.words}`
  return printable(`${number} ${clockTime(entry.at)} ${outcome.padEnd(8)} ${subject} -> ${to}${row}`)
}

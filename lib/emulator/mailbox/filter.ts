// Tested by test/emulator/api/mails.test.ts.

import type { LedgerEntry } from '../records.ts'
import { readSubmission } from '../submission.ts'
import type { Summary } from './mail.ts'

/** Which mails are asked for. Texts are looked for anywhere in a field, in either case; what is not given fits all. */
export interface Filter {
  /** In subject, sender, recipients, Message-ID, reply, row, or the beginning of the text. */
  readonly query?: string
  /** One of the recipients. */
  readonly to?: string
  /** The From field, or the address in MAIL FROM. */
  readonly from?: string
  readonly subject?: string
  readonly outcome?: LedgerEntry['outcome']
  readonly kind?: LedgerEntry['kind']
  /** Name of the row that the mail broke. */
  readonly row?: string
}

export const kinds = ['message', 'login', 'connection'] as const satisfies readonly LedgerEntry['kind'][]
export const outcomes = ['accepted', 'refused', 'unknown'] as const satisfies readonly LedgerEntry['outcome'][]

/** How many characters of a text are searched: as many as anybody remembers of it. */
const searched = 2_000

export function createFilter(): (filter: Filter, entry: LedgerEntry, summary: Summary) => boolean {
  const texts = new WeakMap<LedgerEntry, string>()

  return ({ query, to, from, subject, outcome, kind, row }, entry, summary) =>
    (outcome === undefined || entry.outcome === outcome) &&
    (kind === undefined || entry.kind === kind) &&
    (row === undefined || entry.row === row) &&
    (to === undefined || entry.envelope.to.some((address) => has(address, to))) &&
    (from === undefined || has(summary.from, from) || has(entry.envelope.from, from)) &&
    (subject === undefined || has(summary.subject, subject)) &&
    (query === undefined || mentions(entry, summary, query))

  function mentions(entry: LedgerEntry, { subject, from, to }: Summary, query: string): boolean {
    const fields = [subject, from, to, entry.envelope.from, entry.messageId, entry.row, entry.reply]
    return fields.some((field) => has(field, query)) || has(textOf(entry), query)
  }

  function textOf(entry: LedgerEntry): string {
    const known = texts.get(entry) ?? readText(entry)
    texts.set(entry, known)
    return known
  }
}

function readText({ account, envelope, raw }: LedgerEntry): string {
  const { texts } = readSubmission(account, envelope, raw)
  return texts
    .map(({ content }) => content?.toString('utf8', 0, 4 * searched) ?? '')
    .join('\n')
    .slice(0, searched)
}

function has(text: string | undefined, part: string): boolean {
  return text?.toLowerCase().includes(part.toLowerCase()) ?? false
}

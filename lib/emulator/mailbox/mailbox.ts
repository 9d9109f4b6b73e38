// Tested by test/emulator/api/mails.test.ts.

import type { Control } from '../control.ts'
import type { LedgerEntry } from '../records.ts'
import { createFilter, type Filter } from './filter.ts'
import { readSummary, type Summary } from './mail.ts'

/** An entry of the ledger: a mail, or what kept a client from sending one. */
export interface Mail {
  /** Its number in the ledger: counts from 1, and is never given twice until a reset, though mails are deleted. */
  readonly id: number
  readonly entry: LedgerEntry
  readonly summary: Summary
}

/** A part of a list, the newest first. */
export interface Listing {
  readonly mails: readonly Mail[]
  /** How many fit the filter. */
  readonly matching: number
  /** How many there are. */
  readonly total: number
  /** Whether older ones fit the filter too. */
  readonly hasMore: boolean
}

interface Range {
  /** Mails older than that one. */
  readonly before?: number
  /** Mails newer than that one. */
  readonly after?: number
  /** How many at most. */
  readonly limit: number
}

/** The emulator's mails, by number, for those who look from outside. */
export interface Mailbox {
  find(id: number): Mail | undefined
  list(filter: Filter, range: Range): Listing
  /** Those that came by a connection, in their order. */
  ofConnection(connection: number): readonly Mail[]
  /** How many mails broke each row, by its name. */
  countRows(): ReadonlyMap<string, number>
  /** Takes mails out of ledger and inbox; the limits remember them. Returns how many there were. */
  remove(filter: Filter): number
  removeOne(id: number): boolean
  /** Calls back with each mail that comes. Returns what ends that. */
  onMail(listener: (mail: Mail) => void): () => void
}

export function createMailbox(control: Control): Mailbox {
  const { ledger } = control
  const summaries = new WeakMap<LedgerEntry, Summary>()
  const fits = createFilter()

  return {
    find(id) {
      const entry = ledger.find(({ number }) => number === id)
      return entry && toMail(entry)
    },
    list(filter, { before = Number.POSITIVE_INFINITY, after = 0, limit }) {
      const matching = select(filter)
      const inRange = matching.filter(({ id }) => id < before && id > after).reverse()
      return {
        mails: inRange.slice(0, limit),
        matching: matching.length,
        total: ledger.length,
        hasMore: inRange.length > limit,
      }
    },
    ofConnection: (connection) => ledger.filter((entry) => entry.connection === connection).map(toMail),
    countRows() {
      const counts = new Map<string, number>()
      for (const { row } of ledger) if (row !== undefined) counts.set(row, (counts.get(row) ?? 0) + 1)
      return counts
    },
    remove: (filter) => take(select(filter).map(({ entry }) => entry)),
    removeOne(id) {
      return take(ledger.filter(({ number }) => number === id)) > 0
    },
    onMail: (listener) => control.onEntry((entry) => listener(toMail(entry))),
  }

  function select(filter: Filter): Mail[] {
    return ledger.map(toMail).filter(({ entry, summary }) => fits(filter, entry, summary))
  }

  function take(entries: readonly LedgerEntry[]): number {
    const gone = new Set(entries)
    // A letter in the inbox has the very bytes of its entry in the ledger.
    const bytes = new Set(entries.map(({ raw }) => raw))
    keep(ledger, (entry) => !gone.has(entry))
    keep(control.inbox, ({ raw }) => !bytes.has(raw))
    return entries.length
  }

  function toMail(entry: LedgerEntry): Mail {
    const summary = summaries.get(entry) ?? summarize(entry)
    summaries.set(entry, summary)
    return { id: entry.number, entry, summary }
  }
}

/** What the list says of an entry: of one that is no mail, what went wrong. */
function summarize(entry: LedgerEntry): Summary {
  const { kind, envelope, words = '' } = entry
  return kind === 'message' ? readSummary(entry) : { subject: words, from: envelope.from, to: '' }
}

/** Leaves in a list, which others hold too, only what fits. */
function keep<Item>(list: Item[], fits: (item: Item) => boolean): void {
  const kept = list.filter(fits)
  list.length = 0
  for (const item of kept) list.push(item)
}

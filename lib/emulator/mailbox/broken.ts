import { allRows, brokenRows } from '../checks/index.ts'
import type { Broken, BrokenRow, Rules } from '../checks/row.ts'
import type { LedgerEntry } from '../records.ts'
import { readSubmission, type Submission } from '../submission.ts'
import { findLineStarts, type LineStarts, locateLines } from './locate.ts'
import { type RowNote, rowNotes } from './row-notes.ts'

/** A row of SES's page that a mail broke, with all that a person needs to mend it. */
export interface BrokenRowNote extends BrokenRow {
  /** Whether the gateway's reply is about this one. */
  readonly isAnswered: boolean
  /** Numbers of the lines in the source that show it, from 1. */
  readonly lines: readonly number[]
  /** `undefined` for a row that no one has written about. */
  readonly note: RowNote | undefined
}

/**
 * Every row that a mail of the ledger broke, the one that the gateway answered first. It looks at one row at a time, so
 * that whoever mends the mail would meet the others one after the other.
 */
export function findBrokenRows(entry: LedgerEntry, rules: Rules): readonly BrokenRowNote[] {
  if (entry.outcome !== 'refused' && entry.row === undefined) return []
  if (entry.kind !== 'message') return [noteIncident(entry)]
  const mail = readSubmission(entry.account, entry.envelope, entry.raw)
  const starts = findLineStarts(entry.raw)
  const rows = brokenRows(mail, rules, 1).map((each) => annotate(each, entry.row === each.row, mail, rules, starts))
  if (entry.row === undefined || rows.some(({ isAnswered }) => isAnswered)) return sortAnswered(rows)

  // What is not in the message as it was kept: a limit, a fault, or a line that was too long to be kept.
  const answered: Broken = { row: entry.row, words: entry.words ?? '' }
  return [annotate({ ...answered, where: [] }, true, mail, rules, starts), ...rows]
}

/** What kept a client from sending a mail. The entry's own hint knows more than the row's. */
function noteIncident({ row = '', words = '', hint }: LedgerEntry): BrokenRowNote {
  const note = rowNotes.get(row)
  const advised = note && hint !== undefined ? { ...note, advice: { ...note.advice, en: hint } } : note
  return { row, words, where: [], isAnswered: true, lines: [], note: advised }
}

function annotate(
  { row, words, where }: BrokenRow,
  isAnswered: boolean,
  mail: Submission,
  rules: Rules,
  starts: LineStarts,
): BrokenRowNote {
  const note = rowNotes.get(row)
  const known = allRows.find(({ id }) => id === row)
  const lines = known && note?.mark ? locateLines(known, note.mark, mail, rules, starts) : linesIn(where)
  return { row, words, where, isAnswered, lines, note }
}

/** Rows of the system's errors name their lines. */
function linesIn(where: readonly string[]): readonly number[] {
  return where.flatMap((place) => {
    const [, line] = /^line (\d+):/.exec(place) ?? []
    return line === undefined ? [] : [Number(line)]
  })
}

function sortAnswered(rows: readonly BrokenRowNote[]): readonly BrokenRowNote[] {
  return [...rows].sort((one, other) => Number(other.isAnswered) - Number(one.isAnswered))
}

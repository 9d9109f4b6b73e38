// Tested by test/explain/every-code.test.ts.

import type { Meaning, OwnMeaning } from '../errors.ts'
import { makeReadable, type ParsedReply, parseReadable } from './reply.ts'
import { meaningOfBreak } from './table/breaks.ts'
import { bareMeanings, meanings } from './table/index.ts'

/** Parses a text, and finds the first row that fits it: among the caller's rows, then in the table. */
export function lookUpReply(
  text: string,
  own: readonly Meaning[],
): { reply: ParsedReply; meaning: Meaning | OwnMeaning | undefined } {
  const readable = makeReadable(text)
  const reply = parseReadable(readable)
  const words = normalize(`${readable} ${reply.message}`)

  // 2xx and 3xx refuse nothing, whatever their words: `221 Idle timeout` after a mail leaves open whether SES took it.
  const refusesNothing = reply.status !== undefined && reply.status < 400 && reply.code === undefined
  const table = refusesNothing ? [] : reply.cut ? rows : [...rows, ...bareRows]
  const row = findFirstFitting([...own.map(toRow), ...table], reply, words)
  return { reply, meaning: row?.meaning ?? (reply.status === undefined ? meaningOfBreak(readable) : undefined) }
}

/** A meaning, with its keys as they are compared. */
interface Row {
  readonly meaning: Meaning | OwnMeaning
  readonly code: string | undefined
  readonly phrase: string | undefined
}

const toRow = (meaning: Meaning | OwnMeaning): Row => ({
  meaning,
  code: meaning.code?.toLowerCase(),
  phrase: meaning.phrase === undefined ? undefined : normalize(meaning.phrase),
})

/** Lower case, and no white space: a reply over several lines may be broken anywhere. */
const normalize = (text: string): string => text.toLowerCase().replace(/\s+/g, '')

const rows: readonly Row[] = meanings.map(toRow)
const bareRows: readonly Row[] = bareMeanings.map(toRow)

/**
 * The first row that fits. Where the reply was cut off within its code, only if each row before it that the whole code might
 * have fitted means the same: `InvalidParameter` may begin the code for a recipient or for a file, whereas all codes that
 * begin with `RequestLimitExceeded` mean the same.
 */
function findFirstFitting(among: readonly Row[], reply: ParsedReply, words: string): Row | undefined {
  const code = reply.code?.toLowerCase() ?? ''
  const at = among.findIndex((row) => fits(row, code, words))
  const row = among[at]
  const partial = reply.partialCode?.toLowerCase()
  if (row === undefined || partial === undefined) return row
  const open = among.slice(0, at).filter((other) => other.code?.startsWith(partial))
  return open.every((other) => meansTheSame(other.meaning, row.meaning)) ? row : undefined
}

const fits = (row: Row, code: string, words: string): boolean =>
  (row.code === undefined || code === row.code || code.startsWith(`${row.code}.`)) &&
  (row.phrase === undefined || words.includes(row.phrase))

const meansTheSame = (one: Row['meaning'], other: Row['meaning']): boolean =>
  one.reason === other.reason &&
  one.retry === other.retry &&
  one.retryAfter === other.retryAfter &&
  one.scope === other.scope

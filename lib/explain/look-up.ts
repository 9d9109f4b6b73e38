import type { Meaning } from '../errors.ts'
import { type ParsedReply, parseReadable, readableReply } from './reply.ts'
import { meaningOfBreak } from './table/breaks.ts'
import { bareMeanings, meanings } from './table/index.ts'

/** What can be read off a text, and the row that its words stand in: the caller's rows first, then the table. */
export function lookUpReply(
  text: string,
  own: readonly Meaning[],
): { reply: ParsedReply; meaning: Meaning | undefined } {
  const readable = readableReply(text)
  const reply = parseReadable(readable)
  const words = comparable(`${readable} ${reply.message}`)

  // 2xx and 3xx refuse nothing, whatever words they have: `221 Idle timeout` after a mail leaves open whether SES took it.
  const refusesNothing = reply.status !== undefined && reply.status < 400 && reply.code === undefined
  const table = refusesNothing ? [] : reply.cut ? rows : [...rows, ...bareRows]
  const row = firstFitting([...own.map(toRow), ...table], reply, words)
  return { reply, meaning: row?.meaning ?? (reply.status === undefined ? meaningOfBreak(readable) : undefined) }
}

/** A meaning, and its keys as they are compared. */
interface Row {
  readonly meaning: Meaning
  readonly code: string | undefined
  readonly phrase: string | undefined
}

const toRow = (meaning: Meaning): Row => ({
  meaning,
  code: meaning.code?.toLowerCase(),
  phrase: meaning.phrase === undefined ? undefined : comparable(meaning.phrase),
})

/** Without white space too: a reply over several lines may be broken anywhere. */
const comparable = (text: string): string => text.toLowerCase().replace(/\s+/g, '')

const rows: readonly Row[] = meanings.map(toRow)
const bareRows: readonly Row[] = bareMeanings.map(toRow)

/**
 * The first row that fits, if no row before it might have fitted a reply that was cut off within its code: from
 * `InvalidParameter` alone one cannot tell the recipient from a file, whereas all below `RequestLimitExceeded` means the same.
 */
function firstFitting(among: readonly Row[], reply: ParsedReply, words: string): Row | undefined {
  const code = reply.code?.toLowerCase() ?? ''
  const at = among.findIndex((row) => fits(row, code, words))
  const row = among[at]
  const begun = reply.begunCode?.toLowerCase()
  if (row === undefined || begun === undefined) return row
  const open = among.slice(0, at).filter((other) => other.code?.startsWith(begun))
  return open.every((other) => meansTheSame(other.meaning, row.meaning)) ? row : undefined
}

const fits = (row: Row, code: string, words: string): boolean =>
  (row.code === undefined || code === row.code || code.startsWith(`${row.code}.`)) &&
  (row.phrase === undefined || words.includes(row.phrase))

const meansTheSame = (one: Meaning, other: Meaning): boolean =>
  one.reason === other.reason &&
  one.retry === other.retry &&
  one.retryAfter === other.retryAfter &&
  one.scope === other.scope

import { ERROR_PAGE, type Meaning, type Verdict } from '../errors.ts'
import { untilChinaMidnight } from './china-midnight.ts'
import { meaningOfBreak } from './meanings/breaks.ts'
import { meanings } from './meanings.ts'
import { type ParsedReply, parseReply, readableReply } from './reply.ts'
import { meaningOfStatus } from './status.ts'

/**
 * What a reply of the gateway means and when to try again, for those who have only its text.
 *
 * @param options.meanings rows that come before the table's own
 * @param options.now milliseconds since 1970, from which the time until the next day's quota is counted; now by default
 *
 * @example
 * explainReply('554 5.0.0 Error: … {"Code":"FailedOperation.FrequencyLimit. …').retryAfterMs // 3_600_000
 */
export function explainReply(text: string, options: { meanings?: readonly Meaning[]; now?: number } = {}): Verdict {
  const reply = parseReply(text)
  const meaning = findMeaning(text, options.meanings ?? []) ?? meaningOfStatus(reply.status)
  return toVerdict(meaning, reply, options.now ?? Date.now())
}

/** The row that a text's words stand in: the caller's rows first, then the table. */
export function findMeaning(text: string, own: readonly Meaning[]): Meaning | undefined {
  const reply = parseReply(text)
  const readable = readableReply(text)
  const words = comparable(`${readable} ${reply.message}`)
  const first = (rows: readonly Meaning[]) => rows.find((row) => fits(row, reply, words))

  const owned = first(own)
  if (owned) return owned
  // 2xx and 3xx refuse nothing, whatever words they have: `221 Idle timeout` after a mail leaves open whether SES took it.
  if (reply.status !== undefined && reply.status < 400 && reply.code === undefined) return undefined
  return first(meanings) ?? (reply.status === undefined ? meaningOfBreak(readable) : undefined)
}

export function toVerdict(meaning: Meaning, reply: ParsedReply | undefined, now: number): Verdict {
  const { reason, retry, retryAfter, hint, docs = ERROR_PAGE } = meaning
  return {
    reason,
    retry,
    retryAfterMs: retryAfter === 'china-midnight' ? untilChinaMidnight(now) : retryAfter,
    sesCode: reply?.code,
    requestId: reply?.requestId,
    hint,
    docs,
  }
}

function fits({ code, phrase }: Meaning, reply: ParsedReply, words: string): boolean {
  if (code !== undefined && !isAtOrBelow(reply.code?.toLowerCase() ?? '', code.toLowerCase())) return false
  return phrase === undefined || words.includes(comparable(phrase))
}

const isAtOrBelow = (code: string, parent: string): boolean => code === parent || code.startsWith(`${parent}.`)

/** Without white space too: a reply over several lines may be broken anywhere. */
const comparable = (text: string): string => text.toLowerCase().replace(/\s+/g, '')

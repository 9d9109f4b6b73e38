import { callback, delay, either, unexpected, wholeNumber } from './option-checks.ts'
import type { LedgerEntry, ReceivedLetter } from './records.ts'
import { readHead } from './submission.ts'

export interface WaitOptions {
  /** Milliseconds after which it fails; `Infinity` waits forever. @default 4000, which is less than a test may take in Vitest and Jest */
  readonly timeoutMs?: number
}

/** How many letters to wait for, or which one. */
export type Wanted = number | ((letter: ReceivedLetter) => boolean)

/** @throws TypeError for what cannot be waited for */
export function checkWanted(wanted: Wanted, timeoutMs: number): void {
  const check = either(wholeNumber(0, Number.MAX_SAFE_INTEGER), callback)
  if (!check.holds(wanted)) throw unexpected('wanted', check.expected, wanted)
  if (!delay.holds(timeoutMs)) throw unexpected('timeoutMs', delay.expected, timeoutMs)
}

/** Why it was waited in vain: what was there, and what SES did not take. */
export function waitedInVain(
  wanted: Wanted,
  timeoutMs: number,
  inbox: readonly ReceivedLetter[],
  meanwhile: readonly LedgerEntry[],
): Error {
  const expected = typeof wanted === 'number' ? `${wanted} letters` : 'a letter that fits'
  const failed = meanwhile.filter(({ delivered }) => !delivered)
  const reasons = failed.slice(-shown).map((entry) => `\n  ${describe(entry)}`)
  const before = failed.length > shown ? `\n  and ${failed.length - shown} before them` : ''
  const why =
    failed.length === 0 ? 'Nothing was refused meanwhile.' : `Not taken meanwhile:${reasons.join('')}${before}`
  return new Error(`Expected ${expected} within ${timeoutMs} ms, and ${inbox.length} are there. ${why}`)
}

const shown = 10

/** `"Hi" to ann@example.org: refused (cc) Cc: Currently unsupported`. */
function describe({ kind, envelope, hint, outcome, raw, row, words, reply = 'nothing said' }: LedgerEntry): string {
  const what = kind === 'message' ? `"${readHead(raw).subject}" to ${envelope.to.join(', ')}` : kind
  const why = row === undefined ? reply : `(${row}) ${words}`
  return `${what}: ${outcome} ${why}${hint === undefined ? '' : `. ${hint}`}`
}

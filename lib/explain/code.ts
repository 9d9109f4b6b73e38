import { isKnownCode, isKnownFamily } from './table/index.ts'

/** A code as SES gives it: with words behind it, glued on with or without a full stop. */
export interface SplitCode {
  readonly code: string | undefined
  readonly words: string
  /** Where the text was cut off within its code, or may have been: all that came of it. */
  readonly begun?: string
}

/**
 * Parts `FailedOperation.NotAuthenticatedSender.操作失败。…` into code and words.
 *
 * The gateway's own errors come with a bare `FailedOperation`, so that `FailedOperation.msg.From is null` and
 * `FailedOperation.The email is too large` have a code of one word. `cut`: the text was cut off, so a word at its end counts
 * only if it is a known one.
 */
export function splitCode(text: string, cut: boolean): SplitCode {
  const start = text.trimStart()
  const split = splitWhole(start, cut)
  return cut && WITHIN_CODE.test(start) ? { ...split, begun: start } : split
}

/** The first code in a text that names none as such. */
export function findCode(text: string, cut: boolean): SplitCode | undefined {
  for (const { 0: word, index } of text.matchAll(/[A-Za-z]+/g)) {
    if (isKnownFamily(word)) return splitCode(text.slice(index), cut)
  }
  return undefined
}

// Bounded, as a code goes into an error's message: a longer word is none.
const FAMILY = /^[A-Z][A-Za-z]{2,63}/
const BELOW = /^\.[A-Z][A-Za-z0-9]{0,63}/
const WITHIN_CODE = /^[A-Z][A-Za-z]{0,63}(?:\.(?:[A-Z][A-Za-z0-9]{0,63})?)?$/

function splitWhole(start: string, cut: boolean): SplitCode {
  const family = FAMILY.exec(start)?.[0]
  if (family === undefined || !isWhole(family, start.charAt(family.length), isKnownFamily(family), cut)) {
    return { code: undefined, words: start.trim() }
  }
  const rest = start.slice(family.length)
  const below = BELOW.exec(rest)?.[0]
  const code = `${family}${below}`
  if (below === undefined || !isWhole(below.slice(1), rest.charAt(below.length), isKnownCode(code), cut)) {
    return { code: family, words: trimWords(rest) }
  }
  return { code, words: trimWords(rest.slice(below.length)) }
}

/** Whether a word of a code ends where it seems to: `Content-Type` and `The email` do not begin with one. */
function isWhole(word: string, next: string, known: boolean, cut: boolean): boolean {
  if (/[\w-]/.test(next)) return false
  if (known) return true
  if (next === '') return !cut
  // Before a space it may be the first word of a sentence, unless it has a capital inside.
  return !/\s/.test(next) || /[a-z][A-Z]|[A-Z]{2}/.test(word)
}

const trimWords = (words: string): string => words.replace(/^[\s.,:;。，：；]+/, '').trimEnd()

import { isKnownCode, isKnownFamily } from './meanings.ts'

/** A code as SES gives it: with words behind it, glued on with or without a full stop. */
export interface SplitCode {
  readonly code: string | undefined
  readonly words: string
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
  const family = /^[A-Z][A-Za-z]*/.exec(start)?.[0]
  if (family === undefined || !isWhole(family, start.charAt(family.length), isKnownFamily(family), cut)) {
    return { code: undefined, words: start.trim() }
  }
  const rest = start.slice(family.length)
  const below = /^\.[A-Z][A-Za-z0-9]*/.exec(rest)?.[0]
  const code = `${family}${below}`
  if (below === undefined || !isWhole(below.slice(1), rest.charAt(below.length), isKnownCode(code), cut)) {
    return { code: family, words: trimWords(rest) }
  }
  return { code, words: trimWords(rest.slice(below.length)) }
}

/** The first code in a text that names none as such. */
export function findCode(text: string): SplitCode | undefined {
  for (const { 0: word, index } of text.matchAll(/[A-Za-z]+/g)) {
    if (isKnownFamily(word)) return splitCode(text.slice(index), false)
  }
  return undefined
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

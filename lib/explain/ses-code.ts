// Tested by test/explain/reply.test.ts.

import { isKnownCode, isKnownFamily } from './table/index.ts'

/** A code of SES and the words after it, joined with or without a full stop. */
export interface SplitCode {
  readonly code: string | undefined
  readonly words: string
  /** What arrived of the code, if the text was, or may have been, cut off within it. */
  readonly partial?: string
}

/**
 * Splits `FailedOperation.NotAuthenticatedSender.操作失败。…` into code and words.
 *
 * The gateway's own errors come with a bare `FailedOperation`: in `FailedOperation.msg.From is null` and
 * `FailedOperation.The email is too large` that is the code, and the rest is words.
 *
 * @param cut whether the text was cut off: then a word at its end belongs to the code only if it is a known one
 */
export function splitCode(text: string, cut: boolean): SplitCode {
  const start = text.trimStart()
  const split = splitWhole(start, cut)
  return cut && WITHIN_CODE.test(start) ? { ...split, partial: start } : split
}

/** Finds the first code in a text that has no key `Code`. */
export function findCode(text: string, cut: boolean): SplitCode | undefined {
  for (const { 0: word, index } of text.matchAll(/[A-Za-z]+/g)) {
    if (isKnownFamily(word)) return splitCode(text.slice(index), cut)
  }
  return undefined
}

// Bounded, since a code goes into an error's message: a longer word is no code.
const FAMILY = /^[A-Z][A-Za-z]{2,63}/
const BELOW = /^\.[A-Z][A-Za-z0-9]{0,63}/
const WITHIN_CODE = /^[A-Z][A-Za-z]{0,63}(?:\.(?:[A-Z][A-Za-z0-9]{0,63})?)?$/

function splitWhole(start: string, cut: boolean): SplitCode {
  const family = FAMILY.exec(start)?.[0]
  if (family === undefined || !belongsToCode(family, start.charAt(family.length), isKnownFamily(family), cut)) {
    return { code: undefined, words: start.trim() }
  }
  const rest = start.slice(family.length)
  const below = BELOW.exec(rest)?.[0]
  const code = `${family}${below}`
  if (below === undefined || !belongsToCode(below.slice(1), rest.charAt(below.length), isKnownCode(code), cut)) {
    return { code: family, words: trimWords(rest) }
  }
  return { code, words: trimWords(rest.slice(below.length)) }
}

/** Whether a word belongs to a code: neither `Content` of `Content-Type` nor `The` of `The email` does. */
function belongsToCode(word: string, next: string, known: boolean, cut: boolean): boolean {
  if (/[\w-]/.test(next)) return false
  if (known) return true
  if (next === '') return !cut
  // Before white space it is the first word of a sentence, unless it has a capital letter inside.
  return !/\s/.test(next) || /[a-z][A-Z]|[A-Z]{2}/.test(word)
}

const trimWords = (words: string): string => words.replace(/^[\s.,:;。，：；]+/, '').trimEnd()

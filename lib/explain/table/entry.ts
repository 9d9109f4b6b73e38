import type { Meaning } from '../../errors.ts'

/** A code of SES's and its words, either of which may come without the other and means the same. */
export interface Entry extends Omit<Meaning, 'code' | 'phrase'> {
  readonly code?: string
  /** The provider's words, English and Chinese: so much of them that they fit no other row, and no more, as replies come cut off. */
  readonly phrases?: readonly string[]
}

export function meaningsOfCodes(entries: readonly Entry[]): readonly Meaning[] {
  return entries.flatMap(({ code, phrases: _, ...meaning }) => (code === undefined ? [] : [{ code, ...meaning }]))
}

export function meaningsOfPhrases(entries: readonly Entry[]): readonly Meaning[] {
  return entries.flatMap(({ code: _, phrases = [], ...meaning }) => phrases.map((phrase) => ({ phrase, ...meaning })))
}

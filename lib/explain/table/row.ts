// Tested by test/explain/every-code.test.ts.

import type { OwnMeaning } from '../../errors.ts'
import type { Words } from '../../language.ts'

/** Rows that follow each other and have a meaning in common. A row's own field overrides the group's. */
export interface Group extends Common {
  readonly docs: string
  readonly rows: readonly Row[]
}

/** A code of SES, and its words for it. Either may come without the other, and means the same. */
interface Row extends Partial<Common> {
  readonly code?: string
  /**
   * The provider's words, English and Chinese: enough of them to fit no other row, and no more, since a reply may be
   * cut off.
   */
  readonly phrases?: readonly string[]
  readonly hint: Words
}

type Common = Omit<OwnMeaning, 'code' | 'phrase' | 'hint'>

/** A meaning for each row that has a code. */
export function keyByCode(groups: readonly Group[]): readonly OwnMeaning[] {
  return flatten(groups).flatMap(({ code, phrases: _, ...meaning }) =>
    code === undefined ? [] : [{ code, ...meaning }],
  )
}

/** A meaning for each phrase of each row. */
export function keyByPhrase(groups: readonly Group[]): readonly OwnMeaning[] {
  return flatten(groups).flatMap(({ code: _, phrases = [], ...meaning }) =>
    phrases.map((phrase) => ({ phrase, ...meaning })),
  )
}

const flatten = (groups: readonly Group[]): readonly (Row & Common)[] =>
  groups.flatMap(({ rows, ...common }) => rows.map((row) => ({ ...common, ...row })))

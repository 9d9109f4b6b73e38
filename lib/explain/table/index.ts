// Tested by test/explain/every-code.test.ts.

import type { OwnMeaning } from '../../errors.ts'
import { accountGroups } from './account.ts'
import { contentGroups } from './content.ts'
import { bareGroups, familyGroups } from './families.ts'
import { partyGroups } from './parties.ts'
import { type Group, keyByCode, keyByPhrase } from './row.ts'
import { serviceGroups } from './service.ts'

const groups: readonly Group[] = [...contentGroups, ...partyGroups, ...accountGroups, ...serviceGroups]

/**
 * What each reply means: the first row that fits holds. SES's own codes come first, then its words, which may come
 * without their code or with a bare `FailedOperation`; then the families, for codes that are newer than this table.
 *
 * The gateway answers 554 to everything, so nothing here is read off the number.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Error Codes"
 * @see https://www.tencentcloud.com/document/product/1084/39408 "SendEmail", "Error Code"
 */
export const meanings: readonly OwnMeaning[] = [
  ...keyByCode(groups),
  ...keyByPhrase(groups),
  ...keyByPhrase(familyGroups),
  ...keyByCode(familyGroups),
]

/** Looked up last: a complete reply that says no more than this says nothing. */
export const bareMeanings: readonly OwnMeaning[] = [...keyByCode(bareGroups), ...keyByPhrase(bareGroups)]

const knownCodes: ReadonlySet<string> = new Set(
  [...meanings, ...bareMeanings].flatMap(({ code }) => (code ? [code.toLowerCase()] : [])),
)
const knownFamilies: ReadonlySet<string> = new Set([...knownCodes].map((code) => code.split('.')[0] ?? code))

/** Whether a code, such as `FailedOperation.FrequencyLimit`, has a row of its own. */
export const isKnownCode = (code: string): boolean => knownCodes.has(code.toLowerCase())

/** Whether any code begins with this word, as many begin with `FailedOperation`. */
export const isKnownFamily = (word: string): boolean => knownFamilies.has(word.toLowerCase())

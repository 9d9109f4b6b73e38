// Tested by test/emulator/refused-rows.test.ts.

import type { Submission } from '../submission.ts'
import { attachmentParameters } from './attachment-parameters.ts'
import { businessErrors } from './business-errors.ts'
import { inputParameters } from './input-parameters.ts'
import type { BrokenRow, Row, Rules } from './row.ts'
import { sendEmail } from './send-email.ts'
import { systemErrors } from './system-errors.ts'

const beforeErrors: readonly Row[] = [...inputParameters, ...attachmentParameters]
const afterErrors: readonly Row[] = [...businessErrors, ...sendEmail]

/** All that SES asks of a mail, from the top of its page to the bottom. */
export const allRows: readonly Row[] = [...beforeErrors, ...afterErrors]

/** A row that a mail breaks: the first of the page, or with `rowOrder: 'random'` any. In which order SES looks is not known. */
export function brokenRow(mail: Submission, rules: Rules, random: () => number): Row | undefined {
  const isBroken = (row: Row) => row.places(mail, rules).length > 0
  if (rules.undocumented.rowOrder === 'page') return allRows.find(isBroken)
  const broken = allRows.filter(isBroken)
  return broken[Math.floor(random() * broken.length)]
}

/** Every row that a mail breaks, in the order of the page, "System errors" in their place. */
export function brokenRows(mail: Submission, rules: Rules, firstLine: number): readonly BrokenRow[] {
  const broken = ({ id, words, places }: Row): readonly BrokenRow[] => {
    const where = places(mail, rules)
    return where.length === 0 ? [] : [{ row: id, words, where }]
  }
  return [...beforeErrors.flatMap(broken), ...systemErrors(mail.raw, rules, firstLine), ...afterErrors.flatMap(broken)]
}

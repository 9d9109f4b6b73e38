import type { Submission } from '../submission.ts'
import { attachmentParameters } from './attachment-parameters.ts'
import { businessErrors } from './business-errors.ts'
import { inputParameters } from './input-parameters.ts'
import type { Row, Rules } from './row.ts'
import { sendEmail } from './send-email.ts'

/** All that SES asks of a mail, from the top of its page to the bottom. */
const rows: readonly Row[] = [...inputParameters, ...attachmentParameters, ...businessErrors, ...sendEmail]

/** The first row that a mail breaks, in the order of the page; in which order SES itself looks is not known. */
export function brokenRow(mail: Submission, rules: Rules): Row | undefined {
  return rows.find((row) => row.broken(mail, rules))
}

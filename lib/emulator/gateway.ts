// Tested by test/emulator/limits.test.ts.

import { answers } from './checks/answers.ts'
import { brokenRow } from './checks/index.ts'
import type { Broken, Rules } from './checks/row.ts'
import type { CallFault } from './faults.ts'
import type { Limits } from './limits.ts'
import type { Refusal } from './reply.ts'
import type { Submission } from './submission.ts'

/** Why SES does not take a mail, and what it says. */
export interface Verdict extends Broken {
  readonly answer: Refusal
}

export interface CallSettings extends Rules {
  readonly individualAccount: boolean
}

/**
 * The call that the gateway makes when a message has come whole: first what concerns the account, then the mail, then the
 * recipients and the quota, which count only mails that are in order. `undefined`: SES takes the mail.
 */
export function judge(
  mail: Submission,
  settings: CallSettings,
  limits: Limits,
  fault: () => CallFault | undefined,
): Verdict | undefined {
  if (settings.individualAccount) {
    return {
      row: 'smtp-forbidden',
      words: 'SMTPForbidden: SMTP Disabled for Individual Customers',
      answer: answers.forbidden,
    }
  }
  if (!limits.call()) {
    const words = 'smtp sending frequency limit...: The SMTP call rate limit is reached'
    return { row: 'rate-limit', words, answer: answers.rate }
  }

  const row = brokenRow(mail, settings)
  if (row !== undefined) return { row: row.id, words: row.words, answer: row.answer }

  const error = fault()?.error
  if (error !== undefined) return { row: 'fault', words: 'A fault set by the test', answer: { code: error } }

  if (!limits.recipients(mail.envelope)) {
    const words = 'Too many emails sent to the same address in a short period.'
    return { row: 'recipient-limit', words, answer: { code: 'FailedOperation.FrequencyLimit' } }
  }
  if (!limits.quota(mail.envelope)) {
    const words = 'The number of emails exceeds the daily sending limit.'
    return { row: 'daily-quota', words, answer: { code: 'FailedOperation.ExceedSendLimit' } }
  }
  limits.count(mail.envelope)
  return undefined
}

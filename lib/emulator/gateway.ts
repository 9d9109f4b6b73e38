// Tested by test/emulator/limits.test.ts.

import { answers } from './checks/answers.ts'
import { brokenRow } from './checks/index.ts'
import type { Broken, Rules } from './checks/row.ts'
import type { Limits } from './limits.ts'
import type { CallError, Refusal } from './reply.ts'
import type { Submission } from './submission.ts'
import { asTaken } from './taken.ts'

/** Why SES does not take a mail, and what it says. */
export interface Verdict extends Broken {
  readonly answer: Refusal
}

export interface CallSettings extends Rules {
  readonly individualAccount: boolean
}

const overRate: Verdict = {
  row: 'rate-limit',
  words: 'smtp sending frequency limit...: The SMTP call rate limit is reached',
  answer: answers.rate,
}

/**
 * The call that the gateway makes when a message has come whole: first what concerns the account, then the mail, then the
 * recipients and the quota, which count only mails that are in order. `undefined`: SES takes the mail.
 */
export function judge(
  mail: Submission,
  settings: CallSettings,
  limits: Limits,
  fault: () => { readonly error: CallError } | undefined,
  random: () => number,
): Verdict | undefined {
  if (settings.individualAccount) {
    return {
      row: 'smtp-forbidden',
      words: 'SMTPForbidden: SMTP Disabled for Individual Customers',
      answer: answers.forbidden,
    }
  }
  const isRateFirst = settings.undocumented.rateCheck === 'before-content'
  if (isRateFirst && !limits.call()) return overRate

  const row = brokenRow(mail, settings, random)
  if (row !== undefined) return { row: row.id, words: row.words, answer: row.answer }
  if (!isRateFirst && !limits.call()) return overRate

  const error = fault()?.error
  if (error !== undefined) return { row: 'fault', words: 'A fault set by the test', answer: error }

  const { envelope } = asTaken(mail, settings.undocumented)
  if (!limits.recipients(envelope)) {
    const words = 'Too many emails sent to the same address in a short period.'
    return { row: 'recipient-limit', words, answer: { code: 'FailedOperation.FrequencyLimit' } }
  }
  if (!limits.quota(envelope)) {
    const words = 'The number of emails exceeds the daily sending limit.'
    return { row: 'daily-quota', words, answer: { code: 'FailedOperation.ExceedSendLimit' } }
  }
  limits.count(envelope)
  return undefined
}

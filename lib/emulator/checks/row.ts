import type { Settings } from '../options.ts'
import type { Refusal } from '../reply.ts'
import type { Submission } from '../submission.ts'

/** What a check may ask of the options. */
export type Rules = Pick<Settings, 'limits' | 'quotedPrintable' | 'strict' | 'unsupported'>

/** One row of the provider's page: what it says, when a mail breaks it, and how SES answers. */
export interface Row {
  /** Stable name, given in the ledger. */
  readonly id: string
  /** The page's own words. */
  readonly words: string
  readonly answer: Refusal
  readonly broken: (mail: Submission, rules: Rules) => boolean
}

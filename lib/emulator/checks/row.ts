import type { Refusal } from '../reply.ts'
import type { Settings } from '../settings.ts'
import type { Submission } from '../submission.ts'

/** What a check may ask of the options. */
export type Rules = Pick<Settings, 'limits' | 'lineLimit' | 'undocumented'>

/** What a mail broke: a row of the provider's page, by its stable name and in its words. */
export interface Broken {
  readonly row: string
  readonly words: string
}

/** The same, with every place in the mail that breaks it, in words. */
export interface BrokenRow extends Broken {
  readonly where: readonly string[]
}

/** One row of the provider's page: what it says, where a mail breaks it, and how SES answers. */
export interface Row {
  /** Stable name, given in the ledger. */
  readonly id: string
  /** The page's own words. */
  readonly words: string
  readonly answer: Refusal
  /** Every place in a mail that breaks it; none if the mail keeps it. */
  readonly places: (mail: Submission, rules: Rules) => readonly string[]
}

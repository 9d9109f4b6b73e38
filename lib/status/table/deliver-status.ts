/** What became of a mail that SES took. */
export type DeliverStatus =
  /** SES has it, and has not delivered it yet. */
  | 'queued'
  | 'delivered'
  | 'dropped'
  /** The recipient's provider refused it. */
  | 'rejected'
  /** The recipient's provider put it off; SES tries again. */
  | 'deferred'
  /** A number that SES's page does not have, or none. */
  | 'unknown'

export interface DeliverMeaning {
  readonly word: DeliverStatus
  readonly meaning: string
  readonly hint: string
}

/** The meaning of a `DeliverStatus` of SES's. */
export function meaningOfDeliverStatus(code: number | undefined): DeliverMeaning {
  return (code === undefined ? undefined : byCode.get(code)) ?? undocumented
}

/** @see https://www.tencentcloud.com/document/product/1084/39502 "DeliverStatus" */
// biome-ignore format: a table
const byCode: ReadonlyMap<number, DeliverMeaning> = new Map([
  [0, { word: 'queued', meaning: 'SES has the mail in its queue.', hint: 'Wait: a delivery takes seconds to minutes, 72 hours at most.' }],
  [1, { word: 'delivered', meaning: "The recipient's provider took the mail.", hint: 'Do nothing; a bounce may still follow.' }],
  [2, { word: 'dropped', meaning: 'SES dropped the mail.', hint: 'See `deliverMessage` for the reason.' }],
  [3, { word: 'rejected', meaning: "The recipient's provider refused the mail.",
    hint: 'See `deliverMessage`; if the address does not exist, take it off your lists.' }],
  [8, { word: 'deferred', meaning: "The recipient's provider put the mail off.", hint: 'Wait: SES tries again by itself. See `deliverMessage`.' }],
] as const)

const undocumented: DeliverMeaning = {
  word: 'unknown',
  meaning: 'SES gave no delivery status that its page has.',
  hint: 'Look in the SES console.',
}

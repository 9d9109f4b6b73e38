import type { Meaning } from '../../errors.ts'
import { STATUS_PAGE } from '../../provider.ts'

/** What SES did with a call: `accepted`, or why it did not send the mail. */
export type SendStatus =
  | 'accepted'
  | 'internal-error'
  | 'timed-out'
  | 'frequency-limited'
  | 'recipient-blocklisted'
  | 'domain-rejected'
  | 'quota-exceeded'
  | 'template-required'
  | 'unsubscribed'
  | 'not-found'
  | 'template-invalid'
  | 'temporarily-blocked'
  | 'template-forbidden'
  | 'template-data-invalid'
  | 'domain-unverified'
  | 'provider-blocklisted'
  | 'address-invalid'
  | 'bounce-rate-high'
  | 'balance-insufficient'
  /** A number that SES's page does not have. */
  | 'unknown'

export interface SendMeaning {
  readonly word: SendStatus
  /** Whether SES sent the mail. `open`: the status leaves it open. */
  readonly sent: 'yes' | 'no' | 'open'
  readonly meaning: string
  readonly hint: string
  /** What a transport should go by. */
  readonly verdict: Pick<Meaning, 'reason' | 'retry' | 'retryAfter' | 'scope' | 'docs'>
}

/** The meaning of a `SendStatus` of SES's. */
export function meaningOfSendStatus(code: number | undefined): SendMeaning {
  return (code === undefined ? undefined : byCode.get(code)) ?? undocumented
}

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const docs = STATUS_PAGE

const open = { reason: 'delivery-unknown', retry: 'never', docs } as const
const service = { reason: 'service-unavailable', retry: 'soon', docs } as const
const recipient = { reason: 'recipient-refused', retry: 'never', docs } as const
const content = { reason: 'message-invalid', retry: 'never', docs } as const

const INTERNAL = 'SES failed within itself.'
const AGAIN = 'Send the mail again: SES did not.'
const LOOK = 'Look in the SES console what became of the mail before sending it again.'
const TEMPLATE = 'Correct the template in the SES console; SMTP knows no templates, so another program sent this mail.'

/** @see https://www.tencentcloud.com/document/product/1084/39502 "SendStatus" */
// biome-ignore format: a table
const rows: readonly (readonly [codes: readonly number[], word: SendStatus, sent: SendMeaning['sent'], meaning: string, hint: string, verdict: SendMeaning['verdict']])[] = [
  [[0], 'accepted', 'yes', 'SES took the mail.', 'Do nothing: `deliverStatus` says how it went on.', open],
  [[1001, 1002, 1003, 1005, 1009], 'internal-error', 'no', INTERNAL, AGAIN, service],
  // Who ran out of time, and how far the mail was by then, is not said.
  [[1004], 'timed-out', 'open', 'The sending took too long.', LOOK, open],
  [[1006], 'frequency-limited', 'no', 'Too many mails went to this address in a short time.',
    'Wait an hour, then send the mail again: SES sends 10 an hour from one sender to one recipient.',
    { reason: 'recipient-rate-limited', retry: 'later', retryAfter: HOUR, scope: 'recipient', docs }],
  [[1007], 'recipient-blocklisted', 'no', 'The address is on the blocklist.',
    'Take the address off your lists, or off the blocklist in the SES console if it is right.', recipient],
  [[1008], 'domain-rejected', 'no', 'The recipient rejects the sender domain.', 'Stop sending to it from this domain.', recipient],
  [[1010], 'quota-exceeded', 'no', "The day's mails are used up.", 'Wait until midnight in China, then send the mail again.',
    { reason: 'quota-exceeded', retry: 'later', retryAfter: 'china-midnight', scope: 'sender', docs }],
  [[1011], 'template-required', 'no', 'The account may send templates only.',
    'Ask Tencent Cloud for the permission to send custom content.', { reason: 'account-refused', retry: 'never', docs }],
  [[1013], 'unsubscribed', 'no', 'The recipient has unsubscribed from the sender domain.', 'Stop sending to it from this domain.', recipient],
  [[2001], 'not-found', 'open', 'SES has no record.', 'Ask again later, and for the day before and after.', open],
  [[3007], 'template-invalid', 'no', 'The template does not exist or cannot be used.', TEMPLATE, content],
  [[3008], 'temporarily-blocked', 'no', "The recipient's domain blocks the sender domain for a while.",
    'Wait ten minutes, then send the mail again.',
    { reason: 'blocked', retry: 'later', retryAfter: 10 * MINUTE, scope: 'provider', docs }],
  [[3009], 'template-forbidden', 'no', 'The account may not use this template.', TEMPLATE, content],
  [[3010], 'template-data-invalid', 'no', "The template's data is malformed.", TEMPLATE, content],
  [[3014], 'domain-unverified', 'no', 'The sender domain is not verified.', 'Verify it in the SES console.',
    { reason: 'sender-refused', retry: 'never', docs }],
  [[3020], 'provider-blocklisted', 'no', "The recipient's kind of mailbox is on the blocklist.",
    'Write to another address of the recipient.', recipient],
  [[3024], 'address-invalid', 'no', 'The address is malformed.', "Correct the recipient's address.", recipient],
  [[3030], 'bounce-rate-high', 'no', 'Too many mails bounce: SES has stopped the sending for a while.',
    'Take addresses that bounce off your lists, and wait until midnight in China.',
    { reason: 'blocked', retry: 'later', retryAfter: 'china-midnight', scope: 'sender', docs }],
  [[3033], 'balance-insufficient', 'no', 'The account has no balance.', "Top up the account's balance, then send the mail again.",
    { reason: 'quota-exceeded', retry: 'never', docs }],
]

const byCode: ReadonlyMap<number, SendMeaning> = new Map(
  rows.flatMap(([codes, word, sent, meaning, hint, verdict]) =>
    codes.map((code) => [code, { word, sent, meaning, hint, verdict }] as const),
  ),
)

const undocumented: SendMeaning = {
  word: 'unknown',
  sent: 'open',
  meaning: 'SES gave a status that its page does not have.',
  hint: LOOK,
  verdict: open,
}

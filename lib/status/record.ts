import { type SesLanguage, wordsIn } from '../language.ts'
import { type DeliverStatus, meaningOfDeliverStatus } from './table/deliver-status.ts'
import { meaningOfSendStatus, type SendStatus } from './table/send-status.ts'
import { toMilliseconds } from './time.ts'

/** What SES says of one mail to one recipient. Times are milliseconds since 1970. */
export interface StatusRecord {
  readonly from: string
  readonly to: string
  /** SES's id of the call, such as `qcloudses-30-…-date-20210101094334-…`; not the Message-ID. */
  readonly messageId: string | undefined
  /** Whether SES took the mail, in a word. */
  readonly sendStatus: SendStatus
  /** SES's number of it. */
  readonly sendCode: number | undefined
  /** What became of a mail that it took, in a word. */
  readonly deliverStatus: DeliverStatus
  /** SES's number of it. */
  readonly deliverCode: number | undefined
  /** SES's own words about the delivery. */
  readonly deliverMessage: string | undefined
  /** What the statuses mean: how it was delivered if SES took it, else why not. */
  readonly meaning: string
  readonly hint: string
  /** When the call reached SES. */
  readonly requestedAt: number | undefined
  readonly deliveredAt: number | undefined
  readonly opened: boolean
  readonly clicked: boolean
  readonly unsubscribed: boolean
  readonly complained: boolean
}

/** A record of the API's answer, whatever else it holds. */
export function readRecord(given: object, language: SesLanguage): StatusRecord {
  const field = (name: string): unknown => (Object.hasOwn(given, name) ? given[name as never] : undefined)
  const sendCode = wholeNumber(field('SendStatus'))
  const deliverCode = wholeNumber(field('DeliverStatus'))
  const send = meaningOfSendStatus(sendCode)
  const deliver = meaningOfDeliverStatus(deliverCode)
  const { meaning, hint } = send.sent === 'yes' ? deliver : send
  return {
    from: text(field('FromEmailAddress')) ?? '',
    to: text(field('ToEmailAddress')) ?? '',
    messageId: text(field('MessageId')),
    sendStatus: send.word,
    sendCode,
    deliverStatus: deliver.word,
    deliverCode,
    deliverMessage: text(field('DeliverMessage')),
    meaning: wordsIn(meaning, language),
    hint: wordsIn(hint, language),
    requestedAt: toMilliseconds(wholeNumber(field('RequestTime')) ?? 0),
    deliveredAt: toMilliseconds(wholeNumber(field('DeliverTime')) ?? 0),
    opened: field('UserOpened') === true,
    clicked: field('UserClicked') === true,
    unsubscribed: field('UserUnsubscribed') === true,
    // The first spelling is the older one.
    complained: field('UserComplainted') === true || field('UserComplained') === true,
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(number) ? (number as number) : undefined
}

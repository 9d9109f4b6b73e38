// Tested by test/emulator/reports.test.ts.

import { randomUUID } from 'node:crypto'
import { chinaStamp } from './china-time.ts'
import type { Outcome } from './outcome.ts'
import type { ReceivedLetter } from './records.ts'

/** A call: a mail as SES knows it. */
export interface Call {
  /** SES's id of the call, the same for all of its recipients. */
  readonly sesMessageId: string
  /** The mail's Message-ID without its angle brackets; empty if it has none. */
  readonly messageId: string
  /** The one that SES gives to a mail without any. */
  readonly assignedId: string
  readonly mail: ReceivedLetter
}

/** A call for one of its recipients, and what becomes of it. */
export interface Send extends Call {
  readonly recipient: string
  readonly outcome: Required<Outcome>
}

export function createCall(mail: ReceivedLetter, appId: string, random: () => number): Call {
  return {
    sesMessageId: createSesMessageId(appId, mail.receivedAt, random),
    messageId: (mail.headers.find(({ name }) => name === 'message-id')?.value ?? '').replace(/^<(.*)>$/, '$1'),
    assignedId: `${randomUUID()}@${domainOf(mail.envelope.from)}`,
    mail,
  }
}

/** One for each recipient that has an outcome. */
export function toSends(call: Call, outcomeOf: (recipient: string) => Required<Outcome> | undefined): readonly Send[] {
  return [...new Set(call.mail.envelope.to)].flatMap((recipient) => {
    const outcome = outcomeOf(recipient)
    return outcome === undefined ? [] : [{ ...call, recipient, outcome }]
  })
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1)
}

const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** SES's id of a call, such as `qcloudses-30-4123414323-date-20210101094334-syNARhMTbKI1`, with the time in China. */
function createSesMessageId(appId: string, time: number, random: () => number): string {
  const suffix = Array.from({ length: 12 }, () => characters[Math.floor(random() * characters.length)]).join('')
  return `qcloudses-30-${appId}-date-${chinaStamp(time)}-${suffix}`
}

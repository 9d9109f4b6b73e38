// Tested by test/emulator/status/status.test.ts.

import type { Send } from '../send.ts'

/** An item of GetSendEmailStatus's `EmailStatusList`, with all of its fields. Times are seconds since 1970. */
export interface EmailStatus {
  readonly MessageId: string
  readonly ToEmailAddress: string
  readonly FromEmailAddress: string
  readonly SendStatus: number
  readonly DeliverStatus: number
  readonly DeliverMessage: string
  readonly RequestTime: number
  readonly DeliverTime: number
  readonly UserOpened: boolean
  readonly UserClicked: boolean
  readonly UserUnsubscribed: boolean
  /** Deprecated: {@link UserComplained}. */
  readonly UserComplainted: boolean
  readonly UserComplained: boolean
}

/** What SES tells of a mail to one recipient at that time. */
export function toEmailStatus({ sesMessageId, mail, recipient, outcome }: Send, now: number): EmailStatus {
  const requestedAt = mail.receivedAt
  const deliveredAt = requestedAt + outcome.deliverAfterMs
  const isOver = outcome.deliverStatus !== 0 && now >= deliveredAt
  const isDelivered = isOver && outcome.deliverStatus === 1
  return {
    MessageId: sesMessageId,
    ToEmailAddress: recipient,
    FromEmailAddress: mail.envelope.from,
    SendStatus: outcome.sendStatus,
    DeliverStatus: isOver ? outcome.deliverStatus : 0,
    DeliverMessage: isOver || outcome.sendStatus !== 0 ? outcome.deliverMessage : '',
    RequestTime: toSeconds(requestedAt),
    DeliverTime: isOver ? toSeconds(deliveredAt) : 0,
    UserOpened: isDelivered && outcome.opened,
    UserClicked: isDelivered && outcome.clicked,
    UserUnsubscribed: isDelivered && outcome.unsubscribed,
    UserComplainted: isDelivered && outcome.complained,
    UserComplained: isDelivered && outcome.complained,
  }
}

/** What SES may tell of a mail that it does not know: SendStatus 2001, "no record". */
export function noRecord(messageId = '', recipient = ''): EmailStatus {
  return {
    MessageId: messageId,
    ToEmailAddress: recipient,
    FromEmailAddress: '',
    SendStatus: 2001,
    DeliverStatus: 0,
    DeliverMessage: '',
    RequestTime: 0,
    DeliverTime: 0,
    UserOpened: false,
    UserClicked: false,
    UserUnsubscribed: false,
    UserComplainted: false,
    UserComplained: false,
  }
}

function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

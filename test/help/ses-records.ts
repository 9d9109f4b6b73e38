import { channel } from 'node:diagnostics_channel'
import type { StatusClient, StatusRequest } from '../../lib/status/index.ts'

/** A record as the API gives it. */
export interface ApiRecord {
  MessageId?: string
  FromEmailAddress: string
  ToEmailAddress: string
  SendStatus?: number
  DeliverStatus?: number
  DeliverMessage?: string
  RequestTime?: number
  DeliverTime?: number
  UserOpened?: boolean
}

export const from = 'noreply@mail.example.com'
export const ann = 'ann@example.org'

let number = 0

/** A record of a mail that SES took at a time in milliseconds. */
export function recordAt(at: number, fields: Partial<ApiRecord> = {}): ApiRecord {
  return {
    MessageId: `qcloudses-30-1-date-${++number}`,
    FromEmailAddress: from,
    ToEmailAddress: ann,
    SendStatus: 0,
    DeliverStatus: 0,
    DeliverMessage: '',
    RequestTime: Math.floor(at / 1_000),
    DeliverTime: 0,
    ...fields,
  }
}

/** SES's API: answers for one day and recipient, in pages. */
export function fakeApi(records: ApiRecord[] = []) {
  const asked: StatusRequest[] = []
  const client: StatusClient = {
    async GetSendEmailStatus(request) {
      asked.push({ ...request })
      const { RequestDate, ToEmailAddress, Offset, Limit } = request
      const found = records.filter(
        (record) => record.ToEmailAddress === ToEmailAddress && dayOf(record.RequestTime) === RequestDate,
      )
      return { EmailStatusList: found.slice(Offset, Offset + Limit), RequestId: 'r-1' }
    },
  }
  return { records, asked, client }
}

/** A record without a time is on every day. */
const dayOf = (seconds: number | undefined) =>
  seconds === undefined ? undefined : new Date(seconds * 1_000 + 8 * 3_600_000).toISOString().slice(0, 10)

/** Tells a handover as a transport does. */
export function handOver(fields: object = {}): void {
  channel('nodemailer-tencentcloud-ses:handover').publish({
    messageId: '<1@x>',
    from,
    to: [ann],
    attempt: 1,
    ...fields,
  })
}

// Tested by test/status/resolver.test.ts.

import { untilChinaMidnight } from '../china-time.ts'
import type { Words } from '../language.ts'
import type { DeliveryAnswer, DeliveryFinding } from '../options/retry.ts'
import { addressKey } from './address.ts'
import type { SesEvent } from './event.ts'
import type { Entry, Ledger } from './ledger.ts'
import type { StatusRecord } from './record.ts'
import { meaningOfSendStatus } from './table/send-status.ts'

/** What is known of a mail to one recipient. `none`: nothing yet. `unclear`: what there is decides nothing, nor will it later. */
export interface Proof {
  readonly answer: DeliveryAnswer | 'none' | 'unclear'
  readonly why: Words
  readonly verdict?: DeliveryFinding['verdict']
}

/** A mail to one recipient, of which SES has a record or not. */
export interface OpenMail {
  readonly from: string
  readonly to: string
  readonly entry: Entry
  /** Milliseconds by which its record's time may differ from when it was handed over. */
  readonly within: number
  /** From when on nothing was handed over before the ledger was opened, where that is known. */
  readonly quietSince: number | undefined
}

/**
 * What SES's records say of a mail. None of them names it, so one decides only if it can be of no other mail: it is the one
 * record about that time, and this is the one mail about the record's time that has no record yet.
 *
 * Says `delivered` for what SES took, whatever became of it then.
 */
export function proveByRecords(
  records: readonly StatusRecord[],
  { from, to, entry, within, quietSince }: OpenMail,
  ledger: Ledger,
): Proof {
  const candidates = records.filter(
    (record) =>
      record.sendStatus !== 'not-found' &&
      Math.abs((record.requestedAt ?? entry.at) - entry.at) <= within &&
      !ledger.isTaken(idOf(record), to),
  )
  const [record] = candidates
  if (!record)
    return { answer: 'none', why: { en: `SES has no record of a mail to ${to}`, zh: `SES 没有发往 ${to} 的邮件记录` } }
  if (candidates.length > 1) {
    const count = candidates.length
    return unclear(
      `SES has ${count} records that may be of the mail to ${to}`,
      `SES 有 ${count} 条记录可能属于发往 ${to} 的邮件`,
    )
  }
  const { requestedAt } = record
  if (requestedAt === undefined) {
    return unclear(`SES's record of a mail to ${to} has no time`, `SES 中发往 ${to} 的邮件记录没有时间`)
  }

  const others = ledger.unsettled(from, to, requestedAt, within).filter((other) => other !== entry)
  if (others.length > 0) {
    const count = others.length + 1
    return unclear(
      `SES has one record of a mail to ${to}, for ${count} of this process about that time`,
      `SES 只有一条发往 ${to} 的邮件记录，而本进程在该时间前后发送了 ${count} 封`,
    )
  }
  if (!ledger.isWholeSince(requestedAt - within, quietSince)) {
    return unclear(
      `SES's record of a mail to ${to} may be of one that is not known here: handed over before the resolver was made, after it was closed, or too long ago`,
      `SES 中发往 ${to} 的邮件记录可能属于此处未知的邮件：在创建 resolver 之前、关闭之后发送，或发送时间过早`,
    )
  }

  const proof = readStatus(record)
  if (proof.answer !== 'unclear') ledger.settle(entry, to, idOf(record))
  return proof
}

/** What a record says of its own mail. */
function readStatus(record: StatusRecord): Proof {
  const { sendCode, to, hint, deliveredAt, opened, clicked, deliverStatus } = record
  const { sent, verdict } = meaningOfSendStatus(sendCode)
  const status = `SendStatus ${sendCode ?? 'missing'}`
  const meaning = record.meaning.replace(/[.。]$/, '')
  if (sent === 'yes') {
    const why = { en: `SES took the mail to ${to} (${status})`, zh: `SES 已接收发往 ${to} 的邮件（${status}）` }
    return { answer: 'delivered', why }
  }
  if (sent === 'open') {
    return unclear(
      `SES's record of the mail to ${to} leaves it open (${status}): ${meaning}`,
      `SES 中发往 ${to} 的邮件记录没有定论（${status}）：${meaning}`,
    )
  }
  // Nobody receives or opens a mail that was not sent.
  if (deliverStatus === 'delivered' || deliveredAt !== undefined || opened || clicked) {
    const codes = `${status}, DeliverStatus ${record.deliverCode}`
    return unclear(
      `SES's record of the mail to ${to} contradicts itself (${codes})`,
      `SES 中发往 ${to} 的邮件记录自相矛盾（${codes}）`,
    )
  }
  const { retryAfter, ...rest } = verdict
  const retryAfterMs = retryAfter === 'china-midnight' ? untilChinaMidnight(Date.now()) : retryAfter
  return {
    answer: 'not-delivered',
    why: {
      en: `SES did not send the mail to ${to} (${status}): ${meaning}`,
      zh: `SES 未发送发往 ${to} 的邮件（${status}）：${meaning}`,
    },
    verdict: { ...rest, hint, ...(retryAfterMs !== undefined && { retryAfterMs }) } as NonNullable<Proof['verdict']>,
  }
}

/**
 * What a webhook event says of a mail: one for its Message-ID and its recipient proves that SES took it. Not if the mail may be
 * another with the same Message-ID, or another attempt that SES refused. A Message-ID that an earlier process has used is
 * taken for the same mail's.
 */
export function proveByEvent(
  event: SesEvent,
  { from, to, entry, within, quietSince }: OpenMail,
  ledger: Ledger,
): Proof {
  const why = { en: `no event of the mail to ${to} has come`, zh: `尚未收到发往 ${to} 的邮件的事件` }
  const none: Proof = { answer: 'none', why }
  if (event.event === 'unknown' || event.messageId === undefined || event.recipient === undefined) return none
  if (bareId(event.messageId) !== bareId(entry.messageId) || addressKey(event.recipient) !== addressKey(to)) return none
  if (event.sentAt !== undefined && Math.abs(event.sentAt - entry.at) > within) return none
  if (event.at !== undefined && event.at < entry.at - within) return none

  const attempts = ledger.withId(from, to, entry.messageId).map(({ attempt }) => attempt)
  const isOneMail = new Set(attempts).size === attempts.length && Math.max(...attempts) === entry.attempt
  // A call that SES refused may have been an event, too, but none of those that follow a sending.
  const isOnlyAttempt = attempts.length === 1 && ledger.isWholeSince(entry.at - within, quietSince)
  if (!isOneMail || (event.event === 'dropped' && !isOnlyAttempt)) return none

  if (event.sesMessageId !== undefined) ledger.settle(entry, to, event.sesMessageId)
  const sent = {
    en: `SES sent an event of the mail to ${to} (${event.event})`,
    zh: `SES 已推送发往 ${to} 的邮件的事件（${event.event}）`,
  }
  return { answer: 'delivered', why: sent }
}

const unclear = (en: string, zh: string): Proof => ({ answer: 'unclear', why: { en, zh } })

/** Without the brackets, as an event has it. */
export const bareId = (messageId: string): string => messageId.trim().replace(/^<|>$/g, '')

/** By what a record is known again. */
function idOf({ messageId, requestedAt }: StatusRecord): string {
  return messageId ?? `at ${requestedAt}`
}

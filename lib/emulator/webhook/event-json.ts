import type { ReceivedLetter } from '../records.ts'
import { domainOf, type Send } from '../send.ts'
import type { WebhookEvent } from './events.ts'

/** In which of its known forms SES writes an event: {@link WebhookOptions.form}. */
export interface EventForm {
  /** `older` has no `eventid`, `taskId`, `subject`, `messageId`, `sentTimestamp`. @default '2025-10-30' */
  readonly fields?: '2025-10-30' | 'older'
  /** The page's table and its sample differ. @default 'bulkId' */
  readonly bulkId?: 'bulkId' | 'bulkid'
  /** `soft`: `soft` and `hard`, as the oldest version has them. @default 'soft_bounce' */
  readonly bounceType?: 'soft_bounce' | 'soft'
  /** Whether `event` names it; if not, `eventid` alone does. @default true */
  readonly event?: boolean
  /** Fields that are of no use to an event: left out, or empty as in the oldest sample. @default 'absent' */
  readonly unusedFields?: 'absent' | 'empty'
  /** Whether `messageId` is the mail's Message-ID, which nobody has confirmed for SMTP, or an id of SES's. @default true */
  readonly ownMessageId?: boolean
  /** Whether headers X-Tencentcloudses-Cb-… come back, which nobody has confirmed for SMTP. @default true */
  readonly callbackHeaders?: boolean
}

/** What SES posts, in the order of the page's sample. */
export function composeEvent(
  { mail, recipient, sesMessageId, messageId, assignedId }: Send,
  { event, reason, bounceType = 'hard', link, useragent, templateId = 0 }: WebhookEvent,
  form: Required<EventForm>,
  { appId, at }: { readonly appId: string; readonly at: number },
): Readonly<Record<string, unknown>> {
  const { from } = mail.envelope
  const kind = form.bounceType === 'soft' ? bounceType : `${bounceType}_bounce`
  const fields = {
    ...(form.event && { event }),
    email: recipient,
    ...used('link', link, event === 'click'),
    [form.bulkId]: sesMessageId,
    timestamp: Math.floor(at / 1000),
    ...used('reason', reason, ['bounce', 'dropped', 'deferred'].includes(event)),
    ...used('bounceType', kind, event === 'bounce'),
    username: appId,
    from,
    fromDomain: domainOf(from),
    templateId,
    ...used('useragent', useragent, ['open', 'click'].includes(event)),
  }
  const since2025 = {
    ...(event in eventIds && { eventid: eventIds[event] }),
    taskId: 0,
    subject: toAscii(mail.headers.find(({ name }) => name === 'subject')?.value ?? ''),
    messageId: (form.ownMessageId && messageId) || assignedId,
    sentTimestamp: Math.floor(mail.receivedAt / 1000),
  }
  return {
    ...fields,
    ...(form.fields === '2025-10-30' && since2025),
    ...(form.callbackHeaders && callbackHeaders(mail)),
  }

  function used(name: string, value = '', isUsed: boolean): Record<string, string> {
    return isUsed ? { [name]: value } : form.unusedFields === 'empty' ? { [name]: '' } : {}
  }
}

/** Spelled as Go spells names of headers, in which SES's servers are written, and the page's sample too. */
function callbackHeaders(mail: ReceivedLetter): Readonly<Record<string, string>> {
  const found = mail.headers.filter(({ name }) => name.startsWith('x-tencentcloudses-cb-'))
  return Object.fromEntries(
    found.map(({ name, value }) => [name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()), value]),
  )
}

/** A value as it came, which is in encoded words if it is as it should be. */
function toAscii(value: string): string {
  return /^[ -~\t]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`
}

const eventIds: Readonly<Record<string, number>> = {
  delivered: 1,
  dropped: 2,
  bounce: 3,
  open: 4,
  click: 5,
  spamreport: 6,
  unsubscribe: 7,
  deferred: 8,
}

import type { Change, Header } from '../letter.ts'
import { brief, changed, type Rule, refusal, unchanged } from './rule.ts'

/**
 * Leaves out header fields that SES does not take or that no sender sets, and second copies of fields that may stand
 * once. Several List-Unsubscribe fields and the like are joined into one (RFC 2369 2).
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters"
 */
export const headers: Rule = (letter, settings) => {
  const kept: Header[] = []
  const changes: Change[] = []
  const places = new Map<string, number>()
  const report = ({ name }: Header, what: string) =>
    changes.push({ rule: 'headers', field: brief(name), loss: 'none', message: `${brief(name)} ${what}` })

  for (const header of letter.headers) {
    const name = header.name.toLowerCase()
    if (name === 'date' && header.value === 'Invalid Date') {
      const what = { en: 'expected a valid date, got an invalid one', zh: '日期无效' }
      throw refusal('date', what, {
        hint: { en: 'Give a Date, or leave it out.', zh: '请设为有效的 Date，或不设置。' },
      })
    }
    const why = reasonToStrip(name, settings.stripHeaders)
    const first = singles.has(name) ? places.get(name) : undefined
    if (why !== undefined) report(header, `is left out: ${why}`)
    else if (first === undefined) places.set(name, kept.push(header) - 1)
    else if (addressLists.has(name)) {
      kept[first] = joinFields(kept[first] as Header, header)
      report(header, 'is put into one with the first')
    } else report(header, 'is left out: it stands twice')
  }
  return changes.length === 0 ? unchanged(letter) : changed({ ...letter, headers: kept }, changes)
}

function joinFields(first: Header, { value }: Header): Header {
  return { ...first, value: `${first.value}, ${value}` }
}

function reasonToStrip(name: string, byOption: ReadonlySet<string>): string | undefined {
  if (byOption.has(name)) return 'the option `stripHeaders` names it'
  if (!FIELD_NAME.test(name)) return 'no field has such a name'
  if (name.startsWith('content-') || name === 'mime-version') return 'it is set from the content'
  if (own.has(name)) return 'the mail has it in its own place'
  if (name.startsWith('resent-') || foreign.has(name)) return 'a sender does not set it'
  return undefined
}

/** RFC 5322 2.2: printable ASCII without the colon. */
const FIELD_NAME = /^[!-9;-~]{1,200}$/

/**
 * A Letter has properties for these: as headers they would be a second sender, or recipients that SES does not know.
 */
const own: ReadonlySet<string> = new Set(['from', 'to', 'cc', 'bcc', 'reply-to', 'subject', 'sender', 'apparently-to'])

/** Written by the servers that a mail passes, or by the program that composed it. */
const foreign: ReadonlySet<string> = new Set([
  'received',
  'return-path',
  'delivered-to',
  'envelope-to',
  'x-original-to',
  'x-envelope-to',
  'x-bcc',
  'dkim-signature',
  'domainkey-signature',
  'authentication-results',
  'arc-seal',
  'arc-message-signature',
  'arc-authentication-results',
  'x-mailer',
])

/** Lists of addresses, of which a program uses the first that it supports. */
const addressLists: ReadonlySet<string> = new Set([
  'list-unsubscribe',
  'list-help',
  'list-subscribe',
  'list-post',
  'list-owner',
  'list-archive',
])

/** RFC 5322 3.6 and the fields that other standards allow once. */
const singles: ReadonlySet<string> = new Set([
  'date',
  'message-id',
  'in-reply-to',
  'references',
  ...addressLists,
  'list-id',
  'list-unsubscribe-post',
  'auto-submitted',
  'importance',
  'priority',
  'x-priority',
  'x-msmail-priority',
  'precedence',
  'otp-token',
])

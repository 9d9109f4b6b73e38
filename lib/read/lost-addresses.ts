import { findBrokenRule } from '../address-rule.ts'
import type { SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import type { Mailbox } from '../letter.ts'
import { type Found, findAddresses, normalizeAddress, readField, readMailboxes } from './addresses.ts'
import type { MailMessage, MimeNode } from './mime-node.ts'
import { refusal } from './refusal.ts'

/**
 * Refuses what stands in an address field and is not one address for certain, such as `Bob`, `bob@example.o rg` or
 * `{ email: 'bob@example.org' }`. Nodemailer leaves it out without a word, or takes the part that looks like an address: a
 * recipient would get nothing, or somebody else the mail. Also what SES does not take: before any method of Nodemailer's is
 * called, for some write what they read into the objects that were given.
 *
 * @throws SesError
 */
export function refuseLostAddresses(mail: MailMessage, root: MimeNode): void {
  const { to, cc, bcc } = envelopeOf(mail)
  if (root._envelope) refuseUnaddressed('envelope', [to, cc, bcc])
  for (const { key, value } of root._headers) {
    const field = fields.get(key.toLowerCase())
    // Where there is an envelope, the headers say only who is seen.
    if (field && (field === 'replyTo' || field === 'from' || !root._envelope)) refuseUnaddressed(field, value)
  }
}

export type AddressField = 'from' | 'to' | 'cc' | 'bcc' | 'replyTo' | 'envelope'

const fields: ReadonlyMap<string, AddressField> = new Map([
  ['from', 'from'],
  ['to', 'to'],
  ['cc', 'cc'],
  ['bcc', 'bcc'],
  ['reply-to', 'replyTo'],
])

/**
 * @param value Of any of Nodemailer's forms: a list as a string, an object, these in arrays
 * @throws SesError
 */
export function refuseUnaddressed(field: AddressField, value: unknown): void {
  for (const found of findAddresses(value)) {
    const fault = faultOf(found, field)
    if (fault !== undefined) throw unaddressed(field, fault)
  }
}

interface Fault {
  /** What was written. */
  readonly got: string
  readonly hint: Words
}

function faultOf({ name, address, fault, stray }: Found, field: AddressField): Fault | undefined {
  if (fault !== undefined) return { got: fault === 'no-address' ? address : quote(address), hint: hints[fault] }
  if (address === '') return { got: quote(name), hint: hints['no-address'] }
  // A sender is one: the words beside it are its name.
  if (stray !== undefined && field !== 'from') return { got: quote(stray), hint: hints['no-address'] }
  const hint = findBrokenRule(normalizeAddress(address))
  return hint === undefined ? undefined : { got: quote(address), hint }
}

const FORMS: Words = {
  en: "Write `name@example.org`, `Name <name@example.org>` or { name: 'Name', address: 'name@example.org' }.",
  zh: "请写成 `name@example.org`、`Name <name@example.org>` 或 { name: 'Name', address: 'name@example.org' }。",
}

const hints: Readonly<Record<NonNullable<Found['fault']>, Words>> = {
  'no-address': FORMS,
  'left-over': {
    en: `Something stands behind the address, or white space within it. ${FORMS.en}`,
    zh: `地址后面有多余内容，或地址中有空白。${FORMS.zh}`,
  },
  'white-space': { en: `White space stands within the address. ${FORMS.en}`, zh: `地址中有空白。${FORMS.zh}` },
  several: { en: 'It has more than one address: put a comma between two.', zh: '其中有多个地址：请用英文逗号分隔。' },
  separator: {
    en: `A comma, semicolon, colon or bracket stands within the address. ${FORMS.en}`,
    zh: `地址中有逗号、分号、冒号或括号。${FORMS.zh}`,
  },
  comment: { en: `A comment stands within the address. ${FORMS.en}`, zh: `地址中有注释。${FORMS.zh}` },
  unclosed: { en: 'A quote, bracket or parenthesis is not closed.', zh: '引号或括号没有闭合。' },
  'before-group': {
    en: 'A colon makes a group of what follows it, and an address stands before it: put a comma behind the address.',
    zh: '冒号会使其后的内容成为地址组，而冒号前有一个地址：请在该地址后加英文逗号。',
  },
}

const reasons = {
  from: 'sender-refused',
  to: 'recipient-refused',
  cc: 'recipient-refused',
  bcc: 'recipient-refused',
  replyTo: 'message-invalid',
  envelope: 'recipient-refused',
} as const

function unaddressed(field: AddressField, { got, hint }: Fault): SesError {
  const what = { en: `expected an address, got ${got}`, zh: `应为邮箱地址，实际为 ${got}` }
  return refusal(field, what, hint, { reason: reasons[field] })
}

function quote(text: string): string {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text
  return shown.includes('"') ? shown : `"${shown}"`
}

/**
 * Who gets a mail: its envelope, or else all that stand in its headers. Nodemailer's own reading is taken for an envelope
 * that a plugin has set, since there is no other.
 *
 * @throws SesError for an envelope in which Nodemailer reads other addresses than were given
 */
export function readEnvelope(mail: MailMessage, root: MimeNode): Mailbox[] {
  if (!root._envelope) return [...readField(root, 'to'), ...readField(root, 'cc'), ...readField(root, 'bcc')]

  const composed = readMailboxes([...root.getEnvelope().to])
  const { to, cc, bcc } = envelopeOf(mail)
  if (!mail.data.envelope) return composed
  const given = readMailboxes([to, cc, bcc])
  const others = new Set(composed.map(({ address }) => address))
  if (others.size === given.length && given.every(({ address }) => others.has(address))) return given

  const what = {
    en: `expected ${list(given)}, but Nodemailer reads ${list(composed)}`,
    zh: `应为 ${list(given)}，但 Nodemailer 读取为 ${list(composed)}`,
  }
  const hint = {
    en: 'A plugin may have set another envelope: leave one of the two out.',
    zh: '可能有插件设置了另一个 envelope：请只保留其中一个。',
  }
  throw refusal('envelope', what, hint, { reason: 'recipient-refused' })
}

function list(mailboxes: readonly Mailbox[]): string {
  const addresses = mailboxes.map(({ address }) => address).join(', ')
  return addresses.slice(0, 200) || 'none'
}

function envelopeOf({ data }: MailMessage): Readonly<Partial<Record<'to' | 'cc' | 'bcc', unknown>>> {
  return (data.envelope ?? {}) as object
}

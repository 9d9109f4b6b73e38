import { createHash } from 'node:crypto'
import { decodeWords } from 'postal-mime'
import { isSesError } from '../errors.ts'
import { LONGEST_EVENT_VALUE } from '../letter.ts'
import { CALLBACK_KEY, CALLBACK_PREFIX } from '../provider.ts'
import { type Fields, notAnEvent, readFields, readObject, readText, readTime } from './event-body.ts'

/** What happened to a mail. */
export type SesEventKind =
  /** SES took the mail. Of the oldest version of the page. */
  | 'processed'
  /** The recipient's provider took it. A bounce may still follow. */
  | 'delivered'
  /** The recipient's provider put it off; SES tries again. */
  | 'deferred'
  /** SES dropped it. */
  | 'dropped'
  /** The recipient's provider refused it. */
  | 'bounce'
  | 'open'
  | 'click'
  | 'spamreport'
  | 'unsubscribe'
  /** Another that the page does not have: see `raw`. */
  | 'unknown'

/** A webhook event of SES's, in one form whatever spelling it came in. Times are milliseconds since 1970. */
export interface SesEvent {
  /** The same for the same event sent twice: SES sends again what was not answered with 200. */
  readonly id: string
  readonly event: SesEventKind
  /** The recipient's address. */
  readonly recipient: string | undefined
  /** When it happened. */
  readonly at: number | undefined
  /** When the mail was sent. */
  readonly sentAt: number | undefined
  /** The mail's Message-ID, without angle brackets. */
  readonly messageId: string | undefined
  /** SES's id of the call, such as `qcloudses-30-…`: that of the API's records. */
  readonly sesMessageId: string | undefined
  /** Why, in the words of SES or of the recipient's provider. */
  readonly reason: string | undefined
  /** Of a bounce: `hard` if the address is no use. */
  readonly bounce: 'hard' | 'soft' | undefined
  /** Of a click: the URL. */
  readonly link: string | undefined
  /** Decoded. */
  readonly subject: string | undefined
  readonly from: string | undefined
  /** Of an open or click: the program. */
  readonly userAgent: string | undefined
  /** The headers `X-Tencentcloudses-Cb-…` of the mail, decoded, by their name as it came. */
  readonly headers: Readonly<Record<string, string>>
  /** The same as given by `ses.callback` of the mail. */
  readonly callback: Readonly<Record<string, string>>
  /** All that came. */
  readonly raw: Readonly<Record<string, unknown>>
}

/**
 * Reads a webhook event.
 *
 * @param body the request's body: text, bytes, or what a framework made of its JSON
 * @throws SesError for what is no JSON object, or too large
 *
 * @example
 * const event = parseSesEvent(await request.text())
 * if (event.event === 'bounce' && event.bounce === 'hard') await suppress(event.recipient, event.reason)
 */
export function parseSesEvent(body: unknown): SesEvent {
  try {
    return readEvent(readObject(body))
  } catch (error) {
    if (isSesError(error)) throw error
    throw notAnEvent({ en: 'it cannot be read', zh: '无法读取' }, error)
  }
}

function readEvent(raw: Readonly<Record<string, unknown>>): SesEvent {
  const fields = readFields(raw)
  const text = (name: string) => readText(fields.get(name)?.value)
  const event = readKind(fields.get('event')?.value, fields.get('eventid')?.value)
  const headers = [...fields].filter(([key, { value }]) => key.startsWith(PREFIX) && typeof value === 'string')
  const decoded = headers.map(([key, { name, value }]) => ({ key, name, value: decode(value as string) }))
  const known = {
    event,
    recipient: text('email') ?? text('recipient'),
    at: readTime(fields.get('timestamp')?.value),
    sentAt: readTime(fields.get('senttimestamp')?.value),
    messageId: text('messageid')?.replace(/^<|>$/g, ''),
    sesMessageId: text('bulkid'),
    reason: text('reason'),
    bounce: readBounce(text('bouncetype')),
    link: text('link'),
  }
  return {
    id: idOf(known, fields),
    ...known,
    subject: decode(text('subject')),
    from: text('from'),
    userAgent: text('useragent'),
    headers: Object.fromEntries(decoded.map(({ name, value }) => [name, value])),
    callback: Object.fromEntries(
      decoded
        .map(({ key, value }) => [key.slice(PREFIX.length), value] as const)
        .filter(([key]) => CALLBACK_KEY.test(key)), // none that an object has already
    ),
    raw: Object.fromEntries(Object.entries(raw).filter(([name]) => name !== '__proto__')),
  }
}

/** In lower case, since a name's spelling differs from one version of the page to another. */
const PREFIX = CALLBACK_PREFIX.toLowerCase()

/** @see https://www.tencentcloud.com/document/product/1084/39492 "eventid" */
const kindsById: readonly (SesEventKind | undefined)[] = [
  undefined,
  'delivered',
  'dropped',
  'bounce',
  'open',
  'click',
  'spamreport',
  'unsubscribe',
  'deferred',
]

/** `processed` is from before there were numbers. */
const kinds: ReadonlySet<string | undefined> = new Set([...kindsById, 'processed'])

function readKind(word: unknown, id: unknown): SesEventKind {
  const text = readText(word)?.toLowerCase()
  if (text !== undefined) return kinds.has(text) ? (text as SesEventKind) : 'unknown'
  return kindsById[Number(readText(id))] ?? 'unknown'
}

function readBounce(type = ''): SesEvent['bounce'] {
  const [, word] = /^(hard|soft)(?:_?bounce)?$/i.exec(type) ?? []
  return word?.toLowerCase() as SesEvent['bounce']
}

function decode(text: string): string
function decode(text: string | undefined): string | undefined
function decode(text: string | undefined): string | undefined {
  const decoded = text?.includes('=?') ? decodeWords(text.slice(0, LONGEST_ENCODED)) : text
  return decoded?.slice(0, LONGEST_EVENT_VALUE)
}

/** Of three bytes each, in words of 45 bytes and 75 characters, with line ends between them. */
const LONGEST_ENCODED = 6 * LONGEST_EVENT_VALUE

/** Of what the event says: the body that SES sends again may be spelled in another order. Of an unknown one, of all it says. */
function idOf(known: Pick<SesEvent, 'event'>, fields: Fields): string {
  const rest = known.event === 'unknown' ? [...fields].map(([key, { value }]) => [key, readText(value)]).sort() : []
  const said = [...Object.values(known), ...rest].map((value) => value ?? null)
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32)
}

import { type Header, STRUCTURED_FIELD } from '../letter.ts'
import { decodeWords } from './addresses.ts'
import { toUtf8Words } from './encoded-words.ts'
import type { MimeNode } from './mime-node.ts'

/** Fields that describe the root of a MIME tree. */
const STRUCTURE: ReadonlySet<string> = new Set(['content-type', 'content-transfer-encoding', 'content-disposition'])

/** Fields that have a place of their own in a letter, or are made anew with its body. */
const placed = new Set(['from', 'to', 'cc', 'bcc', 'reply-to', 'subject'])

/** The header fields of a message that have no place of their own. */
export function otherFields(fields: readonly Header[]): Header[] {
  return fields
    .map(({ name, value }) => ({
      name,
      value: isPlaced(name.toLowerCase()) ? '' : headerText(name.toLowerCase(), value),
    }))
    .filter(({ value }) => value !== '')
}

function isPlaced(name: string): boolean {
  return placed.has(name) || STRUCTURE.has(name) || name === 'mime-version'
}

/** The header fields of a compiled mail that have no place of their own, as they would have been sent. */
export function readHeaders(root: MimeNode): Header[] {
  const headers: Header[] = []
  const structure = new Set<string>()

  for (const { key, value } of root._headers) {
    const name = key.toLowerCase()
    if (placed.has(name)) continue
    // The first of each is Nodemailer's own and describes its MIME tree; a second one came from the caller.
    if (STRUCTURE.has(name) && !structure.has(name)) {
      structure.add(name)
      continue
    }
    for (const each of Array.isArray(value) && name !== 'references' ? value : [value]) {
      const text = headerText(name, each)
      if (text !== '') headers.push({ name: spelling(root, key, text), value: text })
    }
  }
  return headers
}

/** The field's text on one line, Unicode as it is. */
export function headerText(name: string, value: unknown): string {
  if (name === 'date') return dateOf(value)
  if (value instanceof Date) return dateText(value)
  if (Array.isArray(value)) return headerText(name, value.flat().map(lineOf).join(' '))

  const text = lineOf(value)
  if (name === 'message-id') return messageIds(text)
  if (name === 'in-reply-to' || name === 'references') return referencedIds(text)
  return STRUCTURED_FIELD.test(name) ? text : decodeField(name, text)
}

/** Subject and the like: on one line, encoded words decoded. */
export function decodedText(field: string, value: unknown): string {
  return decodeField(field, lineOf(value))
}

function decodeField(field: string, text: string): string {
  return decodeWords(toUtf8Words(field, text)).trim()
}

/**
 * The ids of the mails that one answers, where there is anything else only those in `<…>`, or those with an at sign. Old
 * programs have a sentence in place of ids (RFC 822 4.6.2), which stays one.
 */
function referencedIds(text: string): string {
  const words = text.replace(/[\x00-\x20\x7f]+/g, ' ').trim()
  const tokens = words.match(/<[^<>]*>|[^\s,<>]+/g) ?? []
  const isBracketed = (token: string) => token.startsWith('<')
  if (tokens.length < 2 || tokens.every((token) => isBracketed(token) || BARE_ID.test(token)))
    return messageIds(tokens.join(' '))
  const certain = tokens.some(isBracketed) ? tokens.filter(isBracketed) : tokens.filter((token) => BARE_ID.test(token))
  if (certain.length > 0) return messageIds(certain.join(' '))
  return /^[ -~]*$/.test(words) ? words : messageIds(tokens.join(' '))
}

const BARE_ID = /^[^"()@]+@[^"()@]+$/

function messageIds(text: string): string {
  const ids = text.replace(/[\x00-\x1f\x7f]/g, ' ').match(/<[^<>]*>|[^\s<>]+/g) ?? []
  return ids.map((id) => (id.startsWith('<') ? id.replace(/\s+/g, '') : `<${id}>`)).join(' ')
}

/** Text of any of Nodemailer's forms. One that is `prepared` may be folded, where a line end is none of the text. */
function lineOf(value: unknown): string {
  if (typeof value !== 'object' || value === null) return oneLine(value)
  const {
    value: text,
    prepared,
    name,
    address,
  } = value as Partial<Record<'value' | 'prepared' | 'name' | 'address', unknown>>
  if (address !== undefined) return oneLine(name ? `${name} <${address}>` : address)
  return prepared ? oneLine(String(text ?? '').replace(/\r?\n(?=[ \t])/g, '')) : oneLine(text)
}

function oneLine(value: unknown): string {
  return String(value === false ? '' : (value ?? ''))
    .replace(/\r\n|\r|\n/g, ' ')
    .trim()
}

function spelling(root: MimeNode, key: string, text: string): string {
  if (typeof root.normalizeHeaderKey !== 'function') return key
  const spelled = root.normalizeHeaderKey(key, text)
  return typeof spelled === 'string' && spelled !== '' ? spelled : key
}

/** The fields that every message has: as the caller gave them, or else made here. */
export function withDateAndId(headers: readonly Header[], date: Date, messageId: string): Header[] {
  const has = (wanted: string) => headers.some(({ name }) => name.toLowerCase() === wanted)
  return [
    ...headers,
    ...(has('date') ? [] : [{ name: 'Date', value: dateText(date) }]),
    ...(has('message-id') ? [] : [{ name: 'Message-ID', value: messageId }]),
  ]
}

/** A date that a program writes, such as `2026-01-02T03:04:05Z`, in the form that mails have; any other text as it stands. */
function dateOf(value: unknown): string {
  if (value instanceof Date || typeof value === 'number') return dateText(new Date(value))
  const text = oneLine(value)
  const date = new Date(PROGRAM_DATE.test(text) ? text : Number.NaN)
  return Number.isNaN(date.getTime()) ? text : dateText(date)
}

/** The forms of `toISOString()`, whole or in part, and of `toString()`. */
const PROGRAM_DATE =
  /^(?:\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?|[A-Z]\w\w [A-Z]\w\w \d\d \d{4} \d\d:\d\d:\d\d GMT.*)$/

function dateText(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'Invalid Date' : date.toUTCString().replace('GMT', '+0000')
}

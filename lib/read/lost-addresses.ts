import { addressParser } from 'postal-mime'
import { SesError } from '../errors.ts'
import { LONGEST_DOMAIN } from './addresses.ts'
import type { MailMessage, MimeNode } from './mime-node.ts'

/**
 * Refuses what stands in an address field and has no address, such as `Bob` or `{ email: 'bob@example.org' }`. Nodemailer
 * leaves it out without a word: a recipient would get nothing, a reply go to the wrong place. Also an address in which
 * Nodemailer may read another one.
 *
 * @throws SesError
 */
export function refuseLostAddresses(mail: MailMessage, root: MimeNode): void {
  const given = (mail.data.envelope ?? {}) as { readonly to?: unknown; readonly cc?: unknown; readonly bcc?: unknown }
  if (root._envelope) refuseUnaddressed('envelope', [given.to, given.cc, given.bcc])
  for (const { key, value } of root._headers) {
    const field = fields.get(key)
    // Where there is an envelope, the headers say only who is seen.
    if (field && (field === 'replyTo' || !root._envelope)) refuseUnaddressed(field, value)
  }
}

type AddressField = 'to' | 'cc' | 'bcc' | 'replyTo' | 'envelope'

const fields: ReadonlyMap<string, AddressField> = new Map([
  ['To', 'to'],
  ['Cc', 'cc'],
  ['Bcc', 'bcc'],
  ['Reply-To', 'replyTo'],
])

/** @param value Of any of Nodemailer's forms: a list as a string, an object, these in arrays */
export function refuseUnaddressed(field: AddressField, value: unknown): void {
  const found = findUnaddressed(value)
  if (found === undefined) return

  throw new SesError(`${field}: expected an address, got ${found.slice(0, 100)}. Nothing was sent.`, {
    reason: field === 'replyTo' ? 'message-invalid' : 'recipient-refused',
    field,
    hint: "Write `name@example.org`, `Name <name@example.org>` or { name: 'Name', address: 'name@example.org' }.",
  })
}

function findUnaddressed(value: unknown): string | undefined {
  const seen = new Set<unknown>()
  const open: unknown[] = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (next === undefined || next === null || next === '' || next === false || seen.has(next)) continue
    if (Array.isArray(next)) {
      seen.add(next) // a list may hold itself
      for (const each of next) open.push(each)
      continue
    }
    const found = typeof next === 'object' ? inObject(next) : inText(String(next))
    if (found !== undefined) return found
  }
  return undefined
}

interface Entry {
  readonly name?: unknown
  readonly address?: unknown
  readonly group?: unknown
}

function inObject(entry: Entry): string | undefined {
  if (entry.address) return isMisread(String(entry.address)) ? String(entry.address) : undefined
  if (Array.isArray(entry.group)) return inList(entry.group)
  const isBlank = 'address' in entry && !entry.name
  return isBlank ? undefined : `an object without \`address\`${entry.name ? ` (${entry.name})` : ''}`
}

function inText(text: string): string | undefined {
  if (text.length < LONGEST_DOMAIN && PLAIN_ADDRESS.test(text)) return undefined
  return text.length > LONG && nestsGroups(text) ? 'groups in groups' : inList(addressParser(text), !/[<(]/.test(text))
}

/**
 * A list as it was parsed: `Smith` of `Smith, Bob <bob@example.org>` belongs to the name that follows. A comma that is
 * missing makes an address a part of the next one's name, or the name of a group.
 */
function inList(entries: readonly Entry[], areBare = false): string | undefined {
  for (const [index, { name, address, group }] of entries.entries()) {
    const next = entries[index + 1]
    const found = Array.isArray(group) ? inList(group, areBare) : undefined
    if (found !== undefined) return found
    if (address && isMisread(String(address))) return String(address)
    const isLost = !address && !group && !(next?.address && next.name)
    if (name && (isLost || ((group || areBare) && /\S@\S/.test(String(name))))) return `"${name}"`
  }
  return undefined
}

/**
 * A space or a second at sign in the local part, or a domain without end: SES takes neither. Nodemailer before 7.0.7 reads
 * `"ann@example.org b"@example.com` as `ann@example.org`, and before 8.0.11 a domain too long for punycode as `undefined`.
 */
function isMisread(address: string): boolean {
  const at = address.lastIndexOf('@')
  return /[\s@]/.test(address.slice(0, Math.max(at, 0)).trimStart()) || address.length - at > LONGEST_DOMAIN
}

/** Characters of a list from which on it matters what groups in groups cost. */
const LONG = 10_000

/** The usual one, which needs no parsing. */
const PLAIN_ADDRESS = /^[^\s"(),:;<>@[\\\]]+@[^\s"(),:;<>@[\\\]]+$/

/**
 * Whether a list of addresses has a group in a group, which is none (RFC 5322 3.4). The parser reads the members again at
 * each level, fifty times at most, which of a megabyte takes seconds.
 */
export function nestsGroups(list: string): boolean {
  let close = ''
  let isInGroup = false
  for (let at = 0; at < list.length; at++) {
    const character = list.charAt(at)
    if (close !== '') {
      if (character === '\\') at++
      else if (character === close) close = ''
    } else if (CLOSING.has(character)) close = CLOSING.get(character) ?? ''
    else if (character === ';') isInGroup = false
    else if (character === ':') {
      if (isInGroup) return true
      isInGroup = true
    }
  }
  return false
}

const CLOSING: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['(', ')'],
  ['<', '>'],
])

import { domainToASCII } from 'node:url'
import { inspect } from 'node:util'
import { decodeWords as decode } from 'postal-mime'
import { LONGEST_DOMAIN } from '../address-rule.ts'
import type { Change, Mailbox } from '../letter.ts'
import { LONGEST_FIELD } from '../letter.ts'
import { type Entry, type Fault, parseAddressList, parseBareAddress } from './address-list.ts'
import { toUtf8Words } from './encoded-words.ts'
import type { MimeNode } from './mime-node.ts'

/** Who a mail goes to, by what its readers see. Each address once. */
export interface Recipients {
  readonly to: readonly string[]
  readonly cc: readonly string[]
  /** In the envelope and in no header. */
  readonly bcc: readonly string[]
}

/**
 * The envelope decides who gets a mail, the headers who is seen to: an address that stands in a header and not in the
 * envelope gets nothing, and is not shown as if it had.
 */
export function splitRecipients(envelope: readonly string[], to: readonly string[], cc: readonly string[]): Recipients {
  const wanted = unique(envelope)
  const shown = new Set(unique(to))
  const copied = new Set(unique(cc))
  return {
    to: wanted.filter((address) => shown.has(address)),
    cc: wanted.filter((address) => !shown.has(address) && copied.has(address)),
    bcc: wanted.filter((address) => !shown.has(address) && !copied.has(address)),
  }
}

/** What one of the values of an address field holds. */
export interface Found extends Omit<Entry, 'fault'> {
  readonly fault: Fault | 'no-address' | undefined
}

/** The address of a value in any of Nodemailer's forms: a list as a string, an object, a group, these in arrays. */
export function* findAddresses(value: unknown): Generator<Found> {
  const seen = new Set<unknown>()
  const open: unknown[] = [value]
  while (open.length > 0) {
    const next = open.pop()
    if (next === undefined || next === null || next === '' || next === false || seen.has(next)) continue
    const members = Array.isArray(next) ? next : groupOf(next)
    if (members) {
      seen.add(next) // a list may hold itself
      for (let index = members.length - 1; index >= 0; index--) open.push(members[index])
    } else if (typeof next === 'object') yield* findInObject(next)
    else yield* PLAIN_ADDRESS.test(String(next)) ? [plain(String(next))] : parseAddressList(String(next))
  }
}

function groupOf(value: unknown): readonly unknown[] | undefined {
  const { address, group } = value as { readonly address?: unknown; readonly group?: unknown }
  return !address && Array.isArray(group) ? group : undefined
}

function* findInObject(value: object): Generator<Found> {
  const { name, address } = value as { readonly name?: unknown; readonly address?: unknown }
  if (address) {
    yield { name: String(name ?? ''), ...parseBareAddress(String(address)), stray: undefined }
  } else if (name || !('address' in value)) {
    const shown = inspect(value, SHOWN).slice(0, 200)
    yield { name: '', address: shown, fault: 'no-address', stray: undefined }
  }
}

const SHOWN = { depth: 0, customInspect: false, breakLength: Number.POSITIVE_INFINITY, maxStringLength: 60 }

function plain(address: string): Found {
  return { name: '', address, fault: undefined, stray: undefined }
}

/** The usual one, which needs no parsing. */
const PLAIN_ADDRESS = /^[\w.+-]{1,64}@[\w.-]{1,255}$/

/**
 * The mailboxes of an address field, each address once, with the first of its names. What is not certain to be one address
 * is one as it was written, so that nothing is lost and it is refused for what it is.
 *
 * @param field what to call it
 * @throws SesError for a name in a charset that is not known
 */
export function readMailboxes(value: unknown, field = 'address'): Mailbox[] {
  const mailboxes = new Map<string, Mailbox>()
  for (const { name, address } of findAddresses(value)) {
    const normalized = normalizeAddress(address || name)
    if (!mailboxes.has(normalized))
      mailboxes.set(normalized, { name: address === '' ? '' : plainName(field, name), address: normalized })
  }
  return [...mailboxes.values()]
}

/** The mailboxes of a field of a compiled mail, as they were written: Nodemailer's versions differ in what they read. */
export function readField(root: MimeNode, name: 'from' | 'to' | 'cc' | 'bcc' | 'reply-to'): Mailbox[] {
  const values = root._headers.filter(({ key }) => key.toLowerCase() === name).map(({ value }) => value)
  return readMailboxes(values, name === 'reply-to' ? 'replyTo' : name)
}

/**
 * `Foo: Bar <a@x>` as a name, where a parser of address lists takes `Foo:` for the start of a group. Also where it was
 * written as a group already, `Foo:Bar <a@x>;`. Nothing if the header is not of that form.
 */
export function parseUnquotedName(header: string): Mailbox | undefined {
  const open = header.indexOf('<')
  const value = header.trimEnd().replace(/;$/, '')
  const isGroup = value !== header.trimEnd()
  if (open < 1 || open !== header.lastIndexOf('<') || !value.endsWith('>')) return undefined

  const name = header.slice(0, open).trim()
  const { address, fault } = parseBareAddress(value.slice(open))
  if (!/[:,]/.test(name) || /[";@]|,$/.test(name) || !address.includes('@') || fault) return undefined
  return { name: plainName('from', isGroup ? name.replace(':', ': ') : name), address: normalizeAddress(address) }
}

/** Tells which names are left out of those who get a mail: SendEmail takes addresses alone. */
export function tellNames(field: 'to' | 'cc', mailboxes: readonly Mailbox[], envelope: readonly string[]): Change[] {
  const wanted = new Set(envelope)
  const names = mailboxes
    .filter(({ name, address }) => wanted.has(address) && name !== '' && name.toLowerCase() !== address.toLowerCase())
    .map(({ name }) => `"${name.slice(0, 100)}"`)
  if (names.length === 0) return []
  const what =
    names.length === 1
      ? `the name ${names[0]} is`
      : `the names ${names.length > 3 ? `of ${names.length} recipients` : names.join(', ')} are`
  return [{ rule: 'recipients', field, loss: 'none', message: `${what} left out: SES takes addresses alone` }]
}

/** The domain in lower case and punycode; the local part as it is, its meaning is the receiver's. */
export function normalizeAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? address : `${address.slice(0, at)}@${normalizeDomain(address.slice(at + 1))}`
}

/**
 * What is no domain name stays as it is. `domainToASCII` parses the host of a URL: of `exam?ple.org` it makes `exam`, of
 * `ex%61mple.org` `example.org`, and of `0x7f.1` `127.0.0.1`.
 */
function normalizeDomain(domain: string): string {
  if (domain.length > LONGEST_DOMAIN) return domain // in punycode it is no shorter, and that takes time by the square
  if (ASCII_DOMAIN.test(domain)) return domain.toLowerCase()
  if (!domain.split(DOTS).every((label) => UNICODE_LABEL.test(label))) return domain
  const wide = domain.normalize('NFKC').replaceAll('\u3002', '.') // full-width letters
  if (ASCII_DOMAIN.test(wide)) return wide.toLowerCase()
  const ascii = domainToASCII(domain.toLowerCase()) // or `ẞ` would be `ss`, and `ß` not
  return ASCII_DOMAIN.test(ascii) ? ascii : domain
}

const ASCII_DOMAIN = /^[\w-]+(?:\.[\w-]+)*$/
/** Letters, marks and digits of any script, and what else a name of some script may have (RFC 5892 A.1 to A.7). */
const UNICODE_LABEL = /^(?:[\p{L}\p{M}\p{Nd}_\-\u00b7\u0375\u05f3\u05f4\u30fb]|\u200c|\u200d)+$/u
/** The dots that browsers take for one. */
const DOTS = /[.\u3002\uff0e\uff61]/

function unique(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map(normalizeAddress))]
}

function plainName(field: string, name: string): string {
  return decodeWords(toUtf8Words(field, name)).replace(/\s+/g, ' ').trim()
}

/** Decodes RFC 2047 words. Not in what is too long to be sent: the time that it takes grows with the square. */
export function decodeWords(text: string): string {
  return text.length > LONGEST_FIELD ? text : decode(text)
}

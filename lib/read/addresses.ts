import { domainToASCII } from 'node:url'
import { addressParser, decodeWords as decode } from 'postal-mime'
import type { Mailbox } from '../letter.ts'
import { LONGEST_FIELD } from '../letter.ts'

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

/** Each address once, with the first of its names. */
export function toMailboxes(
  addresses: readonly { name?: string | undefined; address?: string | undefined }[] = [],
): Mailbox[] {
  const mailboxes = new Map<string, Mailbox>()
  for (const { name = '', address = '' } of addresses) {
    const normalized = normalizeAddress(address)
    if (address !== '' && !mailboxes.has(normalized))
      mailboxes.set(normalized, { name: plainName(name), address: normalized })
  }
  return [...mailboxes.values()]
}

/** The mailboxes of an address header, groups flattened. */
export function parseMailboxes(header: string): Mailbox[] {
  return toMailboxes(addressParser(header, { flatten: true }) as { name?: string; address?: string }[])
}

/**
 * `Foo: Bar <a@x>` and `Foo, Inc. <a@x>` as names, where a parser of address lists takes `Foo:` for the start of a group,
 * and `Foo` for an address of its own. Also where it was written as a group already, `Foo:Bar <a@x>;`. Nothing if the
 * header is not of that form.
 */
export function parseUnquotedName(header: string): Mailbox | undefined {
  const open = header.indexOf('<')
  const value = header.trimEnd().replace(/;$/, '')
  const isGroup = value !== header.trimEnd()
  if (open < 1 || open !== header.lastIndexOf('<') || !value.endsWith('>')) return undefined

  const name = header.slice(0, open).trim()
  const address = value.slice(open + 1, -1).trim()
  const isQuoted = name.startsWith('"') && name.endsWith('"') && name.length > 1
  if (isQuoted || !/[:,]/.test(name) || /[";@]/.test(name) || !address.includes('@')) return undefined
  return { name: plainName(isGroup ? name.replace(':', ': ') : name), address: normalizeAddress(address) }
}

/** The domain in lower case and punycode; the local part as it is, its meaning is the receiver's. */
function normalizeAddress(address: string): string {
  const at = address.lastIndexOf('@')
  if (at < 0) return address
  const domain = address.slice(at + 1)
  if (PLAIN_DOMAIN.test(domain)) return address
  if (domain.length > LONGEST_DOMAIN) return address // none, and punycode takes time by the square
  return `${address.slice(0, at)}@${domainToASCII(domain) || domain}`
}

/** The usual one, as it is; of numbers alone it might be an address of another spelling. */
const PLAIN_DOMAIN = /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/
/** RFC 1035 2.3.4, in whatever script: in punycode it is no shorter. */
export const LONGEST_DOMAIN = 255

function unique(addresses: readonly string[]): string[] {
  return [...new Set(addresses.map(normalizeAddress))]
}

function plainName(name: string): string {
  return decodeWords(name).replace(/\s+/g, ' ').trim()
}

/** Decodes RFC 2047 words. Not in what is too long to be sent: the time that it takes grows with the square. */
export function decodeWords(text: string): string {
  return text.length > LONGEST_FIELD ? text : decode(text)
}

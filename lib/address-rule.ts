// Tested by test/fit/recipients.test.ts.

import { domainToASCII } from 'node:url'

/**
 * What is wrong with an address, in a sentence.
 *
 * A local part that begins or ends with a dot, or has two in a row, as those of old Japanese carriers, has to be quoted
 * (RFC 5321 4.1.2), and SES knows no quotes; where a letter has it, Go's parser of addresses refuses the whole To.
 */
export function findBrokenRule(address: string): string | undefined {
  const at = address.lastIndexOf('@')
  const isPlain = PLAIN_ADDRESS.test(address) && !NUMBERS.test(address) && address.length <= LONGEST_ADDRESS
  if (isPlain && !isBadPunycode(address.slice(at + 1))) return undefined

  const local = address.slice(0, Math.max(at, 0))
  const domain = address.slice(at + 1)
  if (at < 0) return 'It has no at sign: write `name@example.org` or `Name <name@example.org>`.'
  if (local === '') return 'It has nothing before its at sign.'
  if (domain === '') return 'It has nothing behind its at sign.'
  return (
    findInLocalPart(local) ??
    findInDomain(domain) ??
    `It has ${address.length} characters, over the ${LONGEST_ADDRESS} of an address.`
  )
}

function findInLocalPart(local: string): string | undefined {
  if (local.startsWith('"')) return 'Its local part is quoted, which SES does not take.'
  const foreign = /[^\w.!#$%&'*+/=?^`{|}~-]/u.exec(local)?.[0]
  if (foreign && foreign > '~')
    return `Its local part has ${describe(foreign)}: SES takes ASCII alone before the at sign.`
  if (foreign) return `Its local part has ${describe(foreign)}, which SES does not take.`
  if (/=\?.*\?=/.test(local)) return 'Its local part looks like an encoded word, and programs may decode it.'
  if (local.length > LONGEST_LOCAL_PART)
    return `Its local part has ${local.length} characters, over the ${LONGEST_LOCAL_PART} that one may have.`
  return findDots('local part', local)
}

function findInDomain(domain: string): string | undefined {
  if (/^\[.*\]$/.test(domain) || NUMBERS.test(`@${domain}`))
    return 'Its domain is an address of numbers: SES takes the name of a domain.'
  if (domain.length > LONGEST_DOMAIN)
    return `Its domain has ${domain.length} characters, over the ${LONGEST_DOMAIN} that one may have.`
  // What no language writes, before a letter that would be fine without it.
  const [foreign] = /[^\p{L}\p{M}\p{N}.-]/u.exec(domain) ?? /[^a-z0-9.-]/iu.exec(domain) ?? []
  if (foreign) return `Its domain has ${describe(foreign)}, which cannot stand in the name of a domain.`
  const label = domain.split('.').find(({ length }) => length > LONGEST_LABEL)
  if (label) return `Its domain has a part of ${label.length} characters, over the ${LONGEST_LABEL} that one may have.`
  return (
    findDots('domain', domain) ?? (isBadPunycode(domain) ? 'Its domain has a part `xn--…` that is no name.' : undefined)
  )
}

/**
 * A name that stands for characters that no domain has. Nodemailer before 9.1 makes such a one of whatever it is given, and
 * writes it into the caller's objects: of `example.org` with a character in it that is not seen, a domain of its own.
 */
function isBadPunycode(domain: string): boolean {
  return /(?:^|\.)xn--/i.test(domain) && domainToASCII(domain) !== domain.toLowerCase()
}

function findDots(what: string, part: string): string | undefined {
  if (part.startsWith('.')) return `Its ${what} begins with a dot.`
  if (part.endsWith('.')) return `Its ${what} ends with a dot.`
  return part.includes('..') ? `Its ${what} has two dots in a row.` : undefined
}

/** One that can be seen as it is; any other by its number. */
function describe(character: string): string {
  if (/^[ -~]$/.test(character)) return character === ' ' ? 'a space' : `\`${character}\``
  const number = `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `\`${character}\` (${number})` : number
}

const PLAIN_ADDRESS =
  /^(?=.{1,64}@)(?![^@]{0,64}=\?[^@]{0,64}\?=)[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*$/i

/** A domain that programs take for an address of numbers, and Nodemailer makes one of: `0x7f.1` (WHATWG URL, "ends in a number"). */
const NUMBERS = /[@.](?:\d+|0x[\da-f]*)$/i

/** RFC 5321 4.5.3.1.1 and 4.5.3.1.3; RFC 1035 2.3.4. */
const LONGEST_LOCAL_PART = 64
const LONGEST_ADDRESS = 254
const LONGEST_LABEL = 63
export const LONGEST_DOMAIN = 255

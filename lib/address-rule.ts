// Tested by test/fit/recipients.test.ts.

import { domainToASCII } from 'node:url'
import { toWords, type Words } from './language.ts'

/**
 * What is wrong with an address, in a sentence.
 *
 * A local part that begins or ends with a dot, or has two in a row, as those of old Japanese carriers, has to be quoted
 * (RFC 5321 4.1.2), and SES knows no quotes; where a letter has it, Go's parser of addresses refuses the whole To.
 */
export function findBrokenRule(address: string): Words | undefined {
  const at = address.lastIndexOf('@')
  const isPlain = PLAIN_ADDRESS.test(address) && !NUMBERS.test(address) && address.length <= LONGEST_ADDRESS
  if (isPlain && !isBadPunycode(address.slice(at + 1))) return undefined

  const local = address.slice(0, Math.max(at, 0))
  const domain = address.slice(at + 1)
  if (at < 0) {
    return {
      en: 'It has no at sign: write `name@example.org` or `Name <name@example.org>`.',
      zh: '地址中没有 @：请写成 `name@example.org` 或 `Name <name@example.org>`。',
    }
  }
  if (local === '') return { en: 'It has nothing before its at sign.', zh: '@ 之前没有内容。' }
  if (domain === '') return { en: 'It has nothing behind its at sign.', zh: '@ 之后没有内容。' }
  return (
    findInLocalPart(local) ??
    findInDomain(domain) ?? {
      en: `It has ${address.length} characters, over the ${LONGEST_ADDRESS} of an address.`,
      zh: `地址有 ${address.length} 个字符，最多 ${LONGEST_ADDRESS} 个。`,
    }
  )
}

function findInLocalPart(local: string): Words | undefined {
  if (local.startsWith('"')) {
    return { en: 'Its local part is quoted, which SES does not take.', zh: '@ 之前的部分带引号，SES 不接受。' }
  }
  const foreign = /[^\w.!#$%&'*+/=?^`{|}~-]/u.exec(local)?.[0]
  if (foreign) {
    const { en, zh } = describe(foreign)
    return foreign > '~'
      ? {
          en: `Its local part has ${en}: SES takes ASCII alone before the at sign.`,
          zh: `@ 之前有 ${zh}：SES 只接受 ASCII 字符。`,
        }
      : { en: `Its local part has ${en}, which SES does not take.`, zh: `@ 之前有 ${zh}，SES 不接受。` }
  }
  if (/=\?.*\?=/.test(local)) {
    return {
      en: 'Its local part looks like an encoded word, and programs may decode it.',
      zh: '@ 之前的部分形如 encoded word，可能被程序解码。',
    }
  }
  if (local.length > LONGEST_LOCAL_PART) {
    return {
      en: `Its local part has ${local.length} characters, over the ${LONGEST_LOCAL_PART} that one may have.`,
      zh: `@ 之前有 ${local.length} 个字符，最多 ${LONGEST_LOCAL_PART} 个。`,
    }
  }
  return findDots({ en: 'local part', zh: '@ 之前的部分' }, local)
}

function findInDomain(domain: string): Words | undefined {
  if (/^\[.*\]$/.test(domain) || NUMBERS.test(`@${domain}`)) {
    return {
      en: 'Its domain is an address of numbers: SES takes the name of a domain.',
      zh: '域名是数字地址：SES 只接受域名。',
    }
  }
  if (domain.length > LONGEST_DOMAIN) {
    return {
      en: `Its domain has ${domain.length} characters, over the ${LONGEST_DOMAIN} that one may have.`,
      zh: `域名有 ${domain.length} 个字符，最多 ${LONGEST_DOMAIN} 个。`,
    }
  }
  // What no language writes, before a letter that would be fine without it.
  const [foreign] = /[^\p{L}\p{M}\p{N}.-]/u.exec(domain) ?? /[^a-z0-9.-]/iu.exec(domain) ?? []
  if (foreign) {
    const { en, zh } = describe(foreign)
    return {
      en: `Its domain has ${en}, which cannot stand in the name of a domain.`,
      zh: `域名中有 ${zh}，域名不能包含该字符。`,
    }
  }
  const label = domain.split('.').find(({ length }) => length > LONGEST_LABEL)
  if (label) {
    return {
      en: `Its domain has a part of ${label.length} characters, over the ${LONGEST_LABEL} that one may have.`,
      zh: `域名中有一段长 ${label.length} 个字符，最多 ${LONGEST_LABEL} 个。`,
    }
  }
  const dots = findDots({ en: 'domain', zh: '域名' }, domain)
  if (dots || !isBadPunycode(domain)) return dots
  return { en: 'Its domain has a part `xn--…` that is no name.', zh: '域名中有一段 `xn--…` 不是有效的名称。' }
}

/**
 * A name that stands for characters that no domain has. Nodemailer before 9.1 makes such a one of whatever it is given, and
 * writes it into the caller's objects: of `example.org` with a character in it that is not seen, a domain of its own.
 */
function isBadPunycode(domain: string): boolean {
  return /(?:^|\.)xn--/i.test(domain) && domainToASCII(domain) !== domain.toLowerCase()
}

function findDots({ en, zh }: Words, part: string): Words | undefined {
  if (part.startsWith('.')) return { en: `Its ${en} begins with a dot.`, zh: `${zh}以点开头。` }
  if (part.endsWith('.')) return { en: `Its ${en} ends with a dot.`, zh: `${zh}以点结尾。` }
  return part.includes('..') ? { en: `Its ${en} has two dots in a row.`, zh: `${zh}有连续的点。` } : undefined
}

/** One that can be seen as it is; any other by its number. */
function describe(character: string): Words {
  if (character === ' ') return { en: 'a space', zh: '空格' }
  if (/^[ -~]$/.test(character)) return toWords(`\`${character}\``)
  const number = `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`
  return toWords(/[\p{L}\p{N}\p{P}\p{S}]/u.test(character) ? `\`${character}\` (${number})` : number)
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

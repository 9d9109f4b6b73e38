import type { Change, Letter } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import { refusal } from './rule.ts'

/** The letters that one mail becomes. */
export interface Addressed {
  /** `shared`: recipients who see each other, at most 50 by default. `separate`: one recipient each. */
  readonly letters: readonly { readonly kind: 'shared' | 'separate'; readonly letter: Letter }[]
  readonly changes: readonly Change[]
}

/**
 * Gives each letter a To of its own, and nothing else: SES knows no Cc and no Bcc, and takes 50 recipients.
 *
 * A Bcc address stands in the To of its own letter and in no other.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters": Bcc, Cc "Currently unsupported"
 * @see https://www.tencentcloud.com/document/product/1084/39408 "Destination": "up to 50 recipient addresses"
 */
export function addressLetters(letter: Letter, settings: Settings): Addressed {
  const { cc, bcc } = letter
  if (cc.length > 0 && settings.cc === 'refuse') throw unsupported('cc', cc)
  if (bcc.length > 0 && settings.bcc === 'refuse') throw unsupported('bcc', bcc)

  const to = settings.cc === 'to' ? [...letter.to, ...cc] : letter.to
  const shared = splitEvery(to, settings.limits.recipients)
  const separate = settings.cc === 'to' ? bcc : [...cc, ...bcc]
  const changes: Change[] = []
  const report = (rule: string, field: string, message: string) => changes.push({ rule, field, loss: 'none', message })

  if (cc.length > 0 && settings.cc === 'to') report('cc', 'cc', `${nameAll(cc)} moved from Cc to To`)
  if (cc.length > 0 && settings.cc === 'separate') report('cc', 'cc', `each of ${nameAll(cc)} gets a letter of its own`)
  if (bcc.length > 0)
    report(
      'bcc',
      'bcc',
      bcc.length === 1
        ? 'the hidden recipient gets a letter of its own'
        : `each of ${bcc.length} hidden recipients gets a letter of its own`,
    )
  if (shared.length > 1) {
    report(
      'recipients',
      'to',
      `${to.length} recipients get ${shared.length} letters of at most ${settings.limits.recipients}`,
    )
  }

  const addressTo = (addresses: readonly string[]): Letter => ({ ...letter, to: addresses, cc: [], bcc: [] })
  return {
    letters: [
      ...shared.map((addresses) => ({ kind: 'shared' as const, letter: addressTo(addresses) })),
      ...separate.map((address) => ({ kind: 'separate' as const, letter: addressTo([address]) })),
    ],
    changes,
  }
}

function unsupported(field: 'cc' | 'bcc', addresses: readonly string[]): Error {
  const name = field === 'cc' ? 'Cc' : 'Bcc'
  const others = field === 'cc' ? ["'to'", "'separate'"] : ["'separate'"]
  const what = {
    en: `SES supports no ${name}, got ${addresses.length} addresses`,
    zh: `SES 不支持 ${name}，实际有 ${addresses.length} 个地址`,
  }
  return refusal(field, what, {
    reason: 'recipient-refused',
    hint: {
      en: `Set the option \`${field}\` to ${others.join(' or ')} to have them sent.`,
      zh: `如需发送，请将选项 \`${field}\` 设为 ${others.join(' 或 ')}。`,
    },
  })
}

function splitEvery(addresses: readonly string[], size: number): string[][] {
  const lists: string[][] = []
  for (let start = 0; start < addresses.length; start += size) lists.push(addresses.slice(start, start + size))
  return lists
}

function nameAll(addresses: readonly string[]): string {
  return addresses.length > 3 ? `${addresses.length} addresses` : addresses.join(', ')
}

// Tested by test/emulator/refused-rows.test.ts.

import { addressParser, decodeWords } from 'postal-mime'
import type { Field } from '../mime/header.ts'
import type { Submission } from '../submission.ts'

/** Whether From has the form that SendEmail asks for: an address, or `alias <address>` with one space and no colon. */
export function isWellFormed(mail: Submission, strict: boolean): boolean {
  const fields = fromFields(mail)
  const value = fields[0]?.value ?? ''
  if (fields.length === 1 && decodeWords(value) === '') return true // that is another row
  const { alias, gap } = splitSender(value)
  if (fields.length !== 1 || !senderForm.test(value) || gap.length > 1) return false
  if (/:/.test(decodeWords(alias)) || addressParser(value, { flatten: true }).length !== 1) return false
  return !strict || !(fields[0]?.folded || value.includes('"'))
}

/**
 * Why the mail does not come from the address that logged in. `alias<address>` without the space does not: the gateway seems
 * to split at the space, and the one real error known is for just that (songquanpeng/one-api#1630).
 */
export function ownershipFault(mail: Submission): string | undefined {
  const { alias, gap, address } = splitSender(fromFields(mail)[0]?.value ?? '')
  if (alias !== '' && gap === '') return 'no space before <'
  const isOwn = [address, mail.envelope.from].every((from) => from.toLowerCase() === mail.account.toLowerCase())
  return isOwn ? undefined : `MAIL FROM ${mail.envelope.from}, login ${mail.account}`
}

/** The address in From, as SES reads it; empty if there is none. */
export function senderAddress(mail: Submission): string {
  return splitSender(fromFields(mail)[0]?.value ?? '').address
}

/** An address alone or in brackets, before them an alias without brackets, or one in quotes. */
const senderForm = /^(?:[^\s<>@]+@[^\s<>@]+|(?:"(?:[^"\\]|\\.)*"|[^<>])*<[^\s<>@]+@[^\s<>@]+>)$/

function fromFields(mail: Submission): readonly Field[] {
  return mail.root.fields.filter((field) => field.name === 'from')
}

function splitSender(value: string): { alias: string; gap: string; address: string } {
  const open = value.lastIndexOf('<')
  if (open === -1) return { alias: '', gap: '', address: value }
  const before = value.slice(0, open)
  const alias = before.trimEnd()
  return {
    alias,
    gap: before.slice(alias.length),
    address: value
      .slice(open + 1)
      .replace(/>\s*$/, '')
      .trim(),
  }
}

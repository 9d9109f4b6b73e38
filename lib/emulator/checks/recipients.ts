// Tested by test/emulator/page.test.ts.

import type { Submission } from '../submission.ts'

/** Addresses in RCPT or To to which no mail can go: without a local part or a domain, or with characters that have no place. */
export function malformedRecipients(mail: Submission): readonly string[] {
  const envelope = mail.envelope.to.filter((address) => !wellFormed.test(address))
  const known = new Set(mail.envelope.to.map((address) => address.toLowerCase()))
  return [...envelope, ...mail.to.filter((address) => !known.has(address) && !wellFormedInTo.test(address))]
}

const domain = String.raw`(?:\[[^\s\]]+\]|[^\s"<>()[\],;:@\\.]+(?:\.[^\s"<>()[\],;:@\\.]+)*)`
const wellFormed = new RegExp(String.raw`^(?:"(?:[^"\\]|\\.)*"|[^\s"<>()[\],;:@\\]+)@${domain}$`)
/** Addresses of the field have lost their quotes. */
const wellFormedInTo = new RegExp(`^[^<>]+@${domain}$`)

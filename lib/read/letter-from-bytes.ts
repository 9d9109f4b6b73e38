import type { Change, Letter, Mailbox } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import { parseUnquotedName, readMailboxes, splitRecipients, tellNames } from './addresses.ts'
import { toUtf8Words } from './encoded-words.ts'
import { decodedText, otherFields } from './headers.ts'
import { type LetterHeader, letterFromParts } from './letter-from-parts.ts'
import { refuseUnaddressed } from './lost-addresses.ts'
import { listParts, type Part } from './parts.ts'
import type { Field } from './raw-header.ts'
import { type RawEntity, splitMessage } from './raw-message.ts'
import { refuseProtected } from './signed.ts'
import { checkKnownSize, TEXTS } from './source.ts'
import { decodeContent } from './transfer-encodings.ts'

/** A letter, and what was left out of its mail. */
export interface ReadLetter {
  readonly letter: Letter
  readonly changes: readonly Change[]
}

/**
 * A letter from the bytes of a message, for mails that have no tree to read: `raw`, or a message that a plugin
 * transforms. Without an envelope the recipients are those of the headers.
 *
 * @param field what to call the mail
 */
export function letterFromBytes(
  bytes: Buffer,
  envelope: readonly string[],
  settings: Settings,
  field: 'raw' | 'message' = 'raw',
): ReadLetter {
  const message = splitMessage(bytes)
  const list = listParts(message)
  const protection = refuseProtected(field, list.protection, settings)
  const { header, names } = headerOfMessage(message.fields, envelope)
  const letter = letterFromParts(header, list, decodeParts(list.parts, settings))
  return { letter, changes: [...names, ...protection] }
}

interface MessageHeader {
  readonly header: LetterHeader
  readonly names: readonly Change[]
}

function headerOfMessage(fields: readonly Field[], envelope: readonly string[]): MessageHeader {
  const values = (name: string, field = name) =>
    fields.filter((each) => each.name.toLowerCase() === name).map(({ value }) => toUtf8Words(field, value))
  const addressed = (name: string) => values(name).filter((value) => !isEmptyGroup(value))
  const to = readMailboxes(addressed('to'))
  const cc = readMailboxes(addressed('cc'))
  const bcc = readMailboxes(addressed('bcc'))
  const wanted = envelope.length > 0 ? envelope : addressesOf([...to, ...cc, ...bcc])
  if (envelope.length === 0) for (const name of ['to', 'cc', 'bcc'] as const) refuseUnaddressed(name, addressed(name))
  const replyTo = values('reply-to', 'replyTo').filter((value) => !isEmptyGroup(value))
  refuseUnaddressed('replyTo', replyTo)
  const from = values('from')
  refuseUnaddressed('from', from)
  const unquoted = from.length === 1 ? parseUnquotedName(from[0] ?? '') : undefined

  const header = {
    from: unquoted ? [unquoted] : from.flatMap((value) => readMailboxes(value)),
    ...splitRecipients(wanted, addressesOf(to), addressesOf(cc)),
    replyTo: replyTo.flatMap((value) => readMailboxes(value)),
    subject: decodedText('subject', values('subject')[0]),
    headers: otherFields(fields),
  }
  return { header, names: [...tellNames('to', to, wanted), ...tellNames('cc', cc, wanted)] }
}

function addressesOf(mailboxes: readonly Mailbox[]): string[] {
  return mailboxes.map(({ address }) => address)
}

/** `undisclosed-recipients:; (none given)`: a group of nobody, and a comment. */
function isEmptyGroup(value: string): boolean {
  return /^(?:"[^"]*"|[^:;,<>@"()]*)\s*:\s*;$/.test(value.replace(/\([^()]*\)/g, '').trim())
}

/** @throws SesError for texts that are far too large, before any charset is decoded */
function decodeParts(parts: readonly Part<RawEntity>[], { limits }: Settings): Buffer[] {
  let texts = 0
  return parts.map(({ role, field, entity }) => {
    const content = decodeContent(entity.body, entity.encoding, field)
    // No charset takes more than four times the bytes of UTF-8.
    const limit = Math.max(0, limits.body * 4 - texts)
    if (role !== 'file') texts += checkKnownSize(content, { field, limit, limited: TEXTS })
    return content
  })
}

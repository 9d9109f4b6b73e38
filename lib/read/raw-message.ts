import PostalMime, { type Email, type Attachment as ParsedAttachment } from 'postal-mime'
import { SesError } from '../errors.ts'
import type { Attachment, Header, Letter } from '../letter.ts'
import { parseMailboxes, parseUnquotedName, splitRecipients } from './addresses.ts'
import { decodedText, headerText } from './headers.ts'
import { refuseUnaddressed } from './lost-addresses.ts'
import { checkShape } from './raw-bounds.ts'
import { encodeParts, revealType } from './raw-parts.ts'

/**
 * A letter from the bytes of a message, for mails that have no tree to read: `raw`, or a message that a plugin
 * transforms. Without an envelope the recipients are those of the headers.
 */
export async function letterFromBytes(bytes: Buffer, envelope: readonly string[]): Promise<Letter> {
  checkShape(bytes)
  const email = await parse(encodeParts(withoutByteOrderMark(bytes)))
  const values = (name: string) => email.headers.filter(({ key }) => key === name).map(({ value }) => value)
  const addresses = (name: string) => values(name).flatMap(parseMailboxes)
  const bare = (name: string) => addresses(name).map(({ address }) => address)
  const to = bare('to')
  const cc = bare('cc')
  const from = values('from')
  const unquoted = from.length === 1 ? parseUnquotedName(from[0] ?? '') : undefined
  const wanted = envelope.length > 0 ? envelope : [...to, ...cc, ...bare('bcc')]
  if (envelope.length === 0) for (const name of ['to', 'cc', 'bcc'] as const) refuseUnaddressed(name, values(name))
  refuseUnaddressed('replyTo', values('reply-to'))

  return {
    from: unquoted ? [unquoted] : addresses('from'),
    ...splitRecipients(wanted, to, cc),
    replyTo: addresses('reply-to'),
    subject: decodedText(values('subject')[0]),
    text: email.text,
    html: email.html,
    attachments: email.attachments.map(toAttachment),
    headers: otherHeaders(email),
  }
}

async function parse(bytes: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      maxNestingDepth: 100,
      maxHeadersSize: 2_000_000, // with those that `encodeParts` added
    })
  } catch (error) {
    throw new SesError(`raw: not a message that can be parsed: ${(error as Error).message}`, {
      reason: 'message-invalid',
      field: 'raw',
      hint: 'Give a complete message with headers, an empty line and a body.',
      cause: error,
    })
  }
}

/** Editors on Windows begin a file with it; the parser would take it for a part of the first field's name. */
function withoutByteOrderMark(bytes: Buffer): Buffer {
  return bytes.toString('hex', 0, 3) === 'efbbbf' ? bytes.subarray(3) : bytes
}

const placed = new Set([
  'from',
  'to',
  'cc',
  'bcc',
  'reply-to',
  'subject',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'content-disposition',
])

function otherHeaders(email: Email): Header[] {
  return email.headers
    .filter(({ key }) => !placed.has(key))
    .map(({ key, originalKey, value }) => ({ name: originalKey, value: headerText(key, value) }))
    .filter(({ value }) => value !== '')
}

function toAttachment(part: ParsedAttachment): Attachment {
  const { type, isForm } = revealType(part.mimeType)
  return {
    name: part.filename ?? undefined,
    type,
    disposition: part.disposition === 'inline' ? 'inline' : isForm ? 'alternative' : 'attachment',
    contentId: part.contentId?.replace(/[<>]/g, '') || undefined,
    content: contentOf(part),
  }
}

function contentOf({ content }: ParsedAttachment): Buffer {
  if (typeof content === 'string') return Buffer.from(content)
  return ArrayBuffer.isView(content)
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : Buffer.from(content)
}

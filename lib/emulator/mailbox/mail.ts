// Tested by test/emulator/page/safety.test.ts.

import PostalMime, { decodeWords } from 'postal-mime'
import { type Part, readPart, value } from '../mime/part.ts'
import { type LedgerEntry, type ReceivedAttachment, toLetter } from '../records.ts'
import { decodedValue, readSubmission } from '../submission.ts'

/** What a list says of a mail. */
export interface Summary {
  readonly subject: string
  readonly from: string
  readonly to: string
}

/** What a person would see on opening a mail. */
export interface Content {
  readonly text: string | undefined
  readonly html: string | undefined
  readonly attachments: readonly ReceivedAttachment[]
}

export interface HeaderLine {
  readonly name: string
  readonly value: string
}

/** No header that a person wants to read is longer. */
const maxHeader = 64 * 1024

export function readSummary({ raw, envelope }: LedgerEntry): Summary {
  const root = headerOf(raw)
  return {
    subject: decodedValue(root, 'subject'),
    from: decodedValue(root, 'from') || envelope.from,
    to: envelope.to.join(', '),
  }
}

/** The header, decoded, in its order. */
export function readHeader({ raw }: LedgerEntry): readonly HeaderLine[] {
  return headerOf(raw).fields.map((field) => ({ name: field.name, value: decodeWords(field.value) }))
}

/** A field of the header, decoded; `undefined` if it did not come. */
export function readField({ raw }: LedgerEntry, name: string): string | undefined {
  const found = value(headerOf(raw), name)
  return found === undefined ? undefined : decodeWords(found)
}

/**
 * A mail that SES took, as SES read it. A mail that it did not take, as it was meant: SES reads no quoted-printable and
 * no other charsets, so its reading would be unrecognizable.
 */
export async function readContent({ raw, envelope, delivered, at }: LedgerEntry): Promise<Content> {
  const understood = () => toLetter(readSubmission('', envelope, raw), at)
  if (delivered) return understood()

  // It throws at what no mail has, such as a hundred levels of parts.
  const meant = await PostalMime.parse(raw, { attachmentEncoding: 'arraybuffer' }).catch(() => undefined)
  if (meant === undefined) return understood()
  return {
    text: meant.text,
    html: meant.html,
    attachments: meant.attachments.map((file) => ({
      name: file.filename ?? '',
      type: file.mimeType,
      content: bytes(file.content),
    })),
  }
}

function headerOf(raw: Buffer): Part {
  return readPart(raw.subarray(0, maxHeader))
}

function bytes(content: ArrayBuffer | Uint8Array | string): Buffer {
  if (typeof content === 'string') return Buffer.from(content)
  return Buffer.from(content instanceof ArrayBuffer ? new Uint8Array(content) : content)
}

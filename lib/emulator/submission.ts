import { addressParser, decodeWords } from 'postal-mime'
import { decodeBase64 } from './mime/base64.ts'
import { parameters } from './mime/header.ts'
import { type Part, readPart, value, walk } from './mime/part.ts'

/** Who sends to whom, from MAIL and RCPT. */
export interface Envelope {
  readonly from: string
  readonly to: readonly string[]
}

/** A part with content: a text of the mail, or a file. */
export interface Leaf {
  readonly part: Part
  /** Content-Transfer-Encoding in lower case; empty if there is none. */
  readonly encoding: string
  /** Decoded; `undefined` if it should be Base64 and is not. */
  readonly content: Buffer | undefined
}

/** A part with a Content-Disposition: what SES takes for an attachment. */
export interface File extends Leaf {
  readonly name: string
}

/** A mail handed over by a client, taken apart for the checks. */
export interface Submission {
  /** The address that logged in. */
  readonly account: string
  readonly envelope: Envelope
  readonly raw: Buffer
  readonly root: Part
  /** The parts that are no files, multiparts included: the mail's body. */
  readonly bodyParts: readonly Part[]
  readonly texts: readonly Leaf[]
  readonly files: readonly File[]
  /** Addresses in the To field, in lower case. */
  readonly to: readonly string[]
  /** Whether the end of a multipart is missing. */
  readonly cutOff: boolean
}

export function readSubmission(account: string, envelope: Envelope, raw: Buffer): Submission {
  const root = readPart(raw)
  const parts = walk(root)
  const isFile = (part: Part) => part !== root && value(part, 'content-disposition') !== undefined
  const bodyParts = parts.filter((part) => !isFile(part))

  return {
    account,
    envelope,
    raw,
    root,
    bodyParts,
    texts: bodyParts.filter((part) => !part.type.startsWith('multipart/')).map(readLeaf),
    files: parts.filter(isFile).map((part) => ({ ...readLeaf(part), name: fileName(part) })),
    to: addressesIn(root, 'to'),
    cutOff: parts.some((part) => !part.closed),
  }
}

/** A field of the mail's own header, with its encoded words decoded. */
export function decodedValue(part: Part, name: string): string {
  return decodeWords(value(part, name) ?? '')
}

/** What stands at the head of a message, of any size. */
export function readHead(raw: Buffer): { readonly subject: string } {
  return { subject: decodedValue(readPart(raw.subarray(0, 65_536)), 'subject') }
}

function readLeaf(part: Part): Leaf {
  const encoding = (value(part, 'content-transfer-encoding') ?? '').toLowerCase()
  return { part, encoding, content: encoding === 'base64' ? decodeBase64(part.body) : part.body }
}

function fileName(part: Part): string {
  const disposition = parameters(value(part, 'content-disposition') ?? '')
  return disposition.get('filename') ?? part.parameters.get('name') ?? ''
}

/** Addresses in the fields of that name (in lower case), in lower case too. */
export function addressesIn(root: Part, name: string): readonly string[] {
  return root.fields
    .filter((field) => field.name === name)
    .flatMap((field) => addressParser(field.value, { flatten: true }))
    .flatMap((mailbox) => (mailbox.address ? [mailbox.address.toLowerCase()] : []))
}

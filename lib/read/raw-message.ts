import { SesError } from '../errors.ts'
import type { Entity } from './parts.ts'
import { checkDepth, checkShape } from './raw-bounds.ts'
import { type Field, readHeader } from './raw-header.ts'
import { delimiterLines, partSpans } from './raw-parts.ts'
import { parseStructuredField, type StructuredField, wordParameter } from './structured-field.ts'
import { type TransferEncoding, transferEncodingOf } from './transfer-encodings.ts'
import { uuFileName } from './uuencode.ts'

/** A part of a message, or the message itself, its content not decoded yet. */
export interface RawEntity extends Entity<RawEntity> {
  readonly fields: readonly Field[]
  readonly body: Buffer
  readonly encoding: TransferEncoding
}

/**
 * Splits a message into its parts. Nothing is decoded or copied.
 *
 * @throws SesError where it is not certain what the parts are, or there is more of it than any message has that SES takes
 */
export function splitMessage(bytes: Buffer): RawEntity {
  checkShape(bytes)
  const start = bytes.toString('hex', 0, 3) === 'efbbbf' ? 3 : 0 // editors on Windows begin a file with this mark
  const message = { bytes, delimiters: delimiterLines(bytes), headers: 0 }
  return splitEntity(message, start, bytes.length, '')
}

interface Message {
  readonly bytes: Buffer
  /** Where the lines begin that may be delimiters. */
  readonly delimiters: readonly number[]
  /** Bytes of all headers so far. */
  headers: number
}

/** @param part its number, such as `2.1`; nothing for the message itself */
function splitEntity(message: Message, start: number, end: number, part: string): RawEntity {
  const { fields, bodyStart } = readHeader(message.bytes, start, end, part, message.headers)
  message.headers += bodyStart - start
  refuseDifferent(fields, part)
  const field = (name: string) => fields.find((each) => each.name.toLowerCase() === name.toLowerCase())?.value ?? ''
  const entity = { fields, field, fileName: undefined, isFile: false, body: message.bytes.subarray(bodyStart, end) }
  const type = parseStructuredField(field('Content-Type'))
  const disposition = parseStructuredField(field('Content-Disposition'))
  if (type.value.startsWith('multipart/')) {
    const spans = spansOf(message, type, bodyStart, end)
    if (spans) {
      if (spans.length > 0) checkDepth(part === '' ? 0 : part.split('.').length)
      const members = spans.map((span, index) =>
        splitEntity(message, span.start, span.end, part === '' ? `${index + 1}` : `${part}.${index + 1}`),
      )
      return { ...entity, members, encoding: 'none' }
    }
    if (disposition.value !== 'attachment' && !isNamed(type, disposition)) throw undivided(type, part)
  }
  const encoding = transferEncodingOf(field('Content-Transfer-Encoding'), placeOf(part))
  // A text in uuencode has a name there that no one sees.
  const isUuFile = encoding === 'uuencode' && !/^(?:$|text\/(?:plain|html)$)/.test(type.value)
  const fileName = isUuFile && !isNamed(type, disposition) ? uuFileName(entity.body) : undefined
  return { ...entity, members: undefined, encoding, fileName }
}

/** Where its parts are; nothing if its boundary stands nowhere. */
function spansOf({ bytes, delimiters }: Message, type: StructuredField, start: number, end: number) {
  const boundary = wordParameter(type, 'boundary')
  return boundary === '' ? undefined : partSpans(bytes, delimiters, boundary, start, end)
}

function isNamed(...fields: readonly StructuredField[]): boolean {
  return fields.some(({ parameters }) => [...parameters.keys()].some((name) => /^(?:file)?name(?:\*|$)/.test(name)))
}

/** What says how to read all the rest, and the subject: of two, programs take different ones. */
const ONCE = ['content-type', 'content-transfer-encoding', 'content-disposition', 'subject']

function refuseDifferent(fields: readonly Field[], part: string): void {
  for (const name of ONCE) {
    const values = new Set(fields.filter((field) => field.name.toLowerCase() === name).map(({ value }) => value))
    if (values.size < 2) continue
    throw new SesError(`raw: ${placeOf(part)} has two fields ${name} that differ. Nothing was sent.`, {
      reason: 'message-invalid',
      field: name === 'subject' ? 'subject' : 'raw',
      hint: 'Leave one of them out.',
    })
  }
}

function undivided(type: StructuredField, part: string): SesError {
  const boundary = wordParameter(type, 'boundary')
  const why =
    boundary === '' ? 'has no boundary' : `has the boundary "${boundary.slice(0, 100)}", which stands nowhere in it`
  return new SesError(`raw: ${placeOf(part)} is ${type.value} and ${why}. Nothing was sent.`, {
    reason: 'message-invalid',
    field: 'raw',
    hint: 'Name the boundary that its parts have between them, in `Content-Type`.',
  })
}

function placeOf(part: string): string {
  return part === '' ? 'the message' : `part ${part}`
}

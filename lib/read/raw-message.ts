import type { SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import type { Entity } from './parts.ts'
import { checkDepth, checkShape } from './raw-bounds.ts'
import { type Field, readHeader } from './raw-header.ts'
import { delimiterLines, partSpans } from './raw-parts.ts'
import { refusal } from './refusal.ts'
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
    const { en, zh } = placeOf(part)
    const what = { en: `${en} has two fields ${name} that differ`, zh: `${zh}有两个不同的 ${name} 字段` }
    const hint = { en: 'Leave one of them out.', zh: '请只保留其中一个。' }
    throw refusal('raw', what, hint, { field: name === 'subject' ? 'subject' : 'raw' })
  }
}

function undivided(type: StructuredField, part: string): SesError {
  const boundary = wordParameter(type, 'boundary')
  const shown = `"${boundary.slice(0, 100)}"`
  const why =
    boundary === ''
      ? { en: 'has no boundary', zh: '没有 boundary' }
      : { en: `has the boundary ${shown}, which stands nowhere in it`, zh: `其中找不到 boundary ${shown}` }
  const { en, zh } = placeOf(part)
  return refusal(
    'raw',
    { en: `${en} is ${type.value} and ${why.en}`, zh: `${zh}的类型为 ${type.value}，但${why.zh}` },
    {
      en: 'Name the boundary that its parts have between them, in `Content-Type`.',
      zh: '请在 `Content-Type` 中写明各部分之间的 boundary。',
    },
  )
}

function placeOf(part: string): Words {
  return part === '' ? { en: 'the message', zh: '邮件' } : { en: `part ${part}`, zh: `第 ${part} 部分` }
}

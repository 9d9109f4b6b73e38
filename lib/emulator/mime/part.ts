// Tested by test/emulator/submission.test.ts.

import { type Field, mediaType, parameters, readFields } from './header.ts'

/** A message or one of the parts in it, as they came: nothing is decoded. */
export interface Part {
  readonly fields: readonly Field[]
  /** Lines of the header that are no fields. */
  readonly malformed: readonly string[]
  /** Media type in lower case, such as `text/html`; empty if there is no Content-Type. */
  readonly type: string
  /** Parameters of Content-Type, by name in lower case. */
  readonly parameters: ReadonlyMap<string, string>
  /** The bytes after the header. */
  readonly body: Buffer
  /** The parts of a multipart; empty in any other. */
  readonly parts: readonly Part[]
  /** Whether the last boundary of a multipart came; if not, the message was cut off. */
  readonly closed: boolean
}

// A few times as deep as Nodemailer's deepest nesting (mixed, alternative, related).
const maxDepth = 20

// A hundred times what SES takes, and more than anyone sends. What comes after is not read.
const maxParts = 1000
const maxHeader = 1_000_000

/** Reads a message, by the boundaries and the headers alone. It never throws: what makes no sense is a part without parts. */
export function readPart(bytes: Buffer): Part {
  return readNested(bytes, 0, { parts: maxParts })
}

/** `left`: how many parts may still be read of the whole message. */
function readNested(bytes: Buffer, depth: number, left: { parts: number }): Part {
  const { header, body } = split(bytes)
  const { fields, malformed } = readFields(header)
  const contentType = firstValue(fields, 'content-type') ?? ''
  const type = mediaType(contentType)
  const params = parameters(contentType)
  const boundary = params.get('boundary')
  const { parts, closed } =
    type.startsWith('multipart/') && boundary !== undefined && boundary !== '' && depth < maxDepth
      ? cut(body, boundary, left)
      : { parts: [], closed: true }

  const nested = parts.map((part) => readNested(part, depth + 1, left))
  return { fields, malformed, type, parameters: params, body, parts: nested, closed }
}

/** A field's value, from the first field of that name (in lower case). */
export function value(part: Part, name: string): string | undefined {
  return firstValue(part.fields, name)
}

/** Every part, the given one first. */
export function walk(part: Part): readonly Part[] {
  return [part, ...part.parts.flatMap(walk)]
}

function firstValue(fields: readonly Field[], name: string): string | undefined {
  return fields.find((field) => field.name === name)?.value
}

function split(bytes: Buffer): { header: string; body: Buffer } {
  let start = 0
  while (start < bytes.length) {
    const feed = bytes.indexOf('\n', start)
    const end = feed === -1 ? bytes.length : feed
    const empty = end === start || (end === start + 1 && bytes[start] === 0x0d)
    if (empty) return { header: headerText(bytes, start), body: bytes.subarray(end + 1) }
    start = end + 1
  }
  return { header: headerText(bytes, bytes.length), body: Buffer.alloc(0) }
}

function headerText(bytes: Buffer, end: number): string {
  return bytes.toString('utf8', 0, Math.min(end, maxHeader))
}

function cut(body: Buffer, boundary: string, left: { parts: number }): { parts: readonly Buffer[]; closed: boolean } {
  const delimiter = Buffer.from(`--${boundary}`)
  const parts: Buffer[] = []
  let partStart = -1
  for (let at = body.indexOf(delimiter); at !== -1; at = body.indexOf(delimiter, at + 1)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue
    const feed = body.indexOf('\n', at)
    const tail = body.toString('latin1', at + delimiter.length, feed === -1 ? body.length : feed).trimEnd()
    if (tail !== '' && tail !== '--') continue // the boundary of a nested multipart that starts with the same characters
    if (partStart !== -1) parts.push(body.subarray(partStart, lineBefore(body, at)))
    if (partStart !== -1) left.parts--
    if (tail === '--' || left.parts <= 0) return { parts, closed: true }
    partStart = feed === -1 ? body.length : feed + 1
  }
  if (partStart !== -1) parts.push(body.subarray(partStart))
  return { parts, closed: false }
}

/** The line ending before a boundary is the boundary's. */
function lineBefore(body: Buffer, at: number): number {
  return at >= 2 && body[at - 2] === 0x0d ? at - 2 : Math.max(at - 1, 0)
}

import { isUtf8 } from 'node:buffer'
import { SesError } from '../errors.ts'
import { checkDepth, checkHeaderSize } from './raw-bounds.ts'

/**
 * A raw message with the content of every part in Base64, and its headers as they were.
 *
 * The parser reads other encodings line by line: a file would lose which line ends it had, so that a CSV arrived with
 * other bytes, and a text would get one more. A text with a file's name it would put into the body, and a calendar it
 * would write anew. So parts get header fields of ours before their own; of two the parser takes the first.
 *
 * @throws SesError for bytes that are no text, of which the parser would make U+FFFD without a word
 */
export function encodeParts(message: Buffer): Buffer {
  return Buffer.concat([...encodeEntity(message, { type: 'text/plain', isForm: true }, 0, { size: 0 })])
}

/** A type that {@link encodeParts} hid from the parser, as it was, and whether the part is a form of the body. */
export function revealType(type: string): { readonly type: string; readonly isForm: boolean } {
  return { type: type.replace(/^x-(?:hidden|form)-/, ''), isForm: type.startsWith(FORM) }
}

const HIDDEN = 'x-hidden-'
const FORM = 'x-form-'
const BASE64 = 'Content-Transfer-Encoding: base64'

/** What a part is by its place: its type, if it names none, and whether it is the body or a form of it. */
interface Place {
  readonly type: string
  readonly isForm: boolean
}

function* encodeEntity(
  entity: Buffer,
  place: Place,
  level: number,
  headers: { size: number },
): Generator<Buffer, void> {
  const { fields, bodyStart } = readHeader(entity)
  headers.size += bodyStart
  checkHeaderSize(headers.size)
  if (!isUtf8(entity.subarray(0, bodyStart))) throw noText('raw', 'a header', 'UTF-8')
  const type = structured(fields.get('content-type') ?? place.type)
  const boundary = type.value.startsWith('multipart/') ? boundaryOf(type) : ''
  const spans = boundary === '' ? [] : [...partSpans(entity, bodyStart, boundary)]
  if (spans.length > 0 || (level === 0 && type.value.startsWith('multipart/'))) {
    checkDepth(level)
    const partType = type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
    // What stands before the first part and behind the last is left out, for it may be of twenty million lines, of which
    // the parser keeps each.
    yield entity.subarray(0, bodyStart)
    for (const [index, { start, end }] of spans.entries()) {
      const isForm = index === 0 || type.value === 'multipart/alternative'
      yield Buffer.from(`\r\n--${boundary}\r\n`, 'latin1')
      yield* encodeEntity(entity.subarray(start, end), { type: partType, isForm }, level + 1, headers)
    }
    yield Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1')
    return
  }
  const ours = fieldsFor(type, fields, place)
  yield Buffer.from(ours.map((line) => `${line}\r\n`).join(''), 'latin1')
  yield entity.subarray(0, bodyStart)
  const body = entity.subarray(bodyStart)
  const content = decode(body, encodingOf(fields))
  if (TEXT.test(type.value) && !isFile(type, fields)) refuseUndecodable(content, type)
  yield ours.includes(BASE64) ? Buffer.from(content.toString('base64'), 'latin1') : body
}

/** The fields that make a part one of which the parser keeps every byte: also one that is called a multipart and has no parts. */
function fieldsFor(type: Structured, fields: ReadonlyMap<string, string>, { isForm }: Place): string[] {
  const prefix = prefixFor(type, fields, isForm)
  return [
    ...(encodingOf(fields) === 'base64' ? [] : [BASE64]),
    ...(prefix === undefined ? [] : [`Content-Type: ${prefix}${type.value}${type.parameters}`]),
  ]
}

function prefixFor(type: Structured, fields: ReadonlyMap<string, string>, isForm: boolean): string | undefined {
  if (TEXT.test(type.value)) return isFile(type, fields) ? HIDDEN : undefined
  const isUnnamed = !isFile(type, fields) && !fields.has('content-disposition')
  // An invitation is one wherever it stands: Nodemailer writes it twice.
  if (isUnnamed && (type.value === 'text/calendar' || (isForm && type.value.startsWith('text/')))) return FORM
  return REWRITTEN.test(type.value) ? HIDDEN : undefined
}

function isFile(type: Structured, fields: ReadonlyMap<string, string>): boolean {
  const disposition = structured(fields.get('content-disposition') ?? '')
  return disposition.value === 'attachment' || NAMED.test(`${type.parameters}${disposition.parameters}`)
}

function refuseUndecodable(content: Buffer, { value, parameters }: Structured): void {
  const charset = CHARSET.exec(parameters)?.[1] ?? 'utf-8'
  try {
    new TextDecoder(charset, { fatal: true }).decode(content)
  } catch (error) {
    // A charset that nobody knows is left to the parser.
    if ((error as { code?: unknown }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA')
      throw noText(value === 'text/html' ? 'html' : 'text', 'a text', charset)
  }
}

function noText(field: string, what: string, charset: string): SesError {
  return new SesError(`${field}: the message has ${what} whose bytes are no text in ${charset}. Nothing was sent.`, {
    reason: 'message-invalid',
    field,
    hint: 'Name the right charset, or write it in UTF-8.',
  })
}

const CHARSET = /;\s*charset\s*=\s*"?([^\s;"]+)/i
const BOUNDARY = /;\s*boundary\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]+))/i
const NAMED = /;\s*(?:file)?name\*?(?:\d+\*?)?\s*=/i
const TEXT = /^text\/(?:plain|html)$/
const REWRITTEN = /^(?:text\/calendar$|application\/ics$|multipart\/)/

function boundaryOf({ parameters }: Structured): string {
  const [, quoted, plain = ''] = BOUNDARY.exec(parameters) ?? []
  return quoted?.replace(/\\(.)/g, '$1') ?? plain
}

/** What stands between the delimiter lines; the line end before one belongs to it (RFC 2046 5.1.1). */
function* partSpans(entity: Buffer, from: number, boundary: string): Generator<{ start: number; end: number }, void> {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1')
  let start: number | undefined
  for (let at = entity.indexOf(delimiter, from); at !== -1; at = entity.indexOf(delimiter, at + 1)) {
    if (at !== from && entity[at - 1] !== LF) continue
    const feed = entity.indexOf(LF, at)
    const next = feed === -1 ? entity.length : feed + 1
    const tail = entity.toString('latin1', at + delimiter.length, next).trimEnd()
    if (tail !== '' && tail !== '--') continue // a longer boundary that starts alike
    if (start !== undefined) yield { start, end: Math.max(start, entity[at - 2] === CR ? at - 2 : at - 1) }
    if (tail === '--') return
    start = next
  }
  if (start !== undefined) yield { start, end: entity.length }
}

const LF = 10
const CR = 13

/** The fields by name in lower case, the first of each, on one line. */
function readHeader(entity: Buffer): { readonly fields: ReadonlyMap<string, string>; readonly bodyStart: number } {
  let bodyStart = 0
  for (let isEmpty = false; !isEmpty && bodyStart < entity.length; ) {
    const feed = entity.indexOf(LF, bodyStart)
    const end = feed === -1 ? entity.length : feed
    isEmpty = /^\r*$/.test(entity.toString('latin1', bodyStart, end))
    bodyStart = Math.min(entity.length, end + 1)
  }
  const fields = new Map<string, string>()
  const lines = entity
    .toString('latin1', 0, bodyStart)
    .replace(/\r?\n(?=[ \t])/g, '')
    .split(/\r?\n/)
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, Math.max(colon, 0)).trim().toLowerCase()
    if (name !== '' && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim())
  }
  return { fields, bodyStart }
}

/** A value and its parameters, such as `text/csv` and `; charset=utf-8; name="a.csv"`. */
interface Structured {
  readonly value: string
  readonly parameters: string
}

function structured(field: string): Structured {
  const [value = '', ...parameters] = field.split(';')
  return { value: value.trim().toLowerCase(), parameters: parameters.map((each) => `;${each}`).join('') }
}

/** As the parser tells them: also from a comment or quotes around the name. */
function encodingOf(fields: ReadonlyMap<string, string>): 'base64' | 'quoted-printable' | 'binary' | 'none' {
  const encoding = fields.get('content-transfer-encoding') ?? ''
  if (/base64/i.test(encoding)) return 'base64'
  if (/quoted-printable/i.test(encoding)) return 'quoted-printable'
  return /^\s*binary\s*$/i.test(encoding) ? 'binary' : 'none'
}

/** As on the wire: a line ends in CRLF, whatever the program had that wrote the message into a file. */
function decode(body: Buffer, encoding: ReturnType<typeof encodingOf>): Buffer {
  if (encoding === 'binary') return body
  if (encoding === 'base64') return Buffer.from(body.toString('latin1'), 'base64')
  const text = body.toString('latin1')
  return Buffer.from(encoding === 'quoted-printable' ? unquote(text) : text.replace(/\r?\n/g, '\r\n'), 'latin1')
}

function unquote(text: string): string {
  const lines = text.split('\n').map((line) => line.trimEnd())
  const joined = lines.map((line, index) =>
    line.endsWith('=') ? line.slice(0, -1) : index < lines.length - 1 ? `${line}\r\n` : line,
  )
  return joined.join('').replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

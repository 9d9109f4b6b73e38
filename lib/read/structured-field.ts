import { decodeWords } from './addresses.ts'
import { decodeText } from './charsets.ts'
import { toUtf8Words, undecodableText } from './encoded-words.ts'

/** A header field of a value and parameters, such as `text/csv; charset=utf-8; name="a.csv"` (RFC 2045 5.1). */
export interface StructuredField {
  /** In lower case. */
  readonly value: string
  /** By name in lower case, the first of each. A `*` at the end of a name is part of it. */
  readonly parameters: ReadonlyMap<string, string>
}

export function parseStructuredField(given: string): StructuredField {
  const text = given.replace(/^\s*"([^"]*)"\s*$/, '$1') // some programs quote all of it
  const [first = '', ...rest] = splitAtSemicolons(text)
  const [value = ''] = /^[^\s(),]*/.exec(withoutComment(first)) ?? []
  const parameters = new Map<string, string>()
  // `text/html charset=utf-8`: the semicolon is missing, or another character stands in its place.
  for (const parameter of [withoutComment(first).slice(value.length), ...rest]) {
    const [, name = '', quoted = ''] = /^[\s,]*([^\s,=][^\s=]*)\s*=\s*([\s\S]*)$/.exec(withoutComment(parameter)) ?? []
    const key = name.toLowerCase()
    if (key !== '' && !parameters.has(key)) parameters.set(key, unquote(key, quoted.trim()))
  }
  return { value: value.replace(/^"|"$/g, '').toLowerCase(), parameters }
}

/** A parameter that is no text for a reader, such as a charset or a boundary. */
export function wordParameter(field: StructuredField, name: string): string {
  return joinPieces('raw', field, name).trim()
}

/**
 * A parameter that is text, such as a file's name: in any of the forms that programs write it in (RFC 2047, RFC 2231).
 *
 * @param place what to call it where its charset is not certain
 * @throws SesError
 */
export function textParameter(field: StructuredField, name: string, place: string): string {
  return decodeWords(toUtf8Words(place, joinPieces(place, field, name)))
}

/** RFC 2231: a value may be in pieces, `name*0`, `name*1`, and in a charset with its bytes as `%XX`, `name*` or `name*0*`. */
function joinPieces(place: string, { parameters }: StructuredField, name: string): string {
  const whole = parameters.get(`${name}*`)
  if (whole !== undefined) return decodePieces(place, [{ text: whole, isEncoded: true }])

  const pieces: Piece[] = []
  for (let index = 0; ; index++) {
    const encoded = parameters.get(`${name}*${index}*`)
    const text = encoded ?? parameters.get(`${name}*${index}`)
    if (text === undefined) break
    pieces.push({ text, isEncoded: encoded !== undefined })
  }
  return pieces.length > 0 ? decodePieces(place, pieces) : (parameters.get(name) ?? '')
}

interface Piece {
  readonly text: string
  readonly isEncoded: boolean
}

function decodePieces(place: string, [first, ...rest]: readonly Piece[]): string {
  if (first === undefined) return ''
  const [, charset = '', text = first.text] = (first.isEncoded && /^([^']*)'[^']*'([\s\S]*)$/.exec(first.text)) || []
  const bytes = [{ ...first, text }, ...rest].map((piece) => (piece.isEncoded ? decodePercent(piece.text) : piece.text))
  const label = charset || 'utf-8'
  const decoded = decodeText(Buffer.concat(bytes.map((each) => Buffer.from(each))), label)
  if (decoded === undefined) throw undecodableText(place, label)
  return decoded
}

function decodePercent(text: string): Buffer {
  const bytes = Buffer.from(text).toString('latin1')
  const decoded = bytes.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(decoded, 'latin1')
}

function splitAtSemicolons(text: string): string[] {
  const parts: string[] = []
  let start = 0
  for (const { 0: found, index } of text.matchAll(/"(?:[^"\\]|\\[\s\S])*"?|;/g)) {
    if (found !== ';') continue
    parts.push(text.slice(start, index))
    start = index + 1
  }
  return [...parts, text.slice(start)]
}

/**
 * What stands in quotes, without its escapes; what follows them is none of the value. Without quotes it ends at the first space,
 * where a comment may follow: but for names of files, in which programs write spaces all the same.
 */
function unquote(name: string, given: string): string {
  const [, quoted] = /^"((?:[^"\\]|\\[\s\S])*)/.exec(given) ?? []
  if (quoted !== undefined) return quoted.replace(/\\([\s\S])/g, '$1')
  return /^(?:file)?name(?:\*|$)/.test(name) ? given : (given.split(/\s/, 1)[0] ?? '')
}

function withoutComment(text: string): string {
  return text.trimStart().replace(/^(?:\([^()]*\)\s*)+/, '')
}

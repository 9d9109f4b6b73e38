import type { SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import { refusal } from './refusal.ts'
import { decodeUu } from './uuencode.ts'

/** How the content of a part is written in its bytes (RFC 2045 6). `none` is 7bit and 8bit: lines, each with an end. */
export type TransferEncoding = 'none' | 'binary' | 'base64' | 'quoted-printable' | 'uuencode'

/**
 * The encoding that a `Content-Transfer-Encoding` names.
 *
 * @param place what to call the part
 * @throws SesError for one that is not known: the bytes would be sent as they are, and mean nothing
 */
export function transferEncodingOf(value: string, place: Words): TransferEncoding {
  const [word = ''] = /[^\s";()]+/.exec(value.replace(/\([^()]*\)/g, ' ')) ?? []
  const encoding = names.get(word.toLowerCase())
  if (encoding !== undefined) return encoding
  const name = `"${word.slice(0, 100)}"`
  throw undecodable('raw', {
    en: `${place.en} has the transfer encoding ${name}, which is not known`,
    zh: `${place.zh}的传输编码 ${name} 未知`,
  })
}

const names: ReadonlyMap<string, TransferEncoding> = new Map([
  ['', 'none'],
  ['7bit', 'none'],
  ['7-bit', 'none'],
  ['8bit', 'none'],
  ['8-bit', 'none'],
  ['binary', 'binary'],
  ['base64', 'base64'],
  ['quoted-printable', 'quoted-printable'],
  ['uuencode', 'uuencode'],
  ['x-uuencode', 'uuencode'],
  ['x-uue', 'uuencode'],
])

/**
 * The content of a part. A line ends in CRLF, as on the wire, whatever the program had that wrote the message into a file.
 *
 * @throws SesError that names the field, where it is not certain what the bytes mean
 */
export function decodeContent(body: Buffer, encoding: TransferEncoding, field: string): Buffer {
  switch (encoding) {
    case 'none':
      return withWireLineEnds(body)
    case 'binary':
      return body
    case 'quoted-printable':
      return decodeQuotedPrintable(body)
    case 'base64':
      return (
        decodeBase64(body) ??
        refuse(field, { en: 'its Base64 is cut off, or has other text in it', zh: 'Base64 被截断，或夹有其他文本' })
      )
    case 'uuencode':
      return decodeUu(body) ?? refuse(field, { en: 'its uuencode is not whole', zh: 'uuencode 不完整' })
  }
}

function refuse(field: string, why: Words): never {
  throw undecodable(field, why)
}

function undecodable(field: string, why: Words): SesError {
  const hint = {
    en: 'Write the part in base64 or quoted-printable.',
    zh: '请将该部分编码为 base64 或 quoted-printable。',
  }
  return refusal(field, why, hint)
}

function withWireLineEnds(body: Buffer): Buffer {
  let bare = 0
  for (let at = body.indexOf(LF); at !== -1; at = body.indexOf(LF, at + 1)) if (body[at - 1] !== CR) bare++
  if (bare === 0) return body

  const content = Buffer.allocUnsafe(body.length + bare)
  let size = 0
  for (let start = 0; start < body.length; ) {
    const found = body.indexOf(LF, start)
    const end = found === -1 ? body.length : found
    size += body.copy(content, size, start, end)
    if (found !== -1) {
      if (body[end - 1] !== CR) content[size++] = CR
      content[size++] = LF
    }
    start = end + 1
  }
  return content
}

/**
 * Byte by byte, with no string of it, which would be as large again. Characters that are none of Base64 are ignored (RFC 2045
 * 6.8), and some programs end each line with padding; but not where these are many, or where a text follows, such as a list's footer.
 */
function decodeBase64(body: Buffer): Buffer | undefined {
  const content = Buffer.allocUnsafe(Math.ceil(body.length / 4) * 3)
  let size = 0
  let bits = 0
  let count = 0 // characters of which `bits` are
  let isPadded = false
  let data = 0
  let others = 0
  let hasSpace = false // since the start of the line
  let isText = false
  const flush = () => {
    if (count === 2) content[size++] = bits >> 4
    else if (count === 3) size = content.writeUInt16BE(bits >> 2, size)
    count = 0
  }
  for (let at = 0; at < body.length; at++) {
    const value = BASE64[body[at] as number] as number
    if (value < 64) {
      if (isText || (isPadded && (others > 0 || hasSpace)) || (others > 0 && hasSpace)) return undefined
      data++
      bits = (count === 0 ? 0 : bits << 6) | value
      if (++count < 4) continue
      content[size++] = bits >> 16
      content[size++] = bits >> 8
      content[size++] = bits
      count = 0
    } else if (value === PADDING) {
      if (count === 1) return undefined
      flush()
      isPadded = true
    } else if (value === LINE_END) {
      hasSpace = false
      isText = others > 0
    } else if (value === SPACE) hasSpace = true
    else others++
  }
  if (count === 1 || (count > 0 && isPadded)) return undefined // cut off
  if (others * 2 > data) return undefined
  flush()
  return content.subarray(0, size)
}

const PADDING = 64
const SPACE = 65
const LINE_END = 66
const OTHER = 67
/** What each byte is in Base64. */
const BASE64 = Uint8Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte)
  const value = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t'.indexOf(character)
  return value === -1 ? ('\r\n'.includes(character) ? LINE_END : OTHER) : Math.min(value, SPACE)
})

/** White space at the end of a line is none of it, and what only looks like an escape stands for itself (RFC 2045 6.7). */
function decodeQuotedPrintable(body: Buffer): Buffer {
  let feeds = 0
  for (let at = body.indexOf(LF); at !== -1; at = body.indexOf(LF, at + 1)) feeds++
  const content = Buffer.allocUnsafe(body.length + feeds)
  let size = 0
  for (let start = 0; start < body.length; ) {
    const found = body.indexOf(LF, start)
    let end = found === -1 ? body.length : found
    const next = end + 1
    while (end > start && isWhiteSpace(body[end - 1])) end--
    const isSoft = end > start && body[end - 1] === EQUALS
    if (isSoft) end--
    for (let at = start; at < end; at++) {
      const byte = body[at] as number
      const escaped =
        byte === EQUALS && at + 2 < end ? hexDigit(body[at + 1]) * 16 + hexDigit(body[at + 2]) : Number.NaN
      content[size++] = Number.isNaN(escaped) ? byte : escaped
      if (!Number.isNaN(escaped)) at += 2
    }
    if (!isSoft && found !== -1) {
      content[size++] = CR
      content[size++] = LF
    }
    start = next
  }
  return content.subarray(0, size)
}

function isWhiteSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 9 || byte === CR
}

function hexDigit(byte = 0): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  const lower = byte | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : Number.NaN
}

const LF = 10
const CR = 13
const EQUALS = 61

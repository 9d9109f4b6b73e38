// Tested by test/emulator/submission.test.ts.

import { decodeWords } from 'postal-mime'

/** A header field. */
export interface Field {
  /** In lower case. */
  readonly name: string
  /** Unfolded, and not decoded. */
  readonly value: string
  /** Whether it came on more lines than one. */
  readonly folded: boolean
}

/** The fields, and the lines that are none: without a colon, or folded before the first field. */
export function readFields(header: string): {
  readonly fields: readonly Field[]
  readonly malformed: readonly string[]
} {
  const fields: { name: string; value: string; folded: boolean }[] = []
  const malformed: string[] = []
  for (const line of header.split(/\r?\n/)) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line) && last !== undefined) {
      last.value += line
      last.folded = true
      continue
    }
    const colon = line.indexOf(':')
    if (colon === -1 && line !== '') malformed.push(line)
    if (colon < 1) continue
    fields.push({ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1), folded: false })
  }
  return { fields: fields.map((field) => ({ ...field, value: field.value.trim() })), malformed }
}

/** `text/html` of `Text/HTML; charset=…`. */
export function mediaType(contentType: string): string {
  return (dropEcho(contentType).split(';', 1)[0] ?? '').trim().toLowerCase()
}

/** The `name=value` pairs of a Content-Type or Content-Disposition, unquoted, decoded and in one piece. */
export function parameters(field: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [, name = '', raw = ''] of field.matchAll(/;\s*([^\s=;]+)\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)/g)) {
    found.set(name.toLowerCase(), unquote(raw.trim()))
  }
  for (const name of new Set([...found.keys()].map((key) => key.replace(/\*.*$/, '')))) {
    const plain = found.get(name)
    const decoded = plain === undefined ? joinPieces(found, name) : decodeWords(plain)
    found.set(name, decoded)
  }
  return found
}

function unquote(text: string): string {
  return text.length >= 2 && text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text
}

/** RFC 2231: `name*=utf-8''…`, or in pieces `name*0*=utf-8''…; name*1*=…; name*2=…`. */
function joinPieces(found: ReadonlyMap<string, string>, name: string): string {
  const whole = found.get(`${name}*`)
  if (whole !== undefined) return percentDecode(whole.replace(/^[^']*'[^']*'/, ''))

  let bytes = ''
  for (let index = 0; ; index++) {
    const plain = found.get(`${name}*${index}`)
    const encoded = found.get(`${name}*${index}*`)
    if (plain === undefined && encoded === undefined) return percentDecode(bytes)
    bytes +=
      plain === undefined ? (encoded ?? '').replace(index === 0 ? /^[^']*'[^']*'/ : '', '') : encodeURIComponent(plain)
  }
}

function percentDecode(text: string): string {
  const bytes = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}

/** Tencent's own Go sample for attachments writes `Content-Type:Content-Type: text/html`, so the gateway must take it. */
function dropEcho(contentType: string): string {
  return contentType.replace(/^content-type:/i, '')
}

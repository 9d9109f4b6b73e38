// Tested by test/send/secrets.test.ts.

/**
 * A password as it is, as UTF-8 and Latin-1 are when they are taken for each other, and as AUTH LOGIN and AUTH PLAIN send it.
 * SES's have 10 characters at least, and what is short is part of any text.
 */
export function formsOf(user: string, pass: string): string[] {
  if (typeof pass !== 'string') return [] // a function in JavaScript may give anything; it is refused elsewhere
  const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '')
  const mistaken = [Buffer.from(pass).toString('latin1'), Buffer.from(pass, 'latin1').toString()]
  const sent = [base64(pass), base64(`\0${user}\0${pass}`), base64(`${user}\0${user}\0${pass}`)]
  const forms = [pass, ...mistaken, ...sent].filter((form) => form.length >= SHORTEST)
  return [...new Set(forms.map(fold))]
}

const SHORTEST = 8

/** Puts `***` in the place of each form, whatever its case, also where a server has escaped it. */
export function hideForms(text: string, forms: readonly string[]): string {
  if (forms.length === 0) return text
  const spans = findForms(text, forms)
  let reading: Reading = { text, starts: undefined, ends: undefined }
  for (let level = 0; level < DEEPEST && ESCAPED.test(reading.text); level++) {
    reading = readEscapes(reading)
    const { starts = [], ends = [] } = reading
    for (const { start, end } of findForms(reading.text, forms)) {
      spans.push({ start: starts[start] as number, end: ends[end - 1] as number })
    }
  }
  return spans.length === 0 ? text : cutSpans(text, spans)
}

/** JSON in JSON, or a URL in HTML. */
const DEEPEST = 3

interface Span {
  readonly start: number
  readonly end: number
}

function findForms(text: string, forms: readonly string[]): Span[] {
  const lower = fold(text)
  const spans: Span[] = []
  for (const form of forms) {
    for (let start = lower.indexOf(form); start >= 0; start = lower.indexOf(form, start + 1)) {
      const last = start + form.length
      const padding = lower.startsWith('==', last) ? 2 : lower.startsWith('=', last) ? 1 : 0 // of Base64
      spans.push({ start, end: last + padding })
    }
  }
  return spans
}

/** One `***` for spans that touch. */
function cutSpans(text: string, spans: readonly Span[]): string {
  let cut = ''
  let at = 0
  for (const { start, end } of spans.toSorted((one, other) => one.start - other.start)) {
    if (start > at || cut === '') cut += `${text.slice(at, start)}***`
    at = Math.max(at, end)
  }
  return cut + text.slice(at)
}

/** What is alike here: capitals and small letters, but for a text with one that changes its length; and the two spaces of a form. */
function fold(text: string): string {
  const lower = text.toLowerCase()
  return (lower.length === text.length ? lower : text).replaceAll('+', ' ')
}

/** A text as it is understood, and where in the text that was written each of its characters begins and ends. */
interface Reading {
  readonly text: string
  readonly starts: readonly number[] | undefined
  readonly ends: readonly number[] | undefined
}

const ESCAPED = /%[\da-f]{2}|&#?\w{2,8};|\\/i
const ESCAPE =
  /(?:%[\da-f]{2})+|&(?:#\d{1,7}|#x[\da-f]{1,6}|amp|lt|gt|quot|apos);|\\u[\da-f]{4}|\\x[\da-f]{2}|\\[^ux]/gi

/** Reads once what is escaped in a URL, in HTML or in JSON. */
function readEscapes({ text, starts, ends }: Reading): Reading {
  const read = { text: '', starts: [] as number[], ends: [] as number[] }
  const add = (piece: string, from: number, to: number) => {
    read.text += piece
    for (let unit = 0; unit < piece.length; unit++) {
      read.starts.push(starts?.[from] ?? from)
      read.ends.push(ends?.[to - 1] ?? to)
    }
  }
  let at = 0
  const addPlain = (to: number) => {
    for (; at < to; at++) add(text.charAt(at), at, at + 1)
  }
  for (const { 0: escaped, index } of text.matchAll(ESCAPE)) {
    addPlain(index)
    at = index + escaped.length
    add(decode(escaped), index, at)
  }
  addPlain(text.length)
  return read
}

function decode(escaped: string): string {
  if (escaped.startsWith('%')) return decodePercent(escaped)
  if (escaped.startsWith('&')) return decodeReference(escaped.slice(1, -1).toLowerCase())
  const code = /^\\[ux](.+)$/i.exec(escaped)?.[1]
  return code === undefined ? escaped.slice(1) : String.fromCharCode(Number.parseInt(code, 16))
}

function decodePercent(escaped: string): string {
  const bytes = Buffer.from(escaped.replaceAll('%', ''), 'hex')
  const text = bytes.toString()
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}

function decodeReference(name: string): string {
  const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
  if (name.startsWith('#')) return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd'
  return NAMED[name] ?? ''
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

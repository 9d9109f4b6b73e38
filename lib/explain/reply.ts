import { endsWithinJson, findJsonString, unnestJson } from './partial-json.ts'
import { findCode, splitCode } from './ses-code.ts'

/** What can be read off a reply. */
export interface ParsedReply {
  /** SMTP's number, such as 554. */
  readonly status?: number
  /** SMTP's enhanced code, such as `5.0.0`. */
  readonly enhanced?: string
  /** SES's code, such as `FailedOperation.NotAuthenticatedSender`. */
  readonly code?: string
  /** SES's words for it; the whole reply's if it has none of SES's. */
  readonly message: string
  readonly requestId?: string
  /** It was cut off before its reason, or within it. */
  readonly cut?: true
  /** What arrived of SES's code, if the reply was, or may have been, cut off within it. */
  readonly partialCode?: string
}

/**
 * Reads a reply of the gateway in every form that has been seen or documented: SES's JSON with and without a space before
 * it, `Message` in it or words glued to the code, on any level, cut off anywhere, read as Latin-1, over several lines, or
 * no JSON at all. Never throws, and looks at no more than the first 64 KB.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Business errors"
 */
export function parseReply(text: string): ParsedReply {
  return parseReadable(makeReadable(text))
}

/** As {@link parseReply}, for a text that {@link makeReadable} gave. */
export function parseReadable(text: string): ParsedReply {
  const { status, enhanced, words } = splitStatus(text)
  return { ...(status && { status }), ...(enhanced && { enhanced }), ...readWords(words, status !== undefined) }
}

/** The reply's text as it was meant: decoded, its lines joined, and limited to what is looked at. */
export function makeReadable(text: string): string {
  // Callers in JavaScript hand over `error.response`, which may be undefined.
  const decoded = decodeLatin1(String(text ?? '').slice(0, MOST_LOOKED_AT)).trim()
  const status = MULTILINE.exec(decoded)?.[1]
  return status === undefined ? decoded : joinLines(decoded, status)
}

/** Characters of a reply that are looked at. No real one comes near. */
const MOST_LOOKED_AT = 64 * 1024

/**
 * Decodes UTF-8 that has been read as Latin-1, as Nodemailer before 8.0.5 reads all replies, and later versions a reply
 * that was cut off within a character. Half a character at the end is left out; any other text stays as it is.
 */
function decodeLatin1(text: string): string {
  if (!/[\x80-\xff]/.test(text) || /[^\x00-\xff]/.test(text)) return text
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true }).decode(Buffer.from(text, 'latin1'), { stream: true })
  // `café` in real Latin-1 is invalid as UTF-8, or ends like half a character. Chinese comes only from UTF-8, even if
  // one of its characters is broken.
  const isUtf8 = decoded.includes('\ufffd') ? CHINESE.test(decoded) : /[^\x00-\x7f]/.test(decoded)
  return isUtf8 ? decoded : text
}

const CHINESE = /[\u3000-\u9fff\uff00-\uffef]/

/** Joins the lines of a reply. Each begins with the number, and mostly with the enhanced code; the last may be cut off there. */
function joinLines(reply: string, status: string): string {
  const [first = '', ...others] = reply.split(/\r?\n/)
  const last = others.length - 1
  const beginning = new RegExp(`^${status}(?:[ -]|$)(?:\\d\\.\\d{1,3}\\.\\d{1,3}(?: |$))?`)
  const cutBeginning = new RegExp(`^(?:\\d{1,2}|${status}[ -]\\d(?:\\.\\d{0,3}){0,2})$`)
  const texts = others.map((line, index) =>
    index === last && cutBeginning.test(line) ? '' : line.replace(beginning, ''),
  )
  return [first, ...texts].join('\n')
}

/** Nodemailer puts words of its own before a reply: `Message failed: 554 …`. */
const NODEMAILERS = "^(?:[A-Z][\\w' -]{2,80}(?:: |\\. response=))?"
const MULTILINE = new RegExp(`${NODEMAILERS}([2-5]\\d\\d)-`)
const STATUS = new RegExp(`${NODEMAILERS}([2-5]\\d\\d)(?:[ -]|$)(?:([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s|$))?`)

function splitStatus(text: string): { status?: number | undefined; enhanced?: string | undefined; words: string } {
  const head = STATUS.exec(text)
  if (head === null) return { words: text }
  return { status: Number(head[1]), enhanced: head[2], words: text.slice(head[0].length) }
}

function readWords(words: string, isReply: boolean): Omit<ParsedReply, 'status' | 'enhanced'> {
  // SES's JSON has no line breaks of its own: they come from whatever broke the reply into lines.
  const flat = words.replace(/[\r\n]+/g, '')
  const json = unnestJson(flat, 'Code')
  const given = findJsonString(json, 'Code')
  const requestId = findJsonString(json, 'RequestId')
  const message = findJsonString(json, 'Message')?.value.trim()

  const found = given ? splitCode(given.value, given.cut) : findCode(words, isReply)
  const cut =
    given?.cut || found?.partial !== undefined || endsWithinJson(json, MARKER) || (isReply && endsBeforeReason(flat))
  return {
    ...(found?.code && { code: found.code }),
    message: message || (found ? found.words : words.trim()),
    ...(requestId && !requestId.cut && /^[\w-]{1,64}$/.test(requestId.value) && { requestId: requestId.value }),
    ...(cut && { cut }),
    ...(found?.partial && { partialCode: found.partial }),
  }
}

/** Whether the reply was cut off within the words that stand before every reason. */
function endsBeforeReason(words: string): boolean {
  if (words === '') return false // a reply without words may be complete
  return /^[245](?:\.[\d.]{0,6})?$/.test(words) || BEFORE_REASON.some((before) => before.startsWith(words))
}

const MARKER = '##SES-response-json:'

/** go-smtp's words, until 2023 and since then, followed by SES's own. */
const BEFORE_REASON = [
  `Error: transaction failed, blame it on the weather: ${MARKER}`,
  `Error: transaction failed: ${MARKER}`,
  MARKER,
]

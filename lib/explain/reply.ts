import { findCode, splitCode } from './code.ts'
import { decodeLatin1 } from './decode.ts'
import { endsWithinJson, findJsonString, unnestJson } from './json-string.ts'
import { joinLines } from './lines.ts'

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
  /** Where it was cut off within SES's code, or may have been: all that came of it. */
  readonly begunCode?: string
}

/**
 * Reads a reply of the gateway in each form that one has been seen or documented in: SES's JSON with and without a space
 * before it, `Message` in it or words glued to the code, on any level, cut off anywhere, read as Latin-1, over several
 * lines, or no JSON at all. Never throws, and looks at no more than the first 64 KB.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Business errors"
 */
export function parseReply(text: string): ParsedReply {
  return parseReadable(readableReply(text))
}

/** As {@link parseReply}, of a text that is readable already. */
export function parseReadable(text: string): ParsedReply {
  const { status, enhanced, words } = splitStatus(text)
  return { ...(status && { status }), ...(enhanced && { enhanced }), ...readWords(words, status !== undefined) }
}

/** The reply's text as it was meant: decoded, without the numbers of further lines, bounded. */
export function readableReply(text: string): string {
  // Callers in JavaScript hand over `error.response`, which may be undefined.
  const decoded = decodeLatin1(String(text ?? '').slice(0, MOST_LOOKED_AT)).trim()
  const status = MULTILINE.exec(decoded)?.[1]
  return status === undefined ? decoded : joinLines(decoded, status)
}

/** Characters. Nothing real comes near it. */
export const MOST_LOOKED_AT = 64 * 1024

/** Nodemailer's messages put words of its own before the reply: `Message failed: 554 …`. */
const NODEMAILERS = "^(?:[A-Z][\\w' -]{2,80}(?:: |\\. response=))?"
const MULTILINE = new RegExp(`${NODEMAILERS}([2-5]\\d\\d)-`)
const STATUS = new RegExp(`${NODEMAILERS}([2-5]\\d\\d)(?:[ -]|$)(?:([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s|$))?`)

function splitStatus(text: string): { status?: number | undefined; enhanced?: string | undefined; words: string } {
  const head = STATUS.exec(text)
  if (head === null) return { words: text }
  return { status: Number(head[1]), enhanced: head[2], words: text.slice(head[0].length) }
}

function readWords(words: string, isReply: boolean): Omit<ParsedReply, 'status' | 'enhanced'> {
  // A line break within JSON is not SES's, but of whatever broke the reply into lines.
  const flat = words.replace(/[\r\n]+/g, '')
  const json = unnestJson(flat, 'Code')
  const given = findJsonString(json, 'Code')
  const requestId = findJsonString(json, 'RequestId')
  const message = findJsonString(json, 'Message')?.value.trim()

  const found = given ? splitCode(given.value, given.cut) : findCode(words, isReply)
  const cut =
    given?.cut || found?.begun !== undefined || endsWithinJson(json, MARKER) || (isReply && endsBeforeReason(flat))
  return {
    ...(found?.code && { code: found.code }),
    message: message || (found ? found.words : words.trim()),
    ...(requestId && !requestId.cut && /^[\w-]{1,64}$/.test(requestId.value) && { requestId: requestId.value }),
    ...(cut && { cut }),
    ...(found?.begun && { begunCode: found.begun }),
  }
}

/** Whether nothing came but the beginning of what stands before every reason. */
function endsBeforeReason(words: string): boolean {
  if (words === '') return false // a reply without words may be whole
  return /^[245](?:\.[\d.]{0,6})?$/.test(words) || BEFORE_REASON.some((before) => before.startsWith(words))
}

const MARKER = '##SES-response-json:'

/** The words of go-smtp, until 2023 and since then, with SES's own behind them. */
const BEFORE_REASON = [
  `Error: transaction failed, blame it on the weather: ${MARKER}`,
  `Error: transaction failed: ${MARKER}`,
  MARKER,
]

import type { SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import { refusal } from './refusal.ts'

/**
 * Refuses a message of more lines, parts or headers than any has that SES takes: to parse one takes time by the line and
 * memory by the part, far more than its size.
 *
 * @throws SesError
 */
export function checkShape(message: Buffer): void {
  let lines = 0
  let delimiters = 0
  let headerEnd: number | undefined
  for (let start = 0; start < message.length; ) {
    const found = message.indexOf(LF, start)
    const end = found < 0 ? message.length : found
    if (message[start] === DASH && message[start + 1] === DASH) checkPartCount(++delimiters)
    if (++lines > MOST_LINES) throw tooMany({ en: 'lines', zh: '行' }, MOST_LINES)
    if (end === start || (end === start + 1 && message[start] === CR)) headerEnd ??= start
    if (headerEnd === undefined) checkHeaderSize(end)
    start = end + 1
  }
}

/** As {@link checkShape}, for parts that have been counted. */
export function checkPartCount(parts: number): void {
  if (parts > MOST_PARTS) throw tooMany(PARTS, MOST_PARTS)
}

/** @param level of a part that has parts, the message itself being at 0 */
export function checkDepth(level: number): void {
  if (level >= DEEPEST) throw tooMany({ en: 'parts in each other', zh: '层嵌套' }, DEEPEST)
}

/** @param bytes of the headers of a message and of its parts together */
export function checkHeaderSize(bytes: number): void {
  if (bytes > LARGEST_HEADER) throw tooMany({ en: 'bytes of headers', zh: '字节的邮件头' }, LARGEST_HEADER)
}

/** To parse them takes up to a hundred times as much: a group of addresses in a group is read again, fifty times. */
const LARGEST_HEADER = 300_000
/** Twenty megabytes in Base64 have 260,000. */
const MOST_LINES = 5_000_000
const MOST_PARTS = 20_000
const DEEPEST = 100
const LF = 10
const CR = 13
const DASH = 45

const PARTS: Words = {
  en: 'parts, or lines that begin as one with "--"',
  zh: '个部分（或以 "--" 开头的行）',
}

function tooMany({ en, zh }: Words, most: number): SesError {
  const count = most.toLocaleString('en')
  const hint = { en: 'Give a message of less, and the rest in files.', zh: '请缩减邮件，其余内容放入附件。' }
  return refusal('raw', { en: `has more than ${count} ${en}`, zh: `超过 ${count} ${zh}` }, hint)
}

import { SesError } from '../errors.ts'

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
    if (++lines > MOST_LINES) throw tooMany('lines', MOST_LINES)
    if (end === start || (end === start + 1 && message[start] === CR)) headerEnd ??= start
    if (headerEnd === undefined) checkHeaderSize(end)
    start = end + 1
  }
}

/** As {@link checkShape}, for parts that have been counted. */
export function checkPartCount(parts: number): void {
  if (parts > MOST_PARTS) throw tooMany('parts, or lines that begin as one with "--"', MOST_PARTS)
}

/** @param level of a part that has parts, the message itself being at 0 */
export function checkDepth(level: number): void {
  if (level >= DEEPEST) throw tooMany('parts in each other', DEEPEST)
}

/** @param bytes of the headers of a message and of its parts together */
export function checkHeaderSize(bytes: number): void {
  if (bytes > LARGEST_HEADER) throw tooMany('bytes of headers', LARGEST_HEADER)
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

function tooMany(what: string, most: number): SesError {
  return new SesError(`raw: has more than ${most.toLocaleString('en')} ${what}. Nothing was sent.`, {
    reason: 'message-invalid',
    field: 'raw',
    hint: 'Give a message of less, and the rest in files.',
  })
}

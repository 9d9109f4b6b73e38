import { isUtf8 } from 'node:buffer'
import type { Reply } from '../attempt.ts'

/** Reads replies out of bytes that come in pieces of any size. */
export interface ReplyReader {
  /**
   * Gives the replies that are whole with this piece. A line that is none of a reply is one without a status.
   *
   * @throws Error for a reply without end, after those before it
   */
  read(piece: Buffer): Iterable<Reply>
  /** What has come of a reply that is not whole, when the connection ends. */
  rest(): Reply | undefined
}

/** Keeps no more than the longest reply, however the gateway sends. */
export function createReplyReader(): ReplyReader {
  let held: Buffer = EMPTY
  /** Where the first line begins that is not known to be whole. */
  let next = 0

  return {
    *read(piece) {
      held = held.length === 0 ? piece : Buffer.concat([held, piece])
      for (let feed = held.indexOf(LF, next); feed !== -1; feed = held.indexOf(LF, next)) {
        const isLast = !isContinued(held, next)
        next = feed + 1
        if (next > LONGEST_REPLY) break
        if (!isLast) continue
        const end = endOfStrays(held, next)
        const reply = toReply(held.subarray(0, end), false)
        held = held.subarray(end)
        next = 0
        yield reply
      }
      if (held.length > LONGEST_REPLY) throw new Error(`A reply of more than ${LONGEST_REPLY} bytes`)
    },
    rest: () => (held.length === 0 ? undefined : toReply(held.subarray(0, LONGEST_REPLY), true)),
  }
}

const EMPTY = Buffer.alloc(0)
const LF = 10
/** Bytes. SES's own have a few hundred. */
const LONGEST_REPLY = 64 * 1024

/** Whether a line says with a hyphen behind its number that the reply has more. */
const isContinued = (bytes: Buffer, at: number): boolean => /^[2-5]\d\d-/.test(bytes.toString('latin1', at, at + 4))

/**
 * Where a refusal ends that came with lines which are no reply. go-smtp before 0.22 writes an error with a line feed in it
 * as it is: the lines behind the first have no number.
 */
function endOfStrays(bytes: Buffer, end: number): number {
  if (!/^[45]\d\d[ -]/.test(bytes.toString('latin1', 0, 4))) return end
  let next = end
  for (let feed = bytes.indexOf(LF, next); feed !== -1; feed = bytes.indexOf(LF, next)) {
    const isReply = /^\d{3}(?:[ -]|\r?\n)/.test(bytes.toString('latin1', next, next + 5))
    if (isReply || feed >= LONGEST_REPLY) break
    next = feed + 1
  }
  return next
}

function toReply(bytes: Buffer, isCut: boolean): Reply {
  const lines = decode(bytes)
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
  return { status: statusOf(lines, isCut), text: lines.join('\n'), isCut }
}

/** The number, if no line says otherwise: what takes a mail and refuses it is no answer. */
function statusOf(lines: readonly string[], isCut: boolean): number | undefined {
  const [first, ...others] = lines.map((line) => Number(/^([2-5]\d\d)(?:[ -]|$)/.exec(line)?.[1]))
  if (first === undefined || Number.isNaN(first)) return undefined
  const agrees = (other: number) =>
    Number.isNaN(other) ? first >= 400 || isCut : other === first || (first >= 400 && other >= 400)
  return others.every(agrees) ? first : undefined
}

/** SES's Chinese is UTF-8. What is not, is shown byte by byte rather than lost; half a character at the end is left out. */
function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString()
  const text = new TextDecoder().decode(bytes, { stream: true })
  return text.includes('\ufffd') ? bytes.toString('latin1') : text
}

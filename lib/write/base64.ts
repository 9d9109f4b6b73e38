import type { Piece } from './piece.ts'

/** Base64 in lines of 76 characters (RFC 2045 6.8), CRLF after each. */
export function base64Lines(content: Buffer): Piece {
  const characters = Math.ceil(content.length / 3) * 4
  return {
    size: characters + Math.ceil(characters / LINE) * 2,
    writeTo(message, at) {
      // A few lines at a time, so that a large file makes no string of its size.
      let next = at
      for (let start = 0; start < content.length; start += BLOCK_BYTES) {
        const block = content.toString('base64', start, start + BLOCK_BYTES)
        next = spread(message, next, message.write(block, next, 'latin1'))
      }
    },
  }
}

/** Inserts line ends into Base64 that was written as one line, from the last line back; returns where it then ends. */
function spread(message: Buffer, at: number, length: number): number {
  const last = Math.ceil(length / LINE) - 1
  for (let line = last; line >= 0; line--) {
    const from = at + line * LINE
    const to = from + line * 2
    const end = to + (line === last ? length - line * LINE : LINE)
    message.copyWithin(to, from, from + end - to)
    message[end] = 13
    message[end + 1] = 10
  }
  return at + length + (last + 1) * 2
}

const LINE = 76
const BLOCK_BYTES = 128 * 57

import type { Piece } from './piece.ts'

/** Base64 in lines of 76 characters (RFC 2045 6.8), CRLF after each. */
export function base64Lines(content: Buffer): Piece {
  const characters = Math.ceil(content.length / 3) * 4
  return {
    size: characters + Math.ceil(characters / LINE) * 2,
    writeTo(message, at) {
      // A few lines at a time: a large file makes no garbage of its size, and the block comes from Node’s pool of small ones.
      const encoded = Buffer.allocUnsafe(Math.min(characters, BLOCK_LINES * LINE))
      let next = at
      for (let start = 0; start < content.length; start += BLOCK_LINES * BYTES_PER_LINE) {
        const length = encoded.write(content.toString('base64', start, start + BLOCK_LINES * BYTES_PER_LINE), 'latin1')
        for (let line = 0; line < length; line += LINE) {
          next += encoded.copy(message, next, line, Math.min(line + LINE, length))
          message[next++] = 13
          message[next++] = 10
        }
      }
    },
  }
}

const LINE = 76
const BYTES_PER_LINE = 57
const BLOCK_LINES = 48

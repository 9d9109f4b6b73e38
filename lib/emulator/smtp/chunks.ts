// Tested by test/emulator/chunks.test.ts.

import type { Message } from './message.ts'
import type { Wire } from './wire.ts'
import { words } from './words.ts'

/** A message that comes in chunks, by BDAT. */
export interface Chunks {
  /** Reads one. Returns whether it came whole. */
  read(wire: Wire, size: number): Promise<boolean>
  finish(end: 'dot' | 'lost'): Message
}

/** `max`: bytes from which a message is not kept any more. */
export function collectChunks(max: number | false): Chunks {
  const pieces: Buffer[] = []
  let bytes = 0

  return {
    async read(wire, size) {
      for (let left = size; left > 0; ) {
        const piece = await wire.bytes(left)
        if (piece === undefined) return false
        left -= piece.length
        bytes += piece.length
        if (!isOver()) pieces.push(piece)
      }
      wire.note(`C: <${size} bytes>`)
      return true
    },
    finish: (end) => ({ end: isOver() ? 'eof' : end, raw: Buffer.concat(pieces) }),
  }

  function isOver(): boolean {
    return max !== false && bytes >= max
  }
}

/** The size of `BDAT 512 LAST`, or the reply to what is not that. go-smtp looks for recipients in between. */
export function parseBdat(
  argument: string,
  hasRecipients: boolean,
): { readonly size: number; readonly isLast: boolean } | { readonly error: string } {
  const [size, last, ...more] = argument.split(/\s+/).filter(Boolean)
  if (size === undefined) return { error: words.missingSize }
  if (more.length > 0) return { error: words.tooManyArguments }
  if (!hasRecipients) return { error: words.needsRcpt }
  if (last !== undefined && last.toUpperCase() !== 'LAST') return { error: words.badBdatArgument }
  const isSize = /^\d+$/.test(size) && Number(size) < 2 ** 32
  return isSize ? { size: Number(size), isLast: last !== undefined } : { error: words.malformedSize }
}

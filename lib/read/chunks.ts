/** Bytes that come in pieces. */
export interface Pages {
  add(piece: Buffer): void
  readonly size: number
  /** All of them, and the last use of the pages. */
  join(): Buffer
}

/**
 * Copies pieces into pages. Kept as they come, a stream of single bytes would take a hundred times its size, and a piece
 * might be part of a far larger buffer, or one that its stream writes into again.
 */
export function copyIntoPages(): Pages {
  const full: Buffer[] = []
  let page = Buffer.alloc(0)
  let used = 0
  let size = 0

  return {
    get size() {
      return size
    },
    add(piece) {
      for (let at = 0; at < piece.length; ) {
        if (used === page.length) {
          full.push(page)
          page = Buffer.allocUnsafeSlow(PAGE)
          used = 0
        }
        const part = piece.subarray(at, at + page.length - used)
        page.set(part, used)
        used += part.length
        at += part.length
      }
      size += piece.length
    },
    join: () => Buffer.concat([...full, page.subarray(0, used)], size),
  }
}

/** Keeps pieces as they come, from a source that makes each anew. */
export function keepPages(): Pages {
  const pieces: Buffer[] = []
  let size = 0

  return {
    get size() {
      return size
    },
    add(piece) {
      pieces.push(piece)
      size += piece.length
    },
    join: () => (pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces, size)),
  }
}

const PAGE = 64 * 1024

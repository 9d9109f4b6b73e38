// Tested by test/write/message.test.ts.

/** A part of a message that is not written yet. A message is allocated once, and each piece written into its place. */
export interface Piece {
  readonly size: number
  writeTo(message: Buffer, at: number): void
}

/** Text as UTF-8. */
export function textPiece(text: string): Piece {
  return { size: Buffer.byteLength(text), writeTo: (message, at) => void message.write(text, at) }
}

export function sizeOf(pieces: readonly Piece[]): number {
  return pieces.reduce((size, piece) => size + piece.size, 0)
}

/**
 * Filled with NULs first: if a piece writes less than its `size`, the message check finds them, and no memory leaks.
 */
export function assemble(pieces: readonly Piece[]): Buffer {
  const message = Buffer.alloc(sizeOf(pieces))
  let at = 0
  for (const piece of pieces) {
    piece.writeTo(message, at)
    at += piece.size
  }
  return message
}

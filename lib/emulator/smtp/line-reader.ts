// Tested by test/emulator/lines.test.ts.

/** What comes out of the reader: a line with its line ending, or a mark that a line was too long. */
export type Line = Buffer | typeof tooLong

export const tooLong = Symbol('smtp: too longer line in input stream')

/**
 * Cuts incoming bytes into lines as go-smtp does, whose limit SES has: it counts bytes, not characters, and counts the
 * carriage return and the line feed before a line with it. Of 2,000 bytes, 1,998 are left for what is in the line.
 *
 * - `0.15` counts over the whole stream. After the first line over the limit, every read fails.
 * - `0.14` forgets its count between reads of at most 4,096 bytes. A read with too long a line in it is lost, and with
 *   it perhaps the end of the message; reading then goes on as if nothing had happened.
 *
 * @see https://github.com/emersion/go-smtp/blob/v0.15.0/lengthlimit_reader.go
 */
export function createLineReader(limit: number | false, goSmtp: '0.14' | '0.15'): (chunk: Buffer) => readonly Line[] {
  const max = limit === false ? Number.POSITIVE_INFINITY : limit
  let partial: Buffer[] = []
  let count = 0
  let broken = false

  return goSmtp === '0.15' ? readStream : readInPieces

  function readStream(chunk: Buffer): readonly Line[] {
    if (broken) return []
    const lines: Line[] = []
    broken = !read(chunk, lines)
    // Each read from here on fails: that of the message, the one that looks for its end, and that of the next command.
    if (broken) lines.push(tooLong, tooLong, tooLong)
    return lines
  }

  function readInPieces(chunk: Buffer): readonly Line[] {
    const lines: Line[] = []
    for (let start = 0; start < chunk.length; start += 4096) {
      count = 0
      const before = { partial: [...partial], lines: lines.length }
      if (read(chunk.subarray(start, start + 4096), lines)) continue
      partial = before.partial
      lines.splice(before.lines, lines.length, tooLong)
    }
    return lines
  }

  /** Adds the lines that end in the chunk, up to the first that is too long: then it returns `false`. */
  function read(chunk: Buffer, lines: Line[]): boolean {
    let start = 0
    while (start < chunk.length) {
      const feed = chunk.indexOf('\n', start)
      const end = feed === -1 ? chunk.length : feed
      if (count + end - start > max) return false
      count += end - start
      if (feed === -1) {
        partial.push(chunk.subarray(start))
        return true
      }
      const rest = chunk.subarray(start, feed + 1)
      lines.push(partial.length === 0 ? rest : Buffer.concat([...partial, rest]))
      partial = []
      count = 1 // the line feed counts as the first byte of the next line
      start = feed + 1
    }
    return true
  }
}

// Tested by test/emulator/lines.test.ts.

/** A line with its line ending, or a mark that a line was too long. */
export type Line = Buffer | typeof tooLong

export const tooLong = Symbol('smtp: too longer line in input stream')

/** What a client wrote, to be read as lines or as bytes. */
export interface LineReader {
  add(chunk: Buffer): void
  /** The next line; `undefined` if it has not come whole. After the first that is too long, every one is. */
  line(): Line | undefined
  /** The next bytes, whatever lines are in them: at most so many. `undefined` if none has come. */
  bytes(most: number): Buffer | undefined
  /** Whether lines have a limit from now on: not while a message comes in chunks. */
  setLimited(isLimited: boolean): void
  /** Drops all that has come. */
  clear(): void
}

/**
 * Cuts incoming bytes into lines as go-smtp v0.15 does, whose limit SES has: it counts bytes, not characters, over the whole
 * stream, and counts the carriage return and the line feed before a line with it. Of 2,000 bytes, 1,998 are left for what is
 * in the line.
 *
 * @see https://github.com/emersion/go-smtp/blob/v0.15.0/lengthlimit_reader.go
 */
export function createLineReader(limit: number | false): LineReader {
  let max = limit === false ? Number.POSITIVE_INFINITY : limit
  let chunks: Buffer[] = []
  let index = 0
  let partial: Buffer[] = []
  let count = 0
  let isBroken = false

  return {
    add(chunk) {
      if (index === chunks.length) clear()
      chunks.push(chunk)
    },
    line() {
      for (let chunk = chunks[index]; chunk !== undefined && !isBroken; chunk = chunks[index]) {
        const feed = chunk.indexOf('\n')
        const length = feed === -1 ? chunk.length : feed
        isBroken = count + length > max
        if (isBroken) break
        count += length
        partial.push(take(chunk, feed + 1 || chunk.length))
        if (feed === -1) continue

        const [first = chunk, ...more] = partial
        partial = []
        count = 1 // the line feed counts as the first byte of the next line
        return more.length === 0 ? first : Buffer.concat([first, ...more])
      }
      return isBroken ? tooLong : undefined
    },
    bytes(most) {
      const chunk = chunks[index]
      return chunk && take(chunk, Math.min(most, chunk.length))
    },
    setLimited(isLimited) {
      max = isLimited && limit !== false ? limit : Number.POSITIVE_INFINITY
    },
    clear,
  }

  /** The first bytes of the chunk that is read now. */
  function take(chunk: Buffer, length: number): Buffer {
    if (length === chunk.length) index++
    else chunks[index] = chunk.subarray(length)
    return chunk.subarray(0, length)
  }

  function clear(): void {
    chunks = []
    index = 0
  }
}

/** What is encoded when it is written: the bytes of a large file are many to hold twice. */
export interface Encoded {
  /** Bytes that it takes when written. */
  readonly length: number
  /** @param target as many bytes as `length` */
  writeTo(target: Buffer): void
}

/** Base64 in lines of 76 characters (RFC 2045 6.8), CRLF after each. */
export function base64Lines(content: Buffer): Encoded {
  const encodedLength = Math.ceil(content.length / 3) * 4
  const endsLength = Math.ceil(encodedLength / LINE) * 2

  return {
    length: encodedLength + endsLength,
    writeTo(target) {
      // Encoded at the end of the target, and its lines moved to the front.
      for (let start = 0; start < content.length; start += BLOCK)
        target.write(content.toString('base64', start, start + BLOCK), endsLength + (start / 3) * 4, 'latin1')

      let at = 0
      for (let line = endsLength; line < target.length; line += LINE) {
        target.copyWithin(at, line, line + LINE)
        at += Math.min(LINE, target.length - line)
        target[at++] = 13
        target[at++] = 10
      }
    },
  }
}

const LINE = 76
/** Bytes encoded at a time: a multiple of three, and small enough that the text is short-lived. */
const BLOCK = 3 * 8 * 1024

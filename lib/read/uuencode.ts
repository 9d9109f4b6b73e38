/** The file of a part in uuencode, or nothing where it is not whole: every line as long as it says, and an end. */
export function decodeUu(body: Buffer): Buffer | undefined {
  const { start, end } = uuLines(body)
  if (start === undefined || end === undefined) return undefined
  const content = Buffer.alloc(Math.ceil((end - start) / 4) * 3)
  let size = 0
  for (let at = start; at < end; ) {
    const feed = body.indexOf(LF, at)
    const lineEnd = feed === -1 || feed > end ? end : feed
    const length = sextet(body[at])
    if (length === undefined) return undefined
    const decoded = decodeLine(body, at + 1, lineEnd, length, content, size)
    if (!decoded) return undefined
    size += length
    at = lineEnd + 1
  }
  return content.subarray(0, size)
}

/** The name in the line `begin 644 a.txt`. */
export function uuFileName(body: Buffer): string | undefined {
  return BEGIN.exec(body.toString('utf8', 0, LONGEST_START))?.[1]?.trim() || undefined
}

const BEGIN = /^\s*begin [0-7]{3,4} ([^\r\n]+)\r?\n/
const LONGEST_START = 1_000

/** Where the lines of data stand, between `begin` and the line of no bytes before `end`. */
function uuLines(body: Buffer): { readonly start?: number; readonly end?: number } {
  const begin = BEGIN.exec(body.toString('latin1', 0, LONGEST_START))
  const tail = body.toString('latin1', Math.max(0, body.length - LONGEST_START))
  const close = /(?:^|\n)[ `]?[ \t]*\r?\nend\s*$/.exec(tail)
  if (begin === null || close === null) return {}
  const end = body.length - tail.length + close.index
  return { start: begin[0].length, end: Math.max(begin[0].length, end) }
}

/** Three bytes of each four characters. */
function decodeLine(body: Buffer, from: number, to: number, length: number, content: Buffer, size: number): boolean {
  const end = body[to - 1] === CR ? to - 1 : to
  const needed = Math.ceil(length / 3) * 4
  if (end - from !== needed && end - from !== needed + 1) return false // one more is a checksum that some programs write
  for (let at = 0; at < needed; at += 4) {
    let bits = 0
    for (let each = from + at; each < from + at + 4; each++) {
      const value = sextet(body[each])
      if (value === undefined) return false
      bits = bits * 64 + value
    }
    const place = size + (at / 4) * 3
    const left = length - (at / 4) * 3
    if (left > 0) content[place] = bits >> 16
    if (left > 1) content[place + 1] = (bits >> 8) & 255
    if (left > 2) content[place + 2] = bits & 255
  }
  return true
}

function sextet(character: number | undefined): number | undefined {
  return character !== undefined && character >= 32 && character <= 96 ? (character - 32) & 63 : undefined
}

const LF = 10
const CR = 13

/** Where the content of a part stands. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Where the lines of a message begin that may be between its parts: those that begin with `--`. */
export function delimiterLines(message: Buffer): number[] {
  const lines = message[0] === DASH && message[1] === DASH ? [0] : []
  for (let at = message.indexOf(LINE); at !== -1; at = message.indexOf(LINE, at + 1)) lines.push(at + 1)
  return lines
}

/**
 * What stands between the delimiter lines; the line end before one belongs to it (RFC 2046 5.1.1).
 *
 * @param lines from {@link delimiterLines}
 * @returns nothing if there is no such line
 */
export function partSpans(
  message: Buffer,
  lines: readonly number[],
  boundary: string,
  from: number,
  to: number,
): Span[] | undefined {
  const delimiter = Buffer.from(`--${boundary}`)
  const spans: Span[] = []
  let start: number | undefined
  let isFound = false
  for (let index = firstFrom(lines, from); index < lines.length; index++) {
    const at = lines[index] as number
    const close = at + delimiter.length
    if (close > to) break
    if (message.compare(delimiter, 0, delimiter.length, at, close) !== 0) continue
    const feed = message.indexOf(LF, at)
    const next = feed === -1 || feed >= to ? to : feed + 1
    const tail = message.toString('latin1', close, Math.min(next, close + LONGEST_TAIL))
    if (!/^(?:--)?\s*$/.test(tail)) continue // a longer boundary that starts alike
    isFound = true
    if (start !== undefined) spans.push({ start, end: Math.max(start, message[at - 2] === CR ? at - 2 : at - 1) })
    if (tail.startsWith('--')) return spans
    start = next
  }
  if (start !== undefined) spans.push({ start, end: to })
  return isFound ? spans : undefined
}

/** The index of the first line at or behind a place. */
function firstFrom(lines: readonly number[], place: number): number {
  let low = 0
  let high = lines.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((lines[middle] as number) < place) low = middle + 1
    else high = middle
  }
  return low
}

const LONGEST_TAIL = 1_000
const LINE = '\n--'
const LF = 10
const CR = 13
const DASH = 45

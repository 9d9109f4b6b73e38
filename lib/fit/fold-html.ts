import { foldLines, isCjk, longLines, mayPart, type Place } from './fold-text.ts'
import { isHtmlSpace, type Span, type Tag, tokenizeHtml } from './html-tokens.ts'

/**
 * Breaks the lines of an HTML body that are longer than `limit` bytes of UTF-8, counted without their line ends, so that
 * a browser shows the same. In the order of preference a new line end goes
 *
 * 1. between the attributes of a tag or before its end, or into a comment that is there,
 * 2. into a comment of its own (`<!--\n-->`) before a space in text,
 * 3. into such a comment next to a Chinese character or a punctuation mark in text,
 * 4. into such a comment between the letters of a word, or between several spaces.
 *
 * Never in place of a space: `white-space: pre-wrap`, wherever it is set, would show the line end.
 *
 * @returns the same string if all lines fit; `undefined` if a long line has no such place, for instance because of a
 * long attribute value, style sheet or `pre`.
 */
export function foldHtml(html: string, limit: number): string | undefined {
  const lines = longLines(html, limit)
  return lines.length === 0 ? html : foldLines(html, limit, lines, findPlaces(html, lines))
}

// A comment would be safe in `pre` too, but mail programs that rewrite HTML are least reliable there. The content of
// `noscript` is markup or text, depending on the reader.
const UNTOUCHED = new Set(['pre', 'listing', 'noscript'])

// Text between these is misplaced: the parser moves it out of the table, except a run of white space alone.
const TABLE = new Set(['table', 'thead', 'tbody', 'tfoot', 'tr', 'colgroup', 'col'])
const CELL = new Set(['td', 'th', 'caption'])

/** A span that may be broken anywhere, or, if it is text, where its characters allow. */
interface Zone extends Span {
  readonly kind: 'gap' | 'comment' | 'text' | 'misplaced'
}

function* findZones(html: string): Generator<Zone, void> {
  const untouched: string[] = []
  let inCells = true
  for (const token of tokenizeHtml(html)) {
    switch (token.kind) {
      case 'tag':
        if (token.closing && untouched.at(-1) === token.name) untouched.pop()
        if (untouched.length === 0) yield* findGaps(token, 0)
        if (!token.closing && UNTOUCHED.has(token.name)) untouched.push(token.name)
        if (CELL.has(token.name)) inCells = !token.closing
        else if (TABLE.has(token.name)) inCells = token.closing && token.name === 'table'
        break
      case 'text':
        if (untouched.length === 0) {
          const placed = inCells || !/[^ \t\n\f\r]/.test(html.slice(token.start, token.end))
          yield { kind: placed ? 'text' : 'misplaced', start: token.start, end: token.end }
        }
        break
      case 'comment':
        // Between `<!--` and `-->` or `--!>`. A comment as short as `<!-->` has nothing between.
        if (untouched.length === 0 && token.end - token.start >= 8) {
          yield { kind: 'comment', start: token.start + 4, end: token.end - 4 }
        }
        break
      case 'conditional':
        // Comments do not nest, so only tags can be broken here, where Outlook reads HTML.
        if (untouched.length === 0)
          yield* findTagZones(html.slice(token.content.start, token.content.end), token.content.start)
        break
      case 'raw':
      case 'opaque':
      case 'unknown':
        break
    }
  }
}

function* findTagZones(html: string, offset: number): Generator<Zone, void> {
  for (const token of tokenizeHtml(html)) {
    if (token.kind === 'tag' && UNTOUCHED.has(token.name)) return
    if (token.kind === 'tag') yield* findGaps(token, offset)
  }
}

function* findGaps(tag: Tag, offset: number): Generator<Zone, void> {
  for (const gap of tag.gaps) yield { kind: 'gap', start: gap.start + offset, end: gap.end + offset }
}

/** Finds places within `lines` alone, since looking at text is what takes time. Zones and lines both come in order. */
function* findPlaces(html: string, lines: readonly Span[]): Generator<Place, void> {
  let first = 0
  for (const zone of findZones(html)) {
    while ((lines[first]?.end ?? Number.POSITIVE_INFINITY) <= zone.start) first++
    for (let index = first; (lines[index]?.start ?? Number.POSITIVE_INFINITY) <= zone.end; index++) {
      const line = lines[index] as Span
      const start = Math.max(line.start, zone.start)
      const end = Math.min(line.end, zone.end)
      if (zone.kind === 'text') yield* findTextPlaces(html, start, end, 4)
      else if (zone.kind === 'misplaced') yield* findTextPlaces(html, start, end, 3)
      else yield* findPlainPlaces(html, start, end)
    }
  }
}

function* findPlainPlaces(html: string, start: number, end: number): Generator<Place, void> {
  for (let at = start; at === start || at < end; at += (html.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) {
    yield { at, rank: 0, before: '', after: '' }
  }
}

function* findTextPlaces(html: string, start: number, end: number, worst: number): Generator<Place, void> {
  let left: Sign | undefined
  for (let at = start; at < end; ) {
    const right = readSign(html, at, end)
    const alone = right.end < end && !isHtmlSpace(html[right.end])
    const rank = left && rankBetween(left, right, alone)
    if (rank !== undefined && rank <= worst) yield { at, rank, before: '<!--', after: '-->' }
    left = right
    at = right.end
  }
}

/** `alone`: text follows `right` directly, so that a space there does not become a text node of its own. */
function rankBetween(left: Sign, right: Sign, alone: boolean): 1 | 2 | 3 | 4 | undefined {
  if (right.space) return left.space || !alone ? 4 : 1
  if (left.space) return undefined
  if (left.character === LESS_THAN || left.character === AMPERSAND) return undefined
  if (right.character === NO_BREAK_SPACE) return 1
  if (!mayPart(left.character, right.character)) return undefined
  return standsAlone(left.character) || standsAlone(right.character) ? 2 : 3
}

function standsAlone(character: number): boolean {
  return isCjk(character) || !/[\p{L}\p{M}\p{N}]/u.test(String.fromCodePoint(character))
}

/** A character of text, or the reference to one, which must stay whole. */
interface Sign {
  readonly character: number
  readonly space: boolean
  readonly end: number
}

const AMPERSAND = 0x26
const LESS_THAN = 0x3c
const NO_BREAK_SPACE = 0xa0
/** Never separated from its neighbours; stands for every reference that must not be. */
const JOINER = 0x200d
// The named references to characters that belong to the one before.
const JOINING = new Set(['zwj', 'zwnj', 'shy', 'DownBreve', 'tdot', 'TripleDot', 'DotDot', 'NoBreak'])

function readSign(html: string, start: number, end: number): Sign {
  const character = html.codePointAt(start) ?? 0
  if (character !== AMPERSAND) {
    return { character, space: isHtmlSpace(html[start]), end: Math.min(end, start + (character > 0xffff ? 2 : 1)) }
  }
  REFERENCE.lastIndex = start
  const reference = REFERENCE.exec(html)
  if (reference === null) return { character, space: false, end: start + 1 }
  const [whole, hex, decimal, name] = reference
  return {
    character: decodeReference(hex, decimal, whole.endsWith(';') ? name : undefined),
    space: false,
    end: start + whole.length,
  }
}

// May match more than a reference that has no semicolon, which does no harm.
const REFERENCE = /&(?:#[xX]([0-9a-fA-F]+);|#([0-9]+);|#?([0-9a-zA-Z]+);?)/y

function decodeReference(hex: string | undefined, decimal: string | undefined, name: string | undefined): number {
  const number = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16)
  if (number <= 0x10ffff) return number
  if (name === 'nbsp') return NO_BREAK_SPACE
  // Any other reference counts as a letter, `A`.
  return name === undefined || JOINING.has(name) ? JOINER : 0x41
}

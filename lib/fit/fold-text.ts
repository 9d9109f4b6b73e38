/**
 * Breaks the lines of a plain text that are longer than `limit` bytes of UTF-8, counted without their line ends: after
 * white space, which stays at the end of the line, and where there is none, next to Chinese, Japanese or Korean
 * characters, as typesetting does. Without the new line ends it is the original text.
 *
 * @returns `undefined` if a run without such a place is longer than the limit, a long URL for instance.
 */
export function foldText(text: string, limit: number): { text: string; folded: boolean } | undefined {
  const lines = longLines(text, limit)
  const folded = foldLines(text, limit, lines, textPlaces(text, lines))
  return folded === undefined ? undefined : { text: folded, folded: lines.length > 0 }
}

/** Where a line may be broken. */
export interface Place {
  readonly at: number
  /** A line is broken at its last place of the lowest rank, so that worse places serve only where there is no better one. */
  readonly rank: number
  /** What to write before and after the new line end, both ASCII. */
  readonly before: string
  readonly after: string
}

interface Line {
  readonly start: number
  readonly end: number
}

interface Candidate {
  readonly place: Place
  /** From the start of the long line. */
  readonly bytes: number
}

/** The lines of more than `limit` bytes, without their line ends. */
export function longLines(text: string, limit: number): Line[] {
  const lines: Line[] = []
  for (let start = 0; start <= text.length; ) {
    const found = text.indexOf('\n', start)
    const next = found < 0 ? text.length : found
    const end = found > start && text[found - 1] === '\r' ? found - 1 : next
    // A UTF-16 unit is at most three bytes of UTF-8, so most lines need no count.
    if ((end - start) * 3 > limit && byteLength(text, start, end) > limit) lines.push({ start, end })
    start = next + 1
  }
  return lines
}

/** Breaks `lines` of `text` at some of `places`, which come in order; `undefined` if those are not enough. */
export function foldLines(
  text: string,
  limit: number,
  lines: readonly Line[],
  places: Iterator<Place, void>,
): string | undefined {
  let folded = ''
  let copied = 0
  let place = places.next()

  for (const line of lines) {
    const last: (Candidate | undefined)[] = []
    // `bytes` counts from the start of the long line; `shift + bytes` is the length of the line being filled.
    let bytes = 0
    let shift = 0

    const breakEarlier = (): boolean => {
      const best = last.find(
        (it) => it !== undefined && it.place.at > copied && shift + it.bytes + it.place.before.length <= limit,
      )
      if (best === undefined) return false
      const { at, before, after } = best.place
      folded += `${text.slice(copied, at)}${before}\n${after}`
      copied = at
      shift = after.length - best.bytes
      return true
    }

    folded += text.slice(copied, line.start)
    copied = line.start
    let at = line.start
    for (; !place.done && place.value.at < line.end; place = places.next()) {
      const { value } = place
      bytes += byteLength(text, at, value.at)
      at = value.at
      while (shift + bytes + value.before.length > limit && breakEarlier());
      if (shift + bytes + value.before.length <= limit) last[value.rank] = { place: value, bytes }
    }
    bytes += byteLength(text, at, line.end)
    while (shift + bytes > limit && breakEarlier());
    if (shift + bytes > limit) return undefined
  }
  return folded + text.slice(copied)
}

/**
 * Whether two characters may be separated: not if they form one sign (accents, flags, joined emoji) or are joined in
 * writing.
 */
export function mayPart(left: number, right: number): boolean {
  if (left > 0x20 && left < 0x7f && right > 0x20 && right < 0x7f) return true
  const before = String.fromCodePoint(left)
  const after = String.fromCodePoint(right)
  return APART.test(before) && APART.test(after) && !JOINS.test(before) && !JOINS.test(after) && !FOLLOWS.test(after)
}

export function isCjk(codePoint: number): boolean {
  return codePoint > 0x2e7f && CJK.test(String.fromCodePoint(codePoint))
}

// Scripts with separate letters. Arabic joins its letters and Indic scripts merge them: those words stay whole.
const APART =
  /^(?!\p{scx=Arab})[\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Armenian}\p{sc=Georgian}\p{sc=Hebrew}\p{sc=Thai}\p{sc=Lao}\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Hangul}\p{sc=Common}\p{sc=Inherited}]$/u
// Joiners and other format characters, halves of flags, Hangul in parts, a half of a surrogate pair.
const JOINS = /[\p{Cf}\p{Cc}\p{Cs}\p{Regional_Indicator}\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]/u
const FOLLOWS = /[\p{M}\p{Emoji_Modifier}\uff9e\uff9f]/u
const CJK = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Hangul}\uff00-\uffef]/u
const OPENING = /[\p{Ps}\p{Pi}]/u
const NOT_FIRST =
  /[\p{Pe}\p{Pf}\p{Lm}\p{Mn}!%,.:;?、。・！％，．：；？｡､･ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ〜～…‥—]/u
// Not the white space that is there to keep words together: U+00A0, U+2007, U+202F.
const SPACE = /[\t\f\v \u1680\u2000-\u2006\u2008-\u200a\u205f\u3000]/

function* textPlaces(text: string, lines: readonly Line[]): Generator<Place, void> {
  for (const line of lines) {
    let left = text.codePointAt(line.start) ?? 0
    for (let at = line.start + (left > 0xffff ? 2 : 1); at < line.end; ) {
      const right = text.codePointAt(at) ?? 0
      const rank = textRank(left, right)
      if (rank !== undefined) yield { at, rank, before: '', after: '' }
      left = right
      at += right > 0xffff ? 2 : 1
    }
  }
}

function textRank(left: number, right: number): number | undefined {
  const before = String.fromCodePoint(left)
  const after = String.fromCodePoint(right)
  if (SPACE.test(before)) {
    if (SPACE.test(after)) return 2
    return FOLLOWS.test(after) || JOINS.test(after) ? undefined : 0
  }
  if (!isCjk(left) && !isCjk(right)) return undefined
  if (SPACE.test(after) || OPENING.test(before) || NOT_FIRST.test(after)) return undefined
  return mayPart(left, right) ? 1 : undefined
}

function byteLength(text: string, start: number, end: number): number {
  let bytes = 0
  for (let at = start; at < end; at++) {
    const unit = text.charCodeAt(at)
    if (unit < 0x80) bytes += 1
    else if (unit < 0x800) bytes += 2
    else if (unit < 0xd800 || unit > 0xdbff || !isLowSurrogate(text.charCodeAt(at + 1))) bytes += 3
    else {
      bytes += 4
      at++
    }
  }
  return bytes
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}

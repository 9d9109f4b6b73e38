import { type Attribute, isHtmlSpace, type Span, tokenizeHtml } from './html-tokens.ts'

/**
 * Replaces the `cid:` URLs in an HTML body, wherever a reader loads one: attributes, `srcset`, CSS `url()`, and the
 * same in HTML for Outlook alone (`<!--[if mso]>`). One in the text stays.
 *
 * @param replace Gets the Content-ID as it stands in its header, without escapes, and returns an absolute URL, or
 * `undefined` to leave the reference as it is.
 */
export function replaceCids(html: string, replace: (cid: string) => string | undefined): string {
  return replaceReferences(html, { cid: replace, other: () => undefined })
}

/** What to put in place of a reference to a file of the mail, or nothing to leave it as it is. */
export interface Replacements {
  /** @param cid the Content-ID as it stands in its header */
  readonly cid: (cid: string, use: Use) => string | undefined
  readonly other: (url: string, use: Use) => string | undefined
}

/** What a URL is there for: to load something from, to lead there, or for others to be relative to. */
type Use = 'load' | 'link' | 'base'

/** As {@link replaceCids}, and for all other URLs. */
export function replaceReferences(html: string, { cid, other }: Replacements): string {
  const replace: Replace = (url, use) =>
    /^cid:/i.test(url) ? cid(percentDecode(url.slice(4).replace(/[\t\n\r]/g, '')), use) : other(url, use)
  return splice(html, findEdits(html, replace), (kept) => kept)
}

/** Whether a URL has a character reference that is not decoded here: a browser takes it for another URL. */
export function hasUnknownReference(url: string): boolean {
  return /&[a-z][a-z0-9]*;/i.test(url)
}

/** The Content-IDs that an HTML body shows, each once, in their order. */
export function findCids(html: string): string[] {
  const cids = new Set<string>()
  replaceCids(html, (cid) => {
    cids.add(cid)
    return undefined
  })
  return [...cids]
}

interface Edit extends Span {
  readonly text: string
}

type Replace = (url: string, use: Use) => string | undefined
type ReplaceUrl = (url: string) => string | undefined

/** What else than to load something a `href` is there for. */
const HREFS: ReadonlyMap<string, Use> = new Map([
  ['a', 'link'],
  ['area', 'link'],
  ['base', 'base'],
])
const URLS = new Set(['src', 'background', 'href', 'poster', 'data', 'xlink:href'])

function* findEdits(html: string, replace: Replace): Generator<Edit, void> {
  for (const token of tokenizeHtml(html)) {
    if (token.kind === 'tag' && !token.closing) {
      for (const attribute of token.attributes) yield* editAttribute(html, token.name, attribute, replace)
    } else if (token.kind === 'raw' && token.element === 'style') {
      yield* shiftEdits(
        editCss(html.slice(token.start, token.end), (url) => replace(url, 'load')),
        token.start,
      )
    } else if (token.kind === 'conditional') {
      // A `<base>` for Outlook alone is none for others.
      const within: Replace = (url, use) => replace(url, use === 'base' ? 'link' : use)
      yield* shiftEdits(findEdits(html.slice(token.content.start, token.content.end), within), token.content.start)
    }
  }
}

function* shiftEdits(all: Iterable<Edit>, by: number): Generator<Edit, void> {
  for (const { start, end, text } of all) yield { start: start + by, end: end + by, text }
}

function* editAttribute(
  html: string,
  element: string,
  { name, value, quote }: Attribute,
  replace: Replace,
): Generator<Edit, void> {
  const use = (name === 'href' && HREFS.get(element)) || 'load'
  const editValue = name === 'srcset' ? editSrcset : name === 'style' ? editCss : URLS.has(name) ? editUrl : undefined
  if (editValue === undefined) return
  const source = html.slice(value.start, value.end)
  const decoded = decodeReferences(source)
  const all = [...editValue(decoded.text, (url) => replace(url, use))].map(({ start, end, text }) => ({
    start: decoded.from?.[start] ?? start,
    end: decoded.from?.[end] ?? end,
    text: escapeAttribute(text),
  }))
  if (all.length === 0) return
  // A value without quotes gets them: the new URL may contain any character.
  const bare = () => `"${splice(source, all, (kept) => kept.replaceAll('"', '&quot;'))}"`
  yield { ...value, text: quote === '' ? bare() : splice(source, all, (kept) => kept) }
}

function* editUrl(value: string, replace: ReplaceUrl): Generator<Edit, void> {
  let start = 0
  let end = value.length
  while (start < end && isHtmlSpace(value[start])) start++
  while (start < end && isHtmlSpace(value[end - 1])) end--
  const text = replace(value.slice(start, end))
  if (text !== undefined) yield { start, end, text }
}

/** @see https://html.spec.whatwg.org/multipage/images.html#parsing-a-srcset-attribute */
function* editSrcset(value: string, replace: ReplaceUrl): Generator<Edit, void> {
  let at = 0
  while (at < value.length) {
    while (at < value.length && (isHtmlSpace(value[at]) || value[at] === ',')) at++
    const start = at
    while (at < value.length && !isHtmlSpace(value[at])) at++
    let end = at
    while (end > start && value[end - 1] === ',') end--

    const text = replace(value.slice(start, end))
    // White space, or a comma at either end, would not be taken as part of the URL.
    if (text !== undefined) yield { start, end, text: percentEncode(text, /\s|^,|,$/g) }
    if (end < at) continue
    for (let depth = 0; at < value.length && (depth > 0 || value[at] !== ','); at++) {
      if (value[at] === '(') depth++
      else if (value[at] === ')') depth = Math.max(0, depth - 1)
    }
  }
}

/** Edits `url()` and `@import` in a style sheet or `style` attribute, but not in comments and other strings. */
function* editCss(css: string, replace: ReplaceUrl): Generator<Edit, void> {
  const opening = /\/\*|["']|@import[ \t\n\f\r]*(["'])|(?<![\w-])url\([ \t\n\f\r]*(["']?)/gi
  for (let match = opening.exec(css); match !== null; match = opening.exec(css)) {
    const [opened, imported, quote = imported] = match
    const start = opening.lastIndex
    if (opened === '/*') {
      const close = css.indexOf('*/', start)
      if (close < 0) return
      opening.lastIndex = close + 2
      continue
    }
    const end = endOfCss(css, start, quote === undefined ? opened : quote)
    opening.lastIndex = quote === '' ? end : end + 1
    if (quote === undefined) continue

    const text = replace(unescapeCss(css.slice(start, end)))
    // Percent-encoded, these are safe with and without quotes, and cannot end the style element or a comment around it.
    if (text !== undefined) yield { start, end, text: percentEncode(text, /[\s\u0000-\u001f"'()\\<>]/g) }
  }
}

/** The end of a string, or of a URL without quotes. */
function endOfCss(css: string, start: number, quote: string): number {
  const escaped = new RegExp(CSS_ESCAPE, 'iy')
  let at = start
  for (; at < css.length; at++) {
    const character = css[at]
    if (character === '\\') {
      escaped.lastIndex = at
      at += (escaped.exec(css)?.[0].length ?? 1) - 1
    } else if (quote === '' ? character === ')' || isHtmlSpace(character) : character === quote || character === '\n')
      break
  }
  return Math.min(at, css.length)
}

const CSS_ESCAPE = /\\(?:([0-9a-f]{1,6})[ \t\n\f\r]?|([\s\S]))/gi

function unescapeCss(text: string): string {
  return text.replace(CSS_ESCAPE, (_, hex?: string, itself?: string) =>
    hex !== undefined ? fromCodePoint(Number.parseInt(hex, 16)) : (itself?.replace('\n', '') ?? ''),
  )
}

function percentDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray `%`: no escapes were meant.
    return text
  }
}

function percentEncode(url: string, characters: RegExp): string {
  const hex = (character: string) => Buffer.from(character).toString('hex').toUpperCase()
  return url.replace(characters, (character) => hex(character).replace(/../g, '%$&'))
}

function escapeAttribute(text: string): string {
  const escaped = text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')
  return escaped.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function splice(text: string, all: Iterable<Edit>, keep: (kept: string) => string): string {
  let spliced = ''
  let copied = 0
  for (const edit of all) {
    spliced += keep(text.slice(copied, edit.start)) + edit.text
    copied = edit.end
  }
  return spliced + keep(text.slice(copied))
}

/**
 * An attribute's value with its character references decoded; `from` maps each position to the source, if any differs.
 */
interface Decoded {
  readonly text: string
  readonly from: readonly number[] | undefined
}

function decodeReferences(value: string): Decoded {
  if (!value.includes('&')) return { text: value, from: undefined }
  const from: number[] = []
  let text = ''
  let at = 0
  const take = (decoded: string, length: number, step: 0 | 1) => {
    for (let index = 0; index < decoded.length; index++) from.push(at + index * step)
    text += decoded
    at += length
  }
  for (const match of value.matchAll(/&(?:#[xX]([0-9a-fA-F]+)|#([0-9]+)|([A-Za-z][A-Za-z0-9]*))(;?)/g)) {
    const [whole, hex, decimal, name, semicolon] = match
    const decoded =
      name === undefined
        ? fromReference(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16))
        : NAMED.get(name)
    const ends = name === undefined || semicolon === ';' || (OLD.has(name) && value[match.index + whole.length] !== '=')
    if (decoded === undefined || !ends) continue
    take(value.slice(at, match.index), match.index - at, 1)
    take(decoded, whole.length, 0)
  }
  take(value.slice(at), value.length - at, 1)
  from.push(at)
  return { text, from }
}

/** U+00A0 to U+00FF. */
const LATIN1 =
  `nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest
  Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
  agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml`
    .split(/\s+/)
    .map((name, index) => [name, String.fromCodePoint(0xa0 + index)] as const)
const toNamed = (sign: string) => [sign.slice(0, -1), sign.slice(-1)] as const
const SIGNS = 'amp& AMP& quot" QUOT" lt< LT< gt> GT> COPY© REG®'.split(' ').map(toNamed)
/** Of some two thousand more, those that a URL or CSS may need; the others stay as they are. */
const NEW = "apos' commat@ colon: period. lowbar_ percnt% num# sol/ lpar( rpar) plus+ equals= comma, semi; dollar$"
  .split(' ')
  .map(toNamed)
const NAMED = new Map([...LATIN1, ...SIGNS, ...NEW])
/** These are valid without a semicolon too. */
const OLD = new Set([...LATIN1, ...SIGNS].map(([name]) => name))

/** @see https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state */
function fromReference(codePoint: number): string {
  return WINDOWS_1252[codePoint - 0x80] ?? fromCodePoint(codePoint)
}

/** U+0080 to U+009F, as references mean them. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ'

function fromCodePoint(codePoint: number): string {
  const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff)
  return isCharacter ? String.fromCodePoint(codePoint) : '\ufffd'
}

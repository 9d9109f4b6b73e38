// Tested by test/fit/fold-html.test.ts.

/** A part of a string: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

export interface Attribute {
  /** In lower case. */
  readonly name: string
  /** Without its quotes. */
  readonly value: Span
  readonly quote: '"' | "'" | ''
}

export interface Tag extends Span {
  readonly kind: 'tag'
  /** In lower case. */
  readonly name: string
  readonly closing: boolean
  readonly attributes: readonly Attribute[]
  /** Where white space stands or could stand: between attributes and before the end. Empty if the tag is malformed. */
  readonly gaps: readonly Span[]
}

/**
 * What a piece of HTML is to a browser. `opaque` is a doctype, a processing instruction, CDATA; `raw` is the inside of
 * an element that holds no markup; `unknown`, always the last, is where browsers, or a browser and Outlook, may
 * disagree.
 */
export type HtmlToken =
  | Tag
  | (Span & { readonly kind: 'text' | 'comment' | 'opaque' | 'unknown' })
  /** `content` is HTML that Outlook reads: `<!--[if mso]>` content `<![endif]-->`. */
  | (Span & { readonly kind: 'conditional'; readonly content: Span })
  | (Span & { readonly kind: 'raw'; readonly element: string })

/**
 * Cuts HTML into tokens, as the standard has it, in linear time whatever the input.
 *
 * @see https://html.spec.whatwg.org/multipage/parsing.html#tokenization
 */
export function* tokenizeHtml(html: string): Generator<HtmlToken, void> {
  const find = createFinder(html)
  let foreign = 0
  let textStart = 0
  let at = find('<', 0)

  while (at < html.length) {
    const token = readMarkup(html, at, find, foreign > 0)
    if (token === undefined) {
      at = find('<', at + 1)
      continue
    }
    if (textStart < at) yield { kind: 'text', start: textStart, end: at }
    yield token
    textStart = token.end

    if (token.kind === 'tag') {
      if (FOREIGN.has(token.name) && !isSelfClosing(html, token))
        foreign = Math.max(0, foreign + (token.closing ? -1 : 1))
      const raw = readRaw(html, token, find, foreign > 0)
      if (raw !== undefined) {
        if (raw.start < raw.end) yield raw
        textStart = raw.end
      }
    }
    at = find('<', textStart)
  }
  if (textStart < html.length) yield { kind: 'text', start: textStart, end: html.length }
}

/** HTML's white space, which is not all of Unicode's. */
export function isHtmlSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\n' || character === '\t' || character === '\r' || character === '\f'
}

const RAW = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'iframe', 'noembed', 'noframes', 'plaintext'])
const FOREIGN = new Set(['svg', 'math'])

type Find = (needle: string, from: number) => number

/**
 * Finds the next position of a needle, or the end, and remembers it: asking again before that position costs nothing.
 */
function createFinder(html: string): Find {
  const found = new Map<string, Span>()
  return (needle, from) => {
    const known = found.get(needle)
    if (known !== undefined && known.start <= from && from <= known.end) return known.end
    const index = html.indexOf(needle, from)
    const end = index < 0 ? html.length : index
    found.set(needle, { start: from, end })
    return end
  }
}

/** The markup that starts with the `<` at `start`; none if the `<` is text. */
function readMarkup(html: string, start: number, find: Find, foreign: boolean): HtmlToken | undefined {
  const next = html[start + 1] ?? ''
  if (/[a-z]/i.test(next)) return readTag(html, start, start + 1, false)
  if (next === '/') {
    const third = html[start + 2]
    if (third === undefined) return undefined
    return /[a-z]/i.test(third) ? readTag(html, start, start + 2, true) : readOpaque(html, start, find)
  }
  if (next === '?') return readOpaque(html, start, find)
  if (next !== '!') return undefined
  if (html.startsWith('<!--', start)) return readComment(html, start, find)
  // Inside SVG and MathML CDATA is text up to `]]>`, elsewhere a comment up to `>`. We do not track which it is.
  const differs = foreign && html.startsWith('<![CDATA[', start) && find(']]>', start) + 2 !== find('>', start)
  return differs ? { kind: 'unknown', start, end: html.length } : readOpaque(html, start, find)
}

function readOpaque(html: string, start: number, find: Find): HtmlToken {
  const end = find('>', start)
  return end < html.length ? { kind: 'opaque', start, end: end + 1 } : { kind: 'unknown', start, end }
}

function readComment(html: string, start: number, find: Find): HtmlToken {
  // Searched from within `<!--`, since `<!-->` and `<!--->` are comments too.
  const usual = find('-->', start + 2) + 3
  const odd = find('--!>', start + 4) + 4
  const end = Math.min(usual, odd)
  if (end > html.length) return { kind: 'unknown', start, end: html.length }
  const text = html.slice(start, end)
  if (!/\[(?:end)?if/i.test(text)) return { kind: 'comment', start, end }

  const open = /^<!--\[if[^\]>]*\]>/i.exec(text)?.[0].length ?? text.length
  const close = text.slice(-12).toLowerCase() === '<![endif]-->' ? Math.max(open, text.length - 12) : open
  return { kind: 'conditional', start, end, content: { start: start + open, end: start + close } }
}

function readTag(html: string, start: number, nameStart: number, closing: boolean): HtmlToken {
  const name = skip(html, nameStart, inTagName)
  const attributes: Attribute[] = []
  const gaps: Span[] = []
  let clear = true
  let afterSlash = false
  let at = name

  for (;;) {
    const gap = skip(html, at, isHtmlSpace)
    if (!afterSlash) gaps.push({ start: at, end: gap })
    at = gap
    if (at >= html.length) return { kind: 'unknown', start, end: html.length }
    if (html[at] === '>') break
    afterSlash = html[at] === '/'
    if (afterSlash) {
      at++
      continue
    }
    const attribute = readAttribute(html, at)
    attributes.push(attribute)
    // A quote or `<` out of place: most likely a quote is missing, and other readers may cut the tag otherwise.
    const loose = attribute.quote === '' ? html.slice(at, attribute.end) : attribute.name
    if (/["'<]|^=/.test(loose)) clear = false
    at = attribute.end
  }
  return {
    kind: 'tag',
    start,
    end: at + 1,
    name: html.slice(nameStart, name).toLowerCase(),
    closing,
    attributes,
    gaps: clear ? gaps : [],
  }
}

function readAttribute(html: string, start: number): Attribute & { readonly end: number } {
  const nameEnd = skip(html, start + 1, inAttributeName)
  const name = html.slice(start, nameEnd).toLowerCase()
  const equals = skip(html, nameEnd, isHtmlSpace)
  if (html[equals] !== '=') return { name, value: { start: nameEnd, end: nameEnd }, quote: '', end: nameEnd }

  const at = skip(html, equals + 1, isHtmlSpace)
  const quote = html[at]
  if (quote === '"' || quote === "'") {
    const close = html.indexOf(quote, at + 1)
    const end = close < 0 ? html.length : close
    return { name, value: { start: at + 1, end }, quote, end: close < 0 ? end : end + 1 }
  }
  const end = skip(html, at, inBareValue)
  return { name, value: { start: at, end }, quote: '', end }
}

/** The content of an element that holds no markup, from its start tag up to its end tag. */
function readRaw(html: string, tag: Tag, find: Find, foreign: boolean): HtmlToken | undefined {
  if (tag.closing || !RAW.has(tag.name) || (foreign && isSelfClosing(html, tag))) return undefined
  const start = tag.end
  const end = tag.name === 'plaintext' ? html.length : findEndTag(html, tag.name, start, find)
  const content = html.slice(start, end)
  // A script within a comment within a script hides an end tag; within SVG or MathML these elements may hold markup after all.
  const nested = tag.name === 'script' && content.includes('<!--') && /<script/i.test(content)
  if (nested || (foreign && content.includes('<'))) return { kind: 'unknown', start, end: html.length }
  return { kind: 'raw', element: tag.name, start, end }
}

function findEndTag(html: string, name: string, from: number, find: Find): number {
  for (let at = find('</', from); at < html.length; at = find('</', at + 2)) {
    const after = at + 2 + name.length
    const ends = isHtmlSpace(html[after]) || html[after] === '/' || html[after] === '>'
    if (ends && html.slice(at + 2, after).toLowerCase() === name) return at
  }
  return html.length
}

function isSelfClosing(html: string, tag: Tag): boolean {
  return html[tag.end - 2] === '/' && tag.attributes.at(-1)?.value.end !== tag.end - 1
}

function skip(html: string, from: number, test: (character: string | undefined) => boolean): number {
  let at = from
  while (at < html.length && test(html[at])) at++
  return at
}

function inTagName(character: string | undefined): boolean {
  return !isHtmlSpace(character) && character !== '/' && character !== '>'
}

function inAttributeName(character: string | undefined): boolean {
  return inTagName(character) && character !== '='
}

function inBareValue(character: string | undefined): boolean {
  return !isHtmlSpace(character) && character !== '>'
}

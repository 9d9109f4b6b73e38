import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foldHtml } from '../../lib/fit/fold-html.ts'

const long = (character: string) => character.repeat(40)

describe('breaks a line', () => {
  test.each([
    [
      'between attributes',
      '<img alt="white and black" src="picture.png">',
      '<img alt="white and black"\n src="picture.png">',
    ],
    ['before the end of a tag', `<p id="${long('x').slice(9)}">text</p>`, `<p id="${long('x').slice(9)}"\n>text</p>`],
    ['before the end of an empty one', `<br id="${long('x').slice(10)}"/>t`, `<br id="${long('x').slice(10)}"\n/>t`],
    [
      'after a value without quotes',
      '<a href=https://example.com/aaaaaa/b/>text</a>',
      '<a href=https://example.com/aaaaaa/b/\n>text</a>',
    ],
    ['inside a comment', `<!--${long('x')}-->`, `<!--${'x'.repeat(36)}\nxxxx-->`],
    [
      'with a comment before a space',
      'The quick brown fox jumps over the lazy dog',
      'The quick brown fox jumps over the<!--\n--> lazy dog',
    ],
    [
      'before a no-break space',
      'Thequickbrownfoxjumps&nbsp;overthelazydog',
      'Thequickbrownfoxjumps<!--\n-->&nbsp;overthelazydog',
    ],
    ['between Chinese characters', '中'.repeat(14), `${'中'.repeat(12)}<!--\n-->中中`],
    ['between references to them', '&#x4e2d;'.repeat(6), `${'&#x4e2d;'.repeat(4)}<!--\n-->${'&#x4e2d;'.repeat(2)}`],
    [
      'after punctuation rather than in a word',
      `example.com/${long('x')}`,
      `example.com/<!--\n-->${'x'.repeat(33)}<!--\n-->xxxxxxx`,
    ],
    [
      'in a tag rather than in text',
      'The <b>quick</b> brown fox jumps over the lazy dog',
      'The <b>quick</b\n> brown fox jumps over the lazy dog',
    ],
    [
      'in a tag that only Outlook reads',
      `<!--[if mso]><td width="600" style="padding:0"><![endif]-->`,
      '<!--[if mso]><td width="600"\n style="padding:0"><![endif]-->',
    ],
    [
      'before a combining sign and what it is on',
      `${'e\u0301'.repeat(14)}`,
      `${'e\u0301'.repeat(12)}<!--\n-->${'e\u0301'.repeat(2)}`,
    ],
    ['around joined emoji', '👩‍👩‍👧'.repeat(3), '👩‍👩‍👧👩‍👩‍👧<!--\n-->👩‍👩‍👧'],
    [
      'that is long alone',
      `<p>\r\n<b>short</b>\r\n<img alt="white and black" src="picture.png">\r\n</p>`,
      '<p>\r\n<b>short</b>\r\n<img alt="white and black"\n src="picture.png">\r\n</p>',
    ],
  ])('%s', (_, html, folded) => {
    expect(foldHtml(html, 40)).toBe(folded)
  })
})

describe('leaves whole, and says so', () => {
  test.each([
    ['an attribute value', `<p title="${long('a ')}">`],
    ['a value without quotes', `<p title=${long('a')}>`],
    ['a data URL', `<img src="data:image/png;base64,${long('A')}">`],
    ['a tag name', `<${long('a')}>`],
    ['an attribute name', `<p ${long('a')}>`],
    ['a style sheet', `<style>${long('p { } ')}</style>`],
    ['a script', `<script>${long('f() ')}</script>`],
    ['a title', `<title>${long('a ')}</title>`],
    ['a text area', `<textarea>${long('a ')}</textarea>`],
    ['preformatted text', `<pre>${long('a ')}</pre>`],
    ['markup in preformatted text', `<pre>${long('<b>a</b>')}</pre>`],
    ['preformatted text in text that is not', `<pre><pre></pre>${long('a ')}</pre>`],
    ['noscript', `<noscript>${long('a ')}</noscript>`],
    ['xmp', `<xmp>${long('a ')}</xmp>`],
    ['all after plaintext', `<plaintext>${long('a ')}`],
    ['text that only Outlook reads', `<!--[if mso]>${long('a ')}<![endif]-->`],
    ['a condition for Outlook', `<!--[if ${long('(mso) ')}]><p><![endif]-->`],
    ['a doctype', `<!DOCTYPE html PUBLIC "${long('a ')}">`],
    ['a processing instruction', `<?xml ${long('a ')}?>`],
    ['CDATA', `<![CDATA[${long('a ')}]]>`],
    ['a reference', `&#${long('0')}65;`],
    ['joined letters', long('ب')],
    ['letters that melt', long('क')],
    ['joined emoji', `👩${long('\u200d👩')}`],
    ['flags', long('🇨🇳')],
    ['a letter with its accents', `e${long('\u0301')}`],
    ['accents by reference', `e${long('&#x301;')}`],
    ['Hangul in parts', `\u1100${long('\u1161')}`],
    ['white space before text that is misplaced', `<table><tr>${long(' ')}a`],
    ['a comment that does not end', `<!--${long('a ')}`],
    ['a tag that does not end', `<p ${long('a ')}`],
    ['a value that does not end', `<p title="${long('a ')}>`],
    ['a tag with a quote too many', `<p title="a"" ${long('b ')}>`],
    ['what follows CDATA in SVG', `<svg><![CDATA[>]]>${long('a ')}</svg>`],
    ['what follows a script in a comment in a script', `<script><!--<script></script>${long('a ')}`],
  ])('%s', (_, html) => {
    expect(foldHtml(html, 40)).toBeUndefined()
  })

  test.each([
    ['a tag', '<p class="a" id="b">'],
    ['a short comment', '<!--><!---><!---->'],
    ['text after `<`', 'a <3 b << c < d </'],
  ])('%s if there is no room', (_, html) => {
    expect(foldHtml(html, 4)).toBeUndefined()
  })
})

test.each([
  ['', 0],
  ['中'.repeat(666), 1998],
  [`${'a'.repeat(1998)}\r\n${'b'.repeat(1998)}\n`, 1998],
])('returns the same where all lines fit', (html, limit) => {
  expect(foldHtml(html, limit)).toBe(html)
})

test('counts bytes', () => {
  expect(foldHtml('中'.repeat(667), 1998)).toBe(`${'中'.repeat(664)}<!--\n-->中中中`)
  expect(foldHtml('😀'.repeat(10), 39)).toBe(`${'😀'.repeat(8)}<!--\n-->😀😀`)
})

test('folds every line to the limit, shows the same, and has nothing left to do', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), fc.integer({ min: 20, max: 120 }), (pieces, limit) => {
      const html = pieces.join('')
      const folded = foldHtml(html, limit)
      fc.pre(folded !== undefined)
      expect(bytesOfLines(folded).filter((bytes) => bytes > limit)).toEqual([])
      expect(shown(folded)).toEqual(shown(html))
      expect(foldHtml(folded, limit)).toBe(folded)
    }),
  )
})

test('adds nothing but line ends and comments to what is hardly HTML', () => {
  const bare = (html: string) => html.replaceAll('<!--\n-->', '').replaceAll('\n', '')
  fc.assert(
    fc.property(fc.array(scrap, { maxLength: 40 }), fc.integer({ min: 8, max: 60 }), (scraps, limit) => {
      const html = scraps.join('')
      const folded = foldHtml(html, limit)
      fc.pre(folded !== undefined)
      expect(bytesOfLines(folded).filter((bytes) => bytes > limit)).toEqual([])
      expect(bare(folded)).toBe(bare(html))
      expect(foldHtml(folded, limit)).toBe(folded)
    }),
  )
})

function bytesOfLines(html: string): number[] {
  return html.split(/\r?\n/).map((line) => Buffer.byteLength(line))
}

const word = fc.constantFrom(
  'a',
  'quick',
  'mail',
  '中文',
  '，',
  'naïve',
  'e\u0301',
  '👩‍👩‍👧',
  'سلام',
  '&nbsp;',
  '&#x4e2d;',
  '&amp;',
  '&copy',
  '< ',
  '&',
  '😀',
)
const text = fc
  .array(fc.oneof(word, fc.constantFrom(' ', '  ', '\n', '\t', '\r\n')), { maxLength: 12 })
  .map((words) => words.join(''))
const attribute = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('class', 'title', 'HREF'),
      fc.constantFrom('""', '"a  b > c"', '\'x "y"\'', '"a\nb"', 'bare/', 'https://a.example/?b=c', '"<!--\n-->"'),
    )
    .map((pair) => pair.join('=')),
  fc.constantFrom('hidden', 'alt = "spaced  out"', 'data-x\n=\ty'),
)
const tag = fc
  .tuple(
    fc.constantFrom('p', 'td', 'v:fill', 'BR'),
    fc.array(attribute, { maxLength: 4 }),
    fc.constantFrom('', ' ', ' /', '\n'),
  )
  .map(([name, attributes, end]) => `<${[name, ...attributes].join(' ')}${end}>`)
const kept = fc
  .tuple(fc.constantFrom('pre', 'style', 'script', 'title', 'textarea'), text)
  .map(([name, inside]) => `<${name}>${inside.replaceAll('< ', '')}</${name}>`)
const comment = fc.oneof(text, tag).map((inside) => `<!-- ${inside} -->`)
const conditional = fc.array(tag).map((tags) => `<!--[if mso]>${tags.join('').replaceAll('-->', '')}<![endif]-->`)
const piece = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 4, arbitrary: tag },
  fc.constantFrom('</p>', '</td >', '<!doctype html>', '<!-->'),
  kept,
  comment,
  conditional,
)

const scrap = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '<',
      '>',
      '!',
      '--',
      '/',
      '"',
      "'",
      '=',
      '&',
      ';',
      '#',
      'a',
      ' ',
      '\n',
      '\r',
      '中',
      '[if',
      '<!--',
      '-->',
      '</',
      '<p ',
      '<pre>',
      '</pre>',
      '<svg>',
      '<style>',
      '</style>',
    ),
  },
  fc.string({ unit: 'binary', maxLength: 4 }),
)

/**
 * What a browser makes of the HTML above, by other means than the library: elements with their attributes, text without the
 * comments in it, the comments that Outlook reads.
 */
function shown(html: string): unknown[] {
  const nodes: unknown[] = []
  let rest = html
  const take = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest)
    if (match !== null) rest = rest.slice(match[0].length)
    return match
  }
  while (rest !== '') {
    const kept = take(/^<(pre|style|script|title|textarea)\s*>[\s\S]*?<\/\1\s*>/) ?? take(/^<(!doctype) html>/)
    const outlook = kept ?? take(/^<!--\[if mso\]>([\s\S]*?)<!\[endif\]-->/)
    const tag =
      outlook ??
      take(/^<(\/?[a-z][^\s/>]*)((?:\s+[^\s=/>]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>][^\s>]*))?)*)\s*(\/?)>/i)
    if (kept !== null) nodes.push(kept[0].replace(/^(<\w+)\s*>/, '$1>').replace(/\s*>$/, '>'))
    else if (outlook !== null) nodes.push(shown(outlook[1] ?? ''))
    else if (tag !== null) nodes.push([tag[1], attributesOf(tag[2] ?? ''), tag[3]])
    else if (take(/^<!-->|^<!--[\s\S]*?-->/) === null) {
      const last = nodes.at(-1)
      const character = take(/^[\s\S]/)?.[0] ?? ''
      if (typeof last === 'string' && !last.startsWith('<')) nodes.splice(-1, 1, last + character)
      else nodes.push(character)
    }
  }
  return nodes
}

function attributesOf(text: string): (string | undefined)[][] {
  const attributes = text.matchAll(/([^\s=/>]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s>]+))?/g)
  return [...attributes].map(([, name, value]) => [name, value])
}

import { describe, expect, test } from 'vitest'
import { findCids, replaceCids } from '../../lib/fit/cid-references.ts'

const url = 'data:image/png;base64,iVBORw0KGgo='
const replaceLogo = (html: string) => replaceCids(html, (cid) => (cid === 'logo@shop' ? url : undefined))

describe('replaces it', () => {
  test.each([
    ['in src', '<img src="cid:logo@shop">', `<img src="${url}">`],
    ['in single quotes', `<img src='cid:logo@shop'>`, `<img src='${url}'>`],
    ['without quotes', '<img src=cid:logo@shop alt=a><br>', `<img src="${url}" alt=a><br>`],
    ['in capitals', '<IMG SRC="CID:logo@shop">', `<IMG SRC="${url}">`],
    ['between white space', '<img src = "\n cid:logo@shop ">', `<img src = "\n ${url} ">`],
    ['percent-encoded', '<img src="cid:logo%40shop">', `<img src="${url}">`],
    ['with references', '<img src="&#99;&#x69;d&colon;logo&commat;shop">', `<img src="${url}">`],
    ['in background', '<td background="cid:logo@shop">', `<td background="${url}">`],
    ['in href', '<a href="cid:logo@shop">', `<a href="${url}">`],
    ['in poster', '<video poster="cid:logo@shop">', `<video poster="${url}">`],
    ['in data', '<object data="cid:logo@shop">', `<object data="${url}">`],
    ['in SVG', '<svg><image xlink:href="cid:logo@shop"/></svg>', `<svg><image xlink:href="${url}"/></svg>`],
    [
      'in srcset',
      '<img srcset="cid:logo@shop, cid:logo%40shop 2x,a.png 3x">',
      `<img srcset="${url}, ${url} 2x,a.png 3x">`,
    ],
    [
      'in url()',
      '<p style="color: red; background: URL( cid:logo@shop ) top">',
      `<p style="color: red; background: URL( ${url} ) top">`,
    ],
    ['in url("")', `<p style='background: url("cid:logo@shop")'>`, `<p style='background: url("${url}")'>`],
    [`in url('')`, `<p style="background: url('cid:logo@shop')">`, `<p style="background: url('${url}')">`],
    [
      'in url(&quot;&quot;)',
      '<p style="content: &quot;&eacute;&quot;; background: url(&quot;cid:logo@shop&quot;)">',
      `<p style="content: &quot;&eacute;&quot;; background: url(&quot;${url}&quot;)">`,
    ],
    [
      'in a style without quotes',
      `<p style=background:url("cid:logo@shop")>`,
      `<p style="background:url(&quot;${url}&quot;)">`,
    ],
    [
      'with CSS escapes',
      String.raw`<p style="background: url(\63 id\:logo\40shop)">`,
      `<p style="background: url(${url})">`,
    ],
    [
      'in a style sheet',
      '<style>a { background: url(cid:logo@shop) } /* url(cid:logo@shop) */ b { background: url("cid:logo@shop") }</style>',
      `<style>a { background: url(${url}) } /* url(cid:logo@shop) */ b { background: url("${url}") }</style>`,
    ],
    [
      'in @import',
      '<style>@import "cid:logo@shop"; @import\tURL(cid:logo@shop); @important "cid:logo@shop"</style>',
      `<style>@import "${url}"; @import\tURL(${url}); @important "cid:logo@shop"</style>`,
    ],
    [
      'for Outlook',
      '<!--[if mso]><v:fill src="cid:logo@shop"/><style>p{background:url(cid:logo@shop)}</style><![endif]-->',
      `<!--[if mso]><v:fill src="${url}"/><style>p{background:url(${url})}</style><![endif]-->`,
    ],
    [
      'for all but Outlook',
      '<!--[if !mso]><!--><img src="cid:logo@shop"><!--<![endif]-->',
      `<!--[if !mso]><!--><img src="${url}"><!--<![endif]-->`,
    ],
    ['in noscript', '<noscript><img src="cid:logo@shop"></noscript>', `<noscript><img src="${url}"></noscript>`],
    ['after a stray `<`', 'a < b <img src="cid:logo@shop">', `a < b <img src="${url}">`],
  ])('%s', (_, html, replaced) => {
    expect(replaceLogo(html)).toBe(replaced)
  })
})

test.each([
  '<p>Write src="cid:logo@shop" or url(cid:logo@shop)</p>',
  '<img alt="cid:logo@shop" title="url(cid:logo@shop)">',
  '<img src="cid:another@shop"><img src="https://example.com/?cid:logo@shop">',
  '<img src="acid:logo@shop"><p style="a: myurl(cid:logo@shop)">',
  '<!-- <img src="cid:logo@shop"> -->',
  '<textarea><img src="cid:logo@shop"></textarea><script>"<img src=\'cid:logo@shop\'>"</script>',
  `<style>a::before { content: "url(cid:logo@shop)" }</style><p style="content: 'url(cid:logo@shop)'">`,
  '<style>/* url(cid:logo@shop)</style>',
  '</p src="cid:logo@shop">',
  '<img src="cid:logo@shop',
  '<p style="background: url(',
  '<img srcset=","><img srcset=" a (cid:logo@shop, cid:logo@shop">',
])('leaves %s', (html) => {
  expect(replaceLogo(html)).toBe(html)
})

describe('escapes what it puts', () => {
  const nasty = `https://a.example/?a=1&b="x"&c='(y)'<z>,`
  test.each([
    [
      'in quotes',
      '<img src="cid:a">',
      '<img src="https://a.example/?a=1&amp;b=&quot;x&quot;&amp;c=&#39;(y)&#39;&lt;z&gt;,">',
    ],
    [
      'in an attribute without any',
      '<img src=cid:a>',
      '<img src="https://a.example/?a=1&amp;b=&quot;x&quot;&amp;c=&#39;(y)&#39;&lt;z&gt;,">',
    ],
    [
      'in srcset',
      '<img srcset="cid:a 2x">',
      '<img srcset="https://a.example/?a=1&amp;b=&quot;x&quot;&amp;c=&#39;(y)&#39;&lt;z&gt;%2C 2x">',
    ],
    [
      'in a style attribute',
      `<p style="background: url(cid:a)">`,
      '<p style="background: url(https://a.example/?a=1&amp;b=%22x%22&amp;c=%27%28y%29%27%3Cz%3E,)">',
    ],
    [
      'in a style sheet',
      `<style>p { background: url('cid:a') }</style>`,
      `<style>p { background: url('https://a.example/?a=1&b=%22x%22&c=%27%28y%29%27%3Cz%3E,') }</style>`,
    ],
  ])('%s', (_, html, replaced) => {
    expect(replaceCids(html, () => nasty)).toBe(replaced)
  })

  test('spaces, which would end a candidate or a URL', () => {
    expect(replaceCids('<img srcset="cid:a, cid:b 2x">', () => 'data:image/svg+xml,<svg a\u00a0b>')).toBe(
      '<img srcset="data:image/svg+xml,&lt;svg%20a%C2%A0b&gt;, data:image/svg+xml,&lt;svg%20a%C2%A0b&gt; 2x">',
    )
    expect(replaceCids('<style>p{a:url(cid:a)}</style>', () => 'a b\\\n')).toBe('<style>p{a:url(a%20b%5C%0A)}</style>')
  })
})

test.each([
  ['as it stands', 'cid:a&b', 'a&b'],
  ['with a reference', 'cid:a&amp;b', 'a&b'],
  ['with one that looks like it', 'cid:a&ampb', 'a&ampb'],
  ['with one that is unknown', 'cid:a&nothing;b', 'a&nothing;b'],
  ['with a reference to nothing', 'cid:&#x110000;', '\ufffd'],
  ['with a reference to half a surrogate pair', 'cid:&#xd800;', '\ufffd'],
  ['with one of Latin letters', 'cid:&eacute;&frac12;&nbsp;&yuml', 'é½\u00a0ÿ'],
  ['with one that another letter or an equals sign ends', 'cid:&eacutes&copy=', '&eacutes&copy='],
  ['with one of Windows’ characters', 'cid:&#128;&#x9F;&#160;', '€Ÿ\u00a0'],
  ['percent-encoded in UTF-8', 'cid:%E4%B8%AD', '中'],
  ['with a stray percent sign', 'cid:100%', '100%'],
  ['broken over lines', 'cid:logo\n@shop', 'logo@shop'],
  ['with nothing in it', 'cid:', ''],
])('hands over a Content-ID %s', (_, written, cid) => {
  expect(findCids(`<img src="${written}">`)).toEqual([cid])
})

test('finds each once, in order', () => {
  const html =
    '<style>p{a:url(cid:c)}</style><img src="cid:b" srcset="cid:a 1x, cid:b 2x">cid:d<p style="a:url(cid:c)">'
  expect(findCids(html)).toEqual(['c', 'b', 'a'])
})

test('lets an error of the replacing function through', () => {
  const fail = () => decodeURIComponent('%')
  expect(() => replaceCids('<img src="cid:a">', fail)).toThrow(URIError)
})

test('a Content-ID that looks like a regular expression is taken as it is', () => {
  const cid = '(.*a+)+$[^]|\\d{1,}'
  const html = `<img src="cid:${cid}"><img src="cid:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!">`
  expect(findCids(html)[0]).toBe(cid)
  expect(replaceCids(html, (found) => (found === cid ? 'https://a.example/$1$$' : undefined))).toBe(
    html.replace(`cid:${cid}`, () => 'https://a.example/$1$$'),
  )
})

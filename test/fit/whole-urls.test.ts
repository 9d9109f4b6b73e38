import { describe, expect, test } from 'vitest'
import { wholeUrls } from '../../lib/fit/whole-urls.ts'
import { expectUnchanged, fileOf, refused, runRule } from '../help/letters.ts'

const htmlBase = 'https://x.example/a/p.html'
const files = (...locations: string[]) => [fileOf({ type: 'image/png', locations })]

// https://www.rfc-editor.org/rfc/rfc2557
describe('makes whole what is relative to a page', () => {
  test.each<[string, string, string, number]>([
    ['an image', '<img src=i/l.png>', '<img src="https://x.example/a/i/l.png">', 1],
    ['from the root', '<img src="/l.png">', '<img src="https://x.example/l.png">', 1],
    ['above', '<img src="../l.png">', '<img src="https://x.example/l.png">', 1],
    ['without a scheme', '<img src="//y.example/l.png">', '<img src="https://y.example/l.png">', 1],
    [
      'links and style sheets',
      '<a href="b.html"><link href="s.css">',
      '<a href="https://x.example/a/b.html"><link href="https://x.example/a/s.css">',
      2,
    ],
    [
      'CSS',
      '<style>@import "s.css"; p{background:url(l.png)}</style>',
      '<style>@import "https://x.example/a/s.css"; p{background:url(https://x.example/a/l.png)}</style>',
      2,
    ],
    [
      'references',
      '<a href="x&eacute;y?a&amp;b&copy=1"><a href="&nbsp;b&Oslash;">',
      '<a href="https://x.example/a/x%C3%A9y?a&amp;b&amp;copy=1"><a href="https://x.example/a/%C2%A0b%C3%98">',
      2,
    ],
    [
      'what only looks like a placeholder',
      '<a href="%E4%BD%A0b%20c%20d"><a href="?a[b]=1&amp;c[]=%"><a href="100%.html">',
      '<a href="https://x.example/a/%E4%BD%A0b%20c%20d"><a href="https://x.example/a/p.html?a[b]=1&amp;c[]=%"><a href="https://x.example/a/100%.html">',
      3,
    ],
    [
      'by its own base',
      '<base href="/b/"><img src="l.png">',
      '<base href="https://x.example/b/"><img src="https://x.example/b/l.png">',
      2,
    ],
    [
      'not by the base of Outlook alone',
      '<!--[if mso]><base href="/o/"><![endif]--><base href="/b/"><img src="l.png">',
      '<!--[if mso]><base href="https://x.example/o/"><![endif]--><base href="https://x.example/b/"><img src="https://x.example/b/l.png">',
      3,
    ],
  ])('%s', async (_, html, whole, count) => {
    const { letter, changes } = await runRule(wholeUrls, { html, htmlBase })
    expect(letter.html).toBe(whole)
    const relativeTo = html.includes('<base') ? 'https://x.example/b/' : htmlBase
    expect(changes).toEqual([
      {
        rule: 'whole-urls',
        field: 'html',
        loss: 'none',
        message: `${count} of the HTML's URLs are made whole, which were relative to ${relativeTo}`,
      },
    ])
  })
})

// What shows a file of the mail is told where that is put into the HTML.
test.each<[string, string, string | undefined, string]>([
  ['the page', '<img src="./l.png">', 'file:///C:/a/p.html', 'file:///C:/a/l.png'],
  ['the HTML', '<base href="https://x.example/b/"><img src="l.png">', undefined, 'https://x.example/b/l.png'],
  ['the mail', '<img src="./l.png">', undefined, 'thismessage:/l.png'],
])('a file of the mail, relative to %s', async (_, html, base, location) => {
  const { letter, changes } = await runRule(wholeUrls, {
    html,
    ...(base === undefined ? {} : { htmlBase: base }),
    attachments: files(location),
  })
  expect(letter.html).toBe(html.replace(/src=".*?"/, `src="${location}"`))
  expect(changes).toEqual([])
})

test.each<[string, string, string | undefined]>([
  ['without a place', '<img src="l.png">', undefined],
  ['whole already', '<img src="https://y.example/l.png"><a href="mailto:a@x.example"><img src="cid:a">', htmlBase],
  ['a place in the page', '<a href="#top"><a href="">', htmlBase],
  [
    'what a program fills in',
    ['{{ url }}', 'go/{{id}}', '{% url %}', 'a?b=#{c}', '<%= url %>', '*|URL|*', 'go/*|ID|*', '[url]', 'go/[id]']
      .concat([
        '%recipient%',
        '%address%',
        'go?to=%recipient.name%',
        'go/%date%/a',
        '%%emailaddr%%',
        'a/%%=v(@a)=%%',
        '%s',
      ])
      .map((url) => `<a href="${url}">`)
      .join(''),
    htmlBase,
  ],
  ['what is relative to what a program fills in', '<base href="/{{id}}/"><a href="b.html">', htmlBase],
  ['on a computer', '<img src="l.png">', 'file:///C:/p.html'],
  ['no HTML', '', htmlBase],
  // It would lead elsewhere.
  [
    'a reference that is not known here',
    '<a href="x&zcaron;y"><p style="background:url(&#x78;&Zcaron;.png)">',
    htmlBase,
  ],
  ['a base with one', '<base href="/&zcaron;/"><a href="x">', htmlBase],
  ['a base longer than any', '<a href="b.html">', `https://x.example/${'a'.repeat(2_000)}/`],
])('leaves as it is: %s', (_, html, base) =>
  expectUnchanged(wholeUrls, { html, ...(base === undefined ? {} : { htmlBase: base }) }),
)

// The HTML would be hundreds of megabytes long, or longer than a string can be.
test.each<[string, string, string[]]>([
  ['links', '<a href=b>', []],
  ['files of the mail', '<img src=b>', [`https://x.example/${'a'.repeat(1_900)}/b`]],
])('refuses, under the limit of the body, a long base and many %s', async (_, each, locations) =>
  expect(
    refused(wholeUrls, {
      html: each.repeat(75_000),
      htmlBase: `https://x.example/${'a'.repeat(1_900)}/`,
      attachments: files(...locations),
    }),
  ).rejects.toMatchObject({
    name: 'SesError',
    reason: 'message-too-large',
    field: 'body',
    message: expect.stringMatching(
      /^body: text and HTML have more than 1,00\d,\d{3} bytes, over the 1,000,000 that SES takes\. Its relative URLs/,
    ),
  }),
)

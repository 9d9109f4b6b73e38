// Megabytes on one line each; what takes quadratic time takes minutes.

import { expect, test } from 'vitest'
import { findCids, replaceCids } from '../../lib/fit/cid-references.ts'
import { hostileHtml } from '../help/hostile.ts'

test.each([
  '<img src="cid:a">',
  '<img src=cid:a ',
  '<',
  '<a src="',
  '<!--',
  '<style>',
  '<style>url(',
  '&',
  '&#',
  '&amp',
  ',',
  ' ',
  'url(',
  'url("',
  "url('",
  'url( ',
  '\\',
  '"',
  '/*',
  '/* */',
  '(',
  '\n',
  'cid:',
  'cid:a,',
  'cid:a, ',
  '%',
])('is done soon with 2 MB of %j', (unit) => {
  const many = unit.repeat(2_000_000 / unit.length)
  const quoted = many.replaceAll('"', '&quot;')
  for (const html of [many, `<style>${many}</style>`, `<p style="${quoted}" srcset="${quoted}" src="${quoted}">`]) {
    expect(replaceCids(html, () => undefined)).toBe(html)
  }
})

test.each(hostileHtml)('is done soon with 1 MB of %s', (_, html) => {
  const given = html(1_000_000)
  const seen: string[] = []
  const replaced = replaceCids(given, (cid) => {
    seen.push(cid)
    return 'https://example.com/a.png'
  })
  expect(new Set(seen)).toEqual(new Set(findCids(given)))
  expect(replaced.split('https://example.com/a.png')).toHaveLength(seen.length + 1)
})

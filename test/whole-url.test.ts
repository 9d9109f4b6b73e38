import { expect, test } from 'vitest'
import { isWhole, wholeUrl } from '../lib/whole-url.ts'

test.each<[url: string, base: string, resolved: string | undefined]>([
  ['p.html', 'https://x.example/a/', 'https://x.example/a/p.html'],
  ['', 'https://x.example/a/', 'https://x.example/a/'],
  ['p.html', 'no URL', 'thismessage:/p.html'],
  ['https://[', '', undefined],
])('%j, relative to %j, is %j', (url, base, resolved) => expect(wholeUrl(url, base)).toBe(resolved))

test('a base of over 2,000 characters is none', () => {
  const base = (length: number) => `${'https://x.example/'.padEnd(length - 1, 'a')}/`
  expect(wholeUrl('p', base(2_000))).toBe(`${base(2_000)}p`)
  expect(wholeUrl('p', base(2_001))).toBe('thismessage:/p')
})

test.each<[string, boolean]>([
  ['https://x.example/', true],
  ['mailto:a@x.example', true],
  ['//x.example/', false],
  ['a.png', false],
  ['', false],
])('%j is whole: %j', (url, whole) => expect(isWhole(url)).toBe(whole))

test('a host of a length that no host has takes no time', () => {
  const host = `//${Array.from({ length: 300_000 }, (_, index) => String.fromCodePoint(0x4e00 + (index % 20_000))).join('')}/`
  const start = performance.now()
  expect([wholeUrl(host), wholeUrl('a', `https:${host}`), isWhole(`https:${host}`)]).toEqual([
    undefined,
    'thismessage:/a',
    true,
  ])
  expect(performance.now() - start).toBeLessThan(100)
})

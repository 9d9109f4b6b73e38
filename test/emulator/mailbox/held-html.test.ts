import { expect, test } from 'vitest'
import { holdTags } from '../../../lib/emulator/mailbox/held-html.ts'

// What browsers do with these is tested in test/emulator/page/browser/safety.test.ts.
test.each([
  ['<link rel="preconnect" href="https://a.example">', '<link rel=x  rel="preconnect" href="https://a.example">'],
  ['<LINK/rel=preconnect>', '<LINK rel=x /rel=preconnect>'],
  ['<iframe\nsrc=https://a.example>', '<iframe srcdoc=&#32; \nsrc=https://a.example>'],
  ['<frameset><frame src=a>', '<frameset><frame src=about:blank  src=a>'],
  ['<linked>, <li>, a < link', '<linked>, <li>, a < link'],
])('%s', (html, shown) => expect(holdTags(html)).toBe(shown))

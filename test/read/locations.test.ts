import { expect, test } from 'vitest'
import { locationsOf } from '../../lib/read/locations.ts'

const page = 'https://x.example/a/p.html'

test.each<[location: string, base: string, page: string, locations: readonly string[]]>([
  ['', page, page, []],
  ['l.png', '', '', ['l.png']],
  ['l.png', page, page, ['l.png', 'https://x.example/a/l.png']],
  ['https://x.example/a/i/l.png', page, page, ['https://x.example/a/i/l.png', 'i/l.png']],
  ['https://y.example/l.png', page, page, ['https://y.example/l.png']],
  ['file:///C:/i/l.png', '', 'file:///C:/p.html', ['file:///C:/i/l.png', 'i/l.png']],
  [
    'https://x.example/ l.png',
    '',
    '',
    ['https://x.example/ l.png', 'https://x.example/l.png', 'https://x.example/%20l.png'],
  ],
])('%j, relative to %j, on %j', (location, base, page, locations) =>
  expect(locationsOf(location, base, page)).toEqual(locations),
)

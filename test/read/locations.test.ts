import { expect, test } from 'vitest'
import { locationsOf } from '../../lib/read/locations.ts'

const page = 'https://x.example/a/p.html'

test.each<[location: string, base: string, locations: readonly string[]]>([
  ['', page, []],
  ['l.png', '', ['l.png', 'thismessage:/l.png']],
  ['l.png', page, ['l.png', 'https://x.example/a/l.png']],
  ['../l.png', page, ['../l.png', 'https://x.example/l.png']],
  ['HTTPS://Y.example/l.png', page, ['HTTPS://Y.example/l.png', 'https://y.example/l.png']],
  ['file:///C:/i/l.png', '', ['file:///C:/i/l.png']],
  ['https://[', page, ['https://[']],
  [
    'https://x.example/ l.png',
    '',
    ['https://x.example/ l.png', 'https://x.example/l.png', 'https://x.example/%20l.png'],
  ],
])('%j, relative to %j', (location, base, locations) => expect(locationsOf(location, base)).toEqual(locations))

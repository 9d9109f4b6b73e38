import { expect, test } from 'vitest'
import { missingImages } from '../../lib/fit/missing-images.ts'
import { expectUnchanged, fileOf, runRule } from '../help/letters.ts'

const logo = fileOf({ type: 'image/png', disposition: 'inline', contentId: 'logo' })

test.each<[string, string, string]>([
  ['one that no file has', '<img src="cid:other">', 'cid:other'],
  ['several, each once', '<img src="cid:a"><img src="cid:a"><p style="background:url(cid:b)">', 'cid:a, cid:b'],
  [
    'many',
    [1, 2, 3, 4, 5, 6, 7].map((each) => `<img src="cid:${each}">`).join(''),
    'cid:1, cid:2, cid:3, cid:4, cid:5 and 2 more',
  ],
])('tells of %s', async (_, html, named) => {
  const { letter, changes } = await runRule(missingImages, { html, attachments: [logo] })
  expect(letter.html).toBe(html)
  expect(changes).toEqual([
    {
      rule: 'missing-images',
      field: 'html',
      loss: 'presentation',
      message: `the HTML shows ${named}, and no file has this Content-ID`,
    },
  ])
})

test.each(['<img src="cid:logo">', '<img src="CID:Logo">', '<p>cid:other', '<!-- <img src="cid:a"> -->', ''])(
  'nothing to tell of %j',
  (html) => expectUnchanged(missingImages, { html, attachments: [logo] }),
)

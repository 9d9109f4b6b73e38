import { describe, expect, test } from 'vitest'
import { unicode } from '../../lib/fit/unicode.ts'
import type { Letter } from '../../lib/letter.ts'
import { expectUnchanged, fileOf, runRule } from '../help/letters.ts'

const high = '\ud83d'
const low = '\ude00'
const NUL = '\0'

describe('replaces half a surrogate pair and NUL', () => {
  test.each<[string, string, Partial<Letter>, Partial<Letter>]>([
    ['a high half in the subject', 'subject', { subject: `a${high}b` }, { subject: 'a\ufffdb' }],
    ['a low half', 'subject', { subject: `${low}b` }, { subject: '\ufffdb' }],
    ['halves in the wrong order', 'subject', { subject: low + high }, { subject: '\ufffd\ufffd' }],
    ['NUL in the text', 'text', { text: `a${NUL}b${NUL}` }, { text: 'a\ufffdb\ufffd' }],
    ['both in the HTML', 'html', { html: `<p>${NUL}${high}</p>` }, { html: '<p>\ufffd\ufffd</p>' }],
    ['in a text cut through an emoji', 'text', { text: '😀'.slice(0, 1) }, { text: '\ufffd' }],
    [
      'in the alias',
      'from',
      { from: [{ name: high, address: 'a@example.com' }] },
      { from: [{ name: '\ufffd', address: 'a@example.com' }] },
    ],
    [
      'in the name of Reply-To',
      'replyTo',
      { replyTo: [{ name: NUL, address: 'a@example.com' }] },
      { replyTo: [{ name: '\ufffd', address: 'a@example.com' }] },
    ],
    [
      "in a file's name",
      'attachments',
      { attachments: [fileOf({ name: `${low}.pdf` })] },
      { attachments: [fileOf({ name: '\ufffd.pdf' })] },
    ],
    [
      "in a header's value",
      'X-A',
      { headers: [{ name: 'X-A', value: `a${high}` }] },
      { headers: [{ name: 'X-A', value: 'a\ufffd' }] },
    ],
  ])('%s', async (_, field, given, cleaned) => {
    const { letter, changes } = await runRule(unicode, given)
    expect(letter).toMatchObject(cleaned)
    expect(changes).toEqual([
      {
        rule: 'unicode',
        field,
        loss: 'presentation',
        message: 'characters that no text can hold (half a surrogate pair, NUL) are replaced by U+FFFD',
      },
    ])
  })

  test('in several places, and says so for each', async () => {
    const { changes } = await runRule(unicode, { subject: NUL, text: high, html: low })
    expect(changes.map(({ field }) => field)).toEqual(['subject', 'text', 'html'])
  })
})

test.each<[string, Partial<Letter>]>([
  ['emoji', { subject: '😀👨‍👩‍👧🇩🇪', text: '𠮷' }],
  ['U+FFFD itself', { subject: '\ufffd' }],
  ['other controls', { text: 'a\tb\r\n\u0001' }],
  ['no body', { text: undefined, html: undefined }],
  [
    'a file without a name and with NULs in it',
    { attachments: [fileOf({ name: undefined, content: Buffer.alloc(9) })] },
  ],
])('%s: nothing to do', (_, letter) => expectUnchanged(unicode, letter))

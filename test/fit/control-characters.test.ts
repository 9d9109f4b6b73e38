import { describe, expect, test } from 'vitest'
import { controlCharacters } from '../../lib/fit/control-characters.ts'
import type { Letter } from '../../lib/letter.ts'
import { expectUnchanged, fileOf, runRule } from '../help/letters.ts'

const address = 'a@example.com'

describe('replaces them by spaces', () => {
  test.each<[string, string, Partial<Letter>, Partial<Letter>]>([
    ['in the subject', 'subject', { subject: 'a\u0001b' }, { subject: 'a b' }],
    ['several at once', 'subject', { subject: 'a\u0007\u001b\u007fb' }, { subject: 'a b' }],
    ['at both ends', 'subject', { subject: '\u0004a\u0005' }, { subject: 'a' }],
    ['a subject of nothing else', 'subject', { subject: '\u0001' }, { subject: '' }],
    ['a line end', 'subject', { subject: 'a\r\nBcc: eve@evil.example' }, { subject: 'a Bcc: eve@evil.example' }],
    ['a tab', 'subject', { subject: 'a\tb' }, { subject: 'a b' }],
    ['other spaces stay', 'subject', { subject: 'a  b\u0001' }, { subject: 'a  b' }],
    ['in the alias', 'from', { from: [{ name: 'a \u0001 b', address }] }, { from: [{ name: 'a b', address }] }],
    [
      'in Reply-To',
      'replyTo',
      { replyTo: [{ name: '\u0013굩\u000e', address }] },
      { replyTo: [{ name: '굩', address }] },
    ],
    [
      'in a header',
      'X-A',
      { headers: [{ name: 'X-A', value: 'a\u000fb' }] },
      { headers: [{ name: 'X-A', value: 'a b' }] },
    ],
  ])('%s', async (_, field, given, cleaned) => {
    const { letter, changes } = await runRule(controlCharacters, given)
    expect(letter).toMatchObject(cleaned)
    expect(changes).toEqual([
      { rule: 'control-characters', field, loss: 'none', message: 'control characters are replaced by spaces' },
    ])
  })

  test('in several places, and says so for each', async () => {
    const { letter, changes } = await runRule(controlCharacters, {
      subject: '\u0001a',
      headers: [
        { name: 'X-A', value: '\u0001' },
        { name: 'X-B', value: 'b' },
      ],
    })
    expect(changes.map(({ field }) => field)).toEqual(['subject', 'X-A'])
    expect(letter.headers).toEqual([{ name: 'X-B', value: 'b' }]) // a field of nothing says nothing
  })
})

test.each<[string, Partial<Letter>]>([
  ['none', { subject: 'Größe 你好 😀', headers: [{ name: 'X-A', value: 'a' }] }],
  ["C1 controls and Unicode's line ends, which are encoded", { subject: 'a\u0085b\u2028c' }],
  ['in the bodies', { text: 'a\tb\r\n\u0001', html: '\u0001' }],
  ["in a file's name, which has a rule of its own", { attachments: [fileOf({ name: 'a\u0001.pdf' })] }],
])('%s: nothing to do', (_, letter) => expectUnchanged(controlCharacters, letter))

import { describe, expect, test } from 'vitest'
import { fieldLengths } from '../../lib/fit/field-lengths.ts'
import type { Letter } from '../../lib/letter.ts'
import { expectUnchanged, refused } from '../help/letters.ts'

// "header_size_limit (default: 102400)": https://www.postfix.org/postconf.5.html
const longest = 'x'.repeat(100_000)
const address = 'a@example.com'

test.each<[string, Partial<Letter>]>([
  ['a header', { headers: [{ name: 'X-A', value: longest }] }],
  ['many headers', { headers: Array.from({ length: 20 }, (_, index) => ({ name: `X-${index}`, value: longest })) }],
  ['a name of the sender', { from: [{ name: longest, address }] }],
  ['Reply-To', { replyTo: [{ name: longest.slice(address.length), address }] }],
])('takes 100,000 characters of %s', (_, fields) => expectUnchanged(fieldLengths, fields))

describe('refuses one more', () => {
  test.each<[string, Partial<Letter>, string, string]>([
    ['a header', { headers: [{ name: 'X-A', value: `${longest}x` }] }, 'X-A', '100,001'],
    ['another header', { headers: [{ name: 'References', value: '<a@b> '.repeat(100_000) }] }, 'References', '600,000'],
    ['a name of the sender', { from: [{ name: `${longest}x`, address }] }, 'from', '100,001'],
    ['a name in Reply-To', { replyTo: [{ name: longest, address }] }, 'replyTo', '100,013'],
    [
      'many in Reply-To',
      { replyTo: Array.from({ length: 10_000 }, () => ({ name: '', address })) },
      'replyTo',
      '130,000',
    ],
  ])('%s', (_, fields, field, got) =>
    expect(refused(fieldLengths, fields)).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      retry: 'never',
      delivered: 'no',
      field,
      message: `${field}: a header field has at most 100,000 characters, got ${got}. Shorten it, or put what it holds into a file.`,
    }),
  )

  test('a name that is long too', () =>
    expect(
      refused(fieldLengths, { headers: [{ name: 'X'.repeat(1_000_000), value: `${longest}x` }] }),
    ).rejects.toMatchObject({ field: `${'X'.repeat(300)}…` }))
})

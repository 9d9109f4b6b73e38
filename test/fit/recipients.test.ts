import { describe, expect, test } from 'vitest'
import { recipients } from '../../lib/fit/recipients.ts'
import type { Letter } from '../../lib/letter.ts'
import { expectUnchanged, refused } from '../help/letters.ts'

const local = 'l'.repeat(64)
/** On one line, in quotes unless it has some. */
const quoted = (address: string) => {
  const line = address.replace(/[\s\0]+/g, ' ').toWellFormed()
  return line.includes('"') ? line : `"${line}"`
}
const label = (length: number) => 'd'.repeat(length)

describe('takes', () => {
  test.each<[string, Partial<Letter>]>([
    ['one', { to: ['ann@example.org'] }],
    ['Cc alone', { to: [], cc: ['ann@example.org'] }],
    ['Bcc alone', { to: [], bcc: ['ann@example.org'] }],
    ['tags, dots and signs', { to: ["a.b+c!#$%&'*/=?^_`{|}~-1@example.org"] }],
    ['punycode', { to: ['bob@xn--r8jz45g.jp', 'bob@xn--i-7iq.ws', 'bob@XN--mgba3gch31f060k.example'] }],
    ['a local part of 64', { to: [`${local}@example.org`] }],
    ['254 characters', { to: [`${local}@${label(63)}.${label(63)}.${label(61)}`] }],
    ['hundreds', { to: Array.from({ length: 300 }, (_, index) => `u${index}@example.org`) }],
  ])('%s', (_, letter) => expectUnchanged(recipients, letter))
})

// "To: Required"
// https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters"
test('refuses a mail to no one', () =>
  expect(refused(recipients, { to: [] })).rejects.toMatchObject({
    name: 'SesError',
    reason: 'recipient-refused',
    retry: 'never',
    field: 'to',
    message: 'to: a recipient is required, got none. Give `to`, `cc`, `bcc` or `envelope.to`.',
  }))

describe('refuses a mail with one address that SES does not take', () => {
  const bad = [
    ['no @', 'ann', 'It has no at sign: write `name@example.org` or `Name <name@example.org>`.'],
    ['empty', '', 'It has no at sign: write `name@example.org` or `Name <name@example.org>`.'],
    ['no local part', '@example.org', 'It has nothing before its at sign.'],
    ['no domain', 'ann@', 'It has nothing behind its at sign.'],
    ['two @', 'ann@evil.example@example.org', 'Its local part has `@`, which SES does not take.'],
    ['a space', 'ann lee@example.org', 'Its local part has a space, which SES does not take.'],
    ['a quoted local part', '"ann lee"@example.org', 'Its local part is quoted, which SES does not take.'],
    [
      'Chinese in the local part',
      '用户@example.org',
      'Its local part has `用` (U+7528): SES takes ASCII alone before the at sign.',
    ],
    ['a dot that begins it', '.foo@docomo.example', 'Its local part begins with a dot.'],
    ['a dot that ends the local part', 'foo.@docomo.example', 'Its local part ends with a dot.'],
    ['two dots', 'try..this@docomo.example', 'Its local part has two dots in a row.'],
    [
      'an encoded word',
      'ann=?utf-8?q?=0D=0A?=@example.org',
      'Its local part looks like an encoded word, and programs may decode it.',
    ],
    ['a comma', 'ann,bob@example.org', 'Its local part has `,`, which SES does not take.'],
    ['a backslash', 'ann\\@example.org', 'Its local part has `\\`, which SES does not take.'],
    ['angle brackets', '<ann@example.org>', 'Its local part has `<`, which SES does not take.'],
    ['NUL', 'ann\0@example.org', 'Its local part has U+0000, which SES does not take.'],
    [
      'a lone surrogate',
      'ann\ud800@example.org',
      'Its local part has U+D800: SES takes ASCII alone before the at sign.',
    ],
    ['a local part of 65', `${local}l@example.org`, 'Its local part has 65 characters, over the 64 that one may have.'],
    ['a question mark', 'bob@exam?ple.org', 'Its domain has `?`, which cannot stand in the name of a domain.'],
    ['a slash', 'bob@example.org/x', 'Its domain has `/`, which cannot stand in the name of a domain.'],
    ['a port', 'bob@example.org:25', 'Its domain has `:`, which cannot stand in the name of a domain.'],
    [
      'an underscore in the domain',
      'bob@ex_ample.org',
      'Its domain has `_`, which cannot stand in the name of a domain.',
    ],
    ['a dot that ends the domain', 'bob@example.org.', 'Its domain ends with a dot.'],
    ['a domain with an empty label', 'ann@example..org', 'Its domain has two dots in a row.'],
    [
      'a domain that is not punycode',
      'ann@☃.example',
      'Its domain has `☃` (U+2603), which cannot stand in the name of a domain.',
    ],
    [
      'a character that is not seen',
      'ann@example.org\u200b',
      'Its domain has U+200B, which cannot stand in the name of a domain.',
    ],
    [
      'a second address behind a line end',
      'ann@example.org\r\nBcc: eve@example.org',
      'Its local part has `@`, which SES does not take.',
    ],
    ['a line end behind', 'ann@example.org\n', 'Its domain has U+000A, which cannot stand in the name of a domain.'],
    [
      'punycode of a character that no domain has',
      'ann@xn--example-zz6c.org',
      'Its domain has a part `xn--…` that is no name.',
    ],
    ['numbers', 'ann@127.0.0.1', 'Its domain is an address of numbers: SES takes the name of a domain.'],
    ['numbers of another form', 'ann@0x7f.1', 'Its domain is an address of numbers: SES takes the name of a domain.'],
    ['a slash behind letters', 'ann@müller.de/', 'Its domain has `/`, which cannot stand in the name of a domain.'],
    ['an address literal', 'ann@[127.0.0.1]', 'Its domain is an address of numbers: SES takes the name of a domain.'],
    ['a label of 64', `ann@${label(64)}.org`, 'Its domain has a part of 64 characters, over the 63 that one may have.'],
    [
      '255 characters',
      `${local}@${label(63)}.${label(63)}.${label(62)}`,
      'It has 255 characters, over the 254 of an address.',
    ],
  ] as const
  const cases = bad.flatMap(([name, address, hint]) =>
    (['to', 'cc', 'bcc'] as const).map((field) => [name, field, address, hint] as const),
  )

  test.each(cases)('%s in %s', (_, field, address, hint) =>
    expect(
      refused(recipients, { to: ['good@example.org'], [field]: ['also@example.org', address] }),
    ).rejects.toMatchObject({
      name: 'SesError',
      reason: 'recipient-refused',
      field,
      message: `${field}: ${quoted(address)} is not an address that SES takes. ${hint}`,
      hint,
    }),
  )

  test('does not repeat a very long one whole', () =>
    expect(refused(recipients, { to: ['a'.repeat(100_000)] })).rejects.toMatchObject({
      message: expect.stringMatching(/^.{300,700}$/s),
    }))

  test.each(bad)('%s in From, as the sender', (_, address) =>
    expect(refused(recipients, { from: [{ name: '', address }] })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'sender-refused',
      field: 'from',
    }),
  )

  // It goes into a header like the others.
  test.each([
    ['a line end', 'ann@example.org\r\nX-Evil: 1'],
    ['Chinese in the local part', '用户@example.org'],
  ])('%s in Reply-To', (_, address) =>
    expect(refused(recipients, { replyTo: [{ name: '', address }] })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      field: 'replyTo',
      message: expect.stringContaining(quoted(address)),
    }),
  )
})

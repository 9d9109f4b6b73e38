import { describe, expect, test } from 'vitest'
import { recipients } from '../../lib/fit/recipients.ts'
import type { Letter } from '../../lib/letter.ts'
import { expectUnchanged, refused } from '../help/letters.ts'

const local = 'l'.repeat(64)
const label = (length: number) => 'd'.repeat(length)

describe('takes', () => {
  test.each<[string, Partial<Letter>]>([
    ['one', { to: ['ann@example.org'] }],
    ['Cc alone', { to: [], cc: ['ann@example.org'] }],
    ['Bcc alone', { to: [], bcc: ['ann@example.org'] }],
    ['tags, dots and signs', { to: ["a.b+c!#$%&'*/=?^_`{|}~-1@example.org"] }],
    ['punycode', { to: ['bob@xn--r8jz45g.jp'] }],
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
    ['no @', 'ann'],
    ['empty', ''],
    ['no local part', '@example.org'],
    ['no domain', 'ann@'],
    ['two @', 'ann@evil.example@example.org'],
    ['a space', 'ann lee@example.org'],
    ['a quoted local part', '"ann lee"@example.org'],
    ['Chinese in the local part', '用户@example.org'],
    ['a domain that is not punycode', 'ann@例え.jp'],
    ['a comma', 'ann,bob@example.org'],
    ['a second address behind a line end', 'ann@example.org\r\nBcc: eve@example.org'],
    ['a line end behind', 'ann@example.org\n'],
    ['NUL', 'ann\0@example.org'],
    ['a lone surrogate', 'ann\ud800@example.org'],
    ['angle brackets', '<ann@example.org>'],
    ['a domain with an empty label', 'ann@example..org'],
    ['an address literal', 'ann@[127.0.0.1]'],
    ['a local part of 65', `${local}l@example.org`],
    ['255 characters', `${local}@${label(63)}.${label(63)}.${label(62)}`],
  ] as const
  const cases = bad.flatMap(([name, address]) =>
    (['to', 'cc', 'bcc'] as const).map((field) => [name, field, address] as const),
  )

  test.each(cases)('%s in %s', (_, field, address) =>
    expect(
      refused(recipients, { to: ['good@example.org'], [field]: ['also@example.org', address] }),
    ).rejects.toMatchObject({
      name: 'SesError',
      reason: 'recipient-refused',
      field,
      message: expect.stringContaining(`${field}: "${address}" is not an address that SES takes`),
      hint: expect.stringContaining('Expected local-part@domain'),
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
      message: expect.stringContaining(address),
    }),
  )
})

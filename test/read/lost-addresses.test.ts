import type { SendMailOptions } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { nestsGroups, refuseUnaddressed } from '../../lib/read/lost-addresses.ts'
import { open, read } from '../help/open-mail.ts'

describe('what has no address is refused', () => {
  test.each<[string, unknown, string]>([
    ['a name', 'Bob', '"Bob"'],
    ['a name beside an address', 'ann@example.org, Bob', '"Bob"'],
    ['a name in a list', ['ann@example.org', ['Bob']], '"Bob"'],
    ['an address without its at sign', 'bob at example.org', '"bob at example.org"'],
    ['a name with nothing in brackets', 'Bob <>', '"Bob"'],
    ['a name in a group', 'Team: ann@example.org, Bob;', '"Bob"'],
    ['two addresses without a comma', 'ann@example.org bob@example.org', '"bob@example.org"'],
    ['an address before a group', 'ann@example.org\r\nBcc: eve@example.org', '"ann@example.org Bcc"'],
    ['an object with a name alone', { name: 'Bob' }, 'an object without `address` (Bob)'],
    ['an object with a name and an empty address', { name: 'Bob', address: '' }, 'an object without `address` (Bob)'],
    ['an object of other fields', { email: 'bob@example.org' }, 'an object without `address`'],
    ['a header that was prepared', { prepared: true, value: 'bob@example.org' }, 'an object without `address`'],
    ['a group with a name in it', { name: 'Team', group: [{ name: 'Bob', address: '' }] }, '"Bob"'],
    ['a number', 5, '"5"'],
    ['a long one', 'b'.repeat(1_000), `"${'b'.repeat(99)}`],
    ['a local part with a space', '"a b"@example.org', 'a b@example.org'],
    ['an address in a local part', '"eve@evil.example b"@example.org', 'eve@evil.example b@example.org'],
    ['the same in a group', 'Team: "eve@evil.example b"@example.org;', 'eve@evil.example b@example.org'],
    ['an address with a second at sign', { address: '"eve@evil.example"@b.cc' }, '"eve@evil.example"@b.cc'],
    ['a domain without end', `a@${'例え'.repeat(500)}.jp`, `a@${'例え'.repeat(49)}`],
  ])('%s', (_, value, got) =>
    expect(() => refuseUnaddressed('to', value)).toThrow(
      expect.objectContaining({
        name: 'SesError',
        reason: 'recipient-refused',
        retry: 'never',
        field: 'to',
        message: `to: expected an address, got ${got}. Nothing was sent.`,
      }),
    ),
  )
})

describe('what has one, or is nothing, is not', () => {
  const list: unknown[] = ['ann@example.org']
  list.push(list)

  test.each<[string, unknown]>([
    ['an address', 'ann@example.org'],
    ['a name and an address', 'Ann <ann@example.org>'],
    ['a name with a comma, which is two to a parser', 'Smith, Bob <bob@example.org>'],
    ['a comment', 'ann@example.org (Ann)'],
    ['an address as the name', '"ann@example.org" <ann@example.org>, bob@example.org via App <app@example.org>'],
    ['an address as a comment', 'ann@example.org (ann@example.org)'],
    ['semicolons', 'ann@example.org; bob@example.org'],
    ['a comma at the end', 'ann@example.org, '],
    ['a group of nobody', 'undisclosed-recipients:;'],
    ['an address that SES refuses later', 'ü@example.org'],
    ['an object', { name: 'Ann', address: 'ann@example.org' }],
    ['white space around an address', { name: 'Ann', address: ' \tann@example.org ' }],
    ['an empty object of a form', { name: '', address: '' }],
    ['nothing', [undefined, null, '', false, []]],
    ['a list that holds itself', list],
  ])('%s', (_, value) => expect(() => refuseUnaddressed('to', value)).not.toThrow())
})

test.each<[string, SendMailOptions, object]>([
  ['to', { to: ['ann@example.org', 'Bob'] }, { field: 'to', reason: 'recipient-refused' }],
  ['cc', { cc: 'Bob' }, { field: 'cc', reason: 'recipient-refused' }],
  ['bcc', { bcc: 'Bob' }, { field: 'bcc', reason: 'recipient-refused' }],
  ['replyTo', { replyTo: 'Bob' }, { field: 'replyTo', reason: 'message-invalid' }],
  ['a header', { headers: { Cc: 'Bob' } }, { field: 'cc' }],
  ['envelope.to', { envelope: { to: ['ann@example.org', 'Bob Lee'] } }, { field: 'envelope' }],
  ['envelope.bcc', { envelope: { to: 'ann@example.org', bcc: 'Bob Lee' } }, { field: 'envelope' }],
])('%s of a mail', (_, data, expected) =>
  expect(open({ text: 'a', ...data })).rejects.toMatchObject({ name: 'SesError', ...expected }),
)

test('with an envelope, the headers only say who is seen', async () => {
  const letter = await read({ text: 'a', to: 'Everyone', envelope: { to: 'ann@example.org' } })
  expect(letter).toMatchObject({ to: [], cc: [], bcc: ['ann@example.org'] })
})

test.each([
  ['To', 'to'],
  ['Cc', 'cc'],
  ['Bcc', 'bcc'],
  ['Reply-To', 'replyTo'],
])('%s of a raw message', (name, field) => {
  const raw = `From: a@example.com\r\nTo: ann@example.org\r\n${name}: Bob\r\nSubject: a\r\n\r\na\r\n`
  const nothing = { from: undefined, to: undefined, subject: undefined } as never as SendMailOptions
  return expect(read({ ...nothing, raw })).rejects.toMatchObject({ name: 'SesError', field })
})

test('a raw message that shows a name and has an envelope', async () => {
  const raw = 'From: a@example.com\r\nTo: Everyone\r\nSubject: a\r\n\r\na\r\n'
  expect(await read({ raw, envelope: { to: 'ann@example.org' } })).toMatchObject({ bcc: ['ann@example.org'] })
})

test.each<[string, boolean]>([
  ['', false],
  ['a@x.org, b@x.org', false],
  ['Team: a@x.org, b@x.org;', false],
  ['Team: a@x.org; Others: b@x.org;', false],
  ['Team: a@x.org; Others: b@x.org', false],
  ['Team: Inner: a@x.org;;', true],
  ['a:b:c', true],
  [':'.repeat(1_000_000), true],
  // A colon that begins no group.
  ['"a: b" <a@x.org>, "c: \\" d:" <b@x.org>', false],
  ['Team: "a: b" <a@x.org>, (c: d) b@x.org;', false],
  ['Team: <a@[IPv6:::1]>;', false],
  ['"a:b:c', false],
  ['(a:b:c', false],
  // And one behind what only looks open.
  ['Team: "a" b: c', true],
  ['Team: \\" b: c', false],
])('%j', (list, nests) => expect(nestsGroups(list)).toBe(nests))

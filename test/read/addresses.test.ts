import { describe, expect, test } from 'vitest'
import { parseMailboxes, parseUnquotedName, splitRecipients, toMailboxes } from '../../lib/read/addresses.ts'

describe('splitRecipients', () => {
  test.each<[string, string[], string[], string[], object]>([
    ['all in headers', ['a@x', 'b@x'], ['a@x'], ['b@x'], { to: ['a@x'], cc: ['b@x'], bcc: [] }],
    ['one in no header', ['a@x', 'h@x'], ['a@x'], [], { to: ['a@x'], cc: [], bcc: ['h@x'] }],
    ['one in a header and not in the envelope', ['a@x'], ['a@x', 'b@x'], ['c@x'], { to: ['a@x'], cc: [], bcc: [] }],
    ['one in To and Cc', ['a@x'], ['a@x'], ['a@x'], { to: ['a@x'], cc: [], bcc: [] }],
    ['one twice', ['a@x', 'a@x', 'a@X'], ['a@x', 'a@x'], [], { to: ['a@x'], cc: [], bcc: [] }],
    ['a domain in capitals', ['a@EXAMPLE.org'], ['a@example.ORG'], [], { to: ['a@example.org'], cc: [], bcc: [] }],
    ['local parts that differ in case', ['A@x', 'a@x'], ['a@x'], [], { to: ['a@x'], cc: [], bcc: ['A@x'] }],
    [
      'the order of the envelope',
      ['c@x', 'b@x', 'a@x'],
      ['a@x', 'b@x', 'c@x'],
      [],
      { to: ['c@x', 'b@x', 'a@x'], cc: [], bcc: [] },
    ],
    ['no one', [], ['a@x'], [], { to: [], cc: [], bcc: [] }],
    ['names of object keys', ['__proto__@x'], ['__proto__@x'], [], { to: ['__proto__@x'], cc: [], bcc: [] }],
  ])('%s', (_, envelope, to, cc, recipients) => expect(splitRecipients(envelope, to, cc)).toEqual(recipients))
})

test.each([
  ['ann@EXAMPLE.ORG', 'ann@example.org'],
  ['Ann@例え.JP', 'Ann@xn--r8jz45g.jp'],
  ['ann@bücher.example', 'ann@xn--bcher-kva.example'],
  ['用户@例え.jp', '用户@xn--r8jz45g.jp'],
  ['"a@b"@Example.org', '"a@b"@example.org'],
  ['ann', 'ann'],
  ['ann@', 'ann@'],
  ['ann@a b', 'ann@a b'],
])('normalizes %j', (address, normalized) =>
  expect(toMailboxes([{ address }])).toEqual([{ name: '', address: normalized }]),
)

// Nodemailer and postal-mime take `Foo:` for a group, and `Foo,` for an address of its own.
test.each([
  ['Foo: Bar <a@x.org>', { name: 'Foo: Bar', address: 'a@x.org' }],
  ['Foo:Bar <a@x.org>', { name: 'Foo:Bar', address: 'a@x.org' }],
  ['a: b: c <a@X.org> ', { name: 'a: b: c', address: 'a@x.org' }],
  ['Foo:   Bar\t<a@x.org>', { name: 'Foo: Bar', address: 'a@x.org' }],
  ['=?UTF-8?Q?F=C3=BC?=: Bar <a@x.org>', { name: 'Fü: Bar', address: 'a@x.org' }],
  ['Foo, Inc. <a@x.org>', { name: 'Foo, Inc.', address: 'a@x.org' }],
  ['Lee, Ann: Sales <a@x.org>', { name: 'Lee, Ann: Sales', address: 'a@x.org' }],
  ['"Foo", Inc. <a@x.org>', undefined],
  ['a@x.org, Bar <b@x.org>', undefined],
  ['Foo, <a@x.org>, Bar <b@x.org>', undefined],
  ['Foo Bar <a@x.org>', undefined],
  ['"Foo: Bar" <a@x.org>', undefined],
  ['Team: a@x.org;', undefined],
  ['Team:Ann <a@x.org>;', { name: 'Team: Ann', address: 'a@x.org' }],
  ['Team: Ann <a@x.org>, Bob <b@x.org>;', undefined],
  ['Team: a@x.org, Bob <b@x.org>', undefined],
  ['a@x.org', undefined],
  ['<a@x.org>', undefined],
  ['Foo: <>', undefined],
  ['', undefined],
])('a name without quotes in %j', (header, mailbox) => expect(parseUnquotedName(header)).toEqual(mailbox))

test.each([
  [
    'Ann <a@x.org>, "Lee, Bob" <b@x.org>',
    [
      { name: 'Ann', address: 'a@x.org' },
      { name: 'Lee, Bob', address: 'b@x.org' },
    ],
  ],
  [
    'Team: Ann <a@x.org>, b@x.org;, c@x.org',
    [
      { name: 'Ann', address: 'a@x.org' },
      { name: '', address: 'b@x.org' },
      { name: '', address: 'c@x.org' },
    ],
  ],
  ['undisclosed-recipients:;', []],
  ['=?UTF-8?B?5ZWG5bqX?= <a@x.org>', [{ name: '商店', address: 'a@x.org' }]],
  ['', []],
])('mailboxes of %j', (header, mailboxes) => expect(parseMailboxes(header)).toEqual(mailboxes))

test('mailboxes without an address are none', () =>
  expect(toMailboxes([{ name: 'Ann' }, { address: '' }, {}, { name: ' A \r\n B ', address: 'a@X' }])).toEqual([
    { name: 'A B', address: 'a@x' },
  ]))

test('no mailboxes at all', () => expect(toMailboxes(undefined)).toEqual([]))

// Decoded word by word, and its domain put into punycode, each takes minutes.
describe('what is no name and no domain stays as it is', () => {
  test('a name of a megabyte of encoded words', () => {
    const name = '=?UTF-8?B?YWFh?= '.repeat(60_000).trim()
    expect(toMailboxes([{ name, address: 'a@x.org' }])).toEqual([{ name, address: 'a@x.org' }])
  })

  test('a domain of a megabyte', () => {
    const address = `a@${'例え'.repeat(500_000)}.jp`
    expect(toMailboxes([{ address }])).toEqual([{ name: '', address }])
    expect(splitRecipients([address], [address], []).to).toEqual([address])
  })

  test('but not one of 255 characters', () => {
    const domain = `${'例え.'.repeat(84)}jp`
    expect(domain.length).toBeLessThanOrEqual(255)
    expect(toMailboxes([{ address: `a@${domain}` }])).toEqual([
      { name: '', address: `a@${'xn--r8jz45g.'.repeat(84)}jp` },
    ])
  })
})

test.each([
  ['plain', 'a@mail.example.org', 'a@mail.example.org'],
  ['in capitals', 'A@MAIL.Example.ORG', 'A@mail.example.org'],
  ['in punycode', 'a@xn--r8jz45g.jp', 'a@xn--r8jz45g.jp'],
  ['with a trailing dot', 'a@example.org.', 'a@example.org.'],
  ['an IPv4 address in hexadecimal', 'a@0x7f.1', 'a@127.0.0.1'],
])('a domain that is %s', (_, address, normalized) =>
  expect(toMailboxes([{ address }])).toEqual([{ name: '', address: normalized }]),
)

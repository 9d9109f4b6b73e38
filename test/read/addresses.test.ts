import { describe, expect, test } from 'vitest'
import type { Mailbox } from '../../lib/letter.ts'
import { parseUnquotedName, readMailboxes, splitRecipients, tellNames } from '../../lib/read/addresses.ts'

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
  expect(readMailboxes([{ address }])).toEqual([{ name: '', address: normalized }]),
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
  ['Foo, <a@x.org>', undefined],
  ['Foo: Bar <a@x.o rg>', undefined],
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
])('mailboxes of %j', (header, mailboxes) => expect(readMailboxes(header)).toEqual(mailboxes))

test('each address once, with the first of its names', () =>
  expect(readMailboxes([{ name: ' A \r\n B ', address: 'a@X.org' }, 'Ann <a@x.org>', 'a@x.ORG'])).toEqual([
    { name: 'A B', address: 'a@x.org' },
  ]))

test('what has no address is as it was written', () =>
  expect(readMailboxes([{ name: 'Ann' }, { address: '' }, {}, 'Bob', 'ann@gmail.co m'])).toEqual(
    ["{ name: 'Ann' }", '{}', 'Bob', 'ann@gmail.co m'].map((address) => ({ name: '', address })),
  ))

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['lists of nothing', [null, '', false, [], [[]]]],
  ['an empty object of a form', { name: '', address: '' }],
])('no mailboxes: %s', (_, value) => expect(readMailboxes(value)).toEqual([]))

test.each<[string, unknown, string[]]>([
  ['a group', 'Team: Ann <a@x.org>, b@x.org;, c@x.org', ['a@x.org', 'b@x.org', 'c@x.org']],
  ['a group as an object', { name: 'Team', group: ['a@x.org', { address: 'b@x.org' }] }, ['a@x.org', 'b@x.org']],
  ['a group in a group', 'Team: Inner: a@x.org;, b@x.org;', ['a@x.org', 'b@x.org']],
  [
    'lists in lists, in their order',
    ['a@x.org', ['b@x.org, c@x.org', ['d@x.org']], 'e@x.org'],
    [...'abcde'].map((each) => `${each}@x.org`),
  ],
  ['brackets in an object', { address: ' <a@x.org> ' }, ['a@x.org']],
])('%s', (_, value, expected) => expect(readMailboxes(value).map(({ address }) => address)).toEqual(expected))

describe('tellNames', () => {
  const people = ['Ann', 'Bob', 'Cem', 'Dan'].map((name) => ({ name, address: `${name.toLowerCase()}@x.org` }))
  const envelope = people.map(({ address }) => address)

  test.each<[string, Mailbox[], string | undefined]>([
    ['one', people.slice(0, 1), 'the name "Ann" is left out: SES takes addresses alone'],
    ['two', people.slice(0, 2), 'the names "Ann", "Bob" are left out: SES takes addresses alone'],
    ['four', people, 'the names of 4 recipients are left out: SES takes addresses alone'],
    ['none', [{ name: '', address: 'ann@x.org' }], undefined],
    ['the address as a name', [{ name: 'Ann@x.org', address: 'ann@x.org' }], undefined],
    ['of somebody who gets nothing', [{ name: 'Eve', address: 'eve@x.org' }], undefined],
  ])('%s', (_, mailboxes, message) =>
    expect(tellNames('to', mailboxes, envelope)).toEqual(
      message === undefined ? [] : [{ rule: 'recipients', field: 'to', loss: 'none', message }],
    ),
  )
})

// Decoded word by word, and its domain put into punycode, each takes minutes.
describe('what is no name and no domain stays as it is', () => {
  test('a name of a megabyte of encoded words', () => {
    const name = '=?UTF-8?B?YWFh?= '.repeat(60_000).trim()
    expect(readMailboxes([{ name, address: 'a@x.org' }])).toEqual([{ name, address: 'a@x.org' }])
  })

  test('a domain of a megabyte', () => {
    const address = `a@${'例え'.repeat(500_000)}.jp`
    expect(readMailboxes([{ address }])).toEqual([{ name: '', address }])
    expect(splitRecipients([address], [address], []).to).toEqual([address])
  })

  test('but not one of 255 characters', () => {
    const domain = `${'例え.'.repeat(84)}jp`
    expect(domain.length).toBeLessThanOrEqual(255)
    expect(readMailboxes([{ address: `a@${domain}` }])).toEqual([
      { name: '', address: `a@${'xn--r8jz45g.'.repeat(84)}jp` },
    ])
  })
})

describe('a domain in punycode', () => {
  test.each([
    ['plain', 'mail.example.org', 'mail.example.org'],
    ['in capitals', 'MAIL.Example.ORG', 'mail.example.org'],
    ['in punycode', 'XN--r8jz45g.jp', 'xn--r8jz45g.jp'],
    ['full-width dots', '例え。jp', 'xn--r8jz45g.jp'],
    ['half-width dots', '例え｡jp', 'xn--r8jz45g.jp'],
    ['full-width letters', 'ｅｘａｍｐｌｅ．org', 'example.org'],
    ['a German sharp s', 'straße.example', 'xn--strae-oqa.example'],
    ['the same in capitals', 'STRAẞE.example', 'xn--strae-oqa.example'],
    ['a Catalan middle dot', 'col·legi.example', 'xn--collegi-xma.example'],
    ['a Persian joiner', 'نامه\u200cای.example', 'xn--mgba3gch31f060k.example'],
    ['a letter with its mark apart', 'bu\u0308cher.example', 'xn--bcher-kva.example'],
  ])('%s', (_, domain, ascii) => expect(readMailboxes({ address: `a@${domain}` })[0]?.address).toBe(`a@${ascii}`))
})

// `url.domainToASCII` makes a domain of each, and of most another one.
describe('what is no domain name stays as it was written', () => {
  test.each([
    'exam?ple.org',
    'example.org/x',
    'example.org#x',
    'example.org\\x',
    'ex%61mple.org',
    'example.org:25',
    '0x7f.1',
    '127.1',
    'example.org.',
    '℀.example',
    'a\u00adb.org',
    'exa\u200cmple.org',
    '①.org',
    '☃.example',
    'ex ample.org',
    'example.org\u200b',
    '[127.0.0.1]',
  ])('%j', (domain) => expect(readMailboxes({ address: `a@${domain}` })[0]?.address).toBe(`a@${domain}`))
})

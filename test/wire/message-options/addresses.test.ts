// Addresses and envelope: each of Nodemailer's options, and the letter that arrives.

import { describe } from 'vitest'
import { sender } from '../../help/stage.ts'
import { type Row, testRows, untyped } from './rows.ts'

const people = (count: number) => Array.from({ length: count }, (_, index) => `u${index}@example.org`)

const from: readonly Row[] = [
  ['from: an address', { from: sender }, { from: sender }],
  ['from: in brackets', { from: `<${sender}>` }, { from: sender }],
  ['from: a name', { from: `Shop <${sender}>` }, { from: `Shop <${sender}>` }],
  ['from: a name without a space', { from: `Shop<${sender}>` }, { from: `Shop <${sender}>` }],
  ['from: a name in quotes', { from: `"Shop, Ltd." <${sender}>` }, { from: `Shop, Ltd. <${sender}>` }],
  ['from: a name with a comma, without quotes', { from: `Foo, Inc. <${sender}>` }, { from: `Foo, Inc. <${sender}>` }],
  ['from: a name in quotes, then a comma', { from: `"Foo GmbH", <${sender}>` }, { from: `Foo GmbH <${sender}>` }],
  ['from: a comment in the name', { from: `Acme (China) <${sender}>` }, { from: `Acme (China) <${sender}>` }],
  ['from: a comment behind', { from: `Acme <${sender}> (China)` }, { from: `Acme (China) <${sender}>` }],
  [
    'from: an object without an address',
    untyped({ from: { name: 'Shop', email: sender } }),
    { refused: 'from', reason: 'sender-refused' },
  ],
  ['from: a comment', { from: `${sender} (Shop)` }, { from: `Shop <${sender}>` }],
  ['from: a name in Chinese', { from: `商店 <${sender}>` }, { from: `商店 <${sender}>` }],
  ['from: an encoded word', { from: `=?GBK?B?ycy16g==?= <${sender}>` }, { from: `商店 <${sender}>` }],
  ['from: emoji and quotes', { from: { name: '"😀" O\'Neil', address: sender } }, { from: `"😀" O'Neil <${sender}>` }],
  ['from: an object', { from: { name: 'Shop', address: sender } }, { from: `Shop <${sender}>` }],
  ['from: a list of one', { from: [`Shop <${sender}>`] as never }, { from: `Shop <${sender}>` }],
  [
    'from: a line end in the name',
    { from: { name: 'a\r\nBcc: eve@example.org', address: sender } },
    {
      from: `a Bcc： eve@example.org <${sender}>`,
      changes: ['sender from'],
    },
  ],
  [
    'from: a colon, which reads as a group',
    { from: `Foo: Bar <${sender}>` },
    { from: `Foo： Bar <${sender}>`, changes: ['sender from'] },
  ],
  [
    'from: the same in a list',
    { from: [`Foo: Bar <${sender}>`] as never },
    { from: `Foo： Bar <${sender}>`, changes: ['sender from'] },
  ],
  [
    'from: a group of one',
    { from: `Foo:Bar <${sender}>;` },
    { from: `Foo： Bar <${sender}>`, changes: ['sender from'] },
  ],
  [
    'from: a long name',
    { from: { name: 'Shop '.repeat(40).trim(), address: sender } },
    { from: `${'Shop '.repeat(40).trim()} <${sender}>` },
  ],
  ['from: a name over a line', { from: { name: '中'.repeat(400), address: sender } }, { refused: 'from' }],
  [
    'from: among the headers',
    untyped({ from: undefined, headers: { From: `Shop <${sender}>` } }),
    { from: `Shop <${sender}>` },
  ],
  ['from: the option before the header', { headers: { From: 'Eve <eve@example.org>' } }, { from: sender }],
  ['from: none', untyped({ from: undefined }), { refused: 'from', reason: 'sender-refused' }],
  ['from: empty', { from: '' }, { refused: 'from', reason: 'sender-refused' }],
  ['from: a name alone', { from: 'Shop' }, { refused: 'from', reason: 'sender-refused' }],
  ['from: two', { from: `${sender}, b@example.org` }, { refused: 'from', reason: 'sender-refused' }],
  [
    'from: a group of two',
    { from: `Foo: Bar <${sender}>, b@example.org;` },
    { refused: 'from', reason: 'sender-refused' },
  ],
  [
    'from: two among the headers',
    untyped({ from: undefined, headers: { From: [`Foo: Bar <${sender}>`, 'b@example.org'] } }),
    {
      refused: 'from',
      reason: 'sender-refused',
    },
  ],
  [
    'from: no address that SES takes',
    { from: 'Shop <üser@mail.example.com>' },
    { refused: 'from', reason: 'sender-refused' },
  ],
  ['sender', { sender: 'boss@example.org' }, { changes: ['headers Sender'] }],
  ['sender: no From from it', untyped({ from: undefined, sender }), { refused: 'from', reason: 'sender-refused' }],
]

const to: readonly Row[] = [
  ['to: an address', { to: 'bob@example.org' }, { to: ['bob@example.org'] }],
  [
    'to: a name, which SES takes none of',
    { to: 'Bob <bob@example.org>' },
    { to: ['bob@example.org'], changes: ['recipients to'] },
  ],
  [
    'to: a name, then an address',
    { to: 'Bob bob@example.org' },
    { to: ['bob@example.org'], changes: ['recipients to'] },
  ],
  [
    'to: a list in a string',
    { to: '"Lee, Ann" <ann@example.org>, bob@example.org' },
    { to: ['ann@example.org', 'bob@example.org'], changes: ['recipients to'] },
  ],
  ['to: semicolons', { to: 'ann@example.org; bob@example.org' }, { to: ['ann@example.org', 'bob@example.org'] }],
  [
    'to: a list of every form',
    {
      to: ['b@example.org', 'A <a@example.org>, c@example.org', { name: 'D', address: 'd@example.org' }],
    },
    { to: ['b@example.org', 'a@example.org', 'c@example.org', 'd@example.org'], changes: ['recipients to'] },
  ],
  [
    'to: lists in lists',
    untyped({ to: [['a@example.org'], [['b@example.org']]] }),
    { to: ['a@example.org', 'b@example.org'] },
  ],
  [
    'to: a group',
    { to: 'Team: Ann <a@example.org>, b@example.org;, c@example.org' },
    { to: ['a@example.org', 'b@example.org', 'c@example.org'], changes: ['recipients to'] },
  ],
  [
    'to: a group as an object',
    untyped({ to: { name: 'Team', group: ['a@example.org', { name: '', address: 'b@example.org' }] } }),
    { to: ['a@example.org', 'b@example.org'] },
  ],
  [
    'to: an unquoted comma',
    { to: 'Smith, Bob <bob@example.org>' },
    { to: ['bob@example.org'], changes: ['recipients to'] },
  ],
  ['to: a comma too many', { to: 'ann@example.org, ' }, { to: ['ann@example.org'] }],
  ['to: one twice', { to: ['a@example.org', 'A <a@EXAMPLE.org>'] }, { to: ['a@example.org'] }],
  ['to: an international domain', { to: 'eva@例え.jp' }, { to: ['eva@xn--r8jz45g.jp'] }],
  [
    'to: every character that SES takes',
    { to: "a.!#$%&'*+/=?^_`{|}~-1@example.org" },
    { to: ["a.!#$%&'*+/=?^_`{|}~-1@example.org"] },
  ],
  [
    'to: among the headers',
    untyped({ to: undefined, headers: { to: ['a@example.org', 'b@example.org'] } }),
    { to: ['a@example.org', 'b@example.org'] },
  ],
  ['to: 50', { to: people(50) }, { to: people(50) }],
  [
    'to: 101',
    { to: people(101) },
    {
      letters: [{ to: people(50) }, { to: people(100).slice(50) }, { to: people(101).slice(100) }],
      changes: ['recipients to'],
    },
  ],
  ['to: none', untyped({ to: undefined }), { refused: 'to', reason: 'recipient-refused' }],
  ['to: empty', { to: '' }, { refused: 'to', reason: 'recipient-refused' }],
  ['to: an empty list', { to: [] }, { refused: 'to', reason: 'recipient-refused' }],
  ['to: nobody', { to: 'undisclosed-recipients:;' }, { refused: 'to', reason: 'recipient-refused' }],
  ['to: a comma too few', { to: 'ann@example.org bob@example.org' }, { refused: 'to', reason: 'recipient-refused' }],
  ['to: a name alone', { to: ['ann@example.org', 'Bob'] }, { refused: 'to', reason: 'recipient-refused' }],
  [
    'to: an object without an address',
    untyped({ to: ['ann@example.org', { email: 'bob@example.org' }] }),
    {
      refused: 'to',
      reason: 'recipient-refused',
    },
  ],
  [
    'to: a local part of Unicode',
    { to: ['ann@example.org', 'ü@example.org'] },
    { refused: 'to', reason: 'recipient-refused' },
  ],
  ['to: a local part in quotes', { to: '"a b"@example.org' }, { refused: 'to', reason: 'recipient-refused' }],
  ['to: an address of numbers', { to: 'a@[127.0.0.1]' }, { refused: 'to', reason: 'recipient-refused' }],
  ['to: a line end', { to: 'ann@example.org\r\nBcc: eve@example.org' }, { refused: 'to', reason: 'recipient-refused' }],
]

const cc: readonly Row[] = [
  [
    'cc',
    { cc: 'Bob <bob@example.org>' },
    { to: ['ann@example.org', 'bob@example.org'], changes: ['recipients cc', 'cc cc'] },
  ],
  [
    'cc: of one in To',
    { cc: ['ann@example.org', 'bob@example.org'] },
    { to: ['ann@example.org', 'bob@example.org'], changes: ['cc cc'] },
  ],
  ['cc: alone', untyped({ to: undefined, cc: 'bob@example.org' }), { to: ['bob@example.org'], changes: ['cc cc'] }],
  [
    'cc: a group',
    { cc: 'Team: b@example.org, c@example.org;' },
    { to: ['ann@example.org', 'b@example.org', 'c@example.org'], changes: ['cc cc'] },
  ],
  [
    'cc: among the headers',
    { headers: { Cc: 'bob@example.org' } },
    { to: ['ann@example.org', 'bob@example.org'], changes: ['cc cc'] },
  ],
  [
    'cc: with To over 50',
    { to: people(50), cc: 'bob@example.org' },
    {
      letters: [{ to: people(50) }, { to: ['bob@example.org'] }],
      changes: ['cc cc', 'recipients to'],
    },
  ],
  ['cc: a name alone', { cc: 'Bob' }, { refused: 'cc', reason: 'recipient-refused' }],
  ['cc: no address that SES takes', { cc: 'ü@example.org' }, { refused: 'cc', reason: 'recipient-refused' }],
]

const bcc: readonly Row[] = [
  ['bcc', { bcc: 'Audit <audit@example.org>' }, { letters: [{}, { to: ['audit@example.org'] }], changes: ['bcc bcc'] }],
  [
    'bcc: several',
    { bcc: ['a@example.org', 'b@example.org'] },
    {
      letters: [{}, { to: ['a@example.org'] }, { to: ['b@example.org'] }],
      changes: ['bcc bcc'],
    },
  ],
  [
    'bcc: of one in To or Cc',
    { cc: 'bob@example.org', bcc: 'ann@EXAMPLE.org, bob@example.org' },
    {
      to: ['ann@example.org', 'bob@example.org'],
      changes: ['cc cc'],
    },
  ],
  [
    'bcc: alone',
    untyped({ to: undefined, bcc: 'a@example.org, b@example.org' }),
    {
      letters: [{ to: ['a@example.org'] }, { to: ['b@example.org'] }],
      changes: ['bcc bcc'],
    },
  ],
  [
    'bcc: with nobody in To',
    { to: 'undisclosed-recipients:;', bcc: 'a@example.org' },
    { to: ['a@example.org'], changes: ['bcc bcc'] },
  ],
  [
    'bcc: a group',
    { bcc: 'Board: a@example.org, b@example.org;' },
    {
      letters: [{}, { to: ['a@example.org'] }, { to: ['b@example.org'] }],
      changes: ['bcc bcc'],
    },
  ],
  [
    'bcc: among the headers, in any case',
    { headers: { bCC: 'a@example.org' } },
    { letters: [{}, { to: ['a@example.org'] }], changes: ['bcc bcc'] },
  ],
  [
    'bcc: as another header',
    { headers: { 'X-Bcc': 'a@example.org', 'Resent-Bcc': 'b@example.org' } },
    {
      changes: ['headers X-Bcc', 'headers Resent-Bcc'],
    },
  ],
  ['bcc: a name alone', { bcc: 'Bob' }, { refused: 'bcc', reason: 'recipient-refused' }],
  ['bcc: no address that SES takes', { bcc: 'ü@example.org' }, { refused: 'bcc', reason: 'recipient-refused' }],
]

const replyTo: readonly Row[] = [
  ['replyTo', { replyTo: 'help@example.org' }, { headers: { 'reply-to': 'help@example.org' } }],
  [
    'replyTo: a name',
    { replyTo: 'Help Desk <help@example.org>' },
    { headers: { 'reply-to': 'Help Desk <help@example.org>' } },
  ],
  [
    'replyTo: a name in Chinese',
    { replyTo: { name: '客服', address: 'help@example.org' } },
    { headers: { 'reply-to': '客服 <help@example.org>' } },
  ],
  [
    'replyTo: several',
    { replyTo: ['"Lee, Ann" <a@example.org>', 'b@例え.jp'] },
    {
      headers: { 'reply-to': 'Lee, Ann <a@example.org>, b@xn--r8jz45g.jp' },
    },
  ],
  [
    'replyTo: a group',
    { replyTo: 'Desk: A <a@example.org>, b@example.org;' },
    { headers: { 'reply-to': 'A <a@example.org>, b@example.org' } },
  ],
  [
    'replyTo: among the headers',
    { headers: { 'reply-to': 'help@example.org' } },
    { headers: { 'reply-to': 'help@example.org' } },
  ],
  ['replyTo: a name alone', { replyTo: 'Help' }, { refused: 'replyTo' }],
  ['replyTo: no address that SES takes', { replyTo: 'ü@example.org' }, { refused: 'replyTo' }],
]

const envelope: readonly Row[] = [
  ['envelope: as the headers', { envelope: { from: sender, to: 'ann@example.org' } }, {}],
  ['envelope: without from', { envelope: { to: ['ann@example.org'] } }, {}],
  [
    'envelope: to fewer',
    { to: 'ann@example.org, bob@example.org', envelope: { from: sender, to: 'bob@example.org' } },
    { to: ['bob@example.org'] },
  ],
  [
    'envelope: to more',
    { envelope: { to: ['ann@example.org', 'audit@example.org'] } },
    {
      letters: [{}, { to: ['audit@example.org'] }],
      changes: ['bcc bcc'],
    },
  ],
  [
    'envelope: to others',
    { envelope: { to: 'audit@example.org' } },
    { to: ['audit@example.org'], changes: ['bcc bcc'] },
  ],
  [
    'envelope: its cc and bcc',
    { cc: 'bob@example.org', envelope: { to: 'ann@example.org', cc: 'bob@example.org', bcc: 'a@example.org' } },
    {
      letters: [{ to: ['ann@example.org', 'bob@example.org'] }, { to: ['a@example.org'] }],
      changes: ['cc cc', 'bcc bcc'],
    },
  ],
  ['envelope: without the bcc of the mail', { bcc: 'a@example.org', envelope: { to: 'ann@example.org' } }, {}],
  ['envelope: objects and names', { envelope: { to: [{ name: 'Ann', address: 'ann@EXAMPLE.org' }] } }, {}],
  [
    'envelope: a name in To',
    { to: 'Everyone', envelope: { to: 'a@example.org' } },
    { to: ['a@example.org'], changes: ['bcc bcc'] },
  ],
  [
    'envelope: from another',
    { envelope: { from: 'bounces@mail.example.com', to: 'ann@example.org' } },
    { changes: ['envelope envelope'] },
  ],
  [
    'envelope: from no address',
    { envelope: { from: 'bob@exam?ple.org', to: 'ann@example.org' } },
    { changes: ['envelope envelope'] },
  ],
  [
    'envelope: from nobody',
    untyped({ envelope: { from: false, to: 'ann@example.org' } }),
    { changes: ['envelope envelope'] },
  ],
  ['envelope: size and others', untyped({ envelope: { to: 'ann@example.org', size: 5, use8BitMime: true } }), {}],
  ['envelope: from alone', { envelope: { from: sender } }, { refused: 'to', reason: 'recipient-refused' }],
  ['envelope: a string', untyped({ envelope: 'ann@example.org' }), { refused: 'to', reason: 'recipient-refused' }],
  ['envelope: a list', untyped({ envelope: ['ann@example.org'] }), { refused: 'to', reason: 'recipient-refused' }],
  [
    'envelope: a name alone',
    { envelope: { to: ['ann@example.org', 'Bob Lee'] } },
    { refused: 'envelope', reason: 'recipient-refused' },
  ],
  [
    'envelope: a user of this machine',
    { envelope: { to: ['ann@example.org', 'root'] } },
    { refused: 'envelope', reason: 'recipient-refused' },
  ],
  [
    'dsn',
    { dsn: { id: 'a', return: 'headers', notify: ['failure'], recipient: 'a@example.org' } },
    { changes: ['dsn dsn'] },
  ],
  [
    'envelope: dsn',
    untyped({ envelope: { to: 'ann@example.org', dsn: { notify: 'failure' } } }),
    { changes: ['dsn dsn'] },
  ],
]

/** What Nodemailer, `url.domainToASCII` or a parser of lists makes another address of, or one that is none. */
const others = [
  'bob@exam?ple.org',
  'bob@example.org/x',
  'bob@example.org#x',
  'bob@example.org\\x',
  'bob@example.org:25',
  'bob@ex%61mple.org',
  'bob@evil.example@example.org',
  'bob@gmail.co m',
  'bob @gmail.com',
  'bob@ gmail.com',
  'Bob <bob@exam ple.org>',
  'bob@gmail.com Bob',
  '<bob@gmail>.com',
  'try..this@docomo.example',
  '.foo@docomo.example',
  'foo.@docomo.example',
  '"try..this"@docomo.example',
] as const

const refusedIn = (field: string, reason: string, make: (address: string) => object): Row[] =>
  others.flatMap((address) => [
    [`${field}: ${address}`, untyped(make(address)), { refused: field, reason }],
    [
      `${field}: ${address}, in a list`,
      untyped(make(['ann@example.org', address] as never)),
      { refused: field, reason },
    ],
    [
      `${field}: ${address}, in an object`,
      untyped(make({ name: 'Bob', address } as never)),
      { refused: field, reason },
    ],
    [`${field}: ${address}, in a group`, untyped(make(`Team: ${address};`)), { refused: field, reason }],
  ])

describe('an address that reads as another one', () => {
  testRows(refusedIn('to', 'recipient-refused', (to) => ({ to })))
  testRows(refusedIn('cc', 'recipient-refused', (cc) => ({ cc })))
  testRows(refusedIn('bcc', 'recipient-refused', (bcc) => ({ bcc })))
  testRows(refusedIn('replyTo', 'message-invalid', (replyTo) => ({ replyTo })))
  testRows(refusedIn('from', 'sender-refused', (from) => ({ from })))
  testRows(refusedIn('to', 'recipient-refused', (to) => ({ to: undefined, headers: { to } })))
  testRows(refusedIn('envelope', 'recipient-refused', (to) => ({ envelope: { from: sender, to } })))
})

describe('from, sender', () => testRows(from))
describe('to', () => testRows(to))
describe('cc', () => testRows(cc))
describe("cc, with the option cc: 'separate'", () =>
  testRows(
    [
      [
        'cc',
        { cc: ['b@example.org', 'c@example.org'], bcc: 'a@example.org' },
        {
          letters: [{}, { to: ['b@example.org'] }, { to: ['c@example.org'] }, { to: ['a@example.org'] }],
          changes: ['cc cc', 'bcc bcc'],
        },
      ],
    ],
    { options: { cc: 'separate' } },
  ))
describe("cc and bcc, with the options 'refuse'", () =>
  testRows(
    [
      ['cc', { cc: 'b@example.org' }, { refused: 'cc', reason: 'recipient-refused' }],
      ['bcc', { bcc: 'b@example.org' }, { refused: 'bcc', reason: 'recipient-refused' }],
      [
        'envelope: to more',
        { envelope: { to: ['ann@example.org', 'b@example.org'] } },
        { refused: 'bcc', reason: 'recipient-refused' },
      ],
      ['neither', {}, {}],
    ],
    { options: { cc: 'refuse', bcc: 'refuse' } },
  ))
describe('bcc', () => testRows(bcc))
describe('replyTo', () => testRows(replyTo))
describe('envelope, dsn', () => testRows(envelope))

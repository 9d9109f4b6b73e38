import type { SendMailOptions } from 'nodemailer'
import { describe, expect, test } from 'vitest'
import { refuseUnaddressed } from '../../lib/read/lost-addresses.ts'
import { open, read } from '../help/open-mail.ts'

const FORMS = "Write `name@example.org`, `Name <name@example.org>` or { name: 'Name', address: 'name@example.org' }."
const LEFT_OVER = `Something stands behind the address, or white space within it. ${FORMS}`
const WHITE_SPACE = `White space stands within the address. ${FORMS}`
const SEVERAL = 'It has more than one address: put a comma between two.'
const SEPARATOR = `A comma, semicolon, colon or bracket stands within the address. ${FORMS}`
const UNCLOSED = 'A quote, bracket or parenthesis is not closed.'

describe('what is not one address for certain is refused', () => {
  test.each<[string, unknown, string, string]>([
    ['a name', 'Bob', '"Bob"', FORMS],
    ['a name in Chinese', '图书管理系统', '"图书管理系统"', FORMS],
    ['a name beside an address', 'ann@example.org, Bob', '"Bob"', FORMS],
    ['a name in a list', ['ann@example.org', ['Bob']], '"Bob"', FORMS],
    ['an address without its at sign', 'bob at example.org', '"bob at example.org"', FORMS],
    ['a name with nothing in brackets', 'Bob <>', '"Bob"', FORMS],
    ['a name in a group', 'Team: ann@example.org, Bob;', '"Bob"', FORMS],
    ['a name before an address without one', 'Bob, <ann@example.org>', '"Bob"', FORMS],
    ['a name before a bare address', 'Bob, ann@example.org', '"Bob"', FORMS],
    ['a name in quotes before a comma', '"Bob", Ann <ann@example.org>', '"Bob"', FORMS],
    ['an address in quotes', '"ann@example.org"', '"ann@example.org"', FORMS],
    ['an object with a name alone', { name: 'Bob' }, "{ name: 'Bob' }", FORMS],
    ['an object with an empty address', { name: 'Bob', address: '' }, "{ name: 'Bob', address: '' }", FORMS],
    ['an object of other fields', { email: 'bob@example.org' }, "{ email: 'bob@example.org' }", FORMS],
    [
      'a header that was prepared',
      { prepared: true, value: 'bob@example.org' },
      "{ prepared: true, value: 'bob@example.org' }",
      FORMS,
    ],
    [
      'a group with a name in it',
      { name: 'Team', group: [{ name: 'Bob', address: '' }] },
      "{ name: 'Bob', address: '' }",
      FORMS,
    ],
    ['a number', 5, '"5"', FORMS],
    ['a long one', 'b'.repeat(1_000), `"${'b'.repeat(100)}…"`, FORMS],
    ['white space in a domain', 'ann@gmail.co m', '"ann@gmail.co m"', LEFT_OVER],
    ['white space before a dot', 'ann@example .org', '"ann@example .org"', LEFT_OVER],
    ['white space in a domain in brackets', 'Ann <ann@exam ple.org>', '"Ann <ann@exam ple.org>"', WHITE_SPACE],
    ['a line end in brackets', 'Ann <ann@exam\r\n ple.org>', '"Ann <ann@exam ple.org>"', WHITE_SPACE],
    ['white space before the at sign', 'ann @example.org', '"ann @example.org"', WHITE_SPACE],
    ['white space behind the at sign', 'ann@ example.org', '"ann@ example.org"', LEFT_OVER],
    ['white space in an object', { name: 'Ann', address: 'ann@exam ple.org' }, '"ann@exam ple.org"', WHITE_SPACE],
    ['a name in the address of an object', { address: 'Ann <ann@example.org>' }, '"Ann <ann@example.org>"', SEPARATOR],
    [
      'two addresses in an object',
      { address: 'ann@example.org, bob@example.org' },
      '"ann@example.org, bob@example.org"',
      SEPARATOR,
    ],
    ['words behind an address', 'ann@example.org Ann', '"ann@example.org Ann"', LEFT_OVER],
    ['words behind brackets', '<ann@exam>ple.org', '"<ann@exam>ple.org"', LEFT_OVER],
    ['two addresses without a comma', 'ann@example.org bob@example.org', '"ann@example.org bob@example.org"', SEVERAL],
    [
      'two in brackets without a comma',
      'Ann <ann@example.org> Bob <bob@example.org>',
      '"Ann <ann@example.org> Bob <bob@example.org>"',
      SEVERAL,
    ],
    ['brackets in brackets', '<<ann@example.org>>', '"<<ann@example.org>>"', LEFT_OVER],
    ['a link', 'Ann <mailto:ann@example.org>', '"Ann <mailto:ann@example.org>"', SEPARATOR],
    ['a route', '<@a.example,@b.example:ann@example.org>', '"<@a.example,@b.example:ann@example.org>"', SEPARATOR],
    [
      'a comment in a domain',
      'ann@exam(x)ple.org',
      '"ann@exam(x)ple.org"',
      `A comment stands within the address. ${FORMS}`,
    ],
    ['brackets that do not end', 'Ann <ann@example.org', '"Ann <ann@example.org"', UNCLOSED],
    ['a quote that does not end', '"Ann <ann@example.org>', '"Ann <ann@example.org>', UNCLOSED],
    ['a comment that does not end', 'Ann (x <ann@example.org>', '"Ann (x <ann@example.org>"', UNCLOSED],
    [
      'an address before a group',
      'ann@example.org\r\nBcc: eve@example.org',
      '"ann@example.org Bcc: eve@example.org"',
      'A colon makes a group of what follows it, and an address stands before it: put a comma behind the address.',
    ],
  ])('%s', (_, value, got, hint) =>
    expect(() => refuseUnaddressed('to', value)).toThrow(
      expect.objectContaining({
        name: 'SesError',
        reason: 'recipient-refused',
        retry: 'never',
        field: 'to',
        message: `to: expected an address, got ${got}. Nothing was sent.`,
        hint,
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
    ['a domain in any script', 'ann@例え.jp'],
    ['an object', { name: 'Ann', address: 'ann@example.org' }],
    ['white space around an address', { name: 'Ann', address: ' \tann@example.org ' }],
    ['an empty object of a form', { name: '', address: '' }],
    ['a name, then an address', 'Ann ann@example.org'],
    ['comments around an address', '(a) ann(b)@(c)example.org (d)'],
    ['quotes that are not needed', '"ann"@example.org'],
    ['quotes and brackets in a name', '"Ann <x>, (y)" <ann@example.org>'],
    ['groups in groups', 'Team: Inner: ann@example.org;'],
    ['a comment behind a group of nobody', 'undisclosed-recipients:; (none given)'],
    ['nothing', [undefined, null, '', false, []]],
    ['a list that holds itself', list],
  ])('%s', (_, value) => expect(() => refuseUnaddressed('to', value)).not.toThrow())
})

test.each<[string, SendMailOptions, object]>([
  ['to', { to: ['ann@example.org', 'Bob'] }, { field: 'to', reason: 'recipient-refused' }],
  ['cc', { cc: 'Bob' }, { field: 'cc', reason: 'recipient-refused' }],
  ['bcc', { bcc: 'Bob' }, { field: 'bcc', reason: 'recipient-refused' }],
  ['replyTo', { replyTo: 'Bob' }, { field: 'replyTo', reason: 'message-invalid' }],
  ['from', { from: '图书管理系统' }, { field: 'from', reason: 'sender-refused' }],
  ['from, with an envelope', { from: 'a@b .c', envelope: { to: 'ann@example.org' } }, { field: 'from' }],
  ['a header', { headers: { Cc: 'Bob' } }, { field: 'cc' }],
  ['envelope.to', { envelope: { to: ['ann@example.org', 'Bob Lee'] } }, { field: 'envelope' }],
  ['envelope.bcc', { envelope: { to: 'ann@example.org', bcc: 'Bob Lee' } }, { field: 'envelope' }],
])('%s of a mail', (_, data, expected) =>
  expect(open({ text: 'a', ...data })).rejects.toMatchObject({ name: 'SesError', ...expected }),
)

test('an envelope that a plugin has set in place of the one that was given', () =>
  expect(
    open(
      { text: 'a', envelope: { to: 'ann@example.org' } },
      { plugins: [({ message }) => void message.setEnvelope({ to: ['eve@example.org'] })] },
    ),
  ).rejects.toMatchObject({
    field: 'envelope',
    message: 'envelope: expected ann@example.org, but Nodemailer reads eve@example.org. Nothing was sent.',
  }))

test('with an envelope, the headers only say who is seen', async () => {
  const letter = await read({ text: 'a', to: 'Everyone', envelope: { to: 'ann@example.org' } })
  expect(letter).toMatchObject({ to: [], cc: [], bcc: ['ann@example.org'] })
})

test.each([
  ['From', 'from'],
  ['To', 'to'],
  ['Cc', 'cc'],
  ['Bcc', 'bcc'],
  ['Reply-To', 'replyTo'],
])('%s of a raw message', (name, field) => {
  const raw = `${name}: Bob\r\nFrom: a@example.com\r\nTo: ann@example.org\r\nSubject: a\r\n\r\na\r\n`
  const nothing = { from: undefined, to: undefined, subject: undefined } as never as SendMailOptions
  return expect(read({ ...nothing, raw })).rejects.toMatchObject({ name: 'SesError', field })
})

test('a raw message that shows a name and has an envelope', async () => {
  const raw = 'From: a@example.com\r\nTo: Everyone\r\nSubject: a\r\n\r\na\r\n'
  expect(await read({ raw, envelope: { to: 'ann@example.org' } })).toMatchObject({ bcc: ['ann@example.org'] })
})

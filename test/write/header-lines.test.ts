import fc from 'fast-check'
import { decodeWords } from 'postal-mime'
import { describe, expect, test } from 'vitest'
import { addressLine, fromLine, headerLine, parameterLine } from '../../lib/write/header-lines.ts'

const address = 'noreply@mail.example.com'
const linesOf = (header: string) => header.split('\r\n')
const unfold = (header: string) => header.replace(/\r\n(?=[ \t])/g, '')
const longest = (header: string) => Math.max(...linesOf(header).map((line) => line.length))

/** A header is one field: nothing in its value starts another, or ends the headers. */
function expectOneField(header: string): void {
  expect(header.replace(/\r\n[ \t]+(?=[!-~])/g, ' ')).toMatch(/^[!-9;-~]+:[\x20-\x7e]*$/)
}

// Alias, one space, <address>: https://www.tencentcloud.com/document/product/1084/39408 "FromEmailAddress"
describe('From', () => {
  test.each([
    ['a bare address', '', 'From: noreply@mail.example.com'],
    ['letters, digits, _ and spaces as they are', 'The Shop_24', 'From: The Shop_24 <noreply@mail.example.com>'],
    ['single spaces', '  The \t  Shop ', 'From: The Shop <noreply@mail.example.com>'],
    ['white space alone: a bare address', ' \t ', 'From: noreply@mail.example.com'],
    ['Chinese', '商店', 'From: =?UTF-8?B?5ZWG5bqX?= <noreply@mail.example.com>'],
    ['a full-width colon', 'Foo： Bar', 'From: =?UTF-8?B?Rm9v77yaIEJhcg==?= <noreply@mail.example.com>'],
    ['a comma: not quoted', 'Foo, Bar', 'From: =?UTF-8?B?Rm9vLCBCYXI=?= <noreply@mail.example.com>'],
    ['a quote', 'O"Neil', 'From: =?UTF-8?B?TyJOZWls?= <noreply@mail.example.com>'],
    ['an apostrophe', "O'Neil", 'From: =?UTF-8?B?TydOZWls?= <noreply@mail.example.com>'],
    ['a dot', 'Inc.', 'From: =?UTF-8?B?SW5jLg==?= <noreply@mail.example.com>'],
    ['a hyphen', 'no-reply', 'From: =?UTF-8?B?bm8tcmVwbHk=?= <noreply@mail.example.com>'],
    ['an address', 'a@b.c', 'From: =?UTF-8?B?YUBiLmM=?= <noreply@mail.example.com>'],
    [
      'another sender',
      'x <eve@example.org>',
      'From: =?UTF-8?B?eCA8ZXZlQGV4YW1wbGUub3JnPg==?= <noreply@mail.example.com>',
    ],
    [
      'an encoded word, which stays what it looks like',
      '=?UTF-8?B?YQ==?=',
      'From: =?UTF-8?B?PT9VVEYtOD9CP1lRPT0/PQ==?= <noreply@mail.example.com>',
    ],
    ['an emoji', '😀', 'From: =?UTF-8?B?8J+YgA==?= <noreply@mail.example.com>'],
    ['the name of an object key', '__proto__', 'From: __proto__ <noreply@mail.example.com>'],
    ['a line end and a header', 'a\r\nBcc: eve', 'From: =?UTF-8?B?YSBCY2M6IGV2ZQ==?= <noreply@mail.example.com>'],
    ['NUL', 'a\0b', 'From: a b <noreply@mail.example.com>'],
  ])('%s', (_, name, line) => expect(fromLine({ name, address })).toBe(line))

  test.each([
    ['of ASCII words', 'word '.repeat(60).trim()],
    ['of Chinese', '商'.repeat(150)],
    ['with commas', 'a, b, '.repeat(50)],
  ])('a long alias %s is not folded', (_, name) => {
    const line = fromLine({ name, address })
    expect(line).not.toMatch(/[\r\n"]/)
    expect(line).toMatch(/^From: \S.*\S <noreply@mail\.example\.com>$/)
  })

  // SES reads a folded alias as none, and a line may have 998 bytes (RFC 5322 2.1.1).
  test.each([
    ['ASCII', 'a'.repeat(1_000)],
    ['Chinese', '商'.repeat(300)],
  ])('an alias of %s that is too long for one line is refused', (_, name) =>
    expect(() => fromLine({ name, address })).toThrow(
      expect.objectContaining({
        name: 'SesError',
        reason: expect.stringMatching(/^(sender-refused|message-invalid)$/),
        field: 'from',
      }),
    ),
  )

  test('whatever the alias, it is one line that says it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (given) => {
        const name = given.toWellFormed()
        const line = fromLine({ name, address })
        expect(line).toMatch(/^From: (?:[\w ]*[\w]|=\?UTF-8\?B\?[\w+/]+=*\?=)? ?<?noreply@mail\.example\.com>?$/)
        const shown = decodeWords(line.replace(/^From: | ?<?noreply@mail\.example\.com>?$/g, ''))
        expect(shown.replace(/\ufeff/g, '')).toBe(
          name
            .replace(/[\x00-\x1f\x7f]+/g, ' ')
            .replace(/ +/g, ' ')
            .trim()
            .replace(/\ufeff/g, ''),
        )
      }),
    )
  })
})

describe('To and Reply-To', () => {
  const bare = (...addresses: string[]) => addresses.map((each) => ({ name: '', address: each }))

  test.each([
    ['one', bare('a@x.org'), 'To: a@x.org'],
    ['several', bare('a@x.org', 'b@x.org'), 'To: a@x.org, b@x.org'],
    [
      'with names',
      [
        { name: 'Ann', address: 'a@x.org' },
        { name: 'Lee, Bob', address: 'b@x.org' },
      ],
      'To: Ann <a@x.org>, =?UTF-8?B?TGVlLCBCb2I=?= <b@x.org>',
    ],
  ])('%s', (_, given, line) => expect(addressLine('To', given)).toBe(line))

  test('50 are folded between addresses', () => {
    const addresses = Array.from({ length: 50 }, (_, index) => `somebody-${index}@mail.example.org`)
    const line = addressLine('To', bare(...addresses))
    expect(longest(line)).toBeLessThanOrEqual(76)
    expect(linesOf(line).length).toBeGreaterThan(20)
    expect(unfold(line)).toBe(`To: ${addresses.join(', ')}`)
    expectOneField(line)
  })

  test('an address that is long by itself stays whole', () => {
    const long = `${'l'.repeat(64)}@${'d'.repeat(63)}.${'d'.repeat(63)}.org`
    const line = addressLine('To', bare('a@x.org', long, 'b@x.org'))
    expect(linesOf(line)).toEqual(['To: a@x.org,', ` ${long},`, ' b@x.org'])
  })

  test('a long name is folded, and no line is over 998', () => {
    const line = addressLine('Reply-To', [{ name: '商'.repeat(500), address }])
    expect(longest(line)).toBeLessThanOrEqual(76)
    expect(decodeWords(unfold(line))).toBe(`Reply-To: ${'商'.repeat(500)} <${address}>`)
  })

  test.each(['a@x.org\r\nBcc: eve@x.org', 'a@x.org\r\n\r\nbody', 'a@x.org\nX: y', 'a@x.org\rX: y'])(
    'no header in the address %j',
    (each) => {
      const write = () => addressLine('Reply-To', bare(each)).replace(/[^\r\n]/g, '')
      expect(attempt(write)).toMatch(/^(SesError|)$/)
    },
  )
})

describe('any other', () => {
  test.each([
    ['ASCII', 'X-A', 'plain text', 'X-A: plain text'],
    ['empty', 'X-A', '', 'X-A: '],
    ['white space around', 'X-A', '  a \t', 'X-A: a'],
    ['a Message-ID', 'Message-ID', '<a@b>', 'Message-ID: <a@b>'],
    ['Chinese', 'Subject', '你好', 'Subject: =?UTF-8?B?5L2g5aW9?='],
    ['a line end and a header', 'Subject', 'a\r\nBcc: eve@x.org', 'Subject: a Bcc: eve@x.org'],
    ['a bare line feed', 'Subject', 'a\nb', 'Subject: a b'],
    ['the end of headers', 'X-A', 'a\r\n\r\n<script>', 'X-A: a <script>'],
    ['NUL and DEL', 'X-A', 'a\0b\x7fc', 'X-A: a b c'],
    ['a line separator', 'Subject', 'a\u2028b', 'Subject: =?UTF-8?B?YeKAqGI=?='],
    ['a C1 line end', 'Subject', 'a\u0085b', 'Subject: =?UTF-8?B?YcKFYg==?='],
  ])('%s', (_, name, value, line) => expect(headerLine({ name, value })).toBe(line))

  test('long ASCII is folded before words', () => {
    const value = 'word '.repeat(200).trim()
    const line = headerLine({ name: 'Subject', value })
    expect(longest(line)).toBeLessThanOrEqual(76)
    expect(unfold(line)).toBe(`Subject: ${value}`)
  })

  test('many ids are folded before ids', () => {
    const value = Array.from({ length: 60 }, (_, index) => `<${index}.${'a'.repeat(40)}@mail.example.com>`).join(' ')
    const line = headerLine({ name: 'References', value })
    expect(longest(line)).toBeLessThanOrEqual(76)
    expect(unfold(line)).toBe(`References: ${value}`)
  })

  test.each([
    ['spaces in a row', `${'word '.repeat(14)}${' '.repeat(30)}end`],
    ['spaces where a line would break', `${'x'.repeat(66)}   end of it`],
    ['many spaces', `a${' '.repeat(300)}b`],
    ['a word longer than a line', `a ${'x'.repeat(300)} b`],
    ['a long word at once', 'x'.repeat(300)],
  ])('%s: no line of white space alone, and the value stays', (_, value) => {
    const line = headerLine({ name: 'Subject', value })
    expect(linesOf(line).filter((each) => each.trim() === '')).toEqual([])
    expect(decodeWords(unfold(line))).toBe(`Subject: ${value}`)
  })

  test.each([
    ['a word without a space', 'x'.repeat(5_000)],
    ['thousands of spaces', `a${' '.repeat(3_000)}b`],
    ['Chinese', '中'.repeat(998)],
    ['mixed', `${'中'.repeat(300)} ${'x'.repeat(1_500)} end`],
  ])('%s: no line over 998, and the value stays', (_, value) => {
    const line = headerLine({ name: 'Subject', value })
    expect(longest(line)).toBeLessThanOrEqual(998)
    expect(decodeWords(unfold(line))).toBe(`Subject: ${value}`)
  })

  // Its reader would show "a".
  test.each([
    ['Subject', 'How to write =?UTF-8?B?YQ==?= in a mail'],
    ['Subject', '=?utf-8?q?a_b?='],
    ['X-A', 'a=?UTF-8?B?YQ==?=b'],
    ['Disposition-Notification-To', '=?UTF-8?B?YQ==?= <ann@example.org>'],
  ])('%s: what looks like an encoded word is one that says so', (name, value) => {
    const line = headerLine({ name, value })
    expect(line).toContain('=?UTF-8?B?')
    expect(decodeWords(unfold(line))).toBe(`${name}: ${value}`)
  })

  test.each([
    ['X-A', 'https://example.com/?a=?b'],
    ['References', '<=?UTF-8?B?YQ==?=>'],
    ['List-Unsubscribe', '<https://example.com/?x=?UTF-8?B?YQ==?=>'],
  ])('%s: %s stays plain', (name, value) => expect(headerLine({ name, value })).toBe(`${name}: ${value}`))

  test('encoded lines have at most 76 characters', () => {
    for (const name of ['Subject', 'X-A', 'X-A-Rather-Long-Name-For-A-Header-Field']) {
      expect(longest(headerLine({ name, value: '中'.repeat(100) }))).toBeLessThanOrEqual(76)
    }
  })

  // Encoded, these would mean nothing to who reads them.
  describe('refuses what cannot be written in a field whose words have a meaning', () => {
    const fields = ['Message-ID', 'In-Reply-To', 'References', 'List-Unsubscribe', 'LIST-ID', 'Auto-Submitted', 'Date']
    const values = [
      ['not ASCII', '<用户@example.org>', 'what is not ASCII cannot be sent in this header'],
      [
        'too long to fold',
        `<${'x'.repeat(1_000)}@example.org>`,
        'a word of 1,014 characters, where a line has 998, cannot be sent in this header',
      ],
    ] as const

    test.each(fields.flatMap((name) => values.map(([why, value, what]) => [name, why, value, what] as const)))(
      '%s, %s',
      (name, _, value, what) =>
        expect(() => headerLine({ name, value })).toThrow(
          expect.objectContaining({
            name: 'SesError',
            reason: 'message-invalid',
            retry: 'never',
            field: name,
            message: `${name}: ${what}.`,
          }),
        ),
    )
  })

  test('refuses a gap that cannot be folded', () =>
    expect(() => headerLine({ name: 'References', value: `<a@x.org>${' '.repeat(80)}<b@x.org>` })).toThrow(
      'References: over 60 spaces in a row cannot be sent in this header.',
    ))

  // A signed token: the header of one URL is a line of its own, up to RFC 5322's 998 characters.
  test.each([700, 980, 981, 997])('List-Unsubscribe with a URL of %i characters', (length) => {
    const url = `<https://example.org/${'x'.repeat(length - 22)}>`
    const mailto = '<mailto:leave@example.org>'
    for (const value of [url, `${mailto}, ${url}`]) {
      const line = headerLine({ name: 'List-Unsubscribe', value })
      expect(longest(line)).toBeLessThanOrEqual(998)
      expect(unfold(line)).toBe(`List-Unsubscribe: ${value}`)
      expectOneField(line)
    }
  })

  // Encoded as a whole, there would be no address in it.
  test.each(['Disposition-Notification-To', 'Return-Receipt-To', 'Errors-To', 'List-ID', 'List-Help'])(
    '%s keeps its address, and the words before it with their spaces',
    (name) => {
      const line = headerLine({ name, value: 'Shop Größe 商店 <ann@example.org>' })
      expect(unfold(line)).toMatch(/^[\x20-\x7e]*: Shop =\?[\x21-\x7e]* <ann@example\.org>$/)
      expect(decodeWords(unfold(line))).toBe(`${name}: Shop Größe 商店 <ann@example.org>`)
    },
  )

  // A reader leaves out the space between two encoded words.
  test.each([
    'Größe Möller <ann@example.org>',
    'Dr. Größe Möller von Köln <ann@example.org>',
    '发票 发票 <ann@example.org>, 你 好 <bob@example.org>',
    `${'你好 '.repeat(60)}<ann@example.org>`,
  ])('Disposition-Notification-To: %s keeps its spaces', (value) => {
    const line = headerLine({ name: 'Disposition-Notification-To', value })
    expect(longest(line)).toBeLessThanOrEqual(76)
    expect(decodeWords(unfold(line))).toBe(`Disposition-Notification-To: ${value}`)
  })

  test('a list field stays as its writer encoded it', () =>
    expect(headerLine({ name: 'List-ID', value: '=?UTF-8?B?5bqX?= <a.example>' })).toBe(
      'List-ID: =?UTF-8?B?5bqX?= <a.example>',
    ))

  test('whatever the value, it is one field', () => {
    fc.assert(
      fc.property(fc.constantFrom('Subject', 'X-A'), fc.string({ unit: 'binary', maxLength: 400 }), (name, given) => {
        const value = given.toWellFormed()
        const line = headerLine({ name, value })
        expectOneField(line)
        expect(longest(line)).toBeLessThanOrEqual(998)
        expect(linesOf(line).filter((each) => each.trim() === '')).toEqual([])
      }),
    )
  })

  test('whatever the words, they stay', () => {
    const word = fc.oneof(fc.stringMatching(/^[!-~]{1,90}$/), fc.constantFrom('', ' ', '中文'))
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 60 }), (words) => {
        const value = words.join(' ').trim()
        fc.pre(!value.includes('=?'))
        const line = headerLine({ name: 'Subject', value })
        expect(decodeWords(unfold(line)).trimEnd()).toBe(`Subject: ${value}`.trimEnd())
      }),
    )
  })
})

describe('a parameter', () => {
  test.each([
    ['ASCII', 'invoice.pdf', '"invoice.pdf"'],
    ['a quote and a backslash', 'a"b\\c', '"a\\"b\\\\c"'],
    ['Chinese', '发票.pdf', '"=?UTF-8?B?5Y+R56WoLnBkZg==?="'],
    ['a line end', 'a\r\nb', '"=?UTF-8?B?YQ0KYg==?="'],
  ])('%s', (_, value, written) => expect(parameterLine('name', value)).toBe(` name=${written}`))
})

function attempt(write: () => string): string {
  try {
    return write()
  } catch (error) {
    return (error as Error).name
  }
}

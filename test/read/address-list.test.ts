import { describe, expect, test } from 'vitest'
import { parseAddressList, parseBareAddress } from '../../lib/read/address-list.ts'

const entries = (text: string) =>
  parseAddressList(text).map(({ name, address, fault, stray }) =>
    [name, address, fault ?? '', ...(stray === undefined ? [] : [`stray: ${stray}`])].join(' | '),
  )

describe('a name and an address', () => {
  test.each([
    ['a@x.org', ' | a@x.org | '],
    [' <a@x.org> ', ' | a@x.org | '],
    ['Ann <a@x.org>', 'Ann | a@x.org | '],
    ['Ann<a@x.org>', 'Ann | a@x.org | '],
    ['Ann a@x.org', 'Ann | a@x.org | '],
    ['"Lee, Ann" <a@x.org>', 'Lee, Ann | a@x.org | '],
    ['"A \\"B\\" \\\\ C" <a@x.org>', 'A "B" \\ C | a@x.org | '],
    ['Ann "the boss" Lee <a@x.org>', 'Ann the boss Lee | a@x.org | '],
    ["O'Neil <a@x.org>", "O'Neil | a@x.org | "],
    ['[1, 2] <a@x.org>', '[1, 2] | a@x.org | '],
    ['a@x.org (Ann)', 'Ann | a@x.org | '],
    ['(Ann) a@x.org', 'Ann | a@x.org | '],
    ['Acme (China) <a@x.org>', 'Acme (China) | a@x.org | '],
    ['Ann <a@x.org> (Sales)', 'Ann (Sales) | a@x.org | '],
    ['(a (b\\) c) d) <a@x.org>', 'a (b) c) d | a@x.org | '],
    ['a(b)@(c)x.org', ' | a@x.org | '],
    ['"a"@x.org', ' | a@x.org | '],
    ['"a b"@x.org', ' | "a b"@x.org | '],
    ['<"a b"@x.org>', ' | "a b"@x.org | '],
    ['<"a>b"@x.org>', ' | "a>b"@x.org | '],
    ['"a"."b"@x.org', ' | "a".b@x.org | '],
    ['a@[IPv6:::1]', ' | a@[IPv6:::1] | '],
    ['b@x.org via App <a@x.org>', 'b@x.org via App | a@x.org | '],
    ['商店　<a@x.org>', '商店 | a@x.org | '],
    ['a@x.org\r\n', ' | a@x.org | '],
  ])('%j', (text, expected) => expect(entries(text)).toEqual([expected]))
})

describe('lists', () => {
  test.each<[string, string[]]>([
    ['', []],
    [' , ;', []],
    ['(nobody)', []],
    ['undisclosed-recipients:;', []],
    ['undisclosed-recipients:; (none)', []],
    ['a@x.org, b@x.org', [' | a@x.org | ', ' | b@x.org | ']],
    ['a@x.org; b@x.org;', [' | a@x.org | ', ' | b@x.org | ']],
    ['A: a@x.org, b@x.org; c@x.org', [' | a@x.org | ', ' | b@x.org | ', ' | c@x.org | ']],
    ['A: B: a@x.org;;', [' | a@x.org | ']],
    ['Lee, Ann <a@x.org>', ['Lee, Ann | a@x.org | ']],
    ['Foo, Bar, Inc. <a@x.org>, b@x.org', ['Foo, Bar, Inc. | a@x.org | ', ' | b@x.org | ']],
    ['"Foo", <a@x.org>', ['Foo | a@x.org |  | stray: Foo']],
    ['"Foo", Ann <a@x.org>', ['Foo, Ann | a@x.org |  | stray: Foo']],
    ['Foo, a@x.org', ['Foo | a@x.org |  | stray: Foo']],
    ['a@x.org, Foo, Bar', [' | a@x.org | ', 'Foo, Bar |  |  | stray: Foo, Bar']],
    ['Foo <>', ['Foo |  |  | stray: Foo']],
  ])('%j', (text, expected) => expect(entries(text)).toEqual(expected))
})

describe('what is in doubt', () => {
  test.each([
    ['a@x.o rg', 'left-over'],
    ['a@x.org Ann', 'left-over'],
    ['<a@x.org> Ann', 'left-over'],
    ['<a@x>.org', 'left-over'],
    ['<<a@x.org>>', 'left-over'],
    ['<a@x.o rg>', 'white-space'],
    ['a @x.org', 'white-space'],
    ['a@x.org b@x.org', 'several'],
    ['<a@x.org> <b@x.org>', 'several'],
    ['<a@x.org, b@x.org>', 'separator'],
    ['<mailto:a@x.org>', 'separator'],
    ['a@x(b)y.org', 'comment'],
    ['<a@x.org', 'unclosed'],
    ['"Ann <a@x.org>', 'unclosed'],
    ['(Ann <a@x.org>', 'unclosed'],
    ['<"a@x.org>', 'unclosed'],
    ['a@x.org\nBcc: b@x.org', 'before-group'],
  ])('%j: %s', (text, fault) =>
    expect(parseAddressList(text)[0]).toEqual({
      name: '',
      address: text.replace(/\s+/g, ' '),
      fault,
      stray: undefined,
    }),
  )
})

test.each([
  ['a@x.org', 'a@x.org', undefined],
  [' <a@x.org> ', 'a@x.org', undefined],
  ['(c) a@x.org', 'a@x.org', undefined],
  ['', '', undefined],
  ['Ann <a@x.org>', 'Ann <a@x.org>', 'separator'],
  ['a@x.org b', 'a@x.org b', 'white-space'],
  ['(c)', '(c)', 'comment'],
])('the address of an object: %j', (text, address, fault) => expect(parseBareAddress(text)).toEqual({ address, fault }))

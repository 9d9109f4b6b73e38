import { describe, expect, test } from 'vitest'
import { verifySecret } from '../../lib/status/secret.ts'

const expected = 'a-long-secret-of-the-address'

test.each<[string, unknown, boolean]>([
  ['the secret', expected, true],
  ['another of its length', 'a-long-secret-of-the-addresS', false],
  ['its beginning', 'a-long-secret', false],
  ['more', `${expected}x`, false],
  ['nothing', undefined, false],
  ['null', null, false],
  ['an empty text', '', false],
  ['a parameter given twice', [expected, expected], false],
  ['a list of one', [expected], false],
  ['an object that looks like it', { toString: () => expected }, false],
  ['a number', 0, false],
])('%s', (_, given, is) => expect(verifySecret(given, expected)).toBe(is))

describe('a secret that is not set lets nobody in', () => {
  test.each([undefined, '', null])('%j', (missing) =>
    expect(() => verifySecret('', missing as never)).toThrow('Expected `expected` to be a string that is not empty'),
  )
})

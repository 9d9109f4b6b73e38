import { expect, test } from 'vitest'
import { array, findFlaw, integer, object, off, string, words } from '../../../lib/emulator/api/schema.ts'

const schema = object({ name: string(), count: integer(1, 9), of: { anyOf: [words('a', 'b'), off] } }, 'count')

test.each([
  [{ name: 'x', of: 'a' }, undefined],
  [{ name: '', of: false, count: 9 }, undefined],
  [{ name: 1, of: 'a' }, 'Expected it.name to be of type string, got 1'],
  [{ of: 'a' }, 'Expected it.name, got nothing'],
  [{ name: 'x', of: true }, 'Expected it.of to be a, b, got true'],
  [{ name: 'x', of: 'a', count: 1.5 }, 'Expected it.count to be a number (integer) from 1 to 9, got 1.5'],
  [{ name: 'x', of: 'a', toString: 1 }, 'Unknown it.toString: known are name, count, of'],
  [null, 'Expected it to be of type object, got null'],
  [[], 'Expected it to be of type object, got []'],
])('%j: %s', (value, flaw) => expect(findFlaw(schema, value, 'it')).toBe(flaw))

test('items are named by their place', () =>
  expect(findFlaw(array(integer(0)), [1, -1], 'it')).toContain('Expected it[1] to be'))

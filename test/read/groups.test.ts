import { expect, test } from 'vitest'
import { nestsGroups } from '../../lib/read/groups.ts'

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

import { describe, expect, test } from 'vitest'
import type { SesEvent } from '../../lib/status/event.ts'
import { isFinal, supersedes } from '../../lib/status/event-order.ts'

type Given = Pick<SesEvent, 'event' | 'bounce' | 'at'>
const of = (event: SesEvent['event'] | 'hard' | 'soft', at?: number): Given =>
  event === 'hard' || event === 'soft' ? { event: 'bounce', bounce: event, at } : { event, bounce: undefined, at }

test.each([
  ['processed', false],
  ['delivered', false],
  ['deferred', false],
  ['dropped', true],
  ['hard', true],
  ['soft', false],
  ['bounce', true],
  ['open', false],
  ['click', false],
  ['spamreport', false],
  ['unsubscribe', false],
  ['unknown', false],
] as const)('%s: final %s', (kind, is) => expect(isFinal(of(kind))).toBe(is))

const order = ['unknown', 'processed', 'deferred', 'soft', 'delivered', 'open', 'hard'] as const

describe.each(order.slice(0, -1).map((kind, place) => [kind, place] as const))('%s', (kind, place) => {
  test.each(order.slice(place + 1))('is superseded by %s, whichever came first', (later) => {
    expect(supersedes(of(later, 1), of(kind, 2))).toBe(true)
    expect(supersedes(of(kind, 2), of(later, 1))).toBe(false)
  })
})

test('a bounce can follow delivered', () => expect(supersedes(of('hard'), of('delivered'))).toBe(true))

test('nothing overwrites an end', () => {
  for (const kind of [...order, 'dropped', 'click'] as const) expect(supersedes(of(kind, 9), of('hard', 1))).toBe(false)
  expect(supersedes(of('hard', 9), of('dropped', 1))).toBe(false)
})

test('of two alike the later holds', () => {
  expect(supersedes(of('deferred', 2), of('deferred', 1))).toBe(true)
  expect(supersedes(of('deferred', 1), of('deferred', 2))).toBe(false)
  expect(supersedes(of('click', 2), of('open', 1))).toBe(true)
  expect(supersedes(of('deferred'), of('deferred'))).toBe(false)
})

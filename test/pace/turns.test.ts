import { describe, expect, test } from 'vitest'
import type { Priority } from '../../lib/pace/queue.ts'
import { createTurnQueue } from '../../lib/pace/turns.ts'

const { signal } = new AbortController()
const slotOf = (number: number, priority: Priority = 'normal') => ({ number, priority, start() {}, leave() {} })

/** Letters by name, of mails by number; in the order in which they are called. */
async function called(...letters: readonly [name: string, number: number, priority?: Priority][]): Promise<string[]> {
  const turns = createTurnQueue(() => {})
  const order: string[] = []
  for (const [name, number, priority] of letters) {
    void turns.join(slotOf(number, priority), signal).then(() => order.push(name))
  }
  for (const _ of letters) turns.callFirst()
  await new Promise((resolve) => setImmediate(resolve))
  return order
}

describe('in order', () => {
  test('first in, first out', async () => expect(await called(['a', 0], ['b', 1], ['c', 2])).toEqual(['a', 'b', 'c']))

  test('letters of one mail together, and one that comes again before later mails', async () =>
    expect(await called(['b1', 1], ['c1', 2], ['a2', 0], ['b2', 1], ['a3', 0])).toEqual(['a2', 'a3', 'b1', 'b2', 'c1']))

  test('high before normal, each in its order', async () =>
    expect(await called(['n1', 1], ['h3', 3, 'high'], ['n0', 0], ['h2', 2, 'high'])).toEqual(['h2', 'h3', 'n0', 'n1']))
})

test('calls one, and says whether there was one', () => {
  const turns = createTurnQueue(() => {})
  void turns.join(slotOf(0), signal)
  void turns.join(slotOf(1), signal)
  expect([turns.size, turns.callFirst(), turns.size, turns.callFirst(), turns.callFirst()]).toEqual([
    2,
    true,
    1,
    true,
    false,
  ])
})

describe('a signal', () => {
  const reason = new Error('enough')

  test('takes a letter out at once', async () => {
    const turns = createTurnQueue(() => {})
    const controller = new AbortController()
    const waits = [turns.join(slotOf(0), controller.signal), turns.join(slotOf(1), signal)]
    controller.abort(reason)
    expect(turns.size).toBe(1)
    turns.callFirst()
    expect(await Promise.allSettled(waits)).toEqual([
      { status: 'rejected', reason },
      { status: 'fulfilled', value: undefined },
    ])
  })

  test('given before: does not wait', async () => {
    const turns = createTurnQueue(() => {})
    await expect(turns.join(slotOf(0), AbortSignal.abort(reason))).rejects.toBe(reason)
    expect(turns.size).toBe(0)
  })

  test('after the call: nothing', async () => {
    const turns = createTurnQueue(() => {})
    const controller = new AbortController()
    const turn = turns.join(slotOf(0), controller.signal)
    turns.callFirst()
    controller.abort(reason)
    await expect(turn).resolves.toBeUndefined()
  })
})

test('sends everyone away', async () => {
  const reason = new Error('Redis is away')
  const turns = createTurnQueue(() => {})
  const waits = [0, 1, 2].map((number) => turns.join(slotOf(number), signal))
  turns.sendAway(reason)
  expect(await Promise.allSettled(waits)).toEqual(Array(3).fill({ status: 'rejected', reason }))
  expect(turns.size).toBe(0)
})

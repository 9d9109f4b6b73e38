import { describe, expect, test, vi } from 'vitest'
import { createQueue, type Priority, type Queue, type Slot } from '../../lib/pace/queue.ts'

const signal = new AbortController().signal

/** Enters names into a queue of which each leaves when it is told to; `admitted` has them in their order. */
function watched(slots: number) {
  const onRoom = vi.fn()
  const queue = createQueue(slots, onRoom)
  const admitted: string[] = []
  const held = new Map<string, Slot>()
  const enter = (name: string, priority: Priority = 'normal', by: AbortSignal = signal) =>
    queue.enter(priority, by).then((slot) => {
      admitted.push(name)
      held.set(name, slot)
    })
  const leave = async (name: string) => {
    held.get(name)?.leave()
    await settled()
  }
  return { queue, onRoom, admitted, enter, leave }
}

const settled = () => new Promise((resolve) => setImmediate(resolve))

test('first in, first out', async () => {
  const { queue, admitted, enter, leave } = watched(2)
  for (const name of ['a', 'b', 'c', 'd', 'e']) void enter(name)
  await settled()
  expect([admitted, queue.waiting, queue.hasRoom('normal')]).toEqual([['a', 'b'], 3, false])
  await leave('b')
  expect([admitted, queue.waiting, queue.hasRoom('normal')]).toEqual([['a', 'b', 'c'], 2, false])
  await leave('a')
  await leave('c')
  expect([admitted, queue.waiting, queue.hasRoom('normal')]).toEqual([['a', 'b', 'c', 'd', 'e'], 0, false])
  await leave('d')
  expect(queue.hasRoom('normal')).toBe(true)
})

describe('high', () => {
  test('goes to the head at once, up to five beside the others, and then before normal', async () => {
    const { queue, admitted, enter, leave } = watched(1)
    for (const name of ['n0', 'n1']) void enter(name)
    for (let index = 1; index <= 7; index++) void enter(`h${index}`, 'high')
    void enter('n2')
    await settled()
    expect(admitted).toEqual(['n0', 'h1', 'h2', 'h3', 'h4', 'h5'])
    expect([queue.waiting, queue.taken, queue.countAhead('high'), queue.countAhead('normal')]).toEqual([4, 6, 2, 4])
    for (const name of ['h2', 'n0', 'h1', 'h3', 'h4', 'h5', 'h6']) await leave(name)
    expect(admitted.slice(6)).toEqual(['h6', 'h7'])
    await leave('h7')
    await leave('n1')
    expect(admitted.slice(8)).toEqual(['n1', 'n2'])
  })

  test('takes no room from normal but while it is there', async () => {
    const { queue, onRoom, enter, leave } = watched(2)
    for (const name of ['h1', 'h2', 'h3']) void enter(name, 'high')
    await settled()
    expect([queue.hasRoom('normal'), queue.hasRoom('high')]).toEqual([false, true])
    await leave('h1')
    expect([queue.hasRoom('normal'), onRoom.mock.calls.length]).toEqual([false, 0])
    await leave('h2')
    expect([queue.hasRoom('normal'), onRoom.mock.calls.length]).toEqual([true, 1])
    await leave('h3')
    expect(onRoom).toHaveBeenCalledTimes(1)
  })
})

test('slots are numbered as they are given', async () => {
  const queue = createQueue(1, () => {})
  const first = await queue.enter('normal', signal)
  const waits = [queue.enter('normal', signal), queue.enter('normal', signal)]
  first.leave()
  const second = await waits[0]
  second?.leave()
  const third = await waits[1]
  expect([first.number, second?.number, third?.number]).toEqual([0, 1, 2])
})

test('a slot that is given back is the next one in the queue, not of one that comes then', async () => {
  const { admitted, enter, leave } = watched(1)
  await enter('a')
  void enter('b')
  const left = leave('a')
  void enter('c')
  await left
  expect(admitted).toEqual(['a', 'b'])
})

describe('a signal', () => {
  test('takes a mail out at once, with its reason', async () => {
    const { queue, admitted, enter, leave } = watched(1)
    const controller = new AbortController()
    await enter('a')
    const waiting = enter('b', 'normal', controller.signal)
    void enter('c')
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    expect(queue.waiting).toBe(1)
    await leave('a')
    expect(admitted).toEqual(['a', 'c'])
  })

  test('before entering: no slot is taken', async () => {
    const { queue, enter } = watched(1)
    await expect(enter('a', 'normal', AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
    expect([queue.waiting, queue.hasRoom('normal')]).toEqual([0, true])
  })

  test('after a slot was taken: nothing', async () => {
    const { queue, enter, leave } = watched(1)
    const controller = new AbortController()
    await enter('a', 'normal', controller.signal)
    controller.abort()
    expect(queue.hasRoom('normal')).toBe(false)
    await leave('a')
    expect(queue.hasRoom('normal')).toBe(true)
  })

  test('of thousands takes all of them out, and leaves no listener', async () => {
    const { queue, enter, leave } = watched(1)
    const controllers = Array.from({ length: 5_000 }, () => new AbortController())
    await enter('a')
    const waits = controllers.map((controller, index) => enter(`${index}`, 'normal', controller.signal))
    for (const controller of controllers) controller.abort(new Error('enough'))
    const outcomes = await Promise.allSettled(waits)
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([])
    expect(queue.waiting).toBe(0)
    await leave('a')
    expect(queue.hasRoom('normal')).toBe(true)
  })
})

describe('onRoom', () => {
  test('is called when there is room again', async () => {
    const { onRoom, enter, leave } = watched(1)
    void enter('a')
    void enter('b')
    await settled()
    await leave('a')
    expect(onRoom).toHaveBeenCalledTimes(0)
    await leave('b')
    expect(onRoom).toHaveBeenCalledTimes(1)
  })

  test('and room is there then', async () => {
    const seen: boolean[] = []
    const queue: Queue = createQueue(1, () => seen.push(queue.hasRoom('normal')))
    const slot = await queue.enter('normal', signal)
    slot.leave()
    expect(seen).toEqual([true])
  })
})

test('a slot is given back once', async () => {
  const { queue, onRoom, admitted, enter, leave } = watched(1)
  await enter('a')
  void enter('b')
  void enter('c')
  await leave('a')
  await leave('a')
  expect([admitted, queue.waiting]).toEqual([['a', 'b'], 1])
  expect(onRoom).not.toHaveBeenCalled()
})

test('as many ready as there may be: one that has its turn lets the next come near the head', async () => {
  const onRoom = vi.fn()
  const queue = createQueue(4, onRoom, 2)
  const slots: Slot[] = []
  for (let index = 0; index < 6; index++) void queue.enter('normal', signal).then((slot) => slots.push(slot))
  await settled()
  expect([slots.length, queue.taken, queue.hasRoom('normal')]).toEqual([2, 2, false])
  slots[0]?.start()
  slots[0]?.start()
  await settled()
  expect([slots.length, queue.taken]).toEqual([3, 3])
  slots[1]?.start()
  slots[2]?.start()
  await settled()
  expect([slots.length, queue.taken, queue.waiting]).toEqual([4, 4, 2]) // no more than there are slots
  for (const slot of slots) slot.leave()
  await settled()
  expect([slots.length, queue.taken, queue.hasRoom('normal')]).toEqual([6, 2, false])
  slots[4]?.leave()
  expect([queue.taken, queue.hasRoom('normal'), onRoom.mock.calls.length]).toEqual([1, true, 1])
})

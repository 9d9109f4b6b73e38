import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { SesError } from '../../lib/errors.ts'
import { createRoom } from '../../lib/send/room.ts'
import { StopSource } from '../../lib/stop.ts'

/** Messages that want room, by their sizes, and those that have it. */
function open(bytes: number) {
  const room = createRoom(bytes)
  const admitted: number[] = []
  const leave = new Map<number, () => void>()
  return {
    admitted,
    async take(size: number, stop = new StopSource()) {
      leave.set(size, await room.take(size, stop))
      admitted.push(size)
    },
    async leave(size: number) {
      leave.get(size)?.()
      await turn()
    },
  }
}

test('as many as there is room for, and the others in their order', async () => {
  const room = open(100)
  for (const size of [60, 40, 50, 10]) void room.take(size)
  await turn()
  expect(room.admitted).toEqual([60, 40])
  // The small one does not overtake.
  await room.leave(40)
  expect(room.admitted).toEqual([60, 40])
  await room.leave(60)
  expect(room.admitted).toEqual([60, 40, 50, 10])
})

test('one that is larger than the room goes alone', async () => {
  const room = open(100)
  for (const size of [250, 1]) void room.take(size)
  await turn()
  expect(room.admitted).toEqual([250])
  await room.leave(250)
  expect(room.admitted).toEqual([250, 1])
})

test('one that stops waiting takes no room', async () => {
  const room = open(100)
  const stop = new StopSource()
  void room.take(100)
  const stopped = room.take(99, stop)
  void room.take(98)
  stop.abort(new SesError('closed', { reason: 'cancelled' }))
  await expect(stopped).rejects.toThrow('closed')
  await room.leave(100)
  expect(room.admitted).toEqual([100, 98])
})

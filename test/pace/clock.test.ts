import { expect, test } from 'vitest'
import { sleep, untilAborted } from '../../lib/pace/clock.ts'

const reason = new Error('enough')
const never = new Promise<never>(() => {})

test('a wait that is not aborted gives what it waited for', async () => {
  const { signal } = new AbortController()
  expect(
    await untilAborted(
      signal,
      sleep(0).then(() => 'done'),
    ),
  ).toBe('done')
  await expect(untilAborted(signal, Promise.reject(reason))).rejects.toBe(reason)
})

test('a wait that is aborted ends at once, with the reason', async () => {
  const controller = new AbortController()
  const waiting = untilAborted(controller.signal, never)
  controller.abort(reason)
  await expect(waiting).rejects.toBe(reason)
})

test('a wait that was aborted before ends at once, and a later failure is heard by no one', async () => {
  await expect(untilAborted(AbortSignal.abort(reason), never)).rejects.toBe(reason)
  await expect(untilAborted(AbortSignal.abort(reason), Promise.reject(new Error('late')))).rejects.toBe(reason)
})

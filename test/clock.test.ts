import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Stop, startTimer, stopAfter, wait, waitFor, waitUntil } from '../lib/clock.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const DAY = 86_400_000
const reason = new Error('enough')
const never = () => new Promise<never>(() => {})

/** What a promise has come to by now. */
async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  return Promise.race([promise.catch((error) => error), vi.advanceTimersByTimeAsync(0).then(() => 'waits')])
}

describe('wait', () => {
  test('as long as it says, never less', async () => {
    const waiting = wait(99.5)
    await vi.advanceTimersByTimeAsync(99)
    expect(await outcomeOf(waiting)).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcomeOf(waiting)).toBeUndefined()
  })

  test.each([0, -5])('%i ms: no time', async (ms) => {
    const waiting = wait(ms)
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcomeOf(waiting)).toBeUndefined()
  })

  test('longer than a timer of Node’s can be', async () => {
    const waiting = wait(100 * DAY)
    await vi.advanceTimersByTimeAsync(100 * DAY - 1)
    expect(await outcomeOf(waiting)).toBe('waits')
    await vi.advanceTimersByTimeAsync(1)
    expect(await outcomeOf(waiting)).toBeUndefined()
  })

  test('ends at once with a stop, with its reason and without its timer', async () => {
    const controller = new AbortController()
    const waiting = wait(1_000, controller.signal)
    controller.abort(reason)
    expect(await outcomeOf(waiting)).toBe(reason)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('ends with a stop that came before', async () => {
    expect(await outcomeOf(wait(1_000, AbortSignal.abort(reason)))).toBe(reason)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('waitFor', () => {
  const { signal } = new AbortController()

  test('gives what the promise gives', async () => {
    expect(await waitFor(Promise.resolve('done'), signal)).toBe('done')
    await expect(waitFor(Promise.reject(reason), signal)).rejects.toBe(reason)
  })

  test('ends with a stop, and a later failure is heard by no one', async () => {
    const controller = new AbortController()
    const waiting = waitFor(never(), controller.signal)
    controller.abort(reason)
    await expect(waiting).rejects.toBe(reason)
    await expect(waitFor(Promise.reject(new Error('late')), AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

test.each<[string, (controller: AbortController, resolve: () => void, reject: () => void) => void]>([
  ['comes', (_, resolve) => resolve()],
  ['fails', (_, __, reject) => reject()],
  ['is stopped', (controller) => controller.abort()],
])('clears up once when what it waits for %s, and leaves no listener', async (_, end) => {
  const listeners = new Set<() => void>()
  const controller = new AbortController()
  const { signal } = controller
  const stop: Stop = {
    aborted: false,
    reason,
    addEventListener(type, listener, options) {
      listeners.add(listener)
      signal.addEventListener(type, listener, options)
    },
    removeEventListener: (_type, listener) => void listeners.delete(listener),
  }
  const clearUp = vi.fn()
  let ends: [() => void, () => void] = [() => {}, () => {}]
  const waiting = waitUntil((resolve, reject) => {
    ends = [() => resolve(), () => reject(reason)]
    return clearUp
  }, stop)
  expect(listeners.size).toBe(1)
  end(controller, ...ends)
  await Promise.allSettled([waiting])
  expect([clearUp.mock.calls.length, listeners.size]).toEqual([1, 0])
})

describe('a stop that throws', () => {
  const throwing = (name: keyof Stop): Stop => {
    const stop = { aborted: false, reason, addEventListener() {}, removeEventListener() {} }
    const get = () => {
      throw reason
    }
    return Object.defineProperty(stop, name, name.endsWith('Listener') ? { value: get } : { get })
  }

  test.each(['aborted', 'addEventListener'] as const)('at %s: the wait fails, and is cleared up', async (name) => {
    const clearUp = vi.fn()
    await expect(waitUntil(() => clearUp, throwing(name))).rejects.toBe(reason)
    expect(clearUp).toHaveBeenCalledOnce()
  })

  test('when it is let go: nobody hears of it', async () => {
    let go = () => {}
    const waiting = waitUntil((resolve) => {
      go = resolve
      return () => {}
    }, throwing('removeEventListener'))
    expect(go).not.toThrow()
    expect(await waiting).toBeUndefined()
  })

  test('for its reason: the wait fails all the same', async () => {
    const stop = Object.defineProperty(throwing('reason'), 'aborted', { value: true })
    await expect(waitUntil(() => () => {}, stop)).rejects.toBe(reason)
  })
})

test('the timer of a wait ends also where the stop before it throws', async () => {
  const earlier = {
    aborted: false,
    reason,
    addEventListener() {},
    removeEventListener() {
      throw reason
    },
  }
  await waitFor(
    Promise.resolve(),
    stopAfter(1_000, () => reason, earlier),
  )
  expect(vi.getTimerCount()).toBe(0)
})

describe('stopAfter', () => {
  test('comes by itself, with a reason that is made then', async () => {
    const makeReason = vi.fn(() => reason)
    const stop = stopAfter(1_000, makeReason)
    expect(vi.getTimerCount()).toBe(0)
    const waiting = waitFor(never(), stop)
    const failed = expect(waiting).rejects.toBe(reason)
    await vi.advanceTimersByTimeAsync(999)
    expect([stop.aborted, makeReason.mock.calls.length, await outcomeOf(waiting)]).toEqual([false, 0, 'waits'])
    await vi.advanceTimersByTimeAsync(1)
    await failed
    expect([stop.aborted, stop.reason]).toEqual([true, reason])
  })

  test('ends what begins to wait later, and what waits too', async () => {
    const stop = stopAfter(1_000, () => reason)
    await vi.advanceTimersByTimeAsync(900)
    const waits = Promise.allSettled([wait(5_000, stop), wait(6_000, stop), wait(50, stop)])
    await vi.advanceTimersByTimeAsync(100)
    expect((await waits).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(await outcomeOf(wait(5_000, stop))).toBe(reason)
    expect(vi.getTimerCount()).toBe(0)
  })

  test('comes with the earlier one, with its reason', async () => {
    const controller = new AbortController()
    const stop = stopAfter(1_000, () => new Error('late'), controller.signal)
    const waiting = wait(5_000, stop)
    controller.abort(reason)
    expect([stop.aborted, stop.reason, await outcomeOf(waiting)]).toEqual([true, reason, reason])
    expect(vi.getTimerCount()).toBe(0)
  })

  test('a wait that is over leaves no timer', async () => {
    await waitFor(
      Promise.resolve(),
      stopAfter(1_000, () => reason),
    )
    expect(vi.getTimerCount()).toBe(0)
  })

  test.each([100 * DAY, Number.POSITIVE_INFINITY])('in %d ms', async (ms) => {
    const waiting = waitFor(
      never(),
      stopAfter(ms, () => reason),
    )
    await vi.advanceTimersByTimeAsync(99 * DAY)
    expect(await outcomeOf(waiting)).toBe('waits')
  })
})

test('a timer that is ended does not act', async () => {
  const act = vi.fn()
  const end = startTimer(1_000, act)
  const endLong = startTimer(100 * DAY, act)
  end()
  await vi.advanceTimersByTimeAsync(50 * DAY)
  endLong()
  await vi.advanceTimersByTimeAsync(100 * DAY)
  expect([act.mock.calls.length, vi.getTimerCount()]).toEqual([0, 0])
})

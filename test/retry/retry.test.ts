import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Stop, waitUntil } from '../../lib/clock.ts'
import { SesError } from '../../lib/errors.ts'
import { type RetryRules, withRetry } from '../../lib/retry/retry.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const soon = (message: string) => new SesError(message, { reason: 'service-unavailable', retry: 'soon' })

function rules(changes: Partial<RetryRules> = {}): RetryRules {
  return {
    retries: 9,
    minDelayMs: 100,
    maxDelayMs: 10_000,
    deadlineMs: 60_000,
    stop: new AbortController().signal,
    mayRetry: () => true,
    onRetry() {},
    ...changes,
  }
}

/** Rejects as soon as a wait is ended. */
const untilEnded = (stop: Stop) => waitUntil<never>(() => () => {}, stop)

/** The message that a promise is rejected with, when all timers have run. */
async function failureOf(promise: Promise<unknown>): Promise<string> {
  const failed = promise.then(
    () => 'none',
    (error) => error.message,
  )
  await vi.runAllTimersAsync()
  return failed
}

test('tries until it works', async () => {
  const result = withRetry(async (number) => {
    if (number < 3) throw soon(`try ${number}`)
    return number
  }, rules())
  await vi.runAllTimersAsync()
  expect(await result).toBe(3)
  expect(vi.getTimerCount()).toBe(0)
})

test('delays double, each by chance up to twice as long', async () => {
  const startedAt: number[] = []
  const attempt = async () => {
    startedAt.push(performance.now())
    throw soon('no')
  }
  await failureOf(withRetry(attempt, rules({ retries: 3 })))
  const delays = startedAt.slice(1).map((at, index) => at - (startedAt[index] ?? 0))
  expect(delays.map((delay, index) => delay >= 100 * 2 ** index && delay <= 200 * 2 ** index)).toEqual([
    true,
    true,
    true,
  ])
})

test('a try that waits for its turn at the deadline never starts: the error is that of the try before', async () => {
  const tries: number[] = []
  const attempt = async (number: number, stop: Stop) => {
    tries.push(number)
    return number === 1 ? Promise.reject(soon('try 1')) : untilEnded(stop)
  }
  expect(await failureOf(withRetry(attempt, rules({ deadlineMs: 1_000 })))).toBe('try 1')
  expect(tries).toEqual([1, 2])
  expect(vi.getTimerCount()).toBe(0)
})

test('no try starts after the deadline', async () => {
  const startedAt: number[] = []
  const began = performance.now()
  const attempt = async () => {
    startedAt.push(performance.now() - began)
    await new Promise((resolve) => setTimeout(resolve, 400))
    throw soon('no')
  }
  await failureOf(withRetry(attempt, rules({ deadlineMs: 1_000, retries: 99 })))
  expect(startedAt.length).toBeGreaterThan(1)
  expect(Math.max(...startedAt)).toBeLessThan(1_000)
})

test('the first try waits for its turn however long that takes', async () => {
  const result = withRetry(
    (_, stop) => Promise.race([untilEnded(stop), new Promise((resolve) => setTimeout(resolve, 5_000, 'done'))]),
    rules({ deadlineMs: 1_000 }),
  )
  await vi.runAllTimersAsync()
  expect(await result).toBe('done')
})

test('the stop ends a delay at once, with its reason', async () => {
  const controller = new AbortController()
  const failed = withRetry(() => Promise.reject(soon('no')), rules({ stop: controller.signal })).catch((error) => error)
  await vi.advanceTimersByTimeAsync(10)
  controller.abort(new Error('closed'))
  expect((await failed).message).toBe('closed')
  expect(vi.getTimerCount()).toBe(0)
})

test('what worked worked, though the stop came meanwhile', async () => {
  const controller = new AbortController()
  const attempt = async () => {
    controller.abort(new Error('closed'))
    return 'sent'
  }
  expect(await withRetry(attempt, rules({ stop: controller.signal }))).toBe('sent')
})

test('a failure that comes after the stop is the stop’s, and is not tried again', async () => {
  const controller = new AbortController()
  const attempt = vi.fn(async () => {
    controller.abort(new Error('closed'))
    throw soon('no')
  })
  expect(await failureOf(withRetry(attempt, rules({ stop: controller.signal })))).toBe('closed')
  expect(attempt).toHaveBeenCalledTimes(1)
})

test.each([1, 2])('what is not tried again is told as it is, though the stop came meanwhile: try %i', async (last) => {
  const controller = new AbortController()
  const attempt = async (number: number) => {
    if (number < last) throw soon('no')
    controller.abort(new Error('closed'))
    throw new SesError('unknown', { reason: 'delivery-unknown', delivered: 'unknown' })
  }
  const mayRetry = ({ delivered }: SesError) => delivered === 'no'
  expect(await failureOf(withRetry(attempt, rules({ stop: controller.signal, mayRetry })))).toBe('unknown')
})

test('the stop ends the wait of a later try for its turn', async () => {
  const controller = new AbortController()
  const attempt = (number: number, stop: Stop) => (number === 1 ? Promise.reject(soon('no')) : untilEnded(stop))
  const failed = withRetry(attempt, rules({ stop: controller.signal })).catch((error) => error)
  await vi.advanceTimersByTimeAsync(1_000)
  controller.abort(new Error('closed'))
  expect((await failed).message).toBe('closed')
  expect(vi.getTimerCount()).toBe(0)
})

test('delays and a deadline longer than a timer of Node’s can be', async () => {
  const times = { minDelayMs: 1e13, maxDelayMs: 1e13, deadlineMs: 1e14 }
  const attempt = async (number: number) => (number === 1 ? Promise.reject(soon('no')) : number)
  const result = withRetry(attempt, rules(times))
  await vi.advanceTimersByTimeAsync(2 ** 31 - 2)
  expect(vi.getTimerCount()).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(await result).toBe(2)
})

test('what worked at a later try worked, though the stop came meanwhile', async () => {
  const controller = new AbortController()
  const attempt = async (number: number) => {
    if (number === 1) throw soon('no')
    controller.abort(new Error('closed'))
    return 'sent'
  }
  const result = withRetry(attempt, rules({ stop: controller.signal }))
  await vi.runAllTimersAsync()
  expect(await result).toBe('sent')
})

test('a first try that took longer than the deadline is the last', async () => {
  const attempt = vi.fn(async () => {
    await new Promise((resolve) => setTimeout(resolve, 5_000))
    throw soon('late')
  })
  expect(await failureOf(withRetry(attempt, rules({ deadlineMs: 1_000 })))).toBe('late')
  expect(attempt).toHaveBeenCalledTimes(1)
})

test('what is not to be tried again fails as it is', async () => {
  for (const failure of [soon('no'), new TypeError('a mistake'), new Error('foreign')]) {
    const onRetry = vi.fn()
    const failed = withRetry(() => Promise.reject(failure), rules({ mayRetry: () => false, onRetry }))
    await expect(failed).rejects.toBe(failure)
    expect(onRetry).not.toHaveBeenCalled()
  }
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
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
    signal: new AbortController().signal,
    mayRetry: () => true,
    onRetry() {},
    ...changes,
  }
}

/** Rejects as soon as a wait is ended. */
const untilEnded = (waits: AbortSignal) =>
  new Promise<never>((_, reject) => waits.addEventListener('abort', () => reject(waits.reason)))

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
  const attempt = async (number: number, waits: AbortSignal) => {
    tries.push(number)
    return number === 1 ? Promise.reject(soon('try 1')) : untilEnded(waits)
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
    (_, waits) => Promise.race([untilEnded(waits), new Promise((resolve) => setTimeout(resolve, 5_000, 'done'))]),
    rules({ deadlineMs: 1_000 }),
  )
  await vi.runAllTimersAsync()
  expect(await result).toBe('done')
})

test('the signal ends a delay at once, with its reason', async () => {
  const controller = new AbortController()
  const failed = withRetry(() => Promise.reject(soon('no')), rules({ signal: controller.signal })).catch(
    (error) => error,
  )
  await vi.advanceTimersByTimeAsync(10)
  controller.abort(new Error('closed'))
  expect((await failed).message).toBe('closed')
  expect(vi.getTimerCount()).toBe(0)
})

test('what worked worked, though the signal came meanwhile', async () => {
  const controller = new AbortController()
  const attempt = async () => {
    controller.abort(new Error('closed'))
    return 'sent'
  }
  expect(await withRetry(attempt, rules({ signal: controller.signal }))).toBe('sent')
})

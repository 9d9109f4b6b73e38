import { describe, expect, test } from 'vitest'
import { SILENT } from '../../lib/options/logger.ts'
import { createPace } from '../../lib/pace/pace.ts'
import type { Priority } from '../../lib/pace/queue.ts'
import { createRedisLink } from '../../lib/pace/redis/link.ts'

const { signal } = new AbortController()
let mails = 0
const slotOf = (priority: Priority = 'normal') => ({ number: mails++, priority, start() {}, leave() {} })
const paceOf = (perSecond: number) => createPace({ perSecond, shared: undefined }, undefined)
const reason = new Error('enough')

test('rateLimit: false never waits', async () => {
  const pace = createPace(false, undefined)
  for (let index = 0; index < 1_000; index++) {
    const turn = await pace.takeTurn(slotOf(), signal)
    await turn.beginCall(signal)
    turn.end('refused')
  }
  expect(pace.expectedWaitMs(1_000)).toBe(0)
})

describe('a signal ends the wait at once', () => {
  // One a day: without the signal these tests would not end.
  const slow = () => paceOf(1 / 86_400)

  test.each(['normal', 'high'] as const)('for a turn of %s priority', async (priority) => {
    const pace = slow()
    const controller = new AbortController()
    await pace.takeTurn(slotOf(), signal)
    const turn = pace.takeTurn(slotOf(priority), controller.signal)
    controller.abort(reason)
    await expect(turn).rejects.toBe(reason)
  })

  test('for its call, though it was woken', async () => {
    const pace = paceOf(1)
    const controller = new AbortController()
    const first = await pace.takeTurn(slotOf(), signal)
    await first.beginCall(signal)
    const second = await pace.takeTurn(slotOf(), signal)
    const begun = second.beginCall(controller.signal)
    first.end('answered')
    controller.abort(reason)
    await expect(begun).rejects.toBe(reason)
  })

  test('before it begins', async () => {
    await expect(slow().takeTurn(slotOf(), AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

test('Redis goes away between turn and call, and the option says fail: no call', async () => {
  const answers = [1, ['1000000', '1', 0, 1, 1, -1, '1']]
  const evalsha = async () => answers.shift() ?? Promise.reject(new Error('ECONNREFUSED'))
  const shared = { redis: { evalsha, eval: evalsha }, id: 'x', onRedisDown: 'fail', processes: 4 } as const
  const link = createRedisLink(shared, SILENT)
  link.close()
  const turn = await createPace({ perSecond: 20, shared }, link).takeTurn(slotOf(), signal)
  await expect(turn.beginCall(signal)).rejects.toMatchObject({ reason: 'rate-limited', retry: 'later' })
})

test('high before normal', async () => {
  const pace = paceOf(10)
  const order: string[] = []
  const take = async (name: string, priority: 'high' | 'normal') => {
    await pace.takeTurn(slotOf(priority), signal)
    order.push(name)
  }
  // The first is under way, the second may be next already.
  const names = ['n1', 'n2', 'n3', 'n4']
  await Promise.all([...names.map((name) => take(name, 'normal')), take('h1', 'high'), take('h2', 'high')])
  expect(order).toHaveLength(6)
  expect(order.indexOf('h1')).toBeLessThan(order.indexOf('n3'))
  expect(order.indexOf('h2')).toBeLessThan(order.indexOf('n4'))
})

// A mail that gave up is none that the others wait for.
test('turns that nobody waits for any more cost none', async () => {
  const pace = paceOf(10)
  await pace.takeTurn(slotOf(), signal)
  const controllers = Array.from({ length: 1_000 }, () => new AbortController())
  const given = controllers.map((controller) => pace.takeTurn(slotOf(), controller.signal))
  for (const controller of controllers) controller.abort(reason)
  await Promise.allSettled(given)
  await pace.takeTurn(slotOf(), signal)
}, 5_000)

test('what a mail would wait', async () => {
  const pace = paceOf(20)
  expect([0, 1, 20].map((waiting) => pace.expectedWaitMs(waiting))).toEqual([0, 51.5, 1_030])
  const turn = await pace.takeTurn(slotOf(), signal)
  turn.end('refused')
  expect(pace.expectedWaitMs(20) - pace.expectedWaitMs(0)).toBeGreaterThan(2_000)
})

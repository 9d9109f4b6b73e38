import { describe, expect, test, vi } from 'vitest'
import { openClient } from '../../lib/status/open-client.ts'
import { resolveStatusOptions, type SesStatusOptions } from '../../lib/status/options.ts'
import { createQuestions } from '../../lib/status/questions.ts'
import { ann, fakeApi, recordAt } from '../help/ses-records.ts'
import { failureOf } from '../help/stage.ts'

const noon = Date.parse('2026-11-27T04:00:00Z')
const day = '2026-11-27'

function open(client: NonNullable<SesStatusOptions['client']>, options: SesStatusOptions = {}) {
  const settings = resolveStatusOptions({ client, rateLimit: false, ...options })
  return createQuestions(settings, openClient(settings))
}

test.each([
  [0, [0]],
  [99, [0]],
  [100, [0, 100]],
  [250, [0, 100, 200]],
])('%d records: pages at %j', async (count, offsets) => {
  const api = fakeApi(Array.from({ length: count }, () => recordAt(noon)))
  expect(await open(api.client).recordsOf(day, ann, undefined)).toHaveLength(count)
  expect(api.asked).toEqual(offsets.map((Offset) => ({ RequestDate: day, ToEmailAddress: ann, Offset, Limit: 100 })))
})

test('full pages without end are refused', async () => {
  const page = Array.from({ length: 100 }, () => recordAt(noon))
  const questions = open({ GetSendEmailStatus: async () => ({ EmailStatusList: page }) })
  expect(await failureOf(questions.recordsOf(day, ann, undefined))).toMatchObject({
    retry: 'later',
    delivered: 'unknown',
  })
})

test.each([null, undefined, {}, { EmailStatusList: null }, { EmailStatusList: [] }])(
  '%j is no record, or an error',
  async (reply) => {
    const questions = open({ GetSendEmailStatus: async () => reply as never })
    const found = await questions.recordsOf(day, ann, undefined).catch((error) => error.name)
    expect(found).toEqual(reply === null || reply === undefined ? 'SesError' : [])
  },
)

test.each([
  [
    'throws',
    () => {
      throw new Error('no')
    },
  ],
  ['rejects', () => Promise.reject(new Error('no'))],
  ['gives no list', async () => ({ EmailStatusList: 'none' })],
  ['gives no records', async () => ({ EmailStatusList: [null] })],
])('a client that %s: a SesError', async (_, ask) =>
  expect(await failureOf(open({ GetSendEmailStatus: ask as never }).recordsOf(day, ann, undefined))).toMatchObject({
    reason: 'connection',
    retry: 'soon',
    delivered: 'unknown',
  }),
)

test('an answer that does not come: a SesError after timeoutMs', async () => {
  const questions = open({ GetSendEmailStatus: () => new Promise(() => {}) }, { timeoutMs: 20 })
  expect(await failureOf(questions.recordsOf(day, ann, undefined))).toMatchObject({
    reason: 'connection',
    retry: 'soon',
    code: 'ETIMEDOUT',
    message: 'SES did not say what became of the mail within 20 ms.',
  })
})

describe('a signal', () => {
  test('that has ended: SES is not asked', async () => {
    const api = fakeApi()
    const error = await failureOf(open(api.client).recordsOf(day, ann, AbortSignal.abort('enough') as never))
    expect(error).toMatchObject({ reason: 'cancelled', delivered: 'unknown', cause: 'enough' })
    expect(api.asked).toEqual([])
  })

  test('ends the wait for an answer', async () => {
    const controller = new AbortController()
    const questions = open({ GetSendEmailStatus: () => new Promise(() => {}) })
    const failure = failureOf(questions.recordsOf(day, ann, controller.signal as never))
    controller.abort()
    expect(await failure).toMatchObject({ reason: 'cancelled' })
  })

  test('ends the wait for a turn', async () => {
    const api = fakeApi()
    const controller = new AbortController()
    const questions = open(api.client, { rateLimit: { perSecond: 0.01 } })
    await questions.recordsOf(day, ann, undefined)
    const failure = failureOf(questions.recordsOf(day, ann, controller.signal as never))
    controller.abort()
    expect(await failure).toMatchObject({ reason: 'cancelled' })
    expect(api.asked).toHaveLength(1)
  })
})

test('keeps to the rate: no more than one in any second, by default', async () => {
  vi.useFakeTimers()
  try {
    const moments: number[] = []
    const client = {
      async GetSendEmailStatus() {
        moments.push(performance.now())
        return {}
      },
    }
    const settings = resolveStatusOptions({ client })
    const questions = createQuestions(settings, openClient(settings))
    const all = Promise.all(Array.from({ length: 10 }, () => questions.recordsOf(day, ann, undefined)))
    await vi.advanceTimersByTimeAsync(12_000)
    await all
    const gaps = moments.slice(1).map((at, index) => at - (moments[index] ?? 0))
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000)
    expect(Math.max(...gaps)).toBeLessThan(1_100)
  } finally {
    vi.useRealTimers()
  }
})

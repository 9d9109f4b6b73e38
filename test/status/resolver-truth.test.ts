// Random mails to a few recipients, some lost, some taken, some refused, with records that come late: whatever a resolver says is true.

import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SesError } from '../../lib/index.ts'
import { parseSesEvent, type SesEvent, sesStatus, type UnknownResolver } from '../../lib/status/index.ts'
import { fakeApi, from, handOver, recordAt } from '../help/ses-records.ts'

const start = Date.parse('2026-11-27T15:55:00Z') // midnight in China is near
beforeEach(() => void vi.useFakeTimers({ now: start }))
afterEach(() => void vi.useRealTimers())

interface Attempt {
  /** Whether SES got the message. */
  readonly arrives: boolean
  readonly sendStatus: number
  /** Milliseconds until its record can be seen; none: never. */
  readonly recordAfterMs: number | undefined
  /** By how much SES's time is off. */
  readonly skewMs: number
  /** Whether the transport got a reply. */
  readonly answered: boolean
  readonly event: boolean
}

const attempt: fc.Arbitrary<Attempt> = fc.record({
  arrives: fc.boolean(),
  sendStatus: fc.constantFrom(0, 0, 0, 1001, 1006, 1004, 4001),
  recordAfterMs: fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: undefined }),
  skewMs: fc.integer({ min: -60_000, max: 60_000 }),
  answered: fc.boolean(),
  event: fc.boolean(),
})
const mail = fc.record({
  atMs: fc.integer({ min: 0, max: 900_000 }),
  to: fc.constantFrom('ann@example.org', 'bob@example.org'),
  messageId: fc.constantFrom('own', 'own', 'own', 'shared'),
  attempts: fc.array(attempt, { minLength: 1, maxLength: 3 }),
})

/** Sends them, and gives each answer beside what is true. */
async function run(
  mails: readonly (typeof mail extends fc.Arbitrary<infer Mail> ? Mail : never)[],
  /** When the resolver is made, after the mails of an earlier process. */
  madeAfterMs: number,
) {
  vi.setSystemTime(start)
  const api = fakeApi()
  const events: SesEvent[] = []
  const status = sesStatus({ client: api.client, rateLimit: false })
  let resolve: UnknownResolver | undefined
  setTimeout(() => {
    resolve = status.resolver({
      waitMs: 60_000,
      pollMs: 7_000,
      events: (asked) => events.filter(({ messageId }) => messageId === asked.messageId),
    })
  }, madeAfterMs)
  const told: { answer: string; isSent: boolean }[] = []

  const send = async ({ to, messageId, attempts }: (typeof mails)[number], number: number) => {
    // One that an earlier process has used is the same mail's, sent again: its event tells the truth.
    const id = messageId === 'own' || !resolve ? `<${number}@x>` : '<shared@x>'
    let isSent = false
    for (const [index, { arrives, sendStatus, recordAfterMs, skewMs, answered, event }] of attempts.entries()) {
      const asks = resolve
      handOver({ messageId: id, to: [to], attempt: index + 1 })
      const handedOverAt = Date.now()
      if (arrives) {
        isSent ||= sendStatus === 0
        const record = recordAt(handedOverAt + skewMs, { ToEmailAddress: to, SendStatus: sendStatus })
        if (recordAfterMs !== undefined) setTimeout(() => api.records.push(record), recordAfterMs)
        const body = { event: 'delivered', email: to, messageId: id, timestamp: Math.floor(Date.now() / 1_000) }
        if (event && sendStatus === 0)
          setTimeout(() => events.push(parseSesEvent({ ...body, bulkId: record.MessageId })), 20_000)
      }
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      if (answered && arrives && sendStatus === 0) return
      if (!(answered && arrives)) {
        const unknown = { messageId: id, from, to: [to], attempts: index + 1, handedOverAt, error: {} as SesError }
        if (!asks) return // its process is gone
        const { answer } = await asks(unknown)
        told.push({ answer, isSent })
        if (answer !== 'not-delivered') return
      }
    }
  }
  const all = Promise.all(
    mails.map((each, number) => new Promise((done) => setTimeout(done, each.atMs)).then(() => send(each, number))),
  )
  await vi.advanceTimersByTimeAsync(1_300_000)
  await all
  status.close()
  return told
}

test('none is told delivered that was not, and none not delivered that was', { timeout: 120_000 }, async () => {
  const counts = { delivered: 0, 'not-delivered': 0, unknown: 0 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(mail, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 300_000 }),
      async (mails, madeAfterMs) => {
        for (const { answer, isSent } of await run(mails, madeAfterMs)) {
          counts[answer as keyof typeof counts]++
          if (answer !== 'unknown') expect(answer).toBe(isSent ? 'delivered' : 'not-delivered')
        }
      },
    ),
  )
  // And it does decide.
  expect(counts.delivered).toBeGreaterThan(20)
  expect(counts['not-delivered']).toBeGreaterThan(10)
})

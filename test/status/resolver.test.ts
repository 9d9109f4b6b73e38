import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import type { DeliveryFinding, SesError } from '../../lib/index.ts'
import { parseSesEvent, type ResolverOptions, type SesEvent, sesStatus } from '../../lib/status/index.ts'
import { type ApiRecord, ann, fakeApi, from, handOver, recordAt } from '../help/ses-records.ts'

const start = Date.parse('2026-11-27T04:00:00Z')
beforeEach(() => void vi.useFakeTimers({ now: start }))
afterEach(() => void vi.useRealTimers())

const bob = 'bob@example.org'

/** A resolver made an hour ago, and mails of the process; `ask` says what it answers and after how long. */
function stage(options: ResolverOptions = {}, { madeBeforeMs = 3_600_000 } = {}) {
  const api = fakeApi()
  const status = sesStatus({ client: api.client, rateLimit: false })
  const now = Date.now()
  vi.setSystemTime(now - madeBeforeMs)
  const resolve = status.resolver(options)
  vi.setSystemTime(now)
  onTestFinished(() => status.close())

  /** Hands a mail over. */
  const send = (fields: { messageId?: string; to?: string[]; attempts?: number } = {}) => {
    const { messageId = '<1@x>', to = [ann], attempts = 1 } = fields
    handOver({ messageId, to, attempt: attempts })
    return { messageId, from, to, attempts, handedOverAt: Date.now(), error: {} as SesError }
  }
  const ask = async (
    mail: ReturnType<typeof send>,
    signal?: AbortSignal,
  ): Promise<DeliveryFinding & { afterMs: number }> => {
    const began = performance.now()
    let finding: DeliveryFinding | undefined
    const asked = resolve({ ...mail, ...(signal && { signal }) }).then((answer) => {
      finding = answer
    })
    while (!finding) await vi.advanceTimersByTimeAsync(100)
    await asked
    return { ...finding, afterMs: performance.now() - began }
  }
  return { api, records: api.records, status, send, ask, resolve }
}

const later = (ms: number) => vi.advanceTimersByTime(ms)

describe('one record, and one mail of ours', () => {
  test('SendStatus 0: delivered', async () => {
    const { records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(start + 1_000))
    expect(await ask(mail)).toMatchObject({ answer: 'delivered', why: `SES took the mail to ${ann} (SendStatus 0).` })
  })

  test('whatever became of it then', async () => {
    const { records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(start, { DeliverStatus: 3 }))
    expect(await ask(mail)).toMatchObject({ answer: 'delivered' })
  })

  test.each([
    [1006, { reason: 'recipient-rate-limited', retry: 'later', retryAfterMs: 3_600_000, scope: 'recipient' }],
    [1007, { reason: 'recipient-refused', retry: 'never' }],
    [1010, { reason: 'quota-exceeded', retry: 'later', retryAfterMs: 12 * 3_600_000 }],
    [1001, { reason: 'service-unavailable', retry: 'soon' }],
  ])('SendStatus %d: not delivered, with its meaning', async (SendStatus, verdict) => {
    const { records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(start, { SendStatus }))
    const finding = await ask(mail)
    expect(finding).toMatchObject({ answer: 'not-delivered', verdict })
    expect(finding.why).toContain(`SES did not send the mail to ${ann} (SendStatus ${SendStatus}): `)
    expect(finding.verdict?.docs).toContain('39502')
  })

  test('two minutes either way', async () => {
    for (const ms of [-120_000, 120_000]) {
      const { records, send, ask } = stage()
      const mail = send()
      records.push(recordAt(Date.now() + ms))
      expect(await ask(mail)).toMatchObject({ answer: 'delivered' })
      later(1_000_000)
    }
  })

  test('across midnight in China', async () => {
    vi.setSystemTime(Date.parse('2026-11-27T15:59:30Z'))
    const { records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(Date.parse('2026-11-27T16:00:10Z')))
    expect(await ask(mail)).toMatchObject({ answer: 'delivered' })
  })
})

describe('what decides nothing stays unknown', () => {
  test.each<[string, Partial<ApiRecord>, string]>([
    ['a time-out', { SendStatus: 1004 }, 'leaves it open (SendStatus 1004)'],
    ['a status that is not documented', { SendStatus: 4001 }, 'leaves it open (SendStatus 4001)'],
    ['no status', { SendStatus: undefined as never }, 'leaves it open (SendStatus missing)'],
    [
      'refused and delivered',
      { SendStatus: 1007, DeliverStatus: 1 },
      'contradicts itself (SendStatus 1007, DeliverStatus 1)',
    ],
    ['refused and opened', { SendStatus: 1007, UserOpened: true }, 'contradicts itself'],
    ['refused, with a time of delivery', { SendStatus: 1007, DeliverTime: start / 1_000 }, 'contradicts itself'],
  ])('%s', async (_, fields, why) => {
    const { records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(start, fields))
    const finding = await ask(mail)
    expect(finding).toMatchObject({ answer: 'unknown', afterMs: 100 })
    expect(finding.why).toContain(why)
  })

  test('no record, however long one waits', async () => {
    const { api, send, ask } = stage({ waitMs: 3_600_000, pollMs: 60_000 })
    const finding = await ask(send())
    expect(finding).toMatchObject({ answer: 'unknown', afterMs: 3_600_000 })
    expect(finding.why).toBe(`After a wait of up to 3600 s, SES has no record of a mail to ${ann}.`)
    expect(api.asked).toHaveLength(61)
  })

  test('"No results were found" is no record', async () => {
    const { records, send, ask } = stage()
    records.push(recordAt(start, { SendStatus: 2001 }))
    expect(await ask(send())).toMatchObject({ answer: 'unknown', why: expect.stringContaining('no record') })
  })

  test('a record of three minutes later', async () => {
    const { records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(start + 180_000))
    expect(await ask(mail)).toMatchObject({ answer: 'unknown' })
  })

  test('a record of another sender, or to another', async () => {
    const { records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(start, { FromEmailAddress: 'x@mail.example.com' }), recordAt(start, { ToEmailAddress: bob }))
    expect(await ask(mail)).toMatchObject({ answer: 'unknown' })
  })

  test('a record without a time', async () => {
    const { api, send, ask } = stage()
    const mail = send()
    const { RequestTime: _, ...timeless } = recordAt(start)
    api.client.GetSendEmailStatus = async () => ({ EmailStatusList: [timeless] })
    expect(await ask(mail)).toMatchObject({ answer: 'unknown', why: expect.stringContaining('has no time') })
  })

  test('a mail of which not all was handed over', async () => {
    const { records, send, ask } = stage()
    const mail = { ...send(), handedOverAt: undefined as never }
    records.push(recordAt(start))
    expect(await ask(mail)).toMatchObject({ answer: 'unknown' })
  })
})

describe('several candidates', () => {
  test('two records: unknown, at once', async () => {
    const { records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(start), recordAt(start + 1_000))
    expect(await ask(mail)).toMatchObject({
      answer: 'unknown',
      why: `SES has 2 records that may be of the mail to ${ann}.`,
      afterMs: 100,
    })
  })

  test('two mails alike within a second: both unknown, with one record or with two', async () => {
    for (const count of [1, 2]) {
      const { records, send, ask } = stage()
      const first = send()
      later(500)
      const mails = [first, send({ messageId: '<2@x>' })]
      for (let index = 0; index < count; index++) records.push(recordAt(Date.now()))
      for (const mail of mails) expect(await ask(mail)).toMatchObject({ answer: 'unknown' })
      later(1_000_000)
    }
  })

  // The worst there is: the one was lost, and the record is the other's.
  test('a mail sent before, whose record is the one: unknown', async () => {
    const { records, send, ask } = stage()
    send({ messageId: '<before@x>' })
    records.push(recordAt(start))
    later(30_000)
    expect(await ask(send())).toMatchObject({
      answer: 'unknown',
      why: expect.stringContaining('for 2 of this process'),
    })
  })

  test('a mail that is handed over while one waits: unknown', async () => {
    const { records, send, ask } = stage()
    const mail = send()
    setTimeout(() => {
      send({ messageId: '<meanwhile@x>' })
      records.push(recordAt(Date.now()))
    }, 7_000)
    expect(await ask(mail)).toMatchObject({ answer: 'unknown', why: expect.stringContaining('for 2 of this process') })
  })

  test('an attempt before, which SES refused, may be what the record is of: unknown', async () => {
    const { records, send, ask } = stage()
    send({ attempts: 1 })
    records.push(recordAt(start, { SendStatus: 1001 }))
    later(1_000)
    expect(await ask(send({ attempts: 2 }))).toMatchObject({ answer: 'unknown' })
  })

  test('a mail out of reach of the record does not matter', async () => {
    const { records, send, ask } = stage()
    send({ messageId: '<before@x>' })
    later(150_000)
    const mail = send()
    records.push(recordAt(Date.now() + 1_000))
    expect(await ask(mail)).toMatchObject({ answer: 'delivered' })
  })

  test('one to another recipient, or from another sender, does not matter', async () => {
    const { records, send, ask } = stage()
    const mail = send()
    send({ messageId: '<2@x>', to: [bob] })
    handOver({ messageId: '<3@x>', from: 'x@mail.example.com' })
    records.push(recordAt(start))
    expect(await ask(mail)).toMatchObject({ answer: 'delivered' })
  })

  test('a record that is another mail’s already is not taken twice', async () => {
    const { records, send, ask } = stage()
    const first = send()
    records.push(recordAt(start, { SendStatus: 1001 }))
    expect(await ask(first)).toMatchObject({ answer: 'not-delivered' })
    const again = send({ attempts: 2 })
    expect(await ask(again)).toMatchObject({ answer: 'unknown' })
    records.push(recordAt(Date.now()))
    expect(await ask(again)).toMatchObject({ answer: 'delivered' })
  })

  test('mails of before that are no longer known: unknown', async () => {
    const { records, send, ask } = stage()
    for (let index = 0; index < 50_001; index++) handOver({ messageId: `<${index}@x>`, to: [`${index}@example.org`] })
    later(1_000)
    const mail = send()
    records.push(recordAt(Date.now()))
    expect(await ask(mail)).toMatchObject({ answer: 'unknown', why: expect.stringContaining('too long ago') })
  })

  test.each([
    [{ madeBeforeMs: 120_000 }, {}, 'unknown'],
    [{ madeBeforeMs: 120_001 }, {}, 'delivered'],
    [{ madeBeforeMs: 10_000 }, { within: 10_000 }, 'unknown'],
    [{ madeBeforeMs: 10_001 }, { within: 10_000 }, 'delivered'],
    [{ madeBeforeMs: 0 }, { quietSince: start - 120_000 }, 'unknown'],
    [{ madeBeforeMs: 0 }, { quietSince: start - 120_001 }, 'delivered'],
    [{ madeBeforeMs: 0 }, { quietSince: new Date(0) }, 'delivered'],
  ])('a resolver %j, %j, of whose time before another mail may be: %s', async (made, options, answer) => {
    const { records, send, ask } = stage(options, made)
    const mail = send()
    records.push(recordAt(start))
    expect(await ask(mail)).toMatchObject({ answer })
  })

  test('one that is closed: unknown', async () => {
    const { records, status, send, ask } = stage()
    const mail = send()
    status.close()
    records.push(recordAt(start))
    expect(await ask(mail)).toMatchObject({ answer: 'unknown', why: expect.stringContaining('after it was closed') })
  })
})

describe('a record that comes late', () => {
  test('is found at the next question', async () => {
    const { records, send, ask } = stage()
    const mail = send()
    setTimeout(() => records.push(recordAt(start)), 12_000)
    expect(await ask(mail)).toMatchObject({ answer: 'delivered', afterMs: 15_000 })
  })

  test('is looked for once more when the time is over', async () => {
    const { records, send, ask } = stage({ waitMs: 12_000, pollMs: 5_000 })
    const mail = send()
    setTimeout(() => records.push(recordAt(start)), 11_000)
    expect(await ask(mail)).toMatchObject({ answer: 'delivered', afterMs: 12_000 })
  })
})

describe('several recipients', () => {
  const both = { to: [ann, bob] }

  test('each has its record: delivered', async () => {
    const { records, send, ask } = stage()
    const mail = send(both)
    records.push(recordAt(start, { MessageId: 'q' }), recordAt(start, { MessageId: 'q', ToEmailAddress: bob }))
    expect(await ask(mail)).toMatchObject({ answer: 'delivered', why: expect.stringContaining(bob) })
  })

  test('one has none: unknown', async () => {
    const { records, send, ask } = stage()
    const mail = send(both)
    records.push(recordAt(start))
    expect(await ask(mail)).toMatchObject({
      answer: 'unknown',
      why: expect.stringContaining(`no record of a mail to ${bob}`),
    })
  })

  test('they differ: unknown', async () => {
    const { records, send, ask } = stage()
    const mail = send(both)
    records.push(recordAt(start), recordAt(start, { ToEmailAddress: bob, SendStatus: 1007 }))
    const finding = await ask(mail)
    expect(finding).toMatchObject({ answer: 'unknown', afterMs: 100 })
    expect(finding.why).toMatch(/^Its recipients differ: /)
  })

  test('none was sent it: not delivered, and what is strictest holds', async () => {
    const { records, send, ask } = stage()
    const mail = send(both)
    records.push(recordAt(start, { SendStatus: 1006 }), recordAt(start, { ToEmailAddress: bob, SendStatus: 1007 }))
    expect(await ask(mail)).toMatchObject({ answer: 'not-delivered', verdict: { retry: 'never' } })
  })

  test('one that is decided is not asked for again', async () => {
    const { api, records, send, ask } = stage({ waitMs: 10_000 })
    const mail = send(both)
    records.push(recordAt(start))
    await ask(mail)
    expect(api.asked.map(({ ToEmailAddress }) => ToEmailAddress)).toEqual([ann, bob, bob, bob])
  })
})

describe('events', () => {
  const eventOf = (fields: object = {}): SesEvent =>
    parseSesEvent({ event: 'delivered', email: ann, messageId: '1@x', timestamp: start / 1_000 + 3, ...fields })
  const withEvents = (...events: SesEvent[]) => stage({ events: async () => events })

  test.each(['processed', 'delivered', 'deferred', 'dropped', 'bounce', 'open', 'click', 'spamreport', 'unsubscribe'])(
    '%s proves that SES took the mail',
    async (event) => {
      const { send, ask, api } = withEvents(eventOf({ event }))
      expect(await ask(send())).toMatchObject({
        answer: 'delivered',
        why: `SES sent an event of the mail to ${ann} (${event}).`,
      })
      expect(api.asked).toEqual([])
    },
  )

  test.each<[string, object]>([
    ['of another mail', { messageId: '2@x' }],
    ['of no mail', { messageId: undefined }],
    ['of another recipient', { email: bob }],
    ['that is unknown', { event: 'blocked' }],
    ['of a mail sent an hour ago, with the same Message-ID', { event: 'open', sentTimestamp: start / 1_000 - 3_600 }],
    ['from before the mail was handed over', { timestamp: start / 1_000 - 300 }],
  ])('one %s proves nothing', async (_, fields) => {
    const { send, ask } = withEvents(eventOf(fields))
    expect(await ask(send())).toMatchObject({ answer: 'unknown' })
  })

  test('are asked for by the bare Message-ID', async () => {
    const asked: unknown[] = []
    const events = (mail: unknown) => {
      asked.push(mail)
      return []
    }
    const { send, ask } = stage({ waitMs: 1, events })
    await ask(send())
    expect(asked[0]).toEqual({ messageId: '1@x', recipient: ann })
  })

  test('decide what the records leave open, if they come in time', async () => {
    const events: SesEvent[] = []
    const { records, send, ask } = stage({ events: () => events })
    send({ messageId: '<2@x>' })
    const mail = send()
    records.push(recordAt(start))
    setTimeout(() => events.push(eventOf()), 11_000)
    expect(await ask(mail)).toMatchObject({ answer: 'delivered', afterMs: 15_000 })
  })

  test('say whose record it is, so that the other’s is its own', async () => {
    const events = [eventOf({ bulkId: 'q-1' })]
    const { records, send, ask } = stage({ events: ({ messageId }) => (messageId === '1@x' ? events : []) })
    const mails = [send(), send({ messageId: '<2@x>' })] as const
    records.push(recordAt(start, { MessageId: 'q-1' }))
    expect(await ask(mails[0])).toMatchObject({ answer: 'delivered' })
    expect(await ask(mails[1])).toMatchObject({ answer: 'unknown', why: expect.stringContaining('no record') })
    records.push(recordAt(start, { MessageId: 'q-2' }))
    expect(await ask(mails[1])).toMatchObject({ answer: 'delivered' })
  })

  test('prove nothing where two mails have one Message-ID', async () => {
    const { send, ask } = withEvents(eventOf())
    send()
    later(1_000)
    expect(await ask(send())).toMatchObject({ answer: 'unknown' })
  })

  test('of an earlier attempt prove that the mail is sent, but for `dropped`', async () => {
    for (const [event, answer] of [
      ['delivered', 'delivered'],
      ['dropped', 'unknown'],
    ]) {
      const { send, ask } = withEvents(eventOf({ event, timestamp: Date.now() / 1_000 + 3 }))
      send({ attempts: 1 })
      later(1_000)
      expect(await ask(send({ attempts: 2 }))).toMatchObject({ answer })
      later(1_000_000)
    }
  })

  test('right after the start prove it too, but for `dropped`, which may be of an attempt of before', async () => {
    for (const [event, answer] of [
      ['delivered', 'delivered'],
      ['dropped', 'unknown'],
    ]) {
      const { send, ask } = stage(
        { events: () => [eventOf({ event, timestamp: Date.now() / 1_000 })] },
        { madeBeforeMs: 0 },
      )
      expect(await ask(send())).toMatchObject({ answer })
      later(1_000_000)
    }
  })

  test('a look-up that fails does not keep from the records', async () => {
    const { records, send, ask } = stage({ events: () => Promise.reject(new Error('the database is away')) })
    const mail = send()
    records.push(recordAt(start))
    expect(await ask(mail)).toMatchObject({ answer: 'delivered' })
  })

  test.each([undefined, null, {}, 'none'])('a look-up that gives %j does not either', async (given) => {
    const { records, send, ask } = stage({ events: () => given as never })
    const mail = send()
    records.push(recordAt(start))
    expect(await ask(mail)).toMatchObject({ answer: 'delivered' })
  })

  test('a look-up that hangs ends with the time', async () => {
    const { send, ask } = stage({ waitMs: 5_000, events: () => new Promise(() => {}) })
    expect((await ask(send())).afterMs).toBeLessThanOrEqual(20_000)
  })

  test('trustEvents false: they are not asked for', async () => {
    const { send, ask } = stage({ trustEvents: false, events: () => [eventOf()] })
    expect(await ask(send())).toMatchObject({ answer: 'unknown' })
  })

  test('trustRecords false: SES is not asked', async () => {
    const { api, records, send, ask } = stage({ trustRecords: false, events: () => [] })
    const mail = send()
    records.push(recordAt(start))
    expect(await ask(mail)).toMatchObject({ answer: 'unknown', why: expect.stringContaining('no event') })
    expect(api.asked).toEqual([])
  })
})

describe('SES that cannot be asked', () => {
  const failing = (fields: object) => () => Promise.reject(Object.assign(new Error('no'), fields))

  test('for now: asked again', async () => {
    const { api, records, send, ask } = stage()
    const mail = send()
    records.push(recordAt(start))
    const answer = api.client.GetSendEmailStatus
    api.client.GetSendEmailStatus = failing({ code: 'InternalError' })
    setTimeout(() => {
      api.client.GetSendEmailStatus = answer
    }, 8_000)
    expect(await ask(mail)).toMatchObject({ answer: 'delivered', afterMs: 10_000 })
  })

  test('until the end: unknown, and why', async () => {
    const { api, send, ask } = stage()
    api.client.GetSendEmailStatus = failing({ code: 'InternalError' })
    const finding = await ask(send())
    expect(finding).toMatchObject({ answer: 'unknown', afterMs: 60_000 })
    expect(finding.why).toContain('(InternalError)')
  })

  test('at all: unknown at once, and what to do', async () => {
    const { api, send, ask } = stage()
    api.client.GetSendEmailStatus = failing({ code: 'AuthFailure.SecretIdNotFound' })
    const finding = await ask(send())
    expect(finding).toMatchObject({ answer: 'unknown', afterMs: 100 })
    expect(finding.why).toContain('Check `credential`')
  })
})

test('a signal ends the waiting', async () => {
  const { send, ask, api } = stage()
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 7_000)
  expect(await ask(send(), controller.signal)).toMatchObject({ answer: 'unknown', afterMs: 7_000 })
  expect(api.asked).toHaveLength(2)
})

test('a signal that has ended: nothing is asked', async () => {
  const { send, ask, api } = stage()
  expect(await ask(send(), AbortSignal.abort())).toMatchObject({ answer: 'unknown', afterMs: 100 })
  expect(api.asked).toEqual([])
})

test('a signal that is none is refused at once', async () => {
  const { send, resolve } = stage()
  const asked = resolve({ ...send(), signal: new AbortController() as never })
  await expect(asked).rejects.toThrow('Expected `signal` to be an AbortSignal')
})

test('a mail to nobody is unknown', async () => {
  const { send, ask } = stage({ waitMs: 1 })
  expect(await ask(send({ to: [] }))).toMatchObject({ answer: 'unknown' })
})

describe('an option that is wrong', () => {
  const status = sesStatus({ client: fakeApi().client })
  test.each<[ResolverOptions, string]>([
    [{ waitMs: 0 }, 'Expected `waitMs` to be a whole number of at least 1, got `0` (number)'],
    [{ pollMs: -1 }, 'Expected `pollMs` to be a whole number of at least 1, got `-1` (number)'],
    [
      { quietSince: new Date('x') },
      'Expected `quietSince` to be a Date, or milliseconds since 1970, got `an object` (object)',
    ],
    [{ waitms: 1 } as never, 'Unknown option `waitms`: did you mean `waitMs`?'],
    [
      { events: [] as never },
      'Expected `events` to be a function that looks up the events of a mail, got `a list` (object)',
    ],
    [{ trustRecords: 'no' as never }, 'Expected `trustRecords` to be true or false, got `no` (string)'],
    [{ trustRecords: false }, 'Expected `trustRecords` or `events` to decide by, got neither'],
    [
      { trustRecords: false, trustEvents: false, events: () => [] },
      'Expected `trustRecords` or `events` to decide by, got neither',
    ],
    [null as never, 'Expected `options` to be an object, got `null`'],
  ])('%j', (options, message) => expect(() => status.resolver(options)).toThrow(new TypeError(message)))
})

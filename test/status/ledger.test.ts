import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { openLedger } from '../../lib/status/ledger.ts'
import { ann, from, handOver } from '../help/ses-records.ts'

beforeEach(() => void vi.useFakeTimers({ now: Date.parse('2026-11-27T04:00:00Z') }))
afterEach(() => void vi.useRealTimers())

/** Opened a millisecond ago. */
function open(options: Parameters<typeof openLedger>[0] = {}) {
  const now = Date.now()
  vi.setSystemTime(now - 1)
  const ledger = openLedger(options)
  vi.setSystemTime(now)
  onTestFinished(() => ledger.close())
  const attempts = (to = ann, at = Date.now(), within = 120_000) =>
    ledger.unsettled(from, to, at, within).map(({ attempt }) => attempt)
  return { ledger, attempts }
}

test('knows each handover of the process, by sender and recipient', () => {
  const { attempts } = open()
  handOver({ attempt: 1, to: [ann, 'bob@example.org'] })
  handOver({ attempt: 2, to: ['ANN@Example.org'] })
  handOver({ attempt: 3, from: 'other@mail.example.com' })
  expect([attempts(), attempts('bob@example.org'), attempts('eve@example.org')]).toEqual([[1, 2], [1], []])
})

test('by time', () => {
  const { attempts } = open()
  for (const attempt of [1, 2, 3]) {
    handOver({ attempt })
    vi.advanceTimersByTime(60_000)
  }
  expect(attempts(ann, Date.now() - 180_000, 60_000)).toEqual([1, 2])
  expect(attempts(ann, Date.now(), 60_000)).toEqual([3])
})

test('what has its record is settled, and the record taken: for that recipient', () => {
  const { ledger, attempts } = open()
  handOver({ to: [ann, 'bob@example.org'] })
  const entry = ledger.find(from, ann, { messageId: '<1@x>', attempt: 1, at: Date.now() })
  ledger.settle(entry, ann, 'q-1')
  expect([attempts(), attempts('bob@example.org')]).toEqual([[], [1]])
  expect([ledger.isTaken('q-1', ann), ledger.isTaken('q-1', 'bob@example.org'), ledger.isTaken('q-2', ann)]).toEqual([
    true,
    false,
    false,
  ])
})

test('a mail that was not seen is known from when it is asked for', () => {
  const { ledger, attempts } = open()
  ledger.find(from, ann, { messageId: '<9@x>', attempt: 9, at: Date.now() })
  expect(attempts()).toEqual([9])
})

test('of two mails alike each is its own, by time', () => {
  const { ledger } = open()
  const first = Date.now()
  handOver()
  vi.advanceTimersByTime(1_000)
  handOver()
  const find = (at: number) => ledger.find(from, ann, { messageId: '<1@x>', attempt: 1, at })
  expect([find(first + 10).at, find(first + 1_010).at]).toEqual([first, first + 1_000])
})

describe('is bounded', () => {
  test('in time', () => {
    const { ledger, attempts } = open({ keepMs: 1_000 })
    const at = Date.now()
    handOver({ attempt: 1 })
    vi.advanceTimersByTime(999)
    expect([attempts(), ledger.isWholeSince(at)]).toEqual([[1], true])
    vi.advanceTimersByTime(1)
    expect([attempts(), ledger.isWholeSince(at), ledger.isWholeSince(at + 1)]).toEqual([[], false, true])
  })

  test('in count, and says from when on it is whole', () => {
    const { ledger, attempts } = open({ most: 5_000 })
    const start = Date.now()
    for (let attempt = 1; attempt <= 20_000; attempt++) {
      if (attempt % 1_000 === 0) vi.advanceTimersByTime(1)
      handOver({ attempt })
    }
    expect(attempts()).toHaveLength(5_000)
    expect(attempts()[0]).toBe(15_001)
    expect([ledger.isWholeSince(start), ledger.isWholeSince(Date.now())]).toEqual([false, true])
  })

  test('a settled record is forgotten with its mail', () => {
    const { ledger } = open({ keepMs: 1_000 })
    handOver()
    ledger.settle(ledger.find(from, ann, { messageId: '<1@x>', attempt: 1, at: Date.now() }), ann, 'q-1')
    vi.advanceTimersByTime(1_000)
    ledger.unsettled(from, ann, Date.now(), 0)
    expect(ledger.isTaken('q-1', ann)).toBe(false)
  })

  test('all records of a mail are taken as long as it is known, and no longer', () => {
    const { ledger } = open({ keepMs: 1_000 })
    handOver()
    const entry = ledger.find(from, ann, { messageId: '<1@x>', attempt: 1, at: Date.now() })
    ledger.settle(entry, ann, 'q-1')
    ledger.settle(entry, ann, 'q-2')
    const taken = () => ['q-1', 'q-2'].map((id) => ledger.isTaken(id, ann))
    expect(taken()).toEqual([true, true])
    vi.advanceTimersByTime(1_000)
    ledger.unsettled(from, ann, Date.now(), 0)
    expect(taken()).toEqual([false, false])
  })
})

describe('knows nothing of the time', () => {
  test('before it was opened, unless nothing was handed over then', () => {
    const { ledger } = open()
    const at = Date.now() - 1
    expect([ledger.isWholeSince(at), ledger.isWholeSince(at + 1)]).toEqual([false, true])
    expect([ledger.isWholeSince(at, at - 50), ledger.isWholeSince(at - 50, at - 50)]).toEqual([true, false])
    expect([ledger.isWholeSince(at, at + 50), ledger.isWholeSince(at + 1, at + 50)]).toEqual([false, true])
  })

  test('after it was closed', () => {
    const { ledger, attempts } = open()
    ledger.close()
    handOver()
    expect(attempts()).toEqual([])
    vi.advanceTimersByTime(1_000_000)
    expect([ledger.isWholeSince(Date.now()), ledger.isWholeSince(Date.now(), 0)]).toEqual([false, false])
  })
})

test('an event of another version of this package does no harm', () => {
  const { attempts } = open()
  handOver({ to: undefined })
  expect(attempts()).toEqual([])
})

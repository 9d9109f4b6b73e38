// That 20 connections use the rate however far the gateway is, and no second at the gateway has more calls than the limit:
// reckoned with the real call window, in a time of the test's own, without sockets.

import { describe, expect, test } from 'vitest'
import { createCallWindow, createRoundTrip } from '../../lib/pace/call-window.ts'
import { SPREAD_MS, windowOf } from '../../lib/pace/rate.ts'

const PER_SECOND = 20
const CONNECTIONS = 20
const MAILS = 600
/** Of the gateway, for each mail. */
const WORK_MS = 200
/** What opening a connection takes: TCP, TLS, greeting, EHLO and AUTH. */
const ROUND_TRIPS_TO_OPEN = 6

interface Network {
  readonly roundTripMs: number
  /** At most so much more each way. */
  readonly jitterMs: number
  readonly seed: number
  /** How late the process is in its first two seconds, at most, with whatever it does. */
  readonly busyMs?: number
}

/** When the gateway counts each of the calls. */
function countCalls({ roundTripMs, jitterMs, seed, busyMs = 2 }: Network): number[] {
  const chance = seededChance(seed)
  const { count, perMs } = windowOf(PER_SECOND)
  const window = createCallWindow(perMs, createRoundTrip())
  const clock = createClock()
  const counted: number[] = []
  const idle: (() => void)[] = []
  const holding = new Set<() => void>()
  let queued = 0
  let connections = 0
  const wayMs = () => roundTripMs / 2 + jitterMs * chance()
  const lateMs = () => (clock.now() < 2_000 ? busyMs : 2) * chance()

  const send = () => clock.after(wayMs() + wayMs() + lateMs(), beginCall)
  const beginCall = () => {
    holding.delete(beginCall)
    const waitMs = window.waitMs(count, clock.now())
    if (waitMs > 0) {
      const askAgain = () => holding.delete(askAgain) && beginCall()
      holding.add(askAgain)
      clock.after(Math.ceil(waitMs) + lateMs(), askAgain)
      return
    }
    const call = window.begin(clock.now())
    const thereMs = wayMs() + lateMs()
    clock.after(thereMs, () => counted.push(clock.now()))
    clock.after(thereMs + WORK_MS + wayMs() + lateMs(), () => {
      window.end(call, clock.now(), true)
      for (const askAgain of [...holding]) askAgain()
      if (queued === 0) idle.push(send)
      else {
        queued--
        send()
      }
    })
  }
  const takeTurn = () => {
    const connection = idle.pop()
    if (connection) connection()
    else if (connections === CONNECTIONS) queued++
    else {
      connections++
      let openMs = lateMs()
      for (let trip = 0; trip < ROUND_TRIPS_TO_OPEN; trip++) openMs += wayMs() + wayMs()
      clock.after(openMs, send)
    }
  }
  for (let turn = 0; turn < MAILS; turn++) clock.after((turn * SPREAD_MS) / PER_SECOND, takeTurn)
  clock.run()
  return counted.sort((a, b) => a - b)
}

const useOf = (calls: readonly number[]) =>
  ((calls.length - 1) * 1_000) / ((calls.at(-1) ?? 0) - (calls[0] ?? 0)) / PER_SECOND

function mostInASecond(calls: readonly number[]): number {
  let oldest = 0
  let most = 0
  for (const [index, call] of calls.entries()) {
    while (call - (calls[oldest] ?? 0) >= 1_000) oldest++
    most = Math.max(most, index - oldest + 1)
  }
  return most
}

const seeds = Array.from({ length: 5 }, (_, seed) => seed)

describe.each([0, 50, 150, 300])('%i ms away', (roundTripMs) => {
  test.each([1, 10, 30])('and at most %i ms more each way', (jitterMs) => {
    for (const seed of seeds) {
      const calls = countCalls({ roundTripMs, jitterMs, seed })
      expect([seed, calls.length, mostInASecond(calls)]).toEqual([seed, MAILS, 20])
      expect(useOf(calls)).toBeGreaterThan(0.95)
    }
  })

  test('from a process that is busy at first', () => {
    for (const seed of seeds) {
      expect(mostInASecond(countCalls({ roundTripMs, jitterMs: 1, seed, busyMs: 150 }))).toBe(20)
    }
  })
})

/** What is to happen when, one after the other. */
function createClock() {
  const events: { readonly at: number; readonly act: () => void }[] = []
  let now = 0
  return {
    now: () => now,
    after(ms: number, act: () => void) {
      const at = now + ms
      const behind = events.findLastIndex((event) => event.at <= at)
      events.splice(behind + 1, 0, { at, act })
    },
    run() {
      for (let next = events.shift(); next; next = events.shift()) {
        now = next.at
        next.act()
      }
    },
  }
}

/** Mulberry32. */
function seededChance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

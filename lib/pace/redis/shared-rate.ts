import { randomUUID } from 'node:crypto'
import { now, wait } from '../../clock.ts'
import { createRoundTrip, LONGEST_FLIGHT_MS } from '../call-window.ts'
import {
  createRate,
  PAUSE_MS,
  pauseLeft,
  type Rate,
  type Refusal,
  recoveryMs,
  SPREAD_MS,
  shareAfter,
  windowOf,
} from '../rate.ts'
import type { RedisLink } from './link.ts'
import { beginCall, endCall, reportRefusal, takeTurns } from './scripts.ts'

/**
 * A rate that several processes share. What {@link createRate} keeps in memory is kept in Redis: when the next
 * turn is, the window of calls, the last refusal. Time is Redis's own, since the clocks of machines differ. Bottleneck's
 * clustering keeps none of it: by its clients' clocks up to 22 jobs start in a second where 20 may, and nothing in it can
 * count a call when it arrives.
 *
 * Nothing belongs to a process but the turn it waits for and the calls it has on the way, so that one that is killed takes
 * nothing with it. While Redis is away each process goes on alone with its part of the rate, or fails.
 */
export function createSharedRate(perSecond: number, link: RedisLink): Rate {
  const { count: callsInWindow, perMs } = windowOf(perSecond)
  const keys = { rate: link.key('rate'), calls: link.key('calls'), processes: link.key('processes') }
  const client = randomUUID()
  const roundTrip = createRoundTrip()
  let calls = 0
  let processes = 1
  let refusal: Refusal
  let alone: Rate | undefined
  let quietUntil = 0

  // What was sent by the one count is out of SES's window before the other begins.
  link.onAway(() => {
    alone = createRate(perSecond / (link.limit.processes ?? processes))
    quietUntil = now() + perMs
  })
  link.onBack(() => {
    alone = undefined
    quietUntil = now() + EVERYONE_IS_BACK_MS
  })

  const quietMs = () => Math.max(0, quietUntil - now())
  const share = () => shareAfter(refusal, now(), recoveryMs(perSecond))
  const spacingMs = () => SPREAD_MS / perSecond / share()
  /** When a call reaches SES, and when the reply leaves it, seen from Redis. */
  const wayMs = () => roundTrip.creditMs(now()) / 2

  return {
    spacingMs: () => alone?.spacingMs() ?? spacingMs(),
    perSecond: () => alone?.perSecond() ?? perSecond * share(),
    pausedMs: () => Math.max(quietMs(), alone?.pausedMs() ?? pauseLeft(refusal, now())),
    sharedBy: () => (alone ? 1 : processes),

    async waitForTurns(count) {
      for (;;) {
        const failure = link.failure()
        if (failure) throw failure
        for (let left = quietMs(); left > 0; left = quietMs()) await wait(left)
        if (alone) return alone.waitForTurns(count)

        const args = [count * spacingMs(), perMs, PAUSE_MS, client]
        const reply = await link.run(takeTurns, [keys.rate, keys.processes], args)
        if (reply === undefined) continue
        const [waitMs = 0, others = 1, refusedAgoMs = -1, refusedShare = 1] = (reply as readonly string[]).map(Number)
        processes = others
        refusal = refusedAgoMs < 0 ? undefined : { at: now() - refusedAgoMs, share: refusedShare }
        if (waitMs > 0) await wait(waitMs)
        return
      }
    },

    async beginCall() {
      if (quietMs() > 0) return quietMs()
      if (alone) return alone.beginCall()

      const call = `${client}:${calls++}`
      const allowed = Math.max(1, Math.floor(callsInWindow * share()))
      const args = [call, allowed, perMs, PAUSE_MS, LONGEST_FLIGHT_MS, wayMs()]
      const waitMs = await link.run(beginCall, [keys.rate, keys.calls], args)
      if (waitMs === undefined) return 1
      if (Number(waitMs) > 0) return Math.min(Number(waitMs), LONGEST_UNASKED_MS)
      return {
        end(hasReply) {
          void link.run(endCall, [keys.calls], [call, perMs, LONGEST_FLIGHT_MS, wayMs()]).then((tookMs) => {
            if (hasReply && Number(tookMs) >= 0) roundTrip.see(Number(tookMs), now())
          })
        },
      }
    },

    slowDown() {
      if (alone) alone.slowDown()
      else void link.run(reportRefusal, [keys.rate], [share(), PAUSE_MS])
    },

    unavailable: link.failure,
  }
}

/**
 * From one process's finding Redis back to the last one's, and a little more: looking for it every half second, and
 * a client that connects anew every two seconds.
 */
const EVERYONE_IS_BACK_MS = 3_000

/** While it waits for another process's call, whose reply nobody tells. */
const LONGEST_UNASKED_MS = 50

import { randomUUID } from 'node:crypto'
import { createRoundTrip, LONGEST_FLIGHT_MS } from '../call-window.ts'
import { now, sleep } from '../clock.ts'
import {
  type Account,
  createAccount,
  PAUSE_MS,
  paceAt,
  pauseLeft,
  type Refusal,
  recoveryMs,
  SPREAD_MS,
  windowOf,
} from '../rate.ts'
import type { RedisLink } from './link.ts'
import { endCall, handOver, reportRefusal, takeTurns } from './scripts.ts'

/**
 * An account of which several processes send. What {@link createAccount} keeps in memory is kept in Redis: when the next
 * turn is, the window of calls, the last refusal. Time is Redis's own, since the clocks of machines differ. Bottleneck's
 * clustering keeps none of it: by its clients' clocks up to 22 jobs start in a second where 20 may, and nothing in it can
 * count a call when it arrives.
 *
 * Nothing belongs to a process but the turn it waits for and the calls it has on the way, so that one that is killed takes
 * nothing with it. While Redis is away each process goes on alone with its part of the rate, or fails.
 */
export function createSharedAccount(perSecond: number, link: RedisLink): Account {
  const { count, perMs } = windowOf(perSecond)
  const keys = { pace: link.key('pace'), calls: link.key('calls'), processes: link.key('processes') }
  const client = randomUUID()
  const roundTrip = createRoundTrip()
  let calls = 0
  let processes = 1
  let refusal: Refusal
  let alone: Account | undefined
  let quietUntil = 0

  // What was sent by the one count is out of SES's window before the other begins.
  link.onAway(() => {
    alone = createAccount(perSecond / (link.limit.processes ?? processes))
    quietUntil = now() + perMs
  })
  link.onBack(() => {
    alone = undefined
    quietUntil = now() + EVERYONE_IS_BACK_MS
  })

  const quietMs = () => Math.max(0, quietUntil - now())
  const pace = () => paceAt(refusal, now(), recoveryMs(perSecond))
  const spacingMs = () => SPREAD_MS / perSecond / pace()
  /** When a call reaches SES, and when the reply leaves it, seen from Redis. */
  const wayMs = () => roundTrip.creditMs(now()) / 2

  return {
    spacingMs: () => alone?.spacingMs() ?? spacingMs(),
    perSecond: () => alone?.perSecond() ?? perSecond * pace(),
    pausedMs: () => Math.max(quietMs(), alone?.pausedMs() ?? pauseLeft(refusal, now())),
    sharedBy: () => (alone ? 1 : processes),

    async turns(turns) {
      for (;;) {
        const failure = link.failure()
        if (failure) throw failure
        for (let left = quietMs(); left > 0; left = quietMs()) await sleep(left)
        if (alone) return alone.turns(turns)

        const args = [turns * spacingMs(), perMs, PAUSE_MS, client]
        const reply = await link.run(takeTurns, [keys.pace, keys.processes], args)
        if (reply === undefined) continue
        const [waitMs = 0, others = 1, refusedAgoMs = -1, refusedPace = 1] = (reply as readonly string[]).map(Number)
        processes = others
        refusal = refusedAgoMs < 0 ? undefined : { at: now() - refusedAgoMs, pace: refusedPace }
        if (waitMs > 0) await sleep(waitMs)
        return
      }
    },

    async handOver() {
      if (quietMs() > 0) return quietMs()
      if (alone) return alone.handOver()

      const call = `${client}:${calls++}`
      const allowed = Math.max(1, Math.floor(count * pace()))
      const args = [call, allowed, perMs, PAUSE_MS, LONGEST_FLIGHT_MS, wayMs()]
      const waitMs = await link.run(handOver, [keys.pace, keys.calls], args)
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

    refused() {
      if (alone) alone.refused()
      else void link.run(reportRefusal, [keys.pace], [pace(), PAUSE_MS])
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

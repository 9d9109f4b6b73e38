import { randomUUID } from 'node:crypto'
import { now, wait } from '../../clock.ts'
import { createRoundTrip, LONGEST_FLIGHT_MS } from '../call-window.ts'
import {
  createRate,
  type OwnRate,
  PAUSE_MS,
  pauseLeft,
  type Rate,
  type Refusal,
  recoveryMs,
  SPREAD_MS,
  shareAfter,
  windowOf,
} from '../rate.ts'
import { LONGEST_ANSWER_MS, type RedisLink, type Script } from './link.ts'
import { beginCall, endCall, join, reportOutage, reportRefusal, takeTurns } from './scripts.ts'

/**
 * A rate that several processes share. What {@link createRate} keeps in memory is kept in Redis: when the next turn is, the
 * window of calls, the last refusal. Time is Redis's own, since the clocks of machines differ. Bottleneck's clustering keeps
 * none of it: by its clients' clocks up to 22 jobs start in a second where 20 may, and nothing in it can count a call when it
 * arrives.
 *
 * Nothing belongs to a process but the turn it waits for and the calls it has on the way, so that one that is killed takes
 * nothing with it.
 *
 * While Redis is away each process sends alone with its part of the rate, or fails. When Redis is there again, each finds it
 * at another time. So those who have found it share as many parts as they are, until all are back or a minute is over:
 * whenever the others come, all together keep to the rate.
 */
export function createSharedRate(perSecond: number, link: RedisLink): Rate {
  const { count: callsInWindow, perMs } = windowOf(perSecond)
  const keys = { rate: link.key('rate'), processes: link.key('processes'), calls: link.key('calls') }
  const process = randomUUID()
  const roundTrip = createRoundTrip()
  let calls = 0
  let refusal: Refusal
  let sharing = { present: 1, processes: 1, toldAt: Number.NEGATIVE_INFINITY }
  let alone: OwnRate | undefined
  let wasAlone: OwnRate | undefined
  let quietUntil = 0
  let outageReport: Promise<unknown> | undefined
  let joining: Promise<unknown> | undefined

  const share = () => shareAfter(refusal, now(), recoveryMs(perSecond))
  const perSecondNow = () => (perSecond * share() * sharing.present) / sharing.processes
  const processesAlone = () => link.limit.processes ?? sharing.processes
  /** Until what was sent by the one count is out of SES's window, so that the other may begin. */
  const quietMs = () => Math.max(0, quietUntil - now(), wasAlone?.clearMs() ?? 0)
  /** When a call reaches SES, and when the reply leaves it, seen from Redis. */
  const wayMs = () => roundTrip.creditMs(now()) / 2

  link.onAway(() => {
    alone = createRate(perSecond / processesAlone())
    quietUntil = now() + perMs
  })
  link.onBack(() => {
    wasAlone = alone
    alone = undefined
    quietUntil = 0
    outageReport = link.run(reportOutage, [keys.rate, keys.processes], [perMs, processesAlone()])
  })

  const ask = async (script: Script, args: readonly (string | number)[]): Promise<unknown> => {
    for (;;) {
      await outageReport
      const known = [process, perMs, PAUSE_MS, LONGEST_ANSWER_MS]
      const answer = await link.run(script, [keys.rate, keys.processes, keys.calls], [...known, ...args])
      if (!Array.isArray(answer) || answer[0] !== 'join') return answer
      joining ??= joinOthers(answer[1]).finally(() => {
        joining = undefined
      })
      await joining
    }
  }
  const joinOthers = (joinBy: string) => {
    // If Redis is empty, it may have been away and nobody here asked meanwhile.
    const expected = now() - sharing.toldAt < RECENTLY_MS ? sharing.processes : 1
    return link.run(join, [keys.rate, keys.processes], [perMs, expected, process, joinBy])
  }

  return {
    spacingMs: () => alone?.spacingMs() ?? SPREAD_MS / perSecondNow(),
    perSecond: () => alone?.perSecond() ?? perSecondNow(),
    pausedMs: () => Math.max(quietMs(), alone?.pausedMs() ?? pauseLeft(refusal, now())),
    sharedBy: () => (alone ? 1 : sharing.present),

    async waitForTurns(count) {
      for (;;) {
        const failure = link.failure()
        if (failure) throw failure
        for (let left = quietMs(); left > 0; left = quietMs()) await wait(Math.min(left, LONGEST_UNASKED_MS))
        if (alone) return alone.waitForTurns(count)

        const reply = await ask(takeTurns, [(count * SPREAD_MS) / perSecond / share()])
        if (reply === undefined) continue
        const [waitMs = 0, present = 1, processes = 1, refusedAgoMs = -1, refusedShare = 1] = (
          reply as readonly string[]
        ).map(Number)
        sharing = { present, processes, toldAt: now() }
        refusal = refusedAgoMs < 0 ? undefined : { at: now() - refusedAgoMs, share: refusedShare }
        if (waitMs > 0) await wait(waitMs)
        return
      }
    },

    async beginCall() {
      if (quietMs() > 0) return quietMs()
      if (alone) return alone.beginCall()

      const call = `${process}:${calls++}`
      const waitMs = await ask(beginCall, [call, callsInWindow * share(), LONGEST_FLIGHT_MS, wayMs()])
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

/** For so long a process shares the rate after it has asked for a turn last. */
const RECENTLY_MS = 60_000

/** While it waits for another process's call, whose reply nobody tells. */
const LONGEST_UNASKED_MS = 50

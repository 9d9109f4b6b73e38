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
import { LONGEST_ANSWER_MS, type RedisLink } from './link.ts'
import type { Script } from './script.ts'
import { beginCall, endCall, join, reportOutage, reportRefusal, takeTurns } from './scripts.ts'

/**
 * A rate that several processes share. What {@link createRate} keeps in memory is kept in Redis: when the next turn is,
 * the call window, the last refusal. Time is Redis's own, since the clocks of machines differ. Bottleneck's clustering
 * is no substitute: by its clients' own clocks up to 22 jobs start in a second where 20 may, and it cannot count a call
 * when it arrives.
 *
 * A process holds nothing but the turn it waits for and its calls under way, so that killing one loses nothing.
 *
 * While Redis is away each process sends alone with its part of the rate, or fails. They find Redis again at different
 * times. So those that have found it share only as many parts as they are, until all are back or a minute is over: all
 * together keep to the rate at any time.
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
  /** Milliseconds until the calls counted before a switch between Redis and this process are out of SES's window. */
  const quietMs = () => Math.max(0, quietUntil - now(), wasAlone?.clearMs() ?? 0)
  /** Milliseconds that a message to SES, or its reply, certainly takes. */
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
    // An empty Redis may have been away while this process asked nothing.
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

/** A process shares the rate for so long after it last asked for a turn. */
const RECENTLY_MS = 60_000

/** Asks again after so long, since nobody reports the replies to other processes' calls. */
const LONGEST_UNASKED_MS = 50

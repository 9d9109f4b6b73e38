import { randomUUID } from 'node:crypto'
import { now, wait, waitUnheld } from '../../clock.ts'
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
import { outageError } from './outage.ts'
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
 * While Redis is away each process sends alone with its part of the rate, or fails. One that Redis has never answered,
 * and that was not told how many there are, knows no part: its mails wait a little, since programs and their Redis often
 * start together, and then fail until Redis answers.
 *
 * They find Redis again at different times. So those that have found it share only as many parts as they are, until all are back or a minute is over: all
 * together keep to the rate at any time.
 */
export function createSharedRate(perSecond: number, link: RedisLink): Rate {
  const { count: callsInWindow, perMs } = windowOf(perSecond)
  const keys = { rate: link.key('rate'), processes: link.key('processes'), calls: link.key('calls') }
  const process = randomUUID()
  const roundTrip = createRoundTrip()
  let calls = 0
  let refusal: Refusal
  /** Undefined until Redis has answered. */
  let sharing: { readonly present: number; readonly processes: number; readonly toldAt: number } | undefined
  let alone: OwnRate | undefined
  let awayAt = 0
  let wasAlone: OwnRate | undefined
  let quietUntil = 0
  let outageReport: Promise<unknown> | undefined
  let joining: Promise<unknown> | undefined

  const share = () => shareAfter(refusal, now(), recoveryMs(perSecond))
  const perSecondNow = () => (perSecond * share() * (sharing?.present ?? 1)) / (sharing?.processes ?? 1)
  const processesAlone = () => link.limit.processes ?? sharing?.processes
  const isToldWithin = (ms: number) => sharing !== undefined && now() - sharing.toldAt < ms
  const isPartUnknown = () => link.outage !== undefined && processesAlone() === undefined
  /** Milliseconds until the calls counted before a switch between Redis and this process are out of SES's window. */
  const quietMs = () => Math.max(0, quietUntil - now(), wasAlone?.clearMs() ?? 0)
  /** Milliseconds that a message to SES, or its reply, certainly takes. */
  const wayMs = () => roundTrip.creditMs(now()) / 2

  link.onAway(() => {
    const processes = processesAlone()
    alone = processes === undefined ? undefined : createRate(perSecond / processes)
    quietUntil = now() + perMs
    awayAt = now()
    if (isPartUnknown() && !link.failure()) {
      const fields = { tnx: 'redis' }
      link.logger.warn(fields, 'Mails wait for Redis %d s and then fail%s', LONGEST_START_MS / 1_000, PART_UNKNOWN)
    }
  })
  link.onBack(() => {
    wasAlone = alone
    alone = undefined
    quietUntil = 0
    outageReport = link.run(reportOutage, [keys.rate, keys.processes, keys.calls], [perMs, processesAlone() ?? 1])
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
  const joinOthers = async (joinBy: string) => {
    // An empty Redis may have been away while this process asked nothing.
    const expected = isToldWithin(RECENTLY_MS) ? sharing?.processes : 1
    const args = [perMs, expected ?? 1, process, joinBy]
    const joined = await link.run(join, [keys.rate, keys.processes, keys.calls], args)
    if (Number(joined) === 2 && isToldWithin(LONGEST_KEPT_MS)) {
      link.logger.warn(
        { tnx: 'redis' },
        'Redis has lost the state of the rate: no mail goes for %d ms. %s',
        perMs,
        LOST,
      )
    }
  }
  const unavailable = () => {
    const { outage } = link
    if (!outage || !isPartUnknown() || now() - awayAt < LONGEST_START_MS) return link.failure()
    return outageError(outage, PART_UNKNOWN)
  }

  return {
    spacingMs: () => alone?.spacingMs() ?? SPREAD_MS / perSecondNow(),
    perSecond: () => alone?.perSecond() ?? (isPartUnknown() ? 0 : perSecondNow()),
    pausedMs: () => Math.max(quietMs(), alone?.pausedMs() ?? pauseLeft(refusal, now())),
    sharedBy: () => (alone ? 1 : (sharing?.present ?? 1)),

    async waitForTurns(count) {
      for (;;) {
        const failure = unavailable()
        if (failure) throw failure
        if (isPartUnknown()) {
          await waitUnheld(LONGEST_UNASKED_MS)
          continue
        }
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

    unavailable,
  }
}

/** How long mails wait for a Redis that has never answered. */
const LONGEST_START_MS = 10_000

const PART_UNKNOWN =
  ': it has not answered since the start, and without `rateLimit.processes` the part of this process is not known'

/** Without a mail, Redis keeps the state for a day. */
const LONGEST_KEPT_MS = 86_400_000

const LOST = 'It was started anew or flushed, or it drops keys: that needs `maxmemory-policy noeviction`.'

/** A process shares the rate for so long after it last asked for a turn. */
const RECENTLY_MS = 60_000

/** Asks again after so long, since nobody reports the replies to other processes' calls. */
const LONGEST_UNASKED_MS = 50

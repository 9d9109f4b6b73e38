import { now, wait, waitUnheld } from '../../clock.ts'
import type { Words } from '../../language.ts'
import { createRoundTrip, LONGEST_FLIGHT_MS } from '../call-window.ts'
import {
  createRate,
  type OwnRate,
  pauseLeft,
  type Rate,
  type Refusal,
  recoveryMs,
  SPREAD_MS,
  shareAfter,
  windowOf,
} from '../rate.ts'
import type { RedisLink } from './link.ts'
import { outageError } from './outage.ts'
import { beginCall, takeTurns } from './scripts.ts'
import { createSharedState } from './shared-state.ts'

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
 * start together, and then fail until Redis answers; at once where it refuses to work.
 *
 * They find Redis again at different times. So those that have found it share only as many parts as they are, until all
 * are back or a minute is over: all together keep to the rate at any time. One that has lost Redis alone is not missed by
 * the others, who use the whole rate, and its part comes on top: a process that is idle, or was killed, looks the same
 * from there, and to reserve its part would waste it. Nor could the process tell that it is the only one.
 */
export function createSharedRate(perSecond: number, link: RedisLink): Rate {
  const { count: callsInWindow, perMs } = windowOf(perSecond)
  const roundTrip = createRoundTrip()
  let refusal: Refusal
  /** Undefined until Redis has answered. */
  let sharing: { readonly present: number; readonly processes: number; readonly toldAt: number } | undefined
  let alone: OwnRate | undefined
  let awayAt = 0
  let wasAlone: OwnRate | undefined
  let quietUntil = 0

  const share = () => shareAfter(refusal, now(), recoveryMs(perSecond))
  const perSecondNow = () => (perSecond * share() * (sharing?.present ?? 1)) / (sharing?.processes ?? 1)
  const processesAlone = () => link.limit.processes ?? sharing?.processes
  const sharedBy = (withinMs: number) => (sharing && now() - sharing.toldAt < withinMs ? sharing.processes : undefined)
  const state = createSharedState(perMs, { link, sharedBy })
  const isPartUnknown = () => link.outage !== undefined && processesAlone() === undefined
  /** Milliseconds until the calls counted before a switch between Redis and this process are out of SES's window. */
  const quietMs = () => Math.max(0, quietUntil - now(), wasAlone?.clearMs() ?? 0)
  /** Milliseconds that a message to SES, or its reply, certainly takes. */
  const wayMs = () => roundTrip.creditMs(now()) / 2

  link.onAway(() => {
    if (link.failure()) return
    const processes = processesAlone()
    alone = processes === undefined ? undefined : createRate(perSecond / processes)
    quietUntil = now() + perMs
    awayAt = now()
    if (!isPartUnknown()) return
    const what = unavailable() ? 'Mails fail' : `Mails wait for Redis ${LONGEST_START_MS / 1_000} s and then fail`
    link.logger.warn({ tnx: 'redis' }, `${what}: %s`, PART_UNKNOWN.en)
  })
  link.onBack(() => {
    wasAlone = alone
    alone = undefined
    quietUntil = 0
    state.reportOutage(processesAlone() ?? 1)
  })

  const unavailable = () => {
    const { outage } = link
    if (link.failure() || !outage || !isPartUnknown()) return link.failure()
    const mayComeSoon = outage.advice === undefined && now() - awayAt < LONGEST_START_MS
    const { en, zh } = PART_UNKNOWN
    return mayComeSoon ? undefined : outageError(outage, { en: `; ${en}`, zh: `；${zh}` })
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

        const answer = await state.ask(takeTurns, [(count * SPREAD_MS) / perSecond / share()])
        if (answer === undefined) continue
        const [waitMs = 0, present = 1, processes = 1, refusedAgoMs = -1, refusedShare = 1] = answer.map(Number)
        sharing = { present, processes, toldAt: now() }
        refusal = refusedAgoMs < 0 ? undefined : { at: now() - refusedAgoMs, share: refusedShare }
        if (waitMs > 0) await wait(waitMs)
        return
      }
    },

    async beginCall() {
      if (quietMs() > 0) return quietMs()
      if (alone) return alone.beginCall()

      const call = state.nameCall()
      const answer = await state.ask(beginCall, [call, callsInWindow * share(), LONGEST_FLIGHT_MS, wayMs()])
      if (answer === undefined) return 1
      const waitMs = Number(answer[0])
      if (waitMs > 0) return Math.min(waitMs, LONGEST_UNASKED_MS)
      const begunAt = now()
      return {
        end(hasReply) {
          state.endCall(call, wayMs())
          if (hasReply) roundTrip.see(now() - begunAt, now())
        },
      }
    },

    slowDown() {
      if (alone) alone.slowDown()
      else state.reportRefusal(share())
    },

    unavailable,
  }
}

/** How long mails wait for a Redis that has never answered. */
const LONGEST_START_MS = 10_000

const PART_UNKNOWN: Words = {
  en: 'it has not answered since the start, and without `rateLimit.processes` the part of this process is not known',
  zh: '自启动以来没有应答，且未设置 `rateLimit.processes`，无法得知本进程的份额',
}

/** Asks again after so long, since nobody reports the replies to other processes' calls. */
const LONGEST_UNASKED_MS = 50

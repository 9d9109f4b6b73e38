// Tested by test/pace/redis/shared-rate.test.ts.

import { randomUUID } from 'node:crypto'
import { now, wait } from '../../clock.ts'
import { PAUSE_MS } from '../rate.ts'
import { createClockWatch } from './clock-watch.ts'
import { LONGEST_ANSWER_MS, type RedisLink } from './link.ts'
import type { Script } from './script.ts'
import { beginCall, endCall, join, reportOutage, reportRefusal } from './scripts.ts'

/** What Redis keeps of a rate, as one of the processes that share it sees it. */
export interface SharedState {
  /** What a script of the rate answers; undefined while Redis is away. */
  ask(script: Script, args: readonly (string | number)[]): Promise<readonly string[] | undefined>
  /** A name for a call, which no other has. */
  nameCall(): string
  endCall(call: string, wayMs: number): void
  reportRefusal(share: number): void
  /** Redis was away; so many are expected back. */
  reportOutage(processes: number): void
}

/**
 * A state that cannot be true is not believed, and others may have sent: all wait until what they may have sent is out of
 * the window. Redis itself notices that it has lost something. That its clock was set, only a process notices: it takes
 * no permission that was given by the new time, and tells the others.
 *
 * @param sharedBy how many processes shared the rate, if that was told within so many milliseconds
 */
export function createSharedState(
  perMs: number,
  { link, sharedBy }: { link: RedisLink; sharedBy: (withinMs: number) => number | undefined },
): SharedState {
  const keys = { rate: link.key('rate'), processes: link.key('processes'), calls: link.key('calls') }
  const allKeys = [keys.rate, keys.processes, keys.calls]
  const process = randomUUID()
  const clock = createClockWatch()
  let calls = 0
  let outageReport: Promise<unknown> | undefined
  let joining: Promise<unknown> | undefined
  /** When the state was last known anew. */
  let epoch: string | undefined
  /** The epoch whose times say nothing, until the others are told. */
  let doubted: string | undefined
  let doubtToldAt = 0

  const warn = (what: string, ...values: unknown[]) =>
    link.logger.warn({ tnx: 'redis' }, `${what}: no mail goes for ${perMs} ms`, ...values)

  const joinOthers = async (joinBy: number) => {
    // An empty Redis may have been away while this process asked nothing.
    const expected = sharedBy(RECENTLY_MS) ?? 1
    const told = doubted
    const joined = Number(await link.run(join, allKeys, [perMs, expected, told ?? '', process, joinBy]))
    if (joined === 2 && sharedBy(LONGEST_KEPT_MS)) warn(LOST)
    if (joined > 0 && told !== undefined) {
      doubted = undefined
      doubtToldAt = now()
      await wait(perMs) // were the clock to be set again and again, this would go round and round
    }
  }
  const end = (call: string, wayMs: number) => void link.run(endCall, [keys.calls], [call, perMs, wayMs])

  return {
    async ask(script, args) {
      for (;;) {
        await outageReport
        const askedAt = now()
        const reply = await link.run(script, allKeys, [process, perMs, PAUSE_MS, ...args])
        if (!Array.isArray(reply)) return undefined
        const [redisNow, itsEpoch, ...answer] = reply
        const stepMs = clock.see(Number(redisNow), askedAt, now())
        if (stepMs !== 0) {
          doubted ??= epoch
          warn('The clock of Redis was set by %d ms, or this machine slept', Math.round(stepMs))
        }
        epoch = itsEpoch
        const mustJoin = answer[0] === 'join' || doubted !== undefined
        if (!mustJoin && askedAt >= doubtToldAt) return answer

        if (script === beginCall && Number(answer[0]) === 0) end(String(args[0]), 0)
        if (!mustJoin) continue
        joining ??= joinOthers(Number(redisNow) + LONGEST_ANSWER_MS).finally(() => {
          joining = undefined
        })
        await joining
      }
    },
    nameCall: () => `${process}:${calls++}`,
    endCall: end,
    reportRefusal: (share) => void link.run(reportRefusal, [keys.rate], [share, PAUSE_MS]),
    reportOutage(processes) {
      outageReport = link.run(reportOutage, allKeys, [perMs, processes])
    },
  }
}

/** A process shares the rate for so long after it last asked for a turn. */
const RECENTLY_MS = 60_000

/** Without a mail, Redis keeps the state for a day. */
const LONGEST_KEPT_MS = 86_400_000

const LOST =
  'Redis has lost what it knew of the rate, started anew, flushed or with a `maxmemory-policy` other than `noeviction`'

import { now, stopAfter, waitFor, waitUnheld } from '../../clock.ts'
import type { SesError } from '../../errors.ts'
import type { SesLogger } from '../../options/logger.ts'
import type { SharedLimit } from '../../options/rate-limit.ts'
import { explainOutage, type Outage, outageError } from './outage.ts'
import type { Script } from './script.ts'
import { probe } from './scripts.ts'

/** Redis, in which processes share a limit; it may be away. */
export interface RedisLink {
  readonly limit: SharedLimit
  readonly logger: SesLogger
  /** Why it cannot be used; undefined while it can. */
  readonly outage: Outage | undefined
  /** What a script returns; undefined while Redis is away. Never rejects, and never takes much longer than a second. */
  run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown>
  /** The full name of a key: all are in one hash slot of a cluster. */
  key(name: string): string
  onAway(listener: () => void): void
  onBack(listener: () => void): void
  /** Why nothing may be sent: Redis is away, and `onRedisDown` is `fail`. */
  failure(): SesError | undefined
  /** Stops looking for Redis. */
  close(): void
}

export function createRedisLink(limit: SharedLimit, logger: SesLogger): RedisLink {
  const { redis, id, onRedisDown } = limit
  const tag = id.replace(/[%{}]/g, encodeURIComponent) // `ses:{}x}:rate` would have no hash tag, and a slot of its own
  const key = (name: string) => `ses:{${tag}}:${name}`
  const awayListeners: (() => void)[] = []
  const backListeners: (() => void)[] = []
  let outage: Outage | undefined
  let isChecked = false
  let backAt = Number.NEGATIVE_INFINITY
  let probeMs = PROBE_MS
  let isClosed = false

  const evaluate = async (script: Script, keys: readonly string[], args: readonly (string | number)[]) => {
    try {
      return await redis.evalsha(script.sha1, keys.length, ...keys, ...args)
    } catch (error) {
      if (!/NOSCRIPT/.test(String(error))) throw error
      return redis.eval(script.lua, keys.length, ...keys, ...args)
    }
  }
  const check = async () => {
    await evaluate(probe, ['rate', 'processes', 'calls', 'probe'].map(key), [])
    isChecked = true
  }
  const goAway = (error: unknown) => {
    if (outage) return
    // Away again soon after it was back, it may stay unusable for long. Each return pauses the mails, so look less
    // often.
    probeMs = now() - backAt < STEADY_MS ? Math.min(2 * probeMs, LONGEST_PROBE_MS) : PROBE_MS
    tell(error)
    for (const listener of awayListeners) listener()
    void lookForIt()
  }
  const tell = (error: unknown) => {
    const before = outage?.what.en
    outage = explainOutage(error)
    const { what, advice } = outage
    if (what.en === before) return
    logger.warn({ tnx: 'redis', err: error }, advice ? `Redis %s. ${advice.en}` : 'Redis %s', what.en)
  }
  const lookForIt = async () => {
    while (outage) {
      await waitUnheld(probeMs)
      if (isClosed) return
      try {
        // Without a time limit: a client may keep the command until it is connected again, and one is enough.
        await check()
      } catch (error) {
        tell(error)
        continue
      }
      outage = undefined
      backAt = now()
      logger.info({ tnx: 'redis' }, 'Redis is back')
      for (const listener of backListeners) listener()
    }
  }

  return {
    limit,
    logger,
    get outage() {
      return outage
    },
    key,
    async run(script, keys, args) {
      if (outage) return undefined
      const stop = stopAfter(LONGEST_ANSWER_MS, noAnswer)
      // Checked at the first use, so that a wrong key is told before any mail goes by what stands in the others.
      const use = async () => {
        if (!isChecked) await check()
        if (stop.aborted) throw stop.reason // nobody waits for it any more
        return evaluate(script, keys, args)
      }
      try {
        return await waitFor(use(), stop)
      } catch (error) {
        goAway(error)
        return undefined
      }
    },
    onAway: (listener) => void awayListeners.push(listener),
    onBack: (listener) => void backListeners.push(listener),
    failure: () => (outage && onRedisDown === 'fail' ? outageError(outage) : undefined),
    close() {
      isClosed = true
    },
  }
}

const noAnswer = () => new Error(`no answer within ${LONGEST_ANSWER_MS} ms`)

export const LONGEST_ANSWER_MS = 1_000

const PROBE_MS = 500

const LONGEST_PROBE_MS = 60_000

/** Once back for so long, Redis counts as steady. */
const STEADY_MS = 10_000

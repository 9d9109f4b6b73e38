import { createHash } from 'node:crypto'
import { now, stopAfter, waitFor, waitUntil } from '../../clock.ts'
import { SesError } from '../../errors.ts'
import type { SesLogger } from '../../options/logger.ts'
import type { SharedLimit } from '../../options/rate-limit.ts'

/** Redis, in which processes share a limit; it may be away. */
export interface RedisLink {
  readonly limit: SharedLimit
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

export interface Script {
  readonly lua: string
  readonly sha1: string
}

export function script(lua: string): Script {
  let sha1: string | undefined
  return {
    lua,
    get sha1() {
      sha1 ??= createHash('sha1').update(lua).digest('hex') // not at import: most programs use no Redis
      return sha1
    },
  }
}

export function createRedisLink(limit: SharedLimit, logger: SesLogger): RedisLink {
  const { redis, id, onRedisDown } = limit
  const tag = id.replace(/[%{}]/g, encodeURIComponent) // `ses:{}x}:rate` would have no hash tag, and a slot of its own
  const key = (name: string) => `ses:{${tag}}:${name}`
  const awayListeners: (() => void)[] = []
  const backListeners: (() => void)[] = []
  let isAway = false
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
  const goAway = (error: unknown) => {
    if (isAway) return
    isAway = true
    // Away again soon after it was back, it may stay unusable for long. Each return pauses the mails, so look less
    // often.
    probeMs = now() - backAt < STEADY_MS ? Math.min(2 * probeMs, LONGEST_PROBE_MS) : PROBE_MS
    logger.warn({ tnx: 'redis', err: error }, 'Redis is away: %s', (error as Error).message)
    for (const listener of awayListeners) listener()
    void lookForIt()
  }
  const lookForIt = async () => {
    while (isAway) {
      await waitUnheld(probeMs)
      if (isClosed) return
      try {
        // Without a time limit: a client may keep the command until it is connected again, and one is enough.
        await evaluate(probe, [key('probe')], [])
      } catch {
        continue
      }
      isAway = false
      backAt = now()
      logger.info({ tnx: 'redis' }, 'Redis is back')
      for (const listener of backListeners) listener()
    }
  }

  return {
    limit,
    key,
    async run(script, keys, args) {
      if (isAway) return undefined
      try {
        return await waitFor(evaluate(script, keys, args), stopAfter(LONGEST_ANSWER_MS, noAnswer))
      } catch (error) {
        goAway(error)
        return undefined
      }
    },
    onAway: (listener) => void awayListeners.push(listener),
    onBack: (listener) => void backListeners.push(listener),
    failure: () => (isAway && onRedisDown === 'fail' ? redisIsAway() : undefined),
    close() {
      isClosed = true
    },
  }
}

function redisIsAway(): SesError {
  return new SesError('The mail was not sent: Redis, where the rate is kept, is away.', {
    reason: 'rate-limited',
    retry: 'later',
    hint: 'Send it again when Redis is back, or set `rateLimit.onRedisDown` to `local`.',
  })
}

const noAnswer = () => new Error(`no answer within ${LONGEST_ANSWER_MS} ms`)

/** Does not keep the process alive. */
function waitUnheld(ms: number): Promise<void> {
  return waitUntil((resolve) => {
    const timer = setTimeout(resolve, ms).unref()
    return () => clearTimeout(timer)
  })
}

/** Writes, since a Redis that can only be read, a replica or one out of memory, counts as away. */
const probe = script("return redis.call('SET', KEYS[1], 1, 'PX', 60000)")

export const LONGEST_ANSWER_MS = 1_000

const PROBE_MS = 500

const LONGEST_PROBE_MS = 60_000

/** Once back for so long, Redis counts as steady. */
const STEADY_MS = 10_000

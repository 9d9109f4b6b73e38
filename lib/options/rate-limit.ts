// Tested by test/options/options.test.ts.

import { CALLS_PER_SECOND } from '../provider.ts'
import * as check from './checks.ts'

export interface SesRateLimit {
  /**
   * Calls a second for the whole account.
   *
   * @default 20
   */
  readonly perSecond?: number
  /** A client of ioredis. Processes that use the same `id` there share the limit. Connecting and closing it is up to you. */
  readonly redis?: SesRedis
  /**
   * Name of the shared limit in Redis: any string. All its keys are in one slot of a cluster.
   *
   * @default 'default'
   */
  readonly id?: string
  /**
   * What to do while Redis is away or refuses to work. `local`: each process goes on with its share, `perSecond /
   * processes`. `fail`: mails fail at once with the reason `rate-limited`, to be sent later; no call is made without Redis.
   *
   * @default 'local'
   */
  readonly onRedisDown?: 'local' | 'fail'
  /**
   * The largest number of processes that share the limit at the same time. With it, they keep to the limit while Redis is
   * away for all of them. Without it, a process goes by the number that it saw last, which may have changed; if Redis has
   * not answered since the process started, mails wait for it for 10 seconds, and then fail with the reason
   * `rate-limited` until it answers.
   *
   * @default as many as were sending in the minute before Redis went away
   */
  readonly processes?: number
}

/** What is used of a client of ioredis, a `Redis` or a `Cluster`. */
export interface SesRedis {
  eval(script: string, numberOfKeys: number, ...args: (string | number)[]): Promise<unknown>
  evalsha(sha1: string, numberOfKeys: number, ...args: (string | number)[]): Promise<unknown>
}

/** Where several processes keep one limit. `processes` is undefined for as many as were seen. */
export type SharedLimit = NonNullable<Exclude<ReturnType<typeof resolveRateLimit>, false>['shared']>

export function resolveRateLimit(name: string, given: SesRateLimit | false | undefined) {
  if (given === false) return false
  if (typeof given === 'number') throw check.unexpected(name, `be an object: write \`{ perSecond: ${given} }\``, given)
  const { perSecond, redis, ...shared } = check.fields(`${name}.`, check.object(name, given ?? {}), {
    perSecond: check.positiveNumber(CALLS_PER_SECOND),
    redis: check.optional(checkRedis),
    id: (name, id = 'default') => check.string(name, id),
    onRedisDown: check.oneOf(['local', 'fail'], 'local'),
    processes: check.wholeNumber(undefined, { min: 1, max: 1_000_000 }),
  })
  return Object.freeze({ perSecond, shared: redis && Object.freeze({ redis, ...shared }) })
}

function checkRedis(name: string, redis: SesRedis): SesRedis {
  const isClient = typeof redis?.eval === 'function' && typeof redis.evalsha === 'function'
  if (!isClient) throw check.unexpected(name, 'be a client of ioredis', redis)
  return redis
}

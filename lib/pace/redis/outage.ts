import { SesError } from '../../errors.ts'

/** Why Redis cannot be used. */
export interface Outage {
  /** What goes on after "Redis". */
  readonly what: string
  /** What to do, where it is more than to wait. */
  readonly advice: string | undefined
  readonly cause: unknown
}

export function explainOutage(cause: unknown): Outage {
  const message = cause instanceof Error ? cause.message : String(cause)
  const told = message.replace(/ script: [\da-f]{40}, on @user_script.*$/s, '').replace(/\.$/, '')
  const [, advice] = refusals.find(([sign]) => sign.test(message)) ?? []
  return { what: advice === undefined ? `is away: ${told}` : `cannot be used: ${told}`, advice, cause }
}

/** @param because why nothing can be sent without it */
export function outageError({ what, advice, cause }: Outage, because = ''): SesError {
  return new SesError(`The mail was not sent: Redis, where the rate is kept, ${what}${because}.`, {
    reason: 'rate-limited',
    retry: 'later',
    hint: advice ?? 'Send it again when Redis is back.',
    cause,
  })
}

/**
 * Redis answers, but not as it should, and will not before somebody does something. Its code stands first in the
 * message; before Redis 7, what a script met stands behind the place in it.
 *
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
 */
const refusals: readonly (readonly [sign: RegExp, advice: string])[] = [
  [/\bWRONGTYPE\b/, 'Another program uses the key: set another `rateLimit.id`, or delete the key.'],
  [/\bCROSSSLOT\b/, 'Its keys have to be in one slot: leave braces out of the `keyPrefix` of the client.'],
  [
    /\bNOPERM\b|ACL failure|user executing the script can't/,
    'Let the user of the client do what is needed, such as with `ACL SETUSER name ~ses:* +eval +evalsha +time +@hash +@sortedset +@list +@string +@keyspace`.',
  ],
  [/\bNOAUTH\b|\bWRONGPASS\b/, 'Give the client the user and the password of Redis.'],
  [/\bOOM\b/, 'Give Redis more memory, or take something out of it.'],
  [/\bREADONLY\b/, 'Connect the client to the primary: this is a replica.'],
  [/\bMISCONF\b/, 'Let Redis write its data to its disk again: its log says what is wrong.'],
  [/\bNOREPLICAS\b/, 'Redis writes only with more replicas (`min-replicas-to-write`): bring them back.'],
  [/\bunknown command\b/i, 'Redis 5 or newer is needed, with EVAL and EVALSHA not renamed.'],
]

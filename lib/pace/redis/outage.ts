import { createError, type SesError } from '../../errors.ts'
import type { Words } from '../../language.ts'

/** Why Redis cannot be used. */
export interface Outage {
  /** What goes on after "Redis". */
  readonly what: Words
  /** What to do, where it is more than to wait. */
  readonly advice: Words | undefined
  readonly cause: unknown
}

export function explainOutage(cause: unknown): Outage {
  const message = cause instanceof Error ? cause.message : String(cause)
  const told = message.replace(/ script: [\da-f]{40}, on @user_script.*$/s, '').replace(/\.$/, '')
  const [, advice] = refusals.find(([sign]) => sign.test(message)) ?? []
  const what =
    advice === undefined
      ? { en: `is away: ${told}`, zh: `不可达：${told}` }
      : { en: `cannot be used: ${told}`, zh: `无法使用：${told}` }
  return { what, advice, cause }
}

/** @param because why nothing can be sent without it */
export function outageError({ what, advice, cause }: Outage, because: Words = { en: '', zh: '' }): SesError {
  const message = {
    en: `The mail was not sent: Redis, where the rate is kept, ${what.en}${because.en}.`,
    zh: `邮件未发送：保存频率限制的 Redis ${what.zh}${because.zh}。`,
  }
  return createError(message, {
    reason: 'rate-limited',
    retry: 'later',
    hint: advice ?? { en: 'Send it again when Redis is back.', zh: '请在 Redis 恢复后重新发送。' },
    cause,
  })
}

/**
 * Redis answers, but not as it should, and will not before somebody does something. Its code stands first in the
 * message; before Redis 7, what a script met stands behind the place in it.
 *
 * @see https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors
 */
const refusals: readonly (readonly [sign: RegExp, advice: Words])[] = [
  [
    /\bWRONGTYPE\b/,
    {
      en: 'Another program uses the key: set another `rateLimit.id`, or delete the key.',
      zh: '该键被其他程序占用：请更换 `rateLimit.id`，或删除该键。',
    },
  ],
  [
    /\bCROSSSLOT\b/,
    {
      en: 'Its keys have to be in one slot: leave braces out of the `keyPrefix` of the client.',
      zh: '所有键须在同一个 slot：客户端的 `keyPrefix` 中不要使用花括号。',
    },
  ],
  [
    /\bNOPERM\b|ACL failure|user executing the script can't/,
    {
      en: 'Let the user of the client do what is needed, such as with `ACL SETUSER name ~ses:* +eval +evalsha +time +@hash +@sortedset +@list +@string +@keyspace`.',
      zh: '请为客户端的用户授予所需权限，例如 `ACL SETUSER name ~ses:* +eval +evalsha +time +@hash +@sortedset +@list +@string +@keyspace`。',
    },
  ],
  [
    /\bNOAUTH\b|\bWRONGPASS\b/,
    { en: 'Give the client the user and the password of Redis.', zh: '请为客户端配置 Redis 的用户名和密码。' },
  ],
  [
    /\bOOM\b/,
    { en: 'Give Redis more memory, or take something out of it.', zh: '请为 Redis 增加内存，或清理其中的数据。' },
  ],
  [
    /\bREADONLY\b/,
    { en: 'Connect the client to the primary: this is a replica.', zh: '请让客户端连接主节点：当前连接的是副本。' },
  ],
  [
    /\bMISCONF\b/,
    {
      en: 'Let Redis write its data to its disk again: its log says what is wrong.',
      zh: '请让 Redis 恢复写盘：原因见其日志。',
    },
  ],
  [
    /\bNOREPLICAS\b/,
    {
      en: 'Redis writes only with more replicas (`min-replicas-to-write`): bring them back.',
      zh: '副本数不足时 Redis 不接受写入（`min-replicas-to-write`）：请恢复副本。',
    },
  ],
  [
    /\bunknown command\b/i,
    {
      en: 'Redis 5 or newer is needed, with EVAL and EVALSHA not renamed.',
      zh: '需要 Redis 5 或更高版本，且 EVAL 和 EVALSHA 未被重命名。',
    },
  ],
]

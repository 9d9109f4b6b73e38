import { untilChinaMidnight } from '../china-time.ts'
import type { Meaning, Verdict } from '../errors.ts'
import { ERROR_PAGE } from '../provider.ts'
import { lookUpReply } from './look-up.ts'
import { meaningOfRest } from './refusal.ts'
import type { ParsedReply } from './reply.ts'

/**
 * Says what a reply of the gateway means and when to try again, for those who have only its text.
 *
 * @param options.meanings rows that come before the table's own
 * @param options.now milliseconds since 1970, from which the time until the next day's quota is counted; now by default
 *
 * @example
 * explainReply('554 5.0.0 Error: … {"Code":"FailedOperation.FrequencyLimit. …').retryAfterMs // 3_600_000
 */
export function explainReply(text: string, options: { meanings?: readonly Meaning[]; now?: number } = {}): Verdict {
  const { reply, meaning } = lookUpReply(text, options.meanings ?? [])
  return toVerdict(meaning ?? meaningOfRest(reply), reply, options.now ?? Date.now())
}

export function toVerdict(meaning: Meaning, reply: ParsedReply | undefined, now: number): Verdict {
  const { reason, retry, retryAfter, scope, hint, docs = ERROR_PAGE } = meaning
  return {
    reason,
    retry,
    retryAfterMs: retryAfter === 'china-midnight' ? untilChinaMidnight(now) : retryAfter,
    scope,
    sesCode: reply?.code,
    requestId: reply?.requestId,
    hint,
    docs,
  }
}

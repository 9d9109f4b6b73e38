import { untilChinaMidnight } from '../china-time.ts'
import type { Meaning, OwnMeaning, Verdict } from '../errors.ts'
import { type SesLanguage, type Words, wordsIn } from '../language.ts'
import { ERROR_PAGE, pageIn } from '../provider.ts'
import { lookUpReply } from './look-up.ts'
import { meaningOfRest } from './refusal.ts'
import type { ParsedReply } from './reply.ts'

/**
 * Says what a reply of the gateway means and when to try again, for those who have only its text.
 *
 * @param options.meanings rows that come before the table's own
 * @param options.now milliseconds since 1970, from which the time until the next day's quota is counted; now by default
 * @param options.language of `hint` and of the page `docs`; `en` by default
 *
 * @example
 * explainReply('554 5.0.0 Error: … {"Code":"FailedOperation.FrequencyLimit. …').retryAfterMs // 3_600_000
 */
export function explainReply(
  text: string,
  options: { meanings?: readonly Meaning[]; now?: number; language?: SesLanguage } = {},
): Verdict {
  const { meanings = [], now = Date.now(), language = 'en' } = options
  const { reply, meaning } = lookUpReply(text, meanings)
  const { hint, docs, ...verdict } = toVerdict(meaning ?? meaningOfRest(reply), reply, now)
  return { ...verdict, hint: wordsIn(hint, language), docs: pageIn(docs, language) }
}

/** A verdict whose hint is there in every language, but for a row of the caller's own. */
export type OpenVerdict = Omit<Verdict, 'hint'> & { readonly hint: string | Words }

export function toVerdict(meaning: Meaning | OwnMeaning, reply: ParsedReply | undefined, now: number): OpenVerdict {
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

import { createError, type SesError } from '../errors.ts'
import type { Settings } from '../options/options.ts'
import { SMTP_GUIDE_PAGE } from '../provider.ts'

/** Mails from one sender to one recipient, in a sliding window. */
export interface RecipientLimit<Counted = Uncount | Promise<Uncount>> {
  /**
   * Counts a mail to each recipient.
   *
   * @param now of a monotonic clock
   * @returns a function that takes the count back, for a mail that was not sent after all
   * @throws SesError with the time to wait, if one recipient has had too many; nothing is counted then
   */
  count(from: string, to: readonly string[], now: number): Counted
}

type Uncount = () => void | Promise<void>

/** @see https://www.tencentcloud.com/document/product/1084/44458 "Email Sending Restrictions" */
export function createRecipientLimit(limit: Settings['recipientLimit']): RecipientLimit<() => void> {
  if (limit === false) return { count: () => () => {} }

  // By pair of sender and recipient, the last used at the end: old pairs are dropped from the front. Only now and then,
  // since a Map that has lost its first entries is slow to iterate.
  const sent = new Map<string, readonly number[]>()
  let sweptAt = Number.NEGATIVE_INFINITY
  const dropOld = (now: number) => {
    if (now - sweptAt < limit.perMs / 60) return
    sweptAt = now
    for (const [pair, times] of sent) {
      if ((times.at(-1) ?? 0) > now - limit.perMs) return
      sent.delete(pair)
    }
  }
  const recent = (pair: string, now: number) => (sent.get(pair) ?? []).filter((time) => time > now - limit.perMs)

  return {
    count(from, to, now) {
      dropOld(now)
      const pairs = to.map((address) => ({ address, pair: `${from}\n${address}`.toLowerCase() }))
      for (const { address, pair } of pairs) {
        const times = recent(pair, now)
        if (times.length >= limit.count)
          throw tooMany(address, limit, (times[times.length - limit.count] ?? now) + limit.perMs - now)
      }
      for (const { pair } of pairs) {
        const times = recent(pair, now).concat(now) // `[...times, now]` would keep room for 16 more
        sent.delete(pair)
        sent.set(pair, times)
      }
      return () => {
        for (const { pair } of pairs) {
          const times = [...(sent.get(pair) ?? [])]
          const at = times.lastIndexOf(now)
          if (at !== -1) times.splice(at, 1)
          if (times.length > 0) sent.set(pair, times)
          else sent.delete(pair)
        }
      }
    },
  }
}

export function tooMany(address: string, limit: { count: number; perMs: number }, retryAfterMs: number): SesError {
  const { count } = limit
  const seconds = limit.perMs / 1_000
  return createError(
    {
      en: `${address} got ${count} mails from this sender within ${seconds} s: not sent, see \`recipientLimit\`.`,
      zh: `${address} 在 ${seconds} 秒内已收到该发件人的 ${count} 封邮件：邮件未发送，参见 \`recipientLimit\`。`,
    },
    {
      reason: 'recipient-rate-limited',
      retry: 'later',
      retryAfterMs,
      field: 'to',
      hint: {
        en: 'Send it again after the time in `retryAfterMs`.',
        zh: '请在 `retryAfterMs` 毫秒后重新发送。',
      },
      docs: SMTP_GUIDE_PAGE,
    },
  )
}

import type { RateLimit, RecipientLimit } from './options.ts'
import type { Envelope } from './submission.ts'

export interface LimitSettings {
  readonly rateLimit: Required<RateLimit> | false
  readonly recipientLimit: RecipientLimit | false
  readonly dailyQuota: number | false
}

/** What SES remembers of past calls, whatever the limits were then. */
export interface Limits {
  /** Whether the rate allows a call now; if so, it counts. */
  call(): boolean
  /** Whether each recipient may get one more mail of this sender's. */
  recipients(envelope: Envelope): boolean
  /** Whether the day's quota is enough for all recipients. */
  quota(envelope: Envelope): boolean
  /** Counts a mail that SES took. */
  count(envelope: Envelope): void
}

const secondMs = 1000
const dayMs = 86_400_000
const chinaMs = 8 * 3_600_000

/** Of one recipient's mails the newest are remembered, and none that is older than a day and than the limit. */
const remembered = 1000
/** So many mails after each other, recipients who got none of late are forgotten. */
const sweepEvery = 10_000

export function createLimits(settings: () => LimitSettings, now: () => number): Limits {
  let calls: number[] = []
  let expired = 0
  const mails = new Map<string, readonly number[]>()
  let counted = 0
  let today = { day: Number.NaN, sent: 0 }

  return {
    call() {
      const { rateLimit } = settings()
      const time = now()
      forgetCalls(time)
      const granted = rateLimit === false || callsSince(time, rateLimit) < rateLimit.perSecond
      if (granted || rateLimit.countRefused) calls.push(time)
      return granted
    },

    recipients(envelope) {
      const { recipientLimit } = settings()
      if (recipientLimit === false) return true
      const start = now() - recipientLimit.perMs
      return pairs(envelope).every((pair) => recent(pair, start).length < recipientLimit.count)
    },

    quota(envelope) {
      const { dailyQuota } = settings()
      const sent = today.day === chinaDay() ? today.sent : 0
      return dailyQuota === false || sent + envelope.to.length <= dailyQuota
    },

    count(envelope) {
      const { recipientLimit } = settings()
      const start = now() - Math.max(dayMs, recipientLimit === false ? 0 : recipientLimit.perMs)
      const most = Math.max(remembered, recipientLimit === false ? 0 : recipientLimit.count)
      for (const pair of pairs(envelope)) mails.set(pair, [...recent(pair, start), now()].slice(-most))
      today = { day: chinaDay(), sent: (today.day === chinaDay() ? today.sent : 0) + envelope.to.length }
      if (++counted % sweepEvery === 0) sweep(start)
    },
  }

  /** Calls of the last second stand from `expired` on; what is before is dropped now and then. */
  function forgetCalls(time: number): void {
    while (expired < calls.length && (calls[expired] ?? 0) <= time - secondMs) expired++
    if (expired <= calls.length / 2) return
    calls = calls.slice(expired)
    expired = 0
  }

  function callsSince(time: number, { window }: Required<RateLimit>): number {
    if (window === 'sliding') return calls.length - expired
    const clockSecond = Math.floor(time / secondMs) * secondMs
    return calls.slice(expired).filter((at) => at >= clockSecond).length
  }

  function recent(pair: string, start: number): readonly number[] {
    return (mails.get(pair) ?? []).filter((at) => at > start)
  }

  function sweep(start: number): void {
    for (const pair of mails.keys()) if (recent(pair, start).length === 0) mails.delete(pair)
  }

  function chinaDay(): number {
    return Math.floor((now() + chinaMs) / dayMs)
  }
}

function pairs(envelope: Envelope): readonly string[] {
  return envelope.to.map((to) => `${envelope.from} ${to}`.toLowerCase())
}

import type { RateLimit, RecipientLimit } from './options.ts'
import type { Envelope } from './submission.ts'

export interface LimitSettings {
  readonly rateLimit: Required<RateLimit> | false
  readonly recipientLimit: RecipientLimit | false
  readonly dailyQuota: number | false
}

/** What SES remembers of past calls. */
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

export function createLimits(settings: () => LimitSettings, now: () => number): Limits {
  let calls: number[] = []
  const mails = new Map<string, readonly number[]>()
  let today = { day: Number.NaN, sent: 0 }

  return {
    call() {
      const { rateLimit } = settings()
      if (rateLimit === false) return true
      const time = now()
      const clockSecond = Math.floor(time / secondMs) * secondMs
      calls = calls.filter((at) => (rateLimit.window === 'fixed' ? at >= clockSecond : at > time - secondMs))
      const granted = calls.length < rateLimit.perSecond
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
      const start = now() - (recipientLimit === false ? 0 : recipientLimit.perMs)
      for (const pair of pairs(envelope)) mails.set(pair, [...recent(pair, start), now()])
      today = { day: chinaDay(), sent: (today.day === chinaDay() ? today.sent : 0) + envelope.to.length }
    },
  }

  function recent(pair: string, start: number): readonly number[] {
    return (mails.get(pair) ?? []).filter((at) => at > start)
  }

  function chinaDay(): number {
    return Math.floor((now() + chinaMs) / dayMs)
  }
}

function pairs(envelope: Envelope): readonly string[] {
  return envelope.to.map((to) => `${envelope.from} ${to}`.toLowerCase())
}

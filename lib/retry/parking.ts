import { createError, type SesError, type SesScope, textsOf, type Verdict } from '../errors.ts'
import type { Words } from '../language.ts'

/**
 * Refusals that hold for a time: until they end, no call is spent on what SES would refuse again. `now` is of a
 * monotonic clock.
 */
export interface Parking {
  /**
   * @param attempts made for this letter so far
   * @throws SesError like SES's, with the time that is left, if SES would refuse a letter from `from` to all of `to`
   */
  refuse(from: string, to: readonly string[], attempts: number, now: number): void
  /** Remembers a refusal, if it stands for more than this letter. */
  park(from: string, to: readonly string[], refusal: SesError, now: number): void
  /** How many refusals are remembered. */
  count(now: number): number
}

/**
 * Refuses only what SES would refuse for certain. Of a letter to several recipients SES does not say which of them it
 * refused: then only letters to all of these are refused. And a day's quota that is too small for many recipients may
 * do for a few.
 */
export function createParking(isOn: boolean): Parking {
  if (!isOn) return { refuse() {}, park() {}, count: () => 0 }

  // By the first name of each. Of two with the same first name, or of too many, one is forgotten: that costs a call.
  const parked = new Map<string, Parked>()
  const dropExpired = (now: number) => {
    for (const [first, { until }] of parked) {
      if (until <= now) parked.delete(first)
    }
  }
  const find = (from: string, to: readonly string[], now: number): Parked | undefined => {
    const names = new Set(scopes.flatMap((scope) => namesOf(scope, from, to)))
    for (const name of names) {
      const found = parked.get(name)
      if (found && found.until > now && to.length >= found.recipients && found.names.every((each) => names.has(each))) {
        return found
      }
    }
    return undefined
  }

  return {
    refuse(from, to, attempts, now) {
      if (parked.size === 0) return
      const found = find(from, to, now)
      if (found) throw refusedAgain(found, attempts, now)
    },
    park(from, to, refusal, now) {
      const { scope, retryAfterMs } = refusal
      if (scope === undefined || retryAfterMs === undefined) return
      // Letters under way together are refused together: the first refusal is enough.
      if (find(from, to, now)) return
      dropExpired(now)
      const names = namesOf(scope, from, to)
      const [first = ''] = names
      const recipients = scope === 'sender' ? to.length : 1
      parked.delete(first)
      parked.set(first, { names, recipients, until: now + retryAfterMs, verdict: verdictOf(refusal, scope) })
      const [oldest = ''] = parked.keys()
      if (parked.size > MOST) parked.delete(oldest)
    },
    count(now) {
      dropExpired(now)
      return parked.size
    },
  }
}

/** A refusal, as long as it holds. */
interface Parked {
  readonly names: readonly string[]
  /** A letter to fewer may pass. */
  readonly recipients: number
  readonly until: number
  readonly verdict: Omit<Verdict, 'retryAfterMs' | 'hint'> & { readonly hint: Words }
}

/** As many as SES could refuse in some minutes, at 20 calls a second. */
const MOST = 10_000

const scopes: readonly SesScope[] = ['sender', 'provider', 'recipient']

/** Names what a refusal of that scope is about, sorted; each name ends in the address or domain. */
function namesOf(scope: SesScope, from: string, to: readonly string[]): readonly string[] {
  if (scope === 'sender') return [`sender\n${domainOf(from)}`]
  const names = to.map((address) =>
    scope === 'provider' ? `provider\n${domainOf(address)}` : `recipient\n${from}\n${address}`.toLowerCase(),
  )
  return [...new Set(names)].sort()
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** The verdict alone: the error's other fields are about another mail. */
function verdictOf(refusal: SesError, scope: SesScope): Parked['verdict'] {
  const { reason, retry, sesCode, requestId, docs } = refusal
  return { reason, retry, scope, sesCode, requestId, hint: textsOf(refusal).hint, docs }
}

function refusedAgain({ names, until, verdict }: Parked, attempts: number, now: number): SesError {
  const retryAfterMs = until - now
  const who = names.map((name) => name.slice(name.lastIndexOf('\n') + 1)).join(', ')
  const isSender = verdict.scope === 'sender'
  const code = verdict.sesCode ?? ''
  const seconds = Math.ceil(retryAfterMs / 1_000)
  const { en, zh } = verdict.hint
  return createError(
    {
      en: `SES has refused mail ${isSender ? 'from' : 'to'} ${who}${code && ` (${code})`} and would for another ${seconds} s: not sent, see \`park\`. ${en}`,
      zh: `SES 已拒绝${isSender ? '来自' : '发往'} ${who} 的邮件${code && `（${code}）`}，并将持续 ${seconds} 秒：邮件未发送，参见 \`park\`。${zh}`,
    },
    { ...verdict, retryAfterMs, attempts, field: isSender ? 'from' : 'to' },
  )
}

import { SesError, type SesScope, type Verdict } from '../errors.ts'

/**
 * What SES has refused for a time, and would refuse again: until then no call is spent on it. `now` is of a clock that nobody
 * sets.
 */
export interface Parking {
  /**
   * @param attempts tries at this letter so far
   * @throws SesError as SES's was, with the time that is left, if SES would refuse a letter of `from` to all of `to`
   */
  refuse(from: string, to: readonly string[], attempts: number, now: number): void
  /** Remembers a refusal, if it stands for more than this letter. */
  park(from: string, to: readonly string[], refusal: SesError, now: number): void
  /** How many refusals are remembered. */
  count(now: number): number
}

/**
 * Refuses only what SES would refuse for certain. Of a letter to several it does not say which of them it was, so that only
 * letters to all of these are refused; and a day's quota that is too small for many recipients may do for a few.
 */
export function createParking(isOn: boolean): Parking {
  if (!isOn) return { refuse() {}, park() {}, count: () => 0 }

  // By the first name of each. Of two with the same, or where there are too many, one is forgotten: that costs a call.
  const parked = new Map<string, Parked>()
  const dropOver = (now: number) => {
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
    park(from, to, { scope, retryAfterMs, ...refusal }, now) {
      if (scope === undefined || retryAfterMs === undefined) return
      // Letters that were on their way together are refused together: the first says it all.
      if (find(from, to, now)) return
      dropOver(now)
      const names = namesOf(scope, from, to)
      const [first = ''] = names
      const recipients = scope === 'sender' ? to.length : 1
      parked.delete(first)
      parked.set(first, { names, recipients, until: now + retryAfterMs, verdict: verdictOf(refusal, scope) })
      const [oldest = ''] = parked.keys()
      if (parked.size > MOST) parked.delete(oldest)
    },
    count(now) {
      dropOver(now)
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
  readonly verdict: Omit<Verdict, 'retryAfterMs'>
}

/** As many as SES could refuse in some minutes, at 20 calls a second. */
const MOST = 10_000

const scopes: readonly SesScope[] = ['sender', 'provider', 'recipient']

/** What a refusal of that scope is about, in an order of its own; the address or domain stands last in each name. */
function namesOf(scope: SesScope, from: string, to: readonly string[]): readonly string[] {
  if (scope === 'sender') return [`sender\n${domainOf(from)}`]
  const names = to.map((address) =>
    scope === 'provider' ? `provider\n${domainOf(address)}` : `recipient\n${from}\n${address}`.toLowerCase(),
  )
  return [...new Set(names)].sort()
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()

/** The verdict alone: all else on the error is of another mail. */
function verdictOf(refusal: Omit<Verdict, 'retryAfterMs' | 'scope'>, scope: SesScope): Parked['verdict'] {
  const { reason, retry, sesCode, requestId, hint, docs } = refusal
  return { reason, retry, scope, sesCode, requestId, hint, docs }
}

function refusedAgain({ names, until, verdict }: Parked, attempts: number, now: number): SesError {
  const retryAfterMs = until - now
  const who = names.map((name) => name.slice(name.lastIndexOf('\n') + 1)).join(', ')
  const what = verdict.scope === 'sender' ? `mail from ${who}` : `mail to ${who}`
  const code = verdict.sesCode === undefined ? '' : ` (${verdict.sesCode})`
  return new SesError(
    `SES has refused ${what}${code} and would for another ${Math.ceil(retryAfterMs / 1_000)} s: not sent, see \`park\`. ${verdict.hint}`,
    { ...verdict, retryAfterMs, attempts, field: verdict.scope === 'sender' ? 'from' : 'to' },
  )
}

import type { Settings } from '../options/options.ts'
import { now, untilAborted } from './clock.ts'
import type { Place } from './queue.ts'
import { type Account, type Call, createAccount, unlimited } from './rate.ts'
import type { RedisLink } from './redis/link.ts'
import { createSharedAccount } from './redis/shared-rate.ts'
import { createMetronome, createTurns } from './turns.ts'

/** Keeps an account to its calls a second. */
export interface Pace {
  /** Waits for a turn to send. Rejects with the signal's reason, or with a SesError if nothing can be sent now. */
  turn(place: Place, signal: AbortSignal): Promise<PacedCall>
  /** Milliseconds that one more mail behind `waiting` others would wait. */
  expectedWaitMs(waiting: number): number
  /** Milliseconds until the next turn, 0 if it may be now. */
  nextTurnMs(): number
  /** Calls a second that the account may make, as things are now. */
  perSecond(): number
  /** Mails of which a letter is between its turn and its reply. */
  readonly sending: number
}

/** A call to SES, from its turn to its reply. */
export interface PacedCall {
  /** Waits, at the end of a message, until its last bytes may go: SES counts a call when it has the whole message. */
  handOver(signal: AbortSignal): Promise<void>
  /** `refused` is for the rate: everything pauses, and goes on slower. `broken`: there was no reply. */
  end(how: 'answered' | 'refused' | 'broken'): void
}

/**
 * The pace of an account, held twice.
 *
 * Turns are spread evenly and start the sending; but connections open late and messages differ in size, so that evenly
 * started mails may arrive in bunches. So the last bytes of each message pass a window over the calls that SES may still
 * count, at the moment when SES counts.
 */
export function createPace(rateLimit: Settings['rateLimit'], link: RedisLink | undefined): Pace {
  const account = openAccount(rateLimit, link)
  const turns = createTurns()
  const sending = new Map<PacedCall, Place>()
  const atTheEnd = new Set<() => void>()
  let turnAt = Number.NEGATIVE_INFINITY

  const give = async (count: number) => {
    const due = Math.min(count, turns.size)
    try {
      if (due > 0) await account.turns(due)
    } catch (error) {
      turns.sendAway(error as Error)
    }
    for (let given = 0; given < due && turns.callFirst(); given++) turnAt = now()
  }
  const metronome =
    account === unlimited
      ? undefined
      : createMetronome({ spacingMs: account.spacingMs, waiting: () => turns.size, give })

  const handOver = async (signal: AbortSignal): Promise<Call> => {
    for (;;) {
      signal.throwIfAborted()
      const answer = await account.handOver()
      if (typeof answer !== 'number') return answer
      await untilAborted(signal, sleepOrWake(answer, atTheEnd))
    }
  }
  const begin = (place: Place): PacedCall => {
    let counted: Call | undefined
    const call: PacedCall = {
      async handOver(signal) {
        counted = await handOver(signal)
      },
      end(how) {
        sending.delete(call)
        counted?.end(how !== 'broken')
        if (how === 'refused') account.refused()
        for (const wake of atTheEnd) wake()
      },
    }
    sending.set(call, place)
    return call
  }

  return {
    async turn(place, signal) {
      const unavailable = account.unavailable()
      if (unavailable) throw unavailable
      if (metronome) {
        const turn = turns.join(place, signal)
        metronome.start()
        await turn
      }
      return begin(place)
    },
    expectedWaitMs: (waiting) => waiting * account.spacingMs() * account.sharedBy() + account.pausedMs(),
    nextTurnMs: () => Math.max(account.pausedMs(), turnAt + account.spacingMs() - now(), 0),
    perSecond: account.perSecond,
    get sending() {
      return new Set(sending.values()).size
    },
  }
}

function openAccount(rateLimit: Settings['rateLimit'], link: RedisLink | undefined): Account {
  if (rateLimit === false) return unlimited
  return link ? createSharedAccount(rateLimit.perSecond, link) : createAccount(rateLimit.perSecond)
}

function sleepOrWake(ms: number, waiters: Set<() => void>): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      waiters.delete(done)
      resolve()
    }
    const timer = setTimeout(done, Math.ceil(ms))
    waiters.add(done)
  })
}

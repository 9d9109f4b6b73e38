import { now, type Stop, startTimer, waitUntil } from '../clock.ts'
import type { Settings } from '../options/options.ts'
import type { Slot } from './queue.ts'
import { type Call, createRate, type Rate, unlimited } from './rate.ts'
import type { RedisLink } from './redis/link.ts'
import { createSharedRate } from './redis/shared-rate.ts'
import { createTurns } from './turns.ts'

/** Keeps to the calls a second that SES takes. */
export interface Pace {
  /** Waits for a turn. Rejects with the stop's reason, or with a SesError if nothing can be sent now. */
  takeTurn(slot: Slot, stop: Stop): Promise<Turn>
  /** Milliseconds that one more mail behind `waiting` others would wait. */
  expectedWaitMs(waiting: number): number
  /** Milliseconds until the next turn, 0 if it may be now. */
  nextTurnMs(): number
  /** Calls a second that may be made, as things are now. */
  perSecond(): number
  /** Mails of which a letter is between its turn and its reply. */
  readonly sending: number
}

/** Permission to start an attempt. */
export interface Turn {
  /**
   * Waits, at the end of a message, until its last bytes may go: SES counts a call when it has the whole message. Rejects
   * as `takeTurn` does.
   */
  beginCall(stop: Stop): Promise<void>
  /** `refused`: for the rate, so that all pause and go on slower. `broken`: there was no reply. */
  end(how: 'answered' | 'refused' | 'broken'): void
}

/**
 * Keeps the rate twice.
 *
 * Turns start the attempts evenly. But connections open late and messages differ in size, so that messages may still
 * arrive in bunches. So the last bytes of each message also wait for the call window, at the moment when SES counts.
 */
export function createPace(rateLimit: Settings['rateLimit'], link: RedisLink | undefined): Pace {
  const rate = openRate(rateLimit, link)
  const turns = createTurns(rate)
  const sending = new Map<Turn, Slot>()
  const callWaits = new Set<() => void>()

  const beginCall = async (stop: Stop): Promise<Call> => {
    for (;;) {
      if (stop.aborted) throw stop.reason
      const answer = await rate.beginCall()
      if (typeof answer !== 'number') return answer
      const unavailable = rate.unavailable()
      if (unavailable) throw unavailable
      // The reply to another call may make room sooner.
      await waitUntil((resolve) => {
        const endTimer = startTimer(answer, resolve)
        callWaits.add(resolve)
        return () => {
          endTimer()
          callWaits.delete(resolve)
        }
      }, stop)
    }
  }
  const startTurn = (slot: Slot): Turn => {
    let call: Call | undefined
    const turn: Turn = {
      async beginCall(stop) {
        call = await beginCall(stop)
      },
      end(how) {
        sending.delete(turn)
        call?.end(how !== 'broken')
        if (how === 'refused') rate.slowDown()
        for (const askAgain of callWaits) askAgain()
      },
    }
    sending.set(turn, slot)
    return turn
  }

  return {
    async takeTurn(slot, stop) {
      const unavailable = rate.unavailable()
      if (unavailable) throw unavailable
      if (rate !== unlimited) await turns.take(slot, stop)
      return startTurn(slot)
    },
    expectedWaitMs: (waiting) => waiting * rate.spacingMs() * rate.sharedBy() + rate.pausedMs(),
    nextTurnMs: () => Math.max(rate.pausedMs(), turns.lastAt + rate.spacingMs() - now(), 0),
    perSecond: rate.perSecond,
    get sending() {
      return new Set(sending.values()).size
    },
  }
}

function openRate(rateLimit: Settings['rateLimit'], link: RedisLink | undefined): Rate {
  if (rateLimit === false) return unlimited
  return link ? createSharedRate(rateLimit.perSecond, link) : createRate(rateLimit.perSecond)
}

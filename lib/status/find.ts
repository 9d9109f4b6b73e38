import { chinaDays } from '../china-time.ts'
import { isAbortSignal, type Stop } from '../clock.ts'
import * as check from '../options/checks.ts'
import { addressKey } from './address.ts'
import type { Questions } from './questions.ts'
import type { StatusRecord } from './record.ts'

/** Which mails to look for. */
export interface StatusQuestion {
  /** The sender address, without a name. */
  readonly from: string
  /** The recipient's address, without a name. */
  readonly to: string
  /** When the mail was handed over, a Date or milliseconds since 1970: `info.ses.letters[0].handedOverAt`. */
  readonly sentAt: number | Date
  /**
   * Milliseconds by which the time of a record may differ from `sentAt`, either way.
   *
   * @default 120_000
   */
  readonly within?: number | undefined
  /** Ends the asking. */
  readonly signal?: AbortSignal | undefined
}

/** Two minutes: what clocks and SES's queue may account for. */
export const WITHIN_MS = 120_000

/**
 * The records of the mails from one sender to one recipient about a time, the oldest first. One without a time is among them.
 *
 * SES keeps its records by days of China and is asked for each day that the time is part of. By recipient alone: asked for a
 * recipient and an id together, it is known to find nothing.
 */
export async function findRecords(
  questions: Questions,
  question: StatusQuestion,
  stop?: Stop,
): Promise<readonly StatusRecord[]> {
  const { from, to, sentAt, within, signal } = resolveQuestion(question)
  const found = new Map<string, StatusRecord>()
  for (const day of chinaDays(sentAt - within, sentAt + within)) {
    for (const record of await questions.recordsOf(day, to, stop ?? signal)) {
      const isOurs = addressKey(record.from) === addressKey(from) && addressKey(record.to) === addressKey(to)
      if (isOurs && Math.abs((record.requestedAt ?? sentAt) - sentAt) <= within)
        found.set(keyOf(record, found.size), record)
    }
  }
  return [...found.values()].sort((a, b) => (a.requestedAt ?? 0) - (b.requestedAt ?? 0))
}

/** A page may begin with what ended the one before, if a record was added meanwhile. */
function keyOf({ messageId }: StatusRecord, number: number): string {
  return messageId ?? `${number}`
}

function resolveQuestion(question: StatusQuestion) {
  return check.fields('', check.object('question', question), {
    from: check.string,
    to: check.string,
    sentAt: resolveTime,
    within: check.wholeNumber(WITHIN_MS, { min: 0, max: LONGEST_WITHIN }),
    signal: resolveSignal,
  })
}

export function resolveTime(name: string, given: number | Date): number {
  const at = given instanceof Date ? given.getTime() : given
  if (Number.isFinite(at) && Math.abs(at) <= LATEST) return at
  throw check.unexpected(name, 'be a Date, or milliseconds since 1970', given)
}

/**
 * None of a JavaScript program's may be null.
 *
 * @throws TypeError for what ends nothing, such as the AbortController itself
 */
export function resolveSignal(name: string, given: AbortSignal | null | undefined): Stop | undefined {
  if (given === undefined || given === null) return undefined
  if (isAbortSignal(given)) return given as Stop
  throw check.unexpected(name, 'be an AbortSignal', given)
}

/** Thirty days: SES knows no more. */
const LONGEST_WITHIN = 30 * 24 * 60 * 60 * 1_000
/** Leaves room for `within`, and for China's hours, before the last date that JavaScript has. */
const LATEST = 8e15

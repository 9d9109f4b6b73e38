import { type Stop, stopAfter, waitFor, waitUntil } from '../clock.ts'
import { errorIn } from '../errors.ts'
import { MOST_RECORDS } from '../provider.ts'
import { spaceTurns } from '../spacing.ts'
import { cancelled, endless, timedOut, toQuestionError } from './api-error.ts'
import type { StatusRequest } from './client.ts'
import type { Ask } from './open-client.ts'
import { type StatusSettings, secretsOf } from './options.ts'
import { readRecord, type StatusRecord } from './record.ts'

/** Asks SES what became of mails, no faster than the API allows. */
export interface Questions {
  /**
   * All records of a day of China for a recipient.
   *
   * @throws SesError
   */
  recordsOf(day: string, to: string, stop: Stop | undefined): Promise<readonly StatusRecord[]>
}

export function createQuestions({ timeoutMs, rateLimit, sdk, language }: StatusSettings, ask: Ask): Questions {
  const takeTurn = createTurns(rateLimit)
  const secrets = secretsOf(sdk?.credential)

  const askOnce = async (request: StatusRequest, stop: Stop | undefined): Promise<readonly StatusRecord[]> => {
    const controller = new AbortController()
    try {
      await takeTurn(stop)
      const limit = stopAfter(timeoutMs, () => timedOut(timeoutMs), stop)
      const { EmailStatusList } = await waitFor(Promise.resolve(ask(request, controller.signal)), limit)
      return (EmailStatusList ?? []).map((record) => readRecord(record, language))
    } catch (failure) {
      throw errorIn(stop?.aborted ? cancelled(stop.reason) : toQuestionError(failure, secrets), language)
    } finally {
      controller.abort() // of an answer that nobody waits for
    }
  }

  return {
    async recordsOf(day, to, stop) {
      const records: StatusRecord[] = []
      for (let page = 0; page < MOST_PAGES; page++) {
        const request = { RequestDate: day, Offset: page * MOST_RECORDS, Limit: MOST_RECORDS, ToEmailAddress: to }
        const answer = await askOnce(request, stop)
        records.push(...answer)
        if (answer.length < MOST_RECORDS) return records
      }
      throw errorIn(endless(day), language)
    },
  }
}

/** SES sends a recipient ten mails an hour: what goes on after this many is no list of them. */
const MOST_PAGES = 100

/** Lets through so many a second, in their order. A stop ends a wait with its reason. */
function createTurns(perSecond: number): (stop: Stop | undefined) => Promise<void> {
  if (perSecond === Number.POSITIVE_INFINITY) {
    return async (stop) => {
      if (stop?.aborted) throw stop.reason
    }
  }
  const waiting = new Set<() => void>()
  const give = async (count: number) => {
    for (const go of [...waiting].slice(0, count)) go()
  }
  const update = spaceTurns({ spacingMs: () => SPREAD_MS / perSecond, waiting: () => waiting.size, give })

  return async (stop) => {
    const turn = waitUntil((go) => {
      waiting.add(go)
      return () => {
        waiting.delete(go)
        if (waiting.size === 0) update()
      }
    }, stop)
    update()
    await turn
  }
}

/** A second, and room for questions that reach SES a little late or early. */
const SPREAD_MS = 1_030

// Tested by test/emulator/status/status.test.ts.

import { randomUUID } from 'node:crypto'
import { chinaDate } from '../china-time.ts'
import type { Send } from '../send.ts'
import { type EmailStatus, noRecord, toEmailStatus } from './email-status.ts'
import { type Failure, failures, missing, tooFrequent } from './failure.ts'
import type { StatusSettings } from './options.ts'
import { readQuery, type StatusQuery } from './query.ts'
import { type ApiRequest, signatureFault } from './signature.ts'

/** A mail to one recipient, and from when on it can be found. */
export interface StatusRecord extends Send {
  readonly visibleAt: number
}

/** SES's regions, at home and abroad. */
const regions = ['ap-guangzhou', 'ap-hongkong', 'ap-singapore']

/** Answers a request as Tencent Cloud's API 3.0 does: always with status 200, and a request's fault in its JSON. */
export function createApi(
  settings: StatusSettings,
  records: readonly StatusRecord[],
  now: () => number,
): (request: ApiRequest) => string {
  let requests: number[] = []

  return (request) => {
    const fault =
      commonFault(request) ??
      signatureFault(request, settings, Date.now()) ??
      tokenFault(request) ??
      actionFault(request) ??
      rateFault()
    const query = fault ?? readQuery(request.body, settings, now())
    const response = 'Code' in query ? { Error: query } : { EmailStatusList: find(query) }
    return JSON.stringify({ Response: { ...response, RequestId: randomUUID() } })
  }

  function tokenFault({ headers }: ApiRequest): Failure | undefined {
    return (headers['x-tc-token'] ?? '') === settings.token ? undefined : failures.tokenFailure
  }

  function rateFault(): Failure | undefined {
    if (settings.perSecond === false) return undefined
    requests = requests.filter((at) => at > now() - 1000)
    if (requests.length >= settings.perSecond) return tooFrequent(requests.length + 1, settings.perSecond)
    requests.push(now())
    return undefined
  }

  function find(query: StatusQuery): readonly EmailStatus[] {
    const { MessageId, ToEmailAddress, Offset, Limit } = query
    const hasFilter = Boolean(MessageId || ToEmailAddress)
    const misses = Boolean(MessageId && ToEmailAddress) && settings.bothFilters === 'nothing'
    const found = misses ? [] : records.filter((record) => record.visibleAt <= now() && fits(record, query))
    if (found.length === 0 && hasFilter && settings.noRecord === 2001) return [noRecord(MessageId, ToEmailAddress)]

    const ordered = settings.order === 'newest' ? found.reverse() : found
    return ordered.slice(Offset, Offset + Limit).map((record) => toEmailStatus(record, now()))
  }
}

function fits(
  { mail, sesMessageId, recipient }: Send,
  { RequestDate, MessageId, ToEmailAddress }: StatusQuery,
): boolean {
  return (
    chinaDate(mail.receivedAt) === RequestDate &&
    (!MessageId || MessageId === sesMessageId) &&
    (!ToEmailAddress || ToEmailAddress.toLowerCase() === recipient.toLowerCase())
  )
}

function commonFault({ method, headers }: ApiRequest): Failure | undefined {
  if (method !== 'POST') return failures.unsupportedProtocol
  if (!/^application\/json\b/i.test(headers['content-type'] ?? '')) return failures.unsupportedProtocol
  const absent = ['Action', 'Version', 'Region'].find((name) => !headers[`x-tc-${name.toLowerCase()}`])
  return absent === undefined ? undefined : missing(absent)
}

function actionFault({ headers }: ApiRequest): Failure | undefined {
  if (headers['x-tc-version'] !== '2020-10-02') return failures.noSuchVersion
  if (headers['x-tc-action'] !== 'GetSendEmailStatus') return failures.invalidAction
  return regions.includes(headers['x-tc-region'] ?? '') ? undefined : failures.unsupportedRegion
}

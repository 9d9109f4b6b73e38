// Tested by test/emulator/status/errors.test.ts.

import { chinaDate } from '../china-time.ts'
import { type Failure, failures, missing, unknownParameter, wrongType } from './failure.ts'
import type { StatusSettings } from './options.ts'

/** What GetSendEmailStatus is asked for. */
export interface StatusQuery {
  readonly RequestDate: string
  readonly Offset: number
  readonly Limit: number
  readonly MessageId?: string
  readonly ToEmailAddress?: string
}

const required = ['RequestDate', 'Offset', 'Limit']
const texts = ['RequestDate', 'MessageId', 'ToEmailAddress']
const numbers = ['Offset', 'Limit']
const dayMs = 86_400_000

/** Reads the parameters of a request from its body, in JSON. */
export function readQuery(
  body: Buffer,
  { days, futureDate }: Pick<StatusSettings, 'days' | 'futureDate'>,
  now: number,
): StatusQuery | Failure {
  const parameters = parseObject(body.toString('utf8'))
  if (parameters === undefined) return failures.noJson
  const unknown = Object.keys(parameters).find((name) => ![...texts, ...numbers].includes(name))
  if (unknown !== undefined) return unknownParameter(unknown)
  const absent = required.find((name) => parameters[name] === undefined)
  if (absent !== undefined) return missing(absent)
  const wrong = Object.keys(parameters).find((name) => !hasType(name, parameters[name]))
  if (wrong !== undefined) return wrongType(wrong)

  const query = parameters as unknown as StatusQuery
  if (query.Limit > 100) return failures.invalidLimit
  if (query.Limit === 0) return { Code: 'InvalidParameterValue', Message: 'Invalid parameter value.' }
  return dateFault(query.RequestDate) ?? query

  function dateFault(date: string): Failure | undefined {
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || !isDate(date)) return failures.wrongDate
    if (date < chinaDate(now - days * dayMs)) return failures.notSupportDate
    return date > chinaDate(now) && futureDate === 'error' ? failures.notSupportDate : undefined
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}

function hasType(name: string, value: unknown): boolean {
  return numbers.includes(name) ? Number.isSafeInteger(value) && (value as number) >= 0 : typeof value === 'string'
}

function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

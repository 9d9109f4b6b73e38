// Tested by test/emulator/options.test.ts.

import { answers } from './checks/answers.ts'
import type { SesCodeName } from './codes.ts'
import type { CallFault, Fault, FaultAction, Faults, ResolvedFault, WireFault } from './faults.ts'
import { nearest } from './nearest.ts'
import {
  anyText,
  type Check,
  chance,
  checkOptions,
  delay,
  oneOf,
  text,
  unexpected,
  wholeNumber,
} from './option-checks.ts'
import { phrases } from './phrases.ts'
import type { CallError } from './reply.ts'

/** @throws TypeError for what is none */
export function resolveFaults(faults: Faults): readonly ResolvedFault[] | Extract<Faults, (...args: never) => unknown> {
  if (typeof faults === 'function') return faults
  if (typeof faults === 'string') return [resolveFault(faults, 'faults')]
  if (!Array.isArray(faults)) throw unexpected('faults', "be a list, a function, or a code of SES's", faults)
  return faults.map((fault: Fault, index) => resolveFault(fault, `faults[${index}]`))
}

/** @throws TypeError for what is none */
export function resolveFault(fault: Fault, name: string): ResolvedFault {
  if (typeof fault === 'string') return { at: 'call', error: resolveError(fault, name) }
  checkOptions<object & Partial<Record<keyof WireFault | keyof CallFault, unknown>>>(name, fault, {
    at: oneOf(...stages),
    do: action,
    error: {
      expected: "be a code of SES's",
      holds: (given) => given !== null && ['string', 'object'].includes(typeof given),
    },
    after: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    times: { expected: 'be a whole number of at least 0, or Infinity', holds: isCount },
    skip: wholeNumber(0, Number.MAX_SAFE_INTEGER),
    probability: chance,
  })
  if ((fault as Partial<WireFault>).at === undefined)
    throw unexpected(`${name}.at`, oneOf(...stages).expected, undefined)
  if (fault.at !== 'call') {
    if (fault.do === undefined) throw unexpected(`${name}.do`, action.expected, fault.do)
    return fault
  }
  if (fault.error === undefined) throw unexpected(`${name}.error`, "be a code of SES's", fault.error)
  return { ...fault, error: resolveError(fault.error, `${name}.error`) }
}

/** `FrequencyLimit` is `FailedOperation.FrequencyLimit`. */
function resolveError(error: SesCodeName | CallError, name: string): CallError {
  if (typeof error !== 'string') {
    checkOptions<CallError>(name, error, { code: text, text: anyText })
    if (error.code === undefined) throw unexpected(`${name}.code`, text.expected, error.code)
    return error
  }
  if (error === 'SMTPForbidden') return answers.forbidden
  const codes = Object.keys(phrases)
  const code = codes.find((each) => each === error) ?? codes.find((each) => each.endsWith(`.${error}`))
  if (code === answers.rate.code) return answers.rate
  if (code !== undefined) return { code }
  const names = ['SMTPForbidden', ...codes.flatMap((each) => [each, each.replace(/^.*\./, '')])]
  const similar = nearest(error, names)
  const hint = similar === undefined ? 'any other can be given as { code, text }' : `did you mean '${similar}'?`
  throw new TypeError(`Expected \`${name}\` to be a code of SES's, got '${error}': ${hint}`)
}

const stages = 'connect tls greeting ehlo auth mail rcpt data rset noop quit body end call reply idle'.split(' ')

const actions = ['close', 'reset', 'silence', 'half-reply', 'garbage']
const action: Check = {
  expected: `be one of ${actions.map((each) => `'${each}'`).join(', ')}, { reply: string } or { slowMs: number }`,
  holds: (given) => actions.includes(given as string) || isActionObject(given),
}

function isActionObject(given: unknown): given is FaultAction {
  if (typeof given !== 'object' || given === null || Object.keys(given).length !== 1) return false
  const { reply, slowMs } = given as { readonly reply?: unknown; readonly slowMs?: unknown }
  return typeof reply === 'string' || delay.holds(slowMs)
}

function isCount(given: unknown): boolean {
  return given === Number.POSITIVE_INFINITY || (Number.isSafeInteger(given) && (given as number) >= 0)
}

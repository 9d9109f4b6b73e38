// Tested by test/emulator/reports.test.ts.

import { inspect } from 'node:util'
import { nearest } from './nearest.ts'

/** What an option has to be, in words and as a test. */
export interface Check {
  readonly expected: string
  readonly holds: (given: unknown) => boolean
}

/**
 * Checks a group of options by a table with a check for each; `undefined` counts as not given.
 *
 * @param group what stands before a name in errors, such as `status`; empty for the emulator's own
 * @throws TypeError for an option that is wrong or not in the table
 */
export function checkOptions<Options extends object>(
  group: string,
  options: Options,
  checks: Readonly<Record<keyof Options, Check>>,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw unexpected(group || 'options', 'be an object', options)
  }
  const prefix = group === '' ? '' : `${group}.`
  for (const [name, given] of Object.entries(options)) {
    const check = Object.hasOwn(checks, name) ? checks[name as keyof Options] : undefined
    if (check === undefined) throw unknownOption(prefix, name, Object.keys(checks))
    if (given !== undefined && !check.holds(given)) throw unexpected(`${prefix}${name}`, check.expected, given)
  }
}

function unknownOption(prefix: string, name: string, known: readonly string[]): TypeError {
  const similar = nearest(name, known)
  const hint = similar === undefined ? `known are ${known.join(', ')}` : `did you mean \`${prefix}${similar}\`?`
  return new TypeError(`Unknown option \`${prefix}${name}\`: ${hint}`)
}

/** The options that were given, the others as they are by default. */
export function fill<Options extends object>(
  defaults: Required<Options>,
  given: Options | undefined,
): Required<Options> {
  const entries = Object.entries(given ?? {}).filter(([, value]) => value !== undefined)
  return { ...defaults, ...Object.fromEntries(entries) }
}

/** "Expected `status.port` to be a whole number from 0 to 65535, got `-1` (number)". */
export function unexpected(name: string, expected: string, given: unknown): TypeError {
  const shown = Array.isArray(given)
    ? 'a list'
    : typeof given === 'object' && given !== null
      ? 'an object'
      : `\`${inspect(given)}\` (${typeof given})`
  return new TypeError(`Expected \`${name}\` to ${expected}, got ${shown}`)
}

export const text: Check = {
  expected: 'be a string that is not empty',
  holds: (given) => typeof given === 'string' && given !== '',
}

export const anyText: Check = { expected: 'be a string', holds: (given) => typeof given === 'string' }

export const yesOrNo: Check = { expected: 'be true or false', holds: (given) => typeof given === 'boolean' }

export const callback: Check = { expected: 'be a function', holds: (given) => typeof given === 'function' }

/** Milliseconds from 0, or `Infinity` for never. */
export const delay: Check = {
  expected: 'be a number of at least 0',
  holds: (given) => typeof given === 'number' && given >= 0,
}

export const chance: Check = {
  expected: 'be a number from 0 to 1',
  holds: (given) => typeof given === 'number' && given >= 0 && given <= 1,
}

export function wholeNumber(min: number, max: number): Check {
  return {
    expected: `be a whole number from ${min} to ${max}`,
    holds: (given) => Number.isInteger(given) && (given as number) >= min && (given as number) <= max,
  }
}

export function oneOf(...words: readonly (string | number)[]): Check {
  return {
    expected: `be one of ${words.map((word) => inspect(word)).join(', ')}`,
    holds: (given) => words.includes(given as string),
  }
}

export function either(...checks: readonly Check[]): Check {
  return {
    expected: checks.map(({ expected }) => expected).join(', or to '),
    holds: (given) => checks.some((check) => check.holds(given)),
  }
}

export const group: Check = {
  expected: 'be an object',
  holds: (given) => typeof given === 'object' && given !== null && !Array.isArray(given),
}

export const no: Check = { expected: 'be false', holds: (given) => given === false }

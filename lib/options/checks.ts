import { inspect } from 'node:util'
import { LONGEST_TIMER } from '../clock.ts'

/** Checks what was given for the option `name` and returns the setting: its default where nothing was given. */
export type Check<Given, Setting> = (name: string, given: Given) => Setting

/**
 * Checks an object by a table with a check for each of its options, and returns their settings, frozen. An option without
 * a check is a compile error, and so is a check without an option.
 *
 * @param prefix what stands before a name in errors, such as `rateLimit.`
 * @param foreign names of other libraries' options in lower case, and what to write in their place
 * @throws TypeError for the first option that is wrong or not in the table
 */
export function fields<Options extends object, Settings extends { [Name in keyof Options]-?: unknown }>(
  prefix: string,
  options: Options,
  table: {
    readonly [Name in keyof Settings]: Name extends keyof Options
      ? (name: string, given: Options[Name], options: Options) => Settings[Name]
      : never
  },
  foreign: Readonly<Record<string, string>> = {},
): Readonly<Settings> {
  const names = Object.keys(table) as (keyof Settings & keyof Options & string)[]
  refuseUnknown(prefix, options, names, foreign)
  const settings = names.map((name) => [name, table[name](`${prefix}${name}`, options[name], options)])
  return Object.freeze(Object.fromEntries(settings))
}

/** A group of options of which each has a default. */
export function group<Options extends object>(
  table: { readonly [Name in keyof Options]: Check<Options[Name] | undefined, Options[Name]> },
): Check<Partial<Options> | undefined, Readonly<Options>> {
  return (name, given) => fields(`${name}.`, given === undefined ? {} : object(name, given), table as never)
}

/** One of some words. Without a default it has to be given. */
export function oneOf<const Word extends string>(
  words: readonly Word[],
  byDefault?: NoInfer<Word>,
): Check<Word | undefined, Word> {
  return (name, given) => {
    const word = given === undefined ? byDefault : given
    if (word !== undefined && words.includes(word)) return word
    throw unexpected(name, `be one of ${words.map((each) => `'${each}'`).join(', ')}`, given)
  }
}

export function boolean(byDefault: boolean): Check<boolean | undefined, boolean> {
  return (name, given = byDefault) => {
    if (typeof given !== 'boolean') throw unexpected(name, 'be true or false', given)
    return given
  }
}

/** A whole number, also as the text that an environment variable is. */
export function numberOrText<Default extends number | undefined>(
  byDefault: Default,
  range: { min: number; max?: number },
): Check<number | string | undefined, number | Default> {
  const number = wholeNumber(byDefault, range)
  const isText = (given: unknown): boolean => typeof given === 'string' && /^\s*\d{1,15}\s*$/.test(given)
  return (name, given) => number(name, isText(given) ? Number(given) : (given as number | undefined))
}

/** `Infinity` counts as a whole number where there is no `max`. */
export function wholeNumber<Default extends number | undefined>(
  byDefault: Default,
  { min, max = Number.POSITIVE_INFINITY }: { min: number; max?: number },
): Check<number | undefined, number | Default> {
  const range = max === Number.POSITIVE_INFINITY ? `of at least ${min}` : `from ${min} to ${max}`
  return (name, given) => {
    if (given === undefined) return byDefault
    const isWhole = Number.isInteger(given) || given === Number.POSITIVE_INFINITY
    if (!isWhole || given < min || given > max) throw unexpected(name, `be a whole number ${range}`, given)
    return given
  }
}

export function positiveNumber(byDefault: number): Check<number | undefined, number> {
  return (name, given = byDefault) => {
    if (!Number.isFinite(given) || given <= 0) throw unexpected(name, 'be a positive number', given)
    return given
  }
}

/** Milliseconds of a timer: at least one, and at most what Node's timers can wait. */
export function timer(byDefault: number): Check<number | undefined, number> {
  const milliseconds = wholeNumber(byDefault, { min: 1 })
  return (name, given) => Math.min(milliseconds(name, given), LONGEST_TIMER)
}

/** A maximum of things or milliseconds: `Infinity` by default. */
export function maximum(name: string, given: number | undefined): number {
  if (given === undefined) return Number.POSITIVE_INFINITY
  if (typeof given !== 'number' || !(given >= 0)) throw unexpected(name, 'be a number of at least 0', given)
  return given
}

export function string(name: string, given: unknown): string {
  if (typeof given !== 'string' || given === '') throw unexpected(name, 'be a string that is not empty', given)
  return given
}

/** `undefined` by default. */
export function optional<Given, Setting>(check: Check<Given, Setting>): Check<Given | undefined, Setting | undefined> {
  return (name, given) => (given === undefined ? undefined : check(name, given))
}

/** Empty by default. */
export function list<Given, Setting>(
  check: Check<Given, Setting>,
): Check<readonly Given[] | undefined, readonly Setting[]> {
  return (name, given) => {
    if (!Array.isArray(given ?? [])) throw unexpected(name, 'be a list', given)
    return Object.freeze((given ?? []).map((each, index) => check(`${name}[${index}]`, each)))
  }
}

export function object<Given>(name: string, given: Given): NonNullable<Given> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) throw unexpected(name, 'be an object', given)
  return given
}

/** "Expected `rateLimit.perSecond` to be a positive number, got `-1` (number)". */
export function unexpected(name: string, expected: string, given: unknown): TypeError {
  return new TypeError(`Expected \`${name}\` to ${expected}, got ${show(given)}`)
}

function refuseUnknown(
  prefix: string,
  options: object,
  names: readonly string[],
  foreign: Readonly<Record<string, string>>,
): void {
  const key = Object.keys(options).find((each) => !names.includes(each))
  if (key === undefined) return
  const name = key.toLowerCase()
  if (Object.hasOwn(foreign, name)) throw new TypeError(`Unknown option \`${prefix}${key}\`: ${foreign[name]}`)
  const nearest = names.reduce((best, name) => (distance(key, name) < distance(key, best) ? name : best))
  const hint = distance(key, nearest) <= 3 ? `did you mean \`${prefix}${nearest}\`?` : `known are ${names.join(', ')}`
  throw new TypeError(`Unknown option \`${prefix}${key}\`: ${hint}`)
}

function show(given: unknown): string {
  if (given === undefined || given === null) return `\`${given}\``
  if (typeof given === 'string' && !NO_PASSWORD.test(given)) return `a string of ${given.length} characters`
  const shown = typeof given === 'object' ? (Array.isArray(given) ? 'a list' : 'an object') : given
  return `\`${typeof shown === 'string' ? shown : inspect(shown)}\` (${typeof given})`
}

/** Short, or a word. Anything else may be a password, or a URL with one, that stands in the wrong place. */
const NO_PASSWORD = /^(?:[^\x00-\x1f\x7f-\x9f\u2028\u2029]{0,7}|[a-z_-]{8,30})$/i

/** Edit distance (Levenshtein), by rows. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(substituted, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}

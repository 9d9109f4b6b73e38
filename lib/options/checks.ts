import { inspect } from 'node:util'

/** "Expected `rateLimit.perSecond` to be a positive number, got `-1` (number)". */
export function unexpected(name: string, expected: string, value: unknown): TypeError {
  const shown = value === undefined || value === null ? `\`${value}\`` : `\`${brief(value)}\` (${typeof value})`
  return new TypeError(`Expected \`${name}\` to ${expected}, got ${shown}`)
}

export function object<T>(name: string, value: T): NonNullable<T> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unexpected(name, 'be an object', value)
  return value
}

/** Refuses a key that is not known, and names the nearest that is. */
export function knownKeys(prefix: string, value: object, known: Readonly<Record<string, unknown>>): void {
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(known, key)) continue
    const names = Object.keys(known)
    const nearest = names.reduce((best, name) => (distance(key, name) < distance(key, best) ? name : best))
    const hint = distance(key, nearest) <= 3 ? `did you mean \`${prefix}${nearest}\`?` : `known are ${names.join(', ')}`
    throw new TypeError(`Unknown option \`${prefix}${key}\`: ${hint}`)
  }
}

export function string(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '') throw unexpected(name, 'be a string that is not empty', value)
  return value
}

/** As {@link string}, and not white space alone. */
export function words(name: string, value: unknown): string {
  const given = string(name, value)
  if (given.trim() === '') throw unexpected(name, 'have a word in it', value)
  return given
}

/** As {@link object}, without showing what came: it may be a password. */
export function login(name: string, value: unknown): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return
  throw new TypeError(`Expected \`${name}\` to be { user, pass }, got a value of type ${typeof value}`)
}

/** As {@link string}, without showing what came. */
export function secret(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value
  const kind =
    value === '' ? 'an empty string' : value === undefined ? '`undefined`' : `a value of type ${typeof value}`
  throw new TypeError(`Expected \`${name}\` to be a password or a function that returns one, got ${kind}`)
}

export function boolean(name: string, value: unknown): boolean {
  if (value === undefined) return false
  if (typeof value !== 'boolean') throw unexpected(name, 'be true or false', value)
  return value
}

/** One of a list of words; the first is the default. */
export function oneOf<T extends string>(name: string, value: T | undefined, words: readonly [T, ...T[]] | T[]): T {
  const word = value === undefined ? words[0] : value
  if (word === undefined || !words.includes(word)) {
    throw unexpected(name, `be one of ${words.map((each) => `'${each}'`).join(', ')}`, value)
  }
  return word
}

export function required(name: string, value: string, words: readonly string[]): void {
  if (!words.includes(value)) throw unexpected(name, `be one of ${words.map((each) => `'${each}'`).join(', ')}`, value)
}

export function list<T>(name: string, value: readonly T[]): readonly T[] {
  if (!Array.isArray(value)) throw unexpected(name, 'be a list', value)
  return value
}

export function strings(name: string, value: readonly string[]): readonly string[] {
  list(name, value).forEach((each, index) => {
    string(`${name}[${index}]`, each)
  })
  return value
}

export function integer(name: string, value: unknown, byDefault: number, min: number, max: number): number {
  if (value === undefined) return byDefault
  if (typeof value !== 'number' || !Number.isInteger(value) || value < min || value > max) {
    throw unexpected(name, `be a whole number from ${min} to ${max}`, value)
  }
  return value
}

/** A number of things, unlimited by default. */
export function count(name: string, value: unknown): number {
  if (value === undefined) return Number.POSITIVE_INFINITY
  if (typeof value !== 'number' || !(value >= 0)) throw unexpected(name, 'be a number of at least 0', value)
  return value
}

/** A time that passes. `expected`: in words. */
export function duration(name: string, value: unknown, expected: string): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw unexpected(name, `be ${expected}`, value)
}

/** A group of whole numbers; one that is not given keeps its default. */
export function numbers<T extends object>(name: string, value: Partial<T> | undefined, defaults: T, min: number): T {
  return group(name, value, defaults, `a whole number of at least ${min}`, (each) => {
    return (Number.isInteger(each) || each === Number.POSITIVE_INFINITY) && each >= min
  })
}

/** A group of numbers above 0, fractions too. */
export function positiveNumbers<T extends object>(name: string, value: Partial<T> | undefined, defaults: T): T {
  return group(name, value, defaults, 'a positive number', (each) => each > 0 && Number.isFinite(each))
}

function group<T extends object>(
  name: string,
  value: Partial<T> | undefined,
  defaults: T,
  expected: string,
  isValid: (value: number) => boolean,
): T {
  if (value === undefined) return Object.freeze({ ...defaults })
  object(name, value)
  knownKeys(`${name}.`, value, defaults as Readonly<Record<string, unknown>>)

  for (const [key, each] of Object.entries(value)) {
    if (each === undefined) continue
    if (typeof each !== 'number' || !isValid(each)) throw unexpected(`${name}.${key}`, `be ${expected}`, each)
  }
  const given = Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined))
  return Object.freeze({ ...defaults, ...given })
}

function brief(value: unknown): string {
  if (typeof value === 'string') return value.length > 60 ? `${value.slice(0, 60)}…` : value
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object'
  return inspect(value)
}

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

import { isSesError } from '../errors.ts'
import { printableLines } from '../printable.ts'

/** What keeps passwords out of errors and logs, and control characters: some servers repeat what they were sent. */
export interface Secrets {
  /** From here on this password of a login is hidden, and the two before it; returns it. */
  remember(user: string, pass: string): string
  /** A value without passwords and control characters in its texts: a copy, or itself if there are none in it. */
  hide<T>(value: T): T
}

export function createSecrets(): Secrets {
  const formsByUser = new Map<string, readonly (readonly string[])[]>()
  let pattern: RegExp | undefined
  const hideText = (text: string) => printableLines(pattern ? text.replace(pattern, '***') : text)

  return {
    remember(user, pass) {
      // A function may give a new one each time; a reply to the one before may still be on its way.
      const latest = [formsOf(user, pass), ...(formsByUser.get(user) ?? [])].slice(0, 3)
      formsByUser.set(user, latest)
      // The longest first: one may be part of another.
      const forms = [...formsByUser.values()].flat(2).sort((one, other) => other.length - one.length)
      pattern = forms.length > 0 ? new RegExp(`(?:${forms.map(patternOf).join('|')})={0,2}`, 'gi') : undefined
      return pass
    },
    hide: <T>(value: T) => hideIn(value, hideText, 0) as T,
  }
}

/**
 * As it is, as UTF-8 and Latin-1 are when they are taken for each other, and as AUTH LOGIN and AUTH PLAIN send it. SES's have
 * 10 characters at least, and what is short is part of any text.
 */
function formsOf(user: string, pass: string): string[] {
  if (typeof pass !== 'string') return [] // a function in JavaScript may give anything; it is refused elsewhere
  const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '')
  const mistaken = [Buffer.from(pass).toString('latin1'), Buffer.from(pass, 'latin1').toString()]
  const sent = [base64(pass), base64(`\0${user}\0${pass}`), base64(`${user}\0${user}\0${pass}`)]
  return [...new Set([pass, ...mistaken, ...sent])].filter((form) => form.length >= SHORTEST)
}

const SHORTEST = 8

/** A text whose characters may each be as they are, or escaped as in a URL, HTML or JSON. */
function patternOf(text: string): string {
  return Array.from(text, (character) => `(?:${escapesOf(character).map(escapeRegExp).join('|')})`).join('')
}

/** The longest first, since an escape may begin with the character itself. */
function escapesOf(character: string): string[] {
  const hex = character.charCodeAt(0).toString(16)
  const code = character.codePointAt(0) as number
  const named = NAMES[character]
  const escapes = [
    character,
    encodeURIComponent(character.toWellFormed()),
    `%${hex.padStart(2, '0')}`,
    `&#${code};`,
    `&#0${code};`,
    `&#x${code.toString(16)};`,
    `\\x${hex.padStart(2, '0')}`,
    character.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
    `\\${character}`,
  ]
  if (character === ' ') escapes.push('+')
  if (named) escapes.push(`&${named};`)
  return [...new Set(escapes)].sort((one, other) => other.length - one.length)
}

/** @see https://html.spec.whatwg.org/multipage/named-characters.html */
const NAMES: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' }

const escapeRegExp = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

function hideIn(value: unknown, hideText: (text: string) => string, depth: number): unknown {
  if (typeof value === 'string') return hideText(value)
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return value
  const hide = (part: unknown) => hideIn(part, hideText, depth + 1)
  if (Array.isArray(value)) return hideInList(value, hide)
  if (isSesError(value)) return value // one of ours, made here and not of a reply
  if (value instanceof Error) return hideInError(value, hide)
  return Object.getPrototypeOf(value) === Object.prototype ? hideInFields(value, hide) : value
}

/** Errors with causes and lists of errors; a circle ends here. */
const DEEPEST = 6

type Hide = (part: unknown) => unknown

function hideInList(list: readonly unknown[], hide: Hide): readonly unknown[] {
  const hidden = list.map(hide)
  return hidden.every((part, index) => part === list[index]) ? list : hidden
}

function hideInFields(value: object, hide: Hide): object {
  const hidden = Object.entries(value).map(([key, part]) => [key, hide(part), part] as const)
  return hidden.every(([, part, given]) => part === given) ? value : Object.fromEntries(hidden)
}

function hideInError(error: Error, hide: Hide): Error {
  const { name, message, stack, cause } = error
  const fields = { ...error }
  const texts = { message: hide(message) as string, stack: hide(stack), cause: hide(cause) }
  const hiddenFields = hideInFields(fields, hide)
  const isSame = hiddenFields === fields && texts.message === message && texts.stack === stack && texts.cause === cause
  if (isSame) return error

  const hidden = new Error(texts.message, cause === undefined ? undefined : { cause: texts.cause })
  if (name !== hidden.name) Object.defineProperty(hidden, 'name', { value: name, configurable: true, writable: true })
  return Object.assign(hidden, hiddenFields, { stack: texts.stack })
}

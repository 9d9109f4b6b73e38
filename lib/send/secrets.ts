import { isSesError } from '../errors.ts'
import { printableLines } from '../printable.ts'
import { formsOf, hideForms } from './password-forms.ts'

/** What keeps passwords out of errors and logs, and control characters: some servers repeat what they were sent. */
export interface Secrets {
  /** From here on this password of a login is hidden, and the two before it; returns it. */
  remember(user: string, pass: string): string
  /** A value without passwords and control characters in its texts: a copy, or itself if there are none in it. */
  hide<T>(value: T): T
}

export function createSecrets(): Secrets {
  const formsByUser = new Map<string, readonly (readonly string[])[]>()
  let forms: readonly string[] = []
  const hideText = (text: string) => printableLines(hideForms(text, forms))

  return {
    remember(user, pass) {
      // A function may give a new one each time; a reply to the one before may still be on its way.
      formsByUser.set(user, [formsOf(user, pass), ...(formsByUser.get(user) ?? [])].slice(0, 3))
      forms = [...formsByUser.values()].flat(2)
      return pass
    },
    hide: <T>(value: T) => hideIn(value, hideText, 0) as T,
  }
}

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

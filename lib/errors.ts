import { type InspectOptions, inspect } from 'node:util'
import { type SesLanguage, toWords, type Words, wordsIn } from './language.ts'
import { printable } from './printable.ts'
import { ERROR_PAGE, pageIn } from './provider.ts'
import { callersOf, framesOf } from './stack.ts'

/** What went wrong. The field to branch on: it stays the same whatever words the gateway uses. */
export type SesReason =
  /** SES does not take a mail of this form. */
  | 'message-invalid'
  | 'message-too-large'
  /** The name, type, number or content of a file. */
  | 'attachment-refused'
  /** The From address is not verified, or not the one logged in with. */
  | 'sender-refused'
  | 'recipient-refused'
  /** Too many mails from this sender to this recipient: 10 an hour. */
  | 'recipient-rate-limited'
  /** Too many calls a second for the account, or too many mails waiting here. */
  | 'rate-limited'
  /** The day's mails, the package or the balance are used up. */
  | 'quota-exceeded'
  /** SES has stopped sending for a while, to one provider or for the account. */
  | 'blocked'
  /** The account may not do this: SMTP for individuals, templates only, no attachments. */
  | 'account-refused'
  | 'auth-failed'
  | 'service-unavailable'
  /** No connection, or one that broke before the mail was handed over. */
  | 'connection'
  /** The connection broke after the mail was handed over and before the answer. */
  | 'delivery-unknown'
  /** `close()` or an AbortSignal. */
  | 'cancelled'
  | 'unknown'

/** When to send again: `soon` within seconds (the transport does so itself), `later` from a queue, `never` as it is. */
export type SesRetry = 'never' | 'soon' | 'later'

/**
 * What else SES refuses for the same cause until `retryAfterMs` is over: mails of this sender to this `recipient`, all mails to
 * the recipient's `provider`, or all mails of the `sender`'s domain.
 */
export type SesScope = 'recipient' | 'provider' | 'sender'

/** What a failure means: how the caller, and the transport itself, should go on. */
export interface Verdict {
  readonly reason: SesReason
  readonly retry: SesRetry
  /** Milliseconds after which to try again, where that is known. */
  readonly retryAfterMs: number | undefined
  /** Set where SES refuses more than this mail. */
  readonly scope: SesScope | undefined
  /** SES's own code, such as `FailedOperation.FrequencyLimit`. */
  readonly sesCode: string | undefined
  /** SES's id of the call; its support asks for it. */
  readonly requestId: string | undefined
  /** What to do. */
  readonly hint: string
  /** The provider's page. */
  readonly docs: string
}

/**
 * A row of the table that gives a reply its meaning.
 *
 * `code` is SES's code, which also stands for every code below it (`RequestLimitExceeded` for
 * `RequestLimitExceeded.IPLimitExceeded`); `phrase` is looked for in the reply's text, whatever its case. A row with
 * both needs both.
 */
export interface Meaning {
  readonly code?: string
  readonly phrase?: string
  readonly reason: SesReason
  readonly retry: SesRetry
  /** Milliseconds, or `china-midnight`: until the daily quota starts anew, at midnight in Asia/Shanghai. */
  readonly retryAfter?: number | 'china-midnight'
  /** Until then, mails of this scope are refused without a call: see the option `park`. Needs `retryAfter`. */
  readonly scope?: SesScope
  readonly hint: string
  /** The provider's page; the page of SMTP errors if left out. */
  readonly docs?: string
}

/** A row of this library's own: its hint is there in every language. */
export type OwnMeaning = Omit<Meaning, 'hint'> & { readonly hint: Words }

const mark: unique symbol = Symbol.for('nodemailer-tencentcloud-ses.error') as never

export interface SesErrorOptions extends Partial<Verdict> {
  readonly reason: SesReason
  /** Nodemailer's code; by default the one that goes with the reason. */
  readonly code?: string | undefined
  readonly command?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
  readonly field?: string | undefined
  readonly delivered?: 'no' | 'unknown'
  readonly attempts?: number
  readonly rejected?: readonly string[] | undefined
  readonly rejectedErrors?: readonly SesError[] | undefined
  readonly recipient?: string | undefined
  readonly handedOverAt?: number | undefined
  readonly cause?: unknown
}

/**
 * Why a mail was not sent, and what to do: every failure of the transport is one of these.
 *
 * @example
 * try {
 *   await transporter.sendMail(mail)
 * } catch (error) {
 *   if (isSesError(error) && error.retry === 'later') await queue.add(mail, { delay: error.retryAfterMs ?? 60_000 })
 *   else throw error
 * }
 */
export class SesError extends Error {
  readonly reason: SesReason
  readonly retry: SesRetry
  /** Milliseconds after which to try again, where that is known. */
  readonly retryAfterMs: number | undefined
  /** Set where SES refuses more than this mail until `retryAfterMs` is over. */
  readonly scope: SesScope | undefined
  /** `no`: SES did not take the mail. `unknown`: it may have; sending again may deliver twice. */
  readonly delivered: 'no' | 'unknown'
  readonly sesCode: string | undefined
  readonly requestId: string | undefined
  /** The option or part of the mail that was refused, such as `attachments[0]`. */
  readonly field: string | undefined
  readonly hint: string
  readonly docs: string
  /** How often the mail was handed to the gateway, or tried to be. */
  readonly attempts: number

  // Nodemailer's own fields.
  readonly code: string
  readonly command: string | undefined
  /** The gateway's reply. */
  readonly response: string | undefined
  readonly responseCode: number | undefined
  /** True if sending the same mail again cannot help. The gateway answers 554 to everything, so this is not read off the number. */
  readonly permanent: boolean
  /** Recipients that were refused, where that is known of each. */
  declare readonly rejected?: string[]
  /** Why, for each of them. */
  declare readonly rejectedErrors?: SesError[]
  /** On an error in `rejectedErrors`: the address. */
  declare readonly recipient?: string

  /** Where `delivered` is `unknown`: milliseconds since 1970 at which the mail's last byte was handed over. */
  declare readonly handedOverAt?: number

  constructor(message: string, options: SesErrorOptions) {
    super(printable(message), options.cause === undefined ? undefined : { cause: options.cause })
    this.reason = options.reason
    this.retry = options.retry ?? 'never'
    this.retryAfterMs = options.retryAfterMs
    this.scope = options.scope
    this.delivered = options.delivered ?? 'no'
    this.sesCode = options.sesCode
    this.requestId = options.requestId
    this.field = options.field === undefined ? undefined : printable(options.field)
    this.hint = printable(options.hint ?? '')
    this.docs = options.docs ?? ERROR_PAGE
    this.attempts = options.attempts ?? 0
    this.code = options.code ?? nodemailerCodes[this.reason]
    this.command = options.command
    this.response = options.response
    this.responseCode = options.responseCode
    this.permanent = this.retry === 'never' && this.delivered === 'no' && this.reason !== 'cancelled'
    if (options.rejected) this.rejected = [...options.rejected]
    if (options.rejectedErrors) this.rejectedErrors = [...options.rejectedErrors]
    if (options.recipient !== undefined) this.recipient = options.recipient
    if (this.delivered === 'unknown' && options.handedOverAt !== undefined) this.handedOverAt = options.handedOverAt
  }

  /** As a log of JSON shows it: with the message, and without the stack. */
  toJSON(): object {
    const { name, message, cause } = this
    return Object.assign({ name, message }, this, cause === undefined ? {} : { cause: wordsOf(cause) })
  }

  /** Short, for the console: what the message says is not said again, nor what a socket's error adds to it. */
  [inspect.custom](depth: number | null, options: InspectOptions): string {
    if (depth !== null && depth < 0) return `[${this.name}: ${this.message}]`
    const { message, hint, response, code, command, responseCode, permanent, ...fields } = this
    const isOfSocket = typeof (this.cause as { code?: unknown } | undefined)?.code === 'string'
    const told = Object.entries({ ...fields, cause: isOfSocket ? undefined : this.cause })
    const known = Object.fromEntries(told.filter(([, value]) => value !== undefined))
    return `${this.stack} ${inspect(known, { ...options, depth: depth === null ? null : depth - 1 })}`
  }

  static {
    // On the prototype, so that minifying does not change it and inspecting an error does not repeat it.
    Object.defineProperty(SesError.prototype, 'name', { value: 'SesError', configurable: true, writable: true })
    Object.defineProperty(SesError.prototype, mark, { value: true })
  }
}

/** What an error says, in every language, and the one in which it says it. */
interface Texts {
  readonly message: Words
  readonly hint: Words
  readonly language: SesLanguage
}

/** Not enumerable on an error: for this library alone, and in no log. */
const texts: unique symbol = Symbol.for('nodemailer-tencentcloud-ses.texts') as never

export interface OwnErrorOptions extends Omit<SesErrorOptions, 'hint'> {
  readonly hint: Words
  /** @default 'en' */
  readonly language?: SesLanguage
}

/** An error of this library's: with its texts in every language, whichever is asked for where it leaves the library. */
export function createError(message: Words, { hint, language = 'en', ...fields }: OwnErrorOptions): SesError {
  const error = new SesError(wordsIn(message, language), {
    ...fields,
    hint: wordsIn(hint, language),
    docs: pageIn(fields.docs ?? ERROR_PAGE, language),
  })
  return Object.defineProperty(error, texts, { value: { message, hint, language } satisfies Texts })
}

/** What an error says in every language; one that was not made by {@link createError} says the same in each. */
export function textsOf(error: SesError): Texts {
  const { message, hint } = error
  return (
    (error as { readonly [texts]?: Texts })[texts] ?? { message: toWords(message), hint: toWords(hint), language: 'en' }
  )
}

/** What an error may be changed in. A text that is a string is the same in every language. */
export type ErrorChanges = Partial<Omit<OwnErrorOptions, 'hint'>> & {
  readonly message?: string | Words
  readonly hint?: string | Words
}

/** The same error with some fields different: errors are never changed, they may be logged already. */
export function amendError(error: SesError, changes: ErrorChanges): SesError {
  const known = textsOf(error)
  const { message = known.message, hint = known.hint, ...fields } = changes
  const amended = createError(toWords(message), {
    ...{ ...error, cause: error.cause, language: known.language, ...fields },
    hint: toWords(hint),
  })
  return withFrames(amended, framesOf(error))
}

/** An error, and those of its recipients, in a language; what is no {@link SesError} as it is. */
export function errorIn<Thrown>(error: Thrown, language: SesLanguage): Thrown | SesError {
  if (!isSesError(error) || textsOf(error).language === language) return error
  const rejectedErrors = error.rejectedErrors?.map((each) => errorIn(each, language))
  return amendError(error, { language, ...(rejectedErrors && { rejectedErrors }) })
}

/**
 * The same error with the stack of another place: that of the caller, which a stack cannot reach through the callbacks in
 * between.
 *
 * @param place as `captureStack` gives it
 */
export function amendStack(error: SesError, place: object): SesError {
  const callers = callersOf(place)
  return callers === '' ? error : withFrames(amendError(error, {}), callers)
}

function withFrames(error: SesError, frames: string): SesError {
  if (frames !== '') error.stack = `${error.name}: ${error.message}\n${frames}`
  return error
}

/** An error of ours as it is; any other is a fault of a function of the caller's, or a mistake here. */
export function toSesError(error: unknown): SesError {
  if (isSesError(error)) return error
  const said = wordsOf(error)
  return createError(
    { en: `The mail was not sent: ${said}`, zh: `邮件未发送：${said}` },
    { reason: 'unknown', hint: { en: 'See `cause`.', zh: '请查看 `cause`。' }, cause: error },
  )
}

/** Anything can be thrown, also what cannot be made a string. */
function wordsOf(error: unknown): string {
  try {
    const { message = error } = (error ?? {}) as { message?: unknown }
    return String(message)
  } catch {
    return typeof error
  }
}

/** Whether a value is a {@link SesError}; true also for one of another copy of this package, where `instanceof` fails. */
export function isSesError(value: unknown): value is SesError {
  return typeof value === 'object' && value !== null && (value as { [mark]?: unknown })[mark] === true
}

const nodemailerCodes: Readonly<Record<SesReason, string>> = {
  'message-invalid': 'EMESSAGE',
  'message-too-large': 'EMESSAGE',
  'attachment-refused': 'EMESSAGE',
  'sender-refused': 'EENVELOPE',
  'recipient-refused': 'EENVELOPE',
  'recipient-rate-limited': 'EENVELOPE',
  'rate-limited': 'EMESSAGE',
  'quota-exceeded': 'EMESSAGE',
  blocked: 'EMESSAGE',
  'account-refused': 'EMESSAGE',
  'auth-failed': 'EAUTH',
  'service-unavailable': 'EMESSAGE',
  connection: 'ECONNECTION',
  'delivery-unknown': 'ECONNECTION',
  cancelled: 'EABORT',
  unknown: 'EMESSAGE',
}

/** Every {@link SesReason}. */
export const reasons: readonly SesReason[] = Object.keys(nodemailerCodes) as SesReason[]

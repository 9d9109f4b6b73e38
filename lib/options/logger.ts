import { format } from 'node:util'
import { printable } from '../printable.ts'
import * as check from './checks.ts'

/** A logger as Nodemailer takes it (bunyan, pino and others): fields first, then a format string and its values. */
export interface SesLogger {
  debug(fields: object, message: string, ...values: unknown[]): void
  info(fields: object, message: string, ...values: unknown[]): void
  warn(fields: object, message: string, ...values: unknown[]): void
  error(fields: object, message: string, ...values: unknown[]): void
}

/** A logger of Nest's: it takes sentences, and its level `log` is others' `info`. */
export interface NestLogger {
  log(message: unknown, ...rest: unknown[]): unknown
  warn(message: unknown, ...rest: unknown[]): unknown
  error(message: unknown, ...rest: unknown[]): unknown
  debug?(message: unknown, ...rest: unknown[]): unknown
}

/** Logs nothing. */
export const SILENT: SesLogger = Object.freeze({ debug() {}, info() {}, warn() {}, error() {} })

/**
 * Hands on only texts that are printable, and no failure: a logger that throws, as one whose stream has ended, or rejects
 * must not be taken for a failure of a mail, or end the process.
 */
export function guardLogger(logger: SesLogger): SesLogger {
  if (logger === SILENT) return logger
  return onLevels((level, fields, message, values) => {
    try {
      // Of an async function, whatever its type says.
      const written = logger[level](fields, message, ...values.map(toPrintable)) as unknown as { then?: unknown } | null
      if (typeof written?.then === 'function') Promise.resolve(written).catch(() => {})
    } catch {} // there is nobody to tell
  })
}

const toPrintable = (value: unknown): unknown => (typeof value === 'string' ? printable(value) : value)

export function resolveLogger(name: string, given: boolean | SesLogger | NestLogger | undefined): SesLogger {
  if (given === null) throw check.unexpected(name, 'be true, false or a logger', given)
  if (typeof given !== 'object') return check.boolean(false)(name, given) ? toStandardError() : SILENT

  const { info, log } = given as Partial<SesLogger & NestLogger>
  if (given === console)
    return onLevels((level, _fields, message, values) => console[level](format(message, ...values)))
  if (typeof info !== 'function' && typeof log === 'function') return toNest(given as NestLogger)
  const missing = levels.find((level) => typeof (given as SesLogger)[level] !== 'function')
  if (missing) throw check.unexpected(name, `have a function \`${missing}\``, given)
  return isWinston(given) ? toWinston(given as unknown as WinstonLogger) : (given as SesLogger)
}

const levels = ['debug', 'info', 'warn', 'error'] as const

type Write = (level: (typeof levels)[number], fields: object, message: string, values: readonly unknown[]) => unknown

function onLevels(write: Write): SesLogger {
  const at =
    (level: (typeof levels)[number]) =>
    (fields: object, message: string, ...values: unknown[]) =>
      write(level, fields, message, values)
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

const toStandardError = (): SesLogger =>
  onLevels((_level, _fields, message, values) => console.error(format(message, ...values)))

/** It has the sentence alone: a field behind it would be the name of a context. */
const toNest = (logger: NestLogger): SesLogger =>
  onLevels((level, _fields, message, values) => {
    const line = format(message, ...values)
    return level === 'info' ? logger.log(line) : logger[level]?.(line)
  })

/** It takes one object, with the sentence in it, and leaves out what follows. */
type WinstonLogger = Record<(typeof levels)[number], (info: object) => void>

const toWinston = (logger: WinstonLogger): SesLogger =>
  onLevels((level, fields, message, values) => logger[level]({ ...fields, message: format(message, ...values) }))

/** `createLogger()`, or a child of one. */
function isWinston(given: object): boolean {
  return typeof (given as { configure?: unknown }).configure === 'function' && 'transports' in given
}

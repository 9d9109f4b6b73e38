// Tested by test/options/options.test.ts.

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

/** Logs nothing. */
export const SILENT: SesLogger = Object.freeze({ debug() {}, info() {}, warn() {}, error() {} })

/**
 * Hands on only texts that are printable, and no failure: a logger that throws, as one whose stream has ended, must not be
 * taken for a failure of a mail.
 */
export function guardLogger(logger: SesLogger): SesLogger {
  if (logger === SILENT) return logger
  const guard =
    (level: keyof SesLogger) =>
    (fields: object, message: string, ...values: unknown[]) => {
      try {
        logger[level](fields, message, ...values.map(toPrintable))
      } catch {} // there is nobody to tell
    }
  return { debug: guard('debug'), info: guard('info'), warn: guard('warn'), error: guard('error') }
}

const toPrintable = (value: unknown): unknown => (typeof value === 'string' ? printable(value) : value)

export function resolveLogger(name: string, given: boolean | SesLogger | undefined): SesLogger {
  if (given === null) throw check.unexpected(name, 'be true, false or an object', given)
  if (typeof given === 'object') {
    const missing = levels.find((level) => typeof given[level] !== 'function')
    if (missing) throw check.unexpected(name, `have a function \`${missing}\``, given)
    return given
  }
  if (!check.boolean(false)(name, given)) return SILENT

  const write = (_fields: object, message: string, ...values: unknown[]) => console.error(format(message, ...values))
  return { debug: write, info: write, warn: write, error: write }
}

const levels = ['debug', 'info', 'warn', 'error'] as const

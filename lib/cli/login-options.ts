// Tested by test/cli/cli.test.ts.

import { type ParseArgsConfig, parseArgs } from 'node:util'
import { parseWholeNumber, usageError } from './command.ts'
import { refusePasswordOption } from './password.ts'

const common = { json: { type: 'boolean', default: false }, timeout: { type: 'string' } } as const

/**
 * The options of a command that logs in: its own, `--json` and `--timeout`.
 *
 * @param seconds of `--timeout`, by default
 * @throws a usage error; what was typed where no option belongs may be a password, and is not in it
 */
export function parseOptions<const Own extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  own: Own,
  seconds: number,
) {
  refusePasswordOption(args)
  const options = { ...own, ...common }
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
  if (positionals.length > 0) throw usageError('Unexpected argument: expected options alone')
  const { json, timeout } = values as { json: boolean; timeout?: string }
  const timeoutMs = 1_000 * (timeout === undefined ? seconds : parseWholeNumber('--timeout', timeout, 1, 3_600))
  return { values, json, timeoutMs }
}

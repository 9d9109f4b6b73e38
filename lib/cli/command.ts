// Tested by test/cli/cli.test.ts.

/** A command of the command line. */
export interface Command {
  /** What it does, in one line. */
  readonly summary: string
  readonly help: string
  /** Runs to its end. Resolves with the exit status. */
  run(args: readonly string[]): Promise<number>
}

/** A mistake in what was typed, as `parseArgs` throws them: its message goes to stderr, and the exit status is 2. */
export function usageError(message: string): TypeError {
  return Object.assign(new TypeError(message), { code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' })
}

export function isUsageError(error: unknown): error is TypeError {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_')
}

/** @throws a usage error that names the option */
export function parseWholeNumber(option: string, text: string, min: number, max: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && number >= min && number <= max) return number
  throw usageError(`Expected ${option} to be a whole number from ${min} to ${max}, got '${text}'`)
}

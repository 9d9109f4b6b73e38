// Tested by test/cli/verify.test.ts.

import { printable } from '../emulator/page/printable.ts'
import type { SesError } from '../errors.ts'
import { wrap } from './wrap.ts'

/** What a SesError says, as `--json` prints it; what is not known is left out. */
export function toProblem(error: SesError) {
  const { message, reason, retry, retryAfterMs, delivered, hint, docs, field, code, response, sesCode, requestId } =
    error
  return { message, reason, retry, retryAfterMs, delivered, hint, docs, field, code, response, sesCode, requestId }
}

/** The same for a person. */
export function problemLines(error: SesError): readonly string[] {
  const { message, hint, docs } = error
  const happened = message.replace(hint, '').trimEnd()
  return [line(happened, ''), '', line(hint, '  What to do: '), `  See ${docs}`]
}

/** A text without terminal control characters, in lines of 100 columns. */
export function line(text: string, start: string): string {
  return wrap(printable(text), start, ' '.repeat(start.length))
}

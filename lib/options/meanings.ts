// Tested by test/options/options.test.ts.

import { type Meaning, reasons } from '../errors.ts'
import * as check from './checks.ts'

/** The type of a row stands with the errors: the library's own table has such rows too. */
export function resolveMeaning(name: string, row: Meaning): Meaning {
  check.fields(`${name}.`, check.object(name, row), {
    code: check.optional(check.string),
    phrase: check.optional(checkWords),
    reason: check.oneOf(reasons),
    retry: check.oneOf(['never', 'soon', 'later']),
    retryAfter: checkRetryAfter,
    scope: check.optional(check.oneOf(['recipient', 'provider', 'sender'])),
    hint: check.string,
    docs: check.optional(check.string),
  })
  if (row.code === undefined && row.phrase === undefined) {
    throw new TypeError(
      `Expected \`${name}\` to have a \`code\`, a \`phrase\` or both, got neither: it would stand for every reply`,
    )
  }
  if (row.scope !== undefined && row.retryAfter === undefined) {
    throw check.unexpected(`${name}.retryAfter`, 'be given with `scope`', undefined)
  }
  return Object.freeze({ ...row })
}

/** White space alone would be in every reply. */
function checkWords(name: string, given: string): string {
  if (check.string(name, given).trim() === '') throw check.unexpected(name, 'have a word in it', given)
  return given
}

function checkRetryAfter(name: string, given: Meaning['retryAfter']) {
  const isDuration = typeof given === 'number' && Number.isFinite(given) && given >= 0
  if (given === undefined || given === 'china-midnight' || isDuration) return given
  throw check.unexpected(name, "be 'china-midnight' or milliseconds", given)
}

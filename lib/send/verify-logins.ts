import type { Failed } from '../attempt.ts'
import { amendError, type SesError, textsOf } from '../errors.ts'

/** A login that can be tried. */
interface Login {
  readonly user: string
  /** Undefined if it works. */
  verify(): Promise<Failed | undefined>
}

/**
 * Tries every login, and each at most once a minute however often it is called: those who ask meanwhile share the result. A
 * failure that may pass is kept for ten seconds; one that only a person mends for a minute as well, since a wrong password
 * that is tried without end may lock the account.
 *
 * @param explain says what a failure means
 * @param now milliseconds of a clock that only goes forward
 * @returns the check; it rejects with a SesError that names the logins that failed
 */
export function createVerification(
  logins: readonly Login[],
  explain: (failed: Failed) => SesError,
  now: () => number,
): () => Promise<void> {
  const tries = logins.map(({ user, verify }) => {
    const check = async (): Promise<SesError | undefined> => {
      const failed = await verify()
      return failed && nameLogin(user, explain(failed))
    }
    return keep(check, now)
  })
  return async () => {
    const failures = (await Promise.all(tries.map((check) => check()))).filter((failure) => failure !== undefined)
    const [first] = failures
    if (!first) return
    if (failures.length === 1) throw first
    const messages = failures.map((failure) => textsOf(failure).message)
    const message = { en: messages.map(({ en }) => en).join(' '), zh: messages.map(({ zh }) => zh).join('') }
    throw amendError(first, { message })
  }
}

const KEPT_MS = 60_000
const KEPT_PASSING_FAILURE_MS = 10_000

/** Calls `check` again when the time of its last result is over. */
function keep(check: () => Promise<SesError | undefined>, now: () => number): () => Promise<SesError | undefined> {
  let result: Promise<SesError | undefined> | undefined
  let until = Number.POSITIVE_INFINITY
  return () => {
    if (result && now() < until) return result
    until = Number.POSITIVE_INFINITY
    result = check().then(
      (failure) => {
        until = now() + (failure && failure.retry !== 'never' ? KEPT_PASSING_FAILURE_MS : KEPT_MS)
        return failure
      },
      (error) => {
        result = undefined
        throw error
      },
    )
    return result
  }
}

function nameLogin(user: string, error: SesError): SesError {
  const { en, zh } = textsOf(error).message
  return amendError(error, { message: { en: `${user}: ${en}`, zh: `${user}：${zh}` } })
}

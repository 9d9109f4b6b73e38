import { inspect } from 'node:util'
import { isSesError, SesError, type SesReason, type SesRetry } from '../errors.ts'
import { COMMON_ERRORS_PAGE, STATUS_PAGE } from '../provider.ts'

/**
 * The error of a question that SES did not answer. `delivered` is `unknown` in each, for nothing was learned of the mail: it
 * must not look like one that was not delivered.
 *
 * @param secrets are in no error
 */
export function toQuestionError(failure: unknown, secrets: readonly string[]): SesError {
  if (isSesError(failure)) return failure
  const { code, requestId, message } = readFailure(failure)
  const { reason, retry, retryAfterMs, hint, docs } = meaningOf(failure, code)
  const told = secrets.reduce((text, secret) => text.replaceAll(secret, '…'), message.slice(0, LONGEST_MESSAGE))
  return new SesError(`SES did not say what became of the mail: ${told}${code === undefined ? '' : ` (${code})`}`, {
    ...{ reason, retry, retryAfterMs, hint, docs, requestId },
    sesCode: code,
    delivered: 'unknown',
    code: reason === 'connection' ? 'ECONNECTION' : undefined,
    cause: hasSecret(failure, secrets) ? undefined : failure,
  })
}

/** The error of a question that took too long. */
export function timedOut(timeoutMs: number): SesError {
  return new SesError(`SES did not say what became of the mail within ${timeoutMs} ms.`, {
    reason: 'connection',
    retry: 'soon',
    delivered: 'unknown',
    code: 'ETIMEDOUT',
    hint: 'Ask again; see the option `timeoutMs`.',
    docs: STATUS_PAGE,
  })
}

/** The error of a question that a signal ended. */
export function cancelled(cause: unknown): SesError {
  return new SesError('The asking was ended before SES said what became of the mail.', {
    reason: 'cancelled',
    retry: 'later',
    delivered: 'unknown',
    hint: 'Ask again.',
    docs: STATUS_PAGE,
    cause,
  })
}

/** Where some of a day's records are missing, nothing is certain. */
export function endless(day: string): SesError {
  return new SesError(`SES's records of ${day} do not come to an end.`, {
    reason: 'service-unavailable',
    retry: 'later',
    delivered: 'unknown',
    hint: 'Check what answers in the place of the API: it gives full pages without end.',
    docs: STATUS_PAGE,
  })
}

interface Meaning {
  readonly reason: SesReason
  readonly retry: SesRetry
  readonly retryAfterMs?: number
  readonly hint: string
  readonly docs: string
}

const KEY = 'Check `credential`, and that this key may call ses:GetSendEmailStatus.'
const QUESTION = "Compare the question with what the API takes; `region` has to be the sender's."
const AGAIN = 'Ask again.'

/** By the beginning of the code, the first that fits. */
// biome-ignore format: a table
const rows: readonly (readonly [code: string, reason: SesReason, retry: SesRetry, hint: string, retryAfterMs?: number])[] = [
  ['RequestLimitExceeded', 'rate-limited', 'soon', 'Ask more slowly: see the option `rateLimit`. All programs of the account share a limit.', 1_000],
  ['AuthFailure.SignatureExpire', 'auth-failed', 'never', "Set this machine's clock: it is off by five minutes or more."],
  ['AuthFailure', 'auth-failed', 'never', KEY],
  ['UnauthorizedOperation', 'auth-failed', 'never', KEY],
  ['IpInBlacklist', 'account-refused', 'never', 'Ask from another IP address.'],
  ['IpNotInWhitelist', 'account-refused', 'never', "Add this server's IP address to the account's allowlist."],
  ['InternalError', 'service-unavailable', 'soon', AGAIN],
  ['ResourceUnavailable', 'service-unavailable', 'soon', AGAIN],
  ['ResourceInsufficient', 'service-unavailable', 'soon', AGAIN],
  ['FailedOperation.ServiceNotAvailable', 'service-unavailable', 'soon', AGAIN],
  ['FailedOperation.NotSupportDate', 'unknown', 'never', 'Ask about a day of the last 30.'],
  ['UnsupportedRegion', 'unknown', 'never', QUESTION],
  ['', 'unknown', 'never', QUESTION],
]

function meaningOf(failure: unknown, code: string | undefined): Meaning {
  if (code === undefined) return meaningOfHttp((failure as { readonly httpCode?: unknown } | null)?.httpCode)
  const row = rows.find(([start]) => start === '' || code === start || code.startsWith(`${start}.`))
  const [, reason, retry, hint, retryAfterMs] = row as (typeof rows)[number]
  return { reason, retry, hint, docs: COMMON_ERRORS_PAGE, ...(retryAfterMs !== undefined && { retryAfterMs }) }
}

/** The SDK has no code for an error of the network, and a number for an answer that is not the API's own. */
function meaningOfHttp(status: unknown): Meaning {
  if (typeof status !== 'number') {
    return {
      reason: 'connection',
      retry: 'soon',
      hint: 'Check the connection to the API, then ask again.',
      docs: STATUS_PAGE,
    }
  }
  const [reason, retry]: [SesReason, SesRetry] =
    status === 429 ? ['rate-limited', 'soon'] : status >= 500 ? ['service-unavailable', 'soon'] : ['unknown', 'never']
  return {
    reason,
    retry,
    hint: `The API's host answered HTTP ${status}: see the option \`endpoint\`.`,
    docs: STATUS_PAGE,
  }
}

function readFailure(failure: unknown) {
  const { code, requestId, message } = (
    typeof failure === 'object' && failure !== null ? failure : { message: String(failure) }
  ) as Partial<Record<'code' | 'requestId' | 'message', unknown>>
  // A network error of Node's has a code such as ECONNRESET.
  const isOfSes = typeof code === 'string' && /^[A-Z][A-Za-z]*[a-z][A-Za-z]*(?:\.\w+)*$/.test(code)
  return {
    code: isOfSes ? code : undefined,
    requestId: typeof requestId === 'string' && requestId !== '' ? requestId : undefined,
    message: typeof message === 'string' && message !== '' ? message : 'no reason was given',
  }
}

/** Of a proxy, a message may be a page. */
const LONGEST_MESSAGE = 1_000

function hasSecret(failure: unknown, secrets: readonly string[]): boolean {
  const text = inspect(failure, { depth: 5, showHidden: true })
  return secrets.some((secret) => text.includes(secret))
}

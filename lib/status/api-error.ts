import { inspect } from 'node:util'
import { createError, isSesError, type SesError, type SesReason, type SesRetry } from '../errors.ts'
import type { Words } from '../language.ts'
import { COMMON_ERRORS_PAGE, STATUS_PAGE } from '../provider.ts'

/**
 * The error of a question that SES did not answer. `delivered` is `unknown` in each, for nothing was learned of the mail: it
 * must not look like one that was not delivered.
 *
 * @param secrets are in no error
 */
export function toQuestionError(failure: unknown, secrets: readonly string[]): SesError {
  if (isSesError(failure)) return failure
  const { code, requestId, said } = readFailure(failure)
  const { reason, retry, retryAfterMs, hint, docs } = meaningOf(failure, code)
  const told = hideSecrets(said, secrets).slice(0, LONGEST_MESSAGE)
  const message = {
    en: `SES did not say what became of the mail: ${told}${code === undefined ? '' : ` (${code})`}`,
    zh: `SES 未告知邮件的发送结果：${told}${code === undefined ? '' : `（${code}）`}`,
  }
  return createError(message, {
    reason,
    retry,
    retryAfterMs,
    hint,
    docs,
    requestId,
    sesCode: code,
    delivered: 'unknown',
    code: reason === 'connection' ? 'ECONNECTION' : undefined,
    cause: hasSecret(failure, secrets) ? undefined : failure,
  })
}

/** The error of an SDK that was loaded and makes no client. */
export function clientFailed(failure: unknown, secrets: readonly string[]): SesError {
  const told = hideSecrets(readFailure(failure).said, secrets).slice(0, LONGEST_MESSAGE)
  const message = {
    en: `The SDK tencentcloud-sdk-nodejs-ses made no client: ${told}. SES was not asked.`,
    zh: `SDK tencentcloud-sdk-nodejs-ses 无法创建客户端：${told}。未查询 SES。`,
  }
  return createError(message, {
    reason: 'unknown',
    retry: 'never',
    delivered: 'unknown',
    hint: {
      en: 'Check the options of `sesStatus` and the version of the SDK, or give a `client` that asks in its place.',
      zh: '请检查 `sesStatus` 的选项和 SDK 版本，或改为传入 `client`。',
    },
    docs: STATUS_PAGE,
    cause: hasSecret(failure, secrets) ? undefined : failure,
  })
}

/** Before a text is cut: of a secret across the edge, the beginning would stay. */
function hideSecrets(text: string, secrets: readonly string[]): string {
  return secrets.reduce((hidden, secret) => hidden.replaceAll(secret, '…'), text)
}

/** The error of a question that took too long. */
export function timedOut(timeoutMs: number): SesError {
  const message = {
    en: `SES did not say what became of the mail within ${timeoutMs} ms.`,
    zh: `SES 在 ${timeoutMs} 毫秒内未告知邮件的发送结果。`,
  }
  return createError(message, {
    reason: 'connection',
    retry: 'soon',
    delivered: 'unknown',
    code: 'ETIMEDOUT',
    hint: { en: 'Ask again; see the option `timeoutMs`.', zh: '请重新查询；参见选项 `timeoutMs`。' },
    docs: STATUS_PAGE,
  })
}

/** The error of a question that a signal ended. */
export function cancelled(cause: unknown): SesError {
  const message = {
    en: 'The asking was ended before SES said what became of the mail.',
    zh: '查询在 SES 告知邮件的发送结果之前已被终止。',
  }
  return createError(message, {
    reason: 'cancelled',
    retry: 'later',
    delivered: 'unknown',
    hint: { en: 'Ask again.', zh: '请重新查询。' },
    docs: STATUS_PAGE,
    cause,
  })
}

/** Where some of a day's records are missing, nothing is certain. */
export function endless(day: string): SesError {
  return createError(
    { en: `SES's records of ${day} do not come to an end.`, zh: `SES 在 ${day} 的记录没有尽头。` },
    {
      reason: 'service-unavailable',
      retry: 'later',
      delivered: 'unknown',
      hint: {
        en: 'Check what answers in the place of the API: it gives full pages without end.',
        zh: '请检查实际应答 API 请求的是什么：它返回的满页记录没有尽头。',
      },
      docs: STATUS_PAGE,
    },
  )
}

interface Meaning {
  readonly reason: SesReason
  readonly retry: SesRetry
  readonly retryAfterMs?: number
  readonly hint: Words
  readonly docs: string
}

const KEY: Words = {
  en: 'Check `credential`, and that this key may call ses:GetSendEmailStatus.',
  zh: '请检查 `credential`，并确认该密钥有权调用 ses:GetSendEmailStatus。',
}
const QUESTION: Words = {
  en: "Compare the question with what the API takes; `region` has to be the sender's.",
  zh: '请对照 API 的要求检查请求；`region` 须为发信地址所在地域。',
}
const AGAIN: Words = { en: 'Ask again.', zh: '请重新查询。' }

/** By the beginning of the code, the first that fits. */
// biome-ignore format: a table
const rows: readonly (readonly [code: string, reason: SesReason, retry: SesRetry, hint: Words, retryAfterMs?: number])[] = [
  ['RequestLimitExceeded', 'rate-limited', 'soon', { en: 'Ask more slowly: see the option `rateLimit`. All programs of the account share a limit.', zh: '请降低查询频率，参见选项 `rateLimit`；账号的所有程序共用一个限额。' }, 1_000],
  ['AuthFailure.SignatureExpire', 'auth-failed', 'never', { en: "Set this machine's clock: it is off by five minutes or more.", zh: '请校准本机时钟：误差已达五分钟以上。' }],
  ['AuthFailure', 'auth-failed', 'never', KEY],
  ['UnauthorizedOperation', 'auth-failed', 'never', KEY],
  ['IpInBlacklist', 'account-refused', 'never', { en: 'Ask from another IP address.', zh: '请换一个 IP 地址查询。' }],
  ['IpNotInWhitelist', 'account-refused', 'never', { en: "Add this server's IP address to the account's allowlist.", zh: '请将本服务器的 IP 地址加入账号的白名单。' }],
  ['InternalError', 'service-unavailable', 'soon', AGAIN],
  ['ResourceUnavailable', 'service-unavailable', 'soon', AGAIN],
  ['ResourceInsufficient', 'service-unavailable', 'soon', AGAIN],
  ['FailedOperation.ServiceNotAvailable', 'service-unavailable', 'soon', AGAIN],
  ['FailedOperation.NotSupportDate', 'unknown', 'never', { en: 'Ask about a day of the last 30.', zh: '请查询最近 30 天内的日期。' }],
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
      hint: { en: 'Check the connection to the API, then ask again.', zh: '请检查与 API 的连接，然后重新查询。' },
      docs: STATUS_PAGE,
    }
  }
  const [reason, retry]: [SesReason, SesRetry] =
    status === 429 ? ['rate-limited', 'soon'] : status >= 500 ? ['service-unavailable', 'soon'] : ['unknown', 'never']
  return {
    reason,
    retry,
    hint: {
      en: `The API's host answered HTTP ${status}: see the option \`endpoint\`.`,
      zh: `API 主机返回了 HTTP ${status}：参见选项 \`endpoint\`。`,
    },
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
    said: typeof message === 'string' && message !== '' ? message : 'no reason was given',
  }
}

/** Of a proxy, a message may be a page. */
const LONGEST_MESSAGE = 1_000

function hasSecret(failure: unknown, secrets: readonly string[]): boolean {
  const text = inspect(failure, { depth: 5, showHidden: true })
  return secrets.some((secret) => text.includes(secret))
}

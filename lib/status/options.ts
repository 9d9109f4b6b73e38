import { LANGUAGES, type SesLanguage } from '../language.ts'
import * as check from '../options/checks.ts'
import { API_HOSTS, QUESTIONS_PER_SECOND, type SesRegion } from '../provider.ts'
import type { StatusClient } from './client.ts'

/** What `sesStatus(options)` takes: a `client`, or a `credential` and a `region` to make one. */
export interface SesStatusOptions {
  /** A client of `tencentcloud-sdk-nodejs-ses`, or what asks in its place. */
  readonly client?: StatusClient
  /**
   * The account's API key, or one of a sub-account that may call `ses:GetSendEmailStatus`; not the SMTP password. The SDK
   * `tencentcloud-sdk-nodejs-ses` has to be installed; it is loaded at the first question.
   */
  readonly credential?: SesCredential
  /** Region of the sender; the API's host follows from it. */
  readonly region?: SesRegion
  /**
   * Another host of the API, such as `ses.internal.tencentcloudapi.com`, or its URL, such as `http://127.0.0.1:8080`.
   *
   * @default the host of `region`
   */
  readonly endpoint?: string | undefined
  /**
   * How many questions this object asks a second; `false` for no limit. A day of more than 100 records takes several.
   *
   * @default { perSecond: 1 }
   * @see https://www.tencentcloud.com/document/product/1084/39502 "request rate limit"
   */
  readonly rateLimit?: { readonly perSecond?: number } | false
  /**
   * Milliseconds for the answer to one question.
   *
   * @default 30_000
   */
  readonly timeoutMs?: number
  /**
   * Of `meaning` and `hint` in records, and of what errors say.
   *
   * @default 'en'
   */
  readonly language?: SesLanguage
}

/** `undefined` is allowed for environment variables: if one is not set, `sesStatus` throws a TypeError. */
export interface SesCredential {
  readonly secretId: string | undefined
  readonly secretKey: string | undefined
  /** Of a temporary key. */
  readonly token?: string | undefined
}

export type StatusSettings = ReturnType<typeof resolveStatusOptions>

/**
 * Checks every option and fills in the defaults.
 *
 * @throws TypeError that names the option, what was expected and what came, but nothing of a credential
 */
export function resolveStatusOptions(given: SesStatusOptions) {
  const { client, credential, region, endpoint, ...settings } = check.fields('', check.object('options', given), {
    client: check.optional(resolveClient),
    credential: check.optional(resolveCredential),
    region: check.optional(check.oneOf(Object.keys(API_HOSTS) as SesRegion[])),
    endpoint: check.optional(check.string),
    rateLimit: resolveRateLimit,
    timeoutMs: check.timer(30_000),
    language: check.oneOf(LANGUAGES, 'en'),
  })
  if (client) {
    const other = Object.entries({ credential, region, endpoint }).find(([, value]) => value !== undefined)
    if (other) throw new TypeError(`Expected \`client\` alone, got \`${other[0]}\` too: the client has its own`)
    return Object.freeze({ ...settings, client, sdk: undefined })
  }
  if (!credential) throw new TypeError('Expected `client`, or `credential` and `region`, got neither')
  if (!region) {
    throw new TypeError(`Expected \`region\` (${Object.keys(API_HOSTS).join(', ')}) with \`credential\`, got none`)
  }
  const sdk = Object.freeze({ credential, region, ...resolveEndpoint(endpoint ?? API_HOSTS[region]) })
  return Object.freeze({ ...settings, client: undefined, sdk })
}

function resolveClient(name: string, client: StatusClient): StatusClient {
  if (typeof client?.GetSendEmailStatus === 'function') return client
  throw new TypeError(
    `Expected \`${name}\` to have the method \`GetSendEmailStatus\`, got a value of type ${typeof client}`,
  )
}

// No error shows what was given: it may be a secret.

function resolveCredential(name: string, credential: SesCredential) {
  if (typeof credential !== 'object' || credential === null) {
    throw new TypeError(`Expected \`${name}\` to be { secretId, secretKey }, got a value of type ${typeof credential}`)
  }
  return check.fields(`${name}.`, credential, {
    secretId: resolveSecret,
    secretKey: resolveSecret,
    token: check.optional(resolveSecret),
  })
}

function resolveSecret(name: string, secret: string | undefined): string {
  if (typeof secret === 'string' && secret !== '') return secret
  const kind = secret === '' ? 'an empty string' : `a value of type ${typeof secret}`
  throw new TypeError(`Expected \`${name}\` to be a string that is not empty, got ${kind}`)
}

/** What no error may show of a credential. */
export function secretsOf({ secretId, secretKey, token }: Partial<SesCredential> = {}): readonly string[] {
  return [secretId, secretKey, token].filter(
    (secret) => secret !== undefined && secret.length >= SHORTEST_SECRET,
  ) as string[]
}

/** Tencent Cloud's have 32 characters and more; what is short is part of any text. */
const SHORTEST_SECRET = 8

function resolveRateLimit(name: string, given: SesStatusOptions['rateLimit']) {
  if (given === false) return Number.POSITIVE_INFINITY
  const table = { perSecond: check.positiveNumber(QUESTIONS_PER_SECOND) }
  return check.fields(`${name}.`, check.object(name, given ?? {}), table).perSecond
}

/** What the SDK takes for a host or a URL of one. */
function resolveEndpoint(given: string): { readonly endpoint: string; readonly protocol: string } {
  const [, protocol = 'https://', host = ''] = /^(https?:\/\/)?([^/?#@\s]+)\/?$/.exec(given) ?? []
  if (host === '') throw check.unexpected('endpoint', 'be a host, or a URL of nothing else', given)
  return { endpoint: host, protocol }
}

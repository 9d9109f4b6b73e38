import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import { createUnzip } from 'node:zlib'

/** What Nodemailer takes beside `href`. */
export interface FetchOptions {
  readonly httpHeaders?: Readonly<Record<string, string>> | undefined
  readonly tls?: Readonly<Record<string, unknown>> | undefined
}

/** Hosts that may be asked, as the option `allowUrls` has them; undefined for every one. */
export type AllowedHosts = readonly string[] | undefined

/** Why there is nothing at a URL. */
export class FetchError extends Error {
  /** Nodemailer's code for it. */
  readonly code = 'EFETCH'
  /** Whether there may be something later. */
  readonly mayPass: boolean
  /** What the server says of when. */
  readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    mayPass: boolean,
    options: { readonly retryAfterMs?: number; readonly cause?: Error } = {},
  ) {
    super(message, options.cause ? { cause: options.cause } : undefined)
    this.mayPass = mayPass
    this.retryAfterMs = options.retryAfterMs
  }

  /** Of a connection: one that breaks may hold the next time, a certificate stays what it is. */
  static of(error: Error & { readonly code?: string }): FetchError {
    return new FetchError(error.message, !UNTRUSTED.test(error.code ?? ''), { cause: error })
  }
}

/** Node's codes for a certificate. */
const UNTRUSTED =
  /CERT|SELF_SIGNED|UNABLE_TO|INVALID_(?:CA|PURPOSE)|HOSTNAME_MISMATCH|PATH_LENGTH|^ERR_(?:SSL|TLS|OSSL)_/

/**
 * What is at an http(s) URL, as Nodemailer's client gets it: up to five redirects, gzip undone. Not that client itself: up
 * to version 9 its request goes on when the stream is destroyed, for as long as the server gives a byte now and then.
 */
export function fetchUrl(url: string, { httpHeaders, tls }: FetchOptions, allowed?: AllowedHosts): Readable {
  const body = new PassThrough()
  const closed = new AbortController()
  body.once('close', () => closed.abort())
  follow(url, headersOf(httpHeaders), tlsOf(tls), allowed, closed.signal).then(
    (response) => pipeline([response, ...decoders(response), body], () => {}), // which ends all when one ends
    (error: Error) => body.destroy(error instanceof FetchError ? error : FetchError.of(error)),
  )
  return body
}

async function follow(
  url: string,
  given: Headers,
  givenTls: object,
  allowed: AllowedHosts,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  let target = httpUrl(url)
  let headers = given
  let tls = givenTls
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    refuseOtherHosts(target, allowed)
    const response = await get(target, headers, tls, signal)
    const { statusCode = 0 } = response
    const { location, 'set-cookie': cookies = [] } = response.headers
    if (statusCode < 300) return response
    response.destroy()
    if (!REDIRECTS.has(statusCode) || !location) throw refusedBy(response)

    const next = httpUrl(location, target)
    if (next.origin === target.origin) headers = withCookies(headers, cookies)
    else {
      headers = headersOf()
      tls = withoutKey(tls)
    }
    target = next
  }
  throw new FetchError('Maximum redirect count exceeded', false)
}

function refuseOtherHosts({ protocol, host, port }: URL, allowed: AllowedHosts): void {
  const names = port === '' ? [host, `${host}:${protocol === 'https:' ? 443 : 80}`] : [host]
  const isAllowed = (pattern: string) =>
    names.some((name) => (pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern))
  if (!allowed || allowed.some(isAllowed)) return
  throw new FetchError(`the host ${host} is not one of the option \`allowUrls\``, false)
}

const MOST_REDIRECTS = 5
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

/** A status of the server's own trouble may pass, one about the request only where it speaks of time. */
function refusedBy({ statusCode = 0, headers }: IncomingMessage): FetchError {
  const mayPass = statusCode >= 500 || PASSING.has(statusCode)
  const retryAfterMs = mayPass ? timeOf(headers['retry-after']) : undefined
  return new FetchError(
    `Invalid status code ${statusCode}`,
    mayPass,
    retryAfterMs === undefined ? {} : { retryAfterMs },
  )
}

/** Request Timeout, Too Early, Too Many Requests. */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429])

/** `Retry-After` in seconds or as a date (RFC 9110 10.2.3). */
function timeOf(value = ''): number | undefined {
  const ms = /^\d{1,9}$/.test(value) ? Number(value) * 1_000 : Date.parse(value) - Date.now()
  return ms >= 0 ? ms : undefined
}

function get(url: URL, headers: Headers, tls: object, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    request(url, { ...tls, headers, signal, agent: false })
      .on('response', resolve)
      .on('error', reject)
      .end()
  })
}

/** Also where a redirect leads: to a file, it would be read past the access options. */
function httpUrl(url: string, base?: URL): URL {
  const parsed = URL.canParse(url, base?.href) ? new URL(url, base) : undefined
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return parsed
  throw new FetchError(`Unsupported protocol for URL ${hideSecrets(url)}`, false)
}

/** A URL for an error or a log: without its user, password and query, in which tokens are. */
export function hideSecrets(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/^([^/]*\/\/)[^/]*@/, '$1')
}

/** In lower case. */
type Headers = Readonly<Record<string, string>>

function headersOf(given: FetchOptions['httpHeaders'] = {}): Headers {
  const own = { 'accept-encoding': 'gzip, deflate', 'user-agent': 'nodemailer-tencentcloud-ses' }
  return { ...own, ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name.toLowerCase(), value])) }
}

function withCookies(headers: Headers, cookies: readonly string[]): Headers {
  const pairs = [headers['cookie'], ...cookies.map((cookie) => cookie.split(';', 1)[0])].filter(Boolean)
  return pairs.length === 0 ? headers : { ...headers, cookie: pairs.join('; ') }
}

function decoders(response: IncomingMessage): NodeJS.ReadWriteStream[] {
  return /^(?:x-)?(?:gzip|deflate)$/i.test(response.headers['content-encoding'] ?? '') ? [createUnzip()] : []
}

/** Nothing else: a mail's `tls` must not lead the request to another host. Certificates are checked whatever the environment says. */
function tlsOf(given: FetchOptions['tls'] = {}): object {
  const known = Object.fromEntries(Object.entries(given).filter(([name]) => TLS_OPTIONS.has(name)))
  return { ...known, rejectUnauthorized: known['rejectUnauthorized'] !== false }
}

/** For another host: the key of a client and the name of a server are meant for one. */
function withoutKey(tls: object): object {
  return Object.fromEntries(Object.entries(tls).filter(([name]) => !OF_ONE_HOST.has(name)))
}

const OF_ONE_HOST: ReadonlySet<string> = new Set(['cert', 'key', 'passphrase', 'pfx', 'secureContext', 'servername'])

/** @see https://nodejs.org/api/tls.html "tls.connect", "tls.createSecureContext" */
const TLS_OPTIONS: ReadonlySet<string> = new Set([
  'ALPNProtocols',
  'ca',
  'cert',
  'checkServerIdentity',
  'ciphers',
  'crl',
  'dhparam',
  'ecdhCurve',
  'honorCipherOrder',
  'key',
  'maxVersion',
  'minVersion',
  'passphrase',
  'pfx',
  'rejectUnauthorized',
  'secureContext',
  'secureOptions',
  'servername',
  'sessionIdContext',
  'sigalgs',
])

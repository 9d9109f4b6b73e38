import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { PassThrough, pipeline, type Readable } from 'node:stream'
import { createUnzip } from 'node:zlib'

/** What Nodemailer takes beside `href`. */
export interface FetchOptions {
  readonly httpHeaders?: Readonly<Record<string, string>> | undefined
  readonly tls?: Readonly<Record<string, unknown>> | undefined
}

/**
 * What is at an http(s) URL, as Nodemailer's client gets it: up to five redirects, gzip undone. Not that client itself: up
 * to version 9 its request goes on when the stream is destroyed, for as long as the server gives a byte now and then.
 */
export function fetchUrl(url: string, { httpHeaders, tls }: FetchOptions): Readable {
  const body = new PassThrough()
  const closed = new AbortController()
  body.once('close', () => closed.abort())
  follow(url, headersOf(httpHeaders), tlsOf(tls), closed.signal).then(
    (response) => pipeline([response, ...decoders(response), body], () => {}), // which ends all when one ends
    (error: Error) => body.destroy(fetchError(error.message, error)),
  )
  return body
}

async function follow(url: string, given: Headers, tls: object, signal: AbortSignal): Promise<IncomingMessage> {
  let target = httpUrl(url)
  let headers = given
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await get(target, headers, tls, signal)
    const { statusCode = 0 } = response
    const { location, 'set-cookie': cookies = [] } = response.headers
    if (statusCode < 300) return response
    response.destroy()
    if (!REDIRECTS.has(statusCode) || !location) throw new Error(`Invalid status code ${statusCode}`)

    const next = httpUrl(location, target)
    headers = next.origin === target.origin ? withCookies(headers, cookies) : withoutCredentials(headers)
    target = next
  }
  throw new Error('Maximum redirect count exceeded')
}

const MOST_REDIRECTS = 5
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

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
  throw new Error(`Unsupported protocol for URL ${url}`)
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

/** For another host, which they were not meant for. */
function withoutCredentials(headers: Headers): Headers {
  const { authorization: _, cookie: __, 'proxy-authorization': ___, ...others } = headers
  return others
}

function decoders(response: IncomingMessage): NodeJS.ReadWriteStream[] {
  return /^(?:x-)?(?:gzip|deflate)$/i.test(response.headers['content-encoding'] ?? '') ? [createUnzip()] : []
}

/** Nothing else: a mail's `tls` must not lead the request to another host. */
function tlsOf(given: FetchOptions['tls'] = {}): object {
  return Object.fromEntries(Object.entries(given).filter(([name]) => TLS_OPTIONS.has(name)))
}

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

/** Nodemailer's code for it. */
function fetchError(message: string, cause: Error): Error {
  return Object.assign(new Error(message, { cause }), { code: 'EFETCH' })
}

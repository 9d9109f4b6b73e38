import dns from 'node:dns'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { TLSSocket, TlsOptions } from 'node:tls'
import { deflateSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test, vi } from 'vitest'
import { loopbackCertificate, loopbackKey } from '../../lib/emulator/certificate/loopback.ts'
import { type FetchError, type FetchOptions, fetchUrl, hideSecrets } from '../../lib/read/fetch-url.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

interface Site {
  readonly url: string
  readonly requests: IncomingMessage[]
}

/** A server of the test's own, closed with it. */
async function openSite(answer: Answer, tls?: TlsOptions): Promise<Site> {
  const requests: IncomingMessage[] = []
  const listener: Answer = (request, response) => {
    requests.push(request)
    answer(request, response)
  }
  const server: Server = tls
    ? createTlsServer({ key: loopbackKey, cert: loopbackCertificate, ...tls }, listener)
    : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { url: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

const text = async (url: string, options: FetchOptions = {}) => (await buffer(fetchUrl(url, options))).toString()

const redirect =
  (to: string): Answer =>
  (_, response) =>
    void response.writeHead(302, { location: to }).end('no')

test('what the server gives, and that it was asked as a mail says', async () => {
  const { url, requests } = await openSite((_, response) => response.end('hello'))
  expect(await text(`${url}/a?b=c`, { httpHeaders: { 'X-Token': 't' } })).toBe('hello')
  expect(requests).toHaveLength(1)
  expect(requests[0]).toMatchObject({
    method: 'GET',
    url: '/a?b=c',
    headers: {
      'x-token': 't',
      'accept-encoding': 'gzip, deflate',
      'user-agent': 'nodemailer-tencentcloud-ses',
      connection: 'close',
    },
  })
})

test('a user and password in the URL', async () => {
  const { url, requests } = await openSite((_, response) => response.end())
  await text(url.replace('//', '//ann:s%20t@'))
  expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('ann:s t').toString('base64')}`)
})

test.each([
  ['gzip', gzipSync('hello')],
  ['x-gzip', gzipSync('hello')],
  ['deflate', deflateSync('hello')],
  ['identity', Buffer.from('hello')],
])('%s', async (encoding, body) => {
  const { url } = await openSite((_, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body))
  expect(await text(url)).toBe('hello')
})

test('gzip that is none', async () => {
  const { url } = await openSite((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('hello'))
  await expect(text(url)).rejects.toThrow('incorrect header check')
})

test('five redirects, and no sixth', async () => {
  const site = await openSite(({ url = '' }, response) => {
    const left = Number(url.slice(1))
    if (left === 0) response.end('hello')
    else redirect(`/${left - 1}`)({} as IncomingMessage, response)
  })
  expect(await text(`${site.url}/5`)).toBe('hello')
  expect(site.requests.splice(0)).toHaveLength(6)
  await expect(text(`${site.url}/6`)).rejects.toMatchObject({
    code: 'EFETCH',
    mayPass: false,
    message: 'Maximum redirect count exceeded',
  })
  expect(site.requests).toHaveLength(6)
})

test.each(['file:///etc/passwd', 'data:,x', 'ftp://127.0.0.1/', 'gopher://127.0.0.1/', 'http://[?'])(
  'no redirect to %s',
  async (to) => {
    const { url, requests } = await openSite(redirect(to))
    await expect(text(url)).rejects.toMatchObject({
      code: 'EFETCH',
      mayPass: false,
      message: `Unsupported protocol for URL ${to.replace('?', '')}`,
    })
    expect(requests).toHaveLength(1)
  },
)

test.each(['file:///etc/passwd', 'data:,x', '/etc/passwd', ''])('no such URL: "%s"', (url) =>
  expect(text(url)).rejects.toMatchObject({ code: 'EFETCH', message: `Unsupported protocol for URL ${url}` }),
)

test.each<[status: number, mayPass: boolean, retryAfter?: string, ms?: unknown]>([
  [300, false],
  [304, false],
  [400, false],
  [401, false],
  [403, false],
  [404, false, '60'],
  [408, true],
  [410, false],
  [425, true],
  [429, true, '120', 120_000],
  [429, true, 'soon'],
  [429, true, '-1'],
  [500, true],
  [503, true, new Date(Date.now() + 3_600_000).toUTCString(), expect.closeTo(3_600_000, -5)],
  [503, true, new Date(0).toUTCString()],
])('status %i: may pass: %s; Retry-After: %s', async (status, mayPass, after, retryAfterMs) => {
  const { url } = await openSite((_, response) =>
    response.writeHead(status, after === undefined ? {} : { 'retry-after': after }).end('no'),
  )
  const error = await text(url).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'EFETCH', mayPass, message: `Invalid status code ${status}` })
  expect((error as FetchError).retryAfterMs).toEqual(retryAfterMs)
})

test('nobody at a URL may be there later', () =>
  expect(text('http://127.0.0.1:1/')).rejects.toMatchObject({ code: 'EFETCH', mayPass: true }))

test.each([
  ['https://ann:s3cret@example.org/a.pdf?token=x#y', 'https://example.org/a.pdf'],
  ['http://example.org/a@b', 'http://example.org/a@b'],
  ['//ann:s@cret@example.org', '//example.org'],
  ['ftp://ann@example.org/?token=x', 'ftp://example.org/'],
  ['/a.pdf?token=x', '/a.pdf'],
])('%s is shown as %s', (url, shown) => expect(hideSecrets(url)).toBe(shown))

test('no key of a client goes to another host', async () => {
  const keys: boolean[] = []
  const other = await openSite(
    ({ socket }, response) => {
      keys.push(Object.keys((socket as TLSSocket).getPeerCertificate() ?? {}).length > 0)
      response.end('hello')
    },
    { requestCert: true, rejectUnauthorized: false },
  )
  const site = await openSite(
    (request, response) => {
      keys.push(Object.keys((request.socket as TLSSocket).getPeerCertificate() ?? {}).length > 0)
      redirect(other.url)(request, response)
    },
    { requestCert: true, rejectUnauthorized: false },
  )
  const tls = { ca: loopbackCertificate, key: loopbackKey, cert: loopbackCertificate }
  expect(await text(site.url, { tls })).toBe('hello')
  expect(keys).toEqual([true, false])
})

test('headers of the mail go along a redirect, with the cookies that were set, but not to another host', async () => {
  const other = await openSite((_, response) => response.end('hello'))
  const site = await openSite(({ url }, response) => {
    response.setHeader('set-cookie', ['a=1; Path=/', 'b=2'])
    redirect(url === '/' ? '/next' : other.url)({} as IncomingMessage, response)
  })
  const httpHeaders = { Authorization: 'Bearer x', Cookie: 'c=3', 'Proxy-Authorization': 'y', 'X-Token': 't' }
  expect(await text(site.url, { httpHeaders })).toBe('hello')

  const sent = [...site.requests, ...other.requests].map(({ headers }) => [
    headers.authorization,
    headers.cookie,
    headers['proxy-authorization'],
    headers['x-token'],
  ])
  expect(sent).toEqual([
    ['Bearer x', 'c=3', 'y', 't'],
    ['Bearer x', 'c=3; a=1; b=2', 'y', 't'],
    [undefined, undefined, undefined, undefined],
  ])
  expect(httpHeaders).toEqual({ Authorization: 'Bearer x', Cookie: 'c=3', 'Proxy-Authorization': 'y', 'X-Token': 't' })
})

test('a certificate is checked, unless the mail says otherwise', async () => {
  const { url } = await openSite((_, response) => response.end('hello'), {})
  await expect(text(url)).rejects.toMatchObject({
    code: 'EFETCH',
    mayPass: false,
    message: expect.stringContaining('self-signed'),
  })
  expect(await text(url, { tls: { ca: loopbackCertificate } })).toBe('hello')
  expect(await text(url, { tls: { rejectUnauthorized: false } })).toBe('hello')
})

test('the TLS options of a mail lead to no other host', async () => {
  const { url, requests } = await openSite((_, response) => response.end('hello'))
  const other = await openSite((_, response) => response.end('other'))
  const port = new URL(other.url).port
  const tls = { host: '127.0.0.1', hostname: '127.0.0.1', port, path: '/other', method: 'DELETE', socketPath: '/x' }
  expect(await text(url, { tls })).toBe('hello')
  expect(requests.map(({ method, url: path }) => [method, path])).toEqual([['GET', '/']])
  expect(other.requests).toEqual([])
})

// What matters when reading is given up: the server sees its connection end.
test.each<[string, Answer]>([
  ['before an answer', () => {}],
  ['after the head of one', (_, response) => response.flushHeaders()],
  ['in the middle of one', (_, response) => void response.write('abc')],
  [
    'in the middle of a compressed one',
    (_, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).write(gzipSync('abc').subarray(0, 12))
    },
  ],
  [
    'while it is redirected',
    ({ url }, response) => {
      if (url === '/') redirect('/next')({} as IncomingMessage, response)
    },
  ],
])('the request ends with the stream: %s', async (_, answer) => {
  const { promise: asked, resolve } = defer<IncomingMessage>()
  const site = await openSite((request, response) => {
    answer(request, response)
    if (!response.writableEnded) resolve(request)
  })
  const stream = fetchUrl(site.url, {})
  const { socket } = await asked
  const closed = new Promise((done) => socket.on('error', () => {}).once('close', done))
  stream.destroy()
  await closed
  expect(stream.destroyed).toBe(true)
})

function defer<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

test.each<[string, readonly string[], boolean]>([
  ['every host', ['*.example.org', '127.0.0.1:PORT'], true],
  ['another port', ['127.0.0.1', '127.0.0.1:1'], false],
  ['another host', ['files.example.org:PORT'], false],
  ['no host', [], false],
])('of a list of hosts: %s', async (_, hosts, isAllowed) => {
  const { url, requests } = await openSite((_request, response) => response.end('hello'))
  const allowed = hosts.map((host) => host.replace('PORT', new URL(url).port))
  const read = buffer(fetchUrl(url, {}, allowed)).then(String, (error: FetchError) => error)
  if (isAllowed) expect(await read).toBe('hello')
  else {
    expect(await read).toMatchObject({ message: expect.stringMatching(/^the host \S+ is not one of/), mayPass: false })
    expect(requests).toEqual([])
  }
})

test('of a list of hosts: a redirect to another', async () => {
  const other = await openSite((_, response) => response.end('secret'))
  const { url } = await openSite(redirect(other.url))
  await expect(buffer(fetchUrl(url, {}, [new URL(url).host]))).rejects.toThrow('is not one of the option `allowUrls`')
  expect(other.requests).toEqual([])
})

test.each([
  ['https://a.example.org/', ['*.example.org'], 'ENOTFOUND'],
  ['https://a.b.example.org/', ['*.example.org'], 'ENOTFOUND'],
  ['https://example.org:443/', ['example.org:443'], 'ENOTFOUND'],
  ['http://example.org/', ['example.org:80'], 'ENOTFOUND'],
  ['https://example.org/', ['example.org:80'], 'EFETCH'],
  ['https://EXAMPLE.org/', ['example.org'], 'ENOTFOUND'],
  ['https://example.org/', ['*.example.org'], 'EFETCH'],
  ['https://badexample.org/', ['*.example.org'], 'EFETCH'],
  ['https://example.org.evil.test/', ['example.org'], 'EFETCH'],
  ['https://example.org@evil.test/', ['example.org'], 'EFETCH'],
])('of a list of hosts: %s of %j', async (url, hosts, code) => {
  vi.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: object, callback: (error: Error) => void) =>
    callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))) as never)
  onTestFinished(() => void vi.restoreAllMocks())
  const error = await buffer(fetchUrl(url, {}, hosts)).then(
    () => undefined,
    (failure: FetchError) => failure,
  )
  expect((error?.cause as { code?: string } | undefined)?.code ?? error?.code).toBe(code)
})

test('a certificate is checked whatever the environment says', async () => {
  const { url } = await openSite((_, response) => response.end('hello'), {})
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
  vi.spyOn(process, 'emitWarning').mockImplementation(() => {}) // Node's, which is meant here
  onTestFinished(() => {
    vi.restoreAllMocks()
    vi.unstubAllEnvs()
  })
  await expect(text(url)).rejects.toMatchObject({ code: 'EFETCH' })
})

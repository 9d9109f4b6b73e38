import type { IncomingMessage, ServerResponse } from 'node:http'
import { type HttpListener, listenHttp, readBody } from '../http-listener.ts'
import { problem } from './answer.ts'
import { isForeign, isOwnHost } from './security.ts'

export interface HttpOptions {
  readonly host: string
  readonly port: number
  /** Names by which this machine may be called, beside `localhost` and its addresses. */
  readonly names: readonly string[]
}

/** What is posted are settings: nobody has more of them. */
const maxBody = 1024 * 1024

/** Answers HTTP with a function of the web's requests and responses; strangers are refused before it is asked. */
export function serveHttp(
  { host, port, names }: HttpOptions,
  respond: (request: Request) => Response | Promise<Response>,
): Promise<HttpListener> {
  return listenHttp(host, port, serve)

  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const refusal = refuse(incoming)
    if (refusal !== undefined) return send(refusal, outgoing)
    const body = await readBody(incoming, maxBody)
    if (body === undefined) return send(problem(413, `Expected at most ${maxBody} bytes`), outgoing)

    const gone = new AbortController()
    outgoing.on('close', () => gone.abort())
    const { method = 'GET', url = '/' } = incoming
    const request = new Request(`http://${incoming.headers.host}${url.startsWith('/') ? url : '/'}`, {
      method,
      signal: gone.signal,
      headers: { 'accept-language': incoming.headers['accept-language'] ?? '' },
      ...(body.length > 0 && { body: new Uint8Array(body) }),
    })
    await send(await respond(request), outgoing, method === 'HEAD')
  }

  function refuse({ method = '', headers }: IncomingMessage): Response | undefined {
    if (!isOwnHost(headers.host, [host, ...names])) {
      return problem(403, 'Ask by an IP address, as localhost, or by a name of the option `names`: others are refused.')
    }
    if (isForeign(method, headers)) return problem(403, "Another site's page may not ask.")
    if (!['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return problem(405, 'Unknown method')
    const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
    const isJson = /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')
    return hasBody && !isJson ? problem(415, 'Expected Content-Type: application/json') : undefined
  }
}

async function send({ status, headers, body }: Response, outgoing: ServerResponse, headOnly = false): Promise<void> {
  outgoing.writeHead(status, Object.fromEntries(headers))
  if (body === null || headOnly) return void outgoing.end()
  outgoing.flushHeaders()
  const reader = body.getReader()
  outgoing.on('close', () => void reader.cancel().catch(() => {}))
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    if (!outgoing.write(next.value))
      await new Promise((resolve) => outgoing.once('drain', resolve).once('close', resolve))
  }
  outgoing.end()
}

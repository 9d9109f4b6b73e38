// Tested by test/emulator/status/errors.test.ts.

import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { failures } from './failure.ts'
import type { ApiRequest } from './signature.ts'

export interface HttpListener {
  readonly port: number
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

/** "The request packet can be up to 10 MB", where it is signed with TC3-HMAC-SHA256. */
const maxBytes = 10 * 1024 * 1024

/** Serves Tencent Cloud's API over HTTP. */
export async function listenHttp(
  host: string,
  port: number,
  answer: (request: ApiRequest) => string,
): Promise<HttpListener> {
  const server = createServer((request, response) => void serve(request, response).catch(() => response.destroy()))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()

  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    const { method = '', url: target = '' } = request
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const json = body === undefined ? tooLarge() : answer({ method, target, headers, body })
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) })
    response.end(json)
  }
}

/** `undefined` if it is too large; the rest of it is read and dropped, so that the client hears the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes <= maxBytes) chunks.push(chunk)
  }
  return bytes <= maxBytes ? Buffer.concat(chunks) : undefined
}

function tooLarge(): string {
  return JSON.stringify({ Response: { Error: failures.requestTooLarge, RequestId: randomUUID() } })
}

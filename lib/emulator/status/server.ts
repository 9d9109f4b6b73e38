// Tested by test/emulator/status/errors.test.ts.

import { randomUUID } from 'node:crypto'
import { type HttpListener, listenHttp, readBody } from '../http-listener.ts'
import { failures } from './failure.ts'
import type { ApiRequest } from './signature.ts'

/** "The request packet can be up to 10 MB", where it is signed with TC3-HMAC-SHA256. */
const maxBytes = 10 * 1024 * 1024

/** Serves Tencent Cloud's API over HTTP. */
export function serveApi(host: string, port: number, answer: (request: ApiRequest) => string): Promise<HttpListener> {
  return listenHttp(host, port, async (request, response) => {
    const body = await readBody(request, maxBytes)
    const { method = '', url: target = '' } = request
    const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    const json = body === undefined ? tooLarge() : answer({ method, target, headers, body })
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(json) })
    response.end(json)
  })
}

function tooLarge(): string {
  return JSON.stringify({ Response: { Error: failures.requestTooLarge, RequestId: randomUUID() } })
}

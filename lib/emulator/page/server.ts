// Tested by test/emulator/page/safety.test.ts.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { authority } from '../authority.ts'
import type { Emulator } from '../emulator.ts'
import { type Answer, message } from './answer.ts'
import { createEvents } from './events.ts'
import { createRoutes } from './routes.ts'
import { isOwnHost } from './security.ts'

export interface PageOptions {
  /** Address to listen on. Whoever reaches it can read the mails. @default '127.0.0.1' */
  readonly host?: string
  /** Port; 0 takes a free one. @default 0 */
  readonly port?: number
}

/** A running page; {@link startPage} starts one. */
export interface Page {
  /** Where it is, with a slash at its end. */
  readonly url: string
  /** Stops listening and ends every connection. */
  close(): Promise<void>
}

/** Serves a page to look at an emulator's mails. It needs nothing from the web, and changes nothing in the emulator. */
export async function startPage(emulator: Emulator, { host = '127.0.0.1', port = 0 }: PageOptions = {}): Promise<Page> {
  const routes = createRoutes(emulator)
  const server = createServer((request, response) => void serve(request, response))

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const events = createEvents(emulator)
  const address = server.address()

  return {
    url: `http://${authority(host, typeof address === 'object' && address !== null ? address.port : port)}/`,
    close: () =>
      new Promise((resolve) => {
        events.close()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query] = (request.url ?? '').split('?', 2)
    if (!isOwnHost(request.headers.host, host)) {
      return send(response, message(403, 'Open this page by an IP address or as localhost: other names are refused.'))
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return send(response, message(405, 'Only GET and HEAD.'))
    if (path === '/events' && request.method === 'GET') return events.add(response)
    const answer = await routes(path, new URLSearchParams(query)).catch(() => message(500, 'This cannot be shown.'))
    return send(response, answer)
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  response.end(body)
}

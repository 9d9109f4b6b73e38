import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

/** A callback address, closed with the test: it answers with each status in turn, the last one for ever. */
export interface Target {
  readonly url: string
  /** What was posted, in its order. */
  readonly bodies: Record<string, unknown>[]
  readonly headers: Record<string, unknown>[]
  close(): Promise<void>
}

/** @param statuses 0 never answers */
export async function startTarget(...statuses: number[]): Promise<Target> {
  const bodies: Record<string, unknown>[] = []
  const headers: Record<string, unknown>[] = []
  const server = createServer((request, response) => {
    let json = ''
    request.setEncoding('utf8')
    request.on('data', (text: string) => {
      json += text
    })
    request.on('end', () => {
      bodies.push(JSON.parse(json))
      headers.push({ method: request.method, url: request.url, ...request.headers })
      const status = (statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 200
      if (status !== 0) response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  onTestFinished(close)
  return { url: `http://127.0.0.1:${port}/events?secret=x`, bodies, headers, close }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { isMissing } from './debian.ts'

/** A Redis of the test's own, which keeps nothing when it stops. */
export interface TestRedis {
  readonly port: number
  /** A client as a user would have it, closed with the server. */
  connect(): Redis
  /** As if the machine had lost its power. */
  kill(): Promise<void>
  start(): Promise<void>
  /** It takes connections and answers nothing. */
  freeze(): void
  unfreeze(): void
  close(): Promise<void>
}

export const isRedisMissing = isMissing('redis-server', 'redis-server', '--version')

/** @param settings of its command line, such as `--cluster-enabled` */
export async function startRedis(settings: readonly string[] = []): Promise<TestRedis> {
  const port = await freePort()
  const directory = await mkdtemp(join(tmpdir(), 'ses-redis-'))
  const clients: Redis[] = []
  let server: ChildProcess | undefined

  const redis: TestRedis = {
    port,
    connect() {
      const client = new Redis({ port, host: '127.0.0.1' })
      client.on('error', () => {}) // that it is away, the tests see by themselves
      clients.push(client)
      return client
    },
    async start() {
      const usual = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', directory]
      server = spawn('redis-server', [...usual, ...settings])
      for await (const line of server.stdout ?? []) if (/Ready to accept/.test(String(line))) return
      throw new Error('redis-server ended')
    },
    async kill() {
      if (!server || server.exitCode !== null || server.signalCode !== null) return
      const ended = once(server, 'exit')
      server.kill('SIGKILL')
      await ended
    },
    freeze: () => void server?.kill('SIGSTOP'),
    unfreeze: () => void server?.kill('SIGCONT'),
    async close() {
      for (const client of clients) client.disconnect()
      await redis.kill()
      await rm(directory, { recursive: true, force: true })
    },
  }
  await redis.start()
  return redis
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

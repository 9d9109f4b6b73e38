import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Starts a Redis of the test's own, which keeps nothing. */
export async function startRedis(): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const port = await freePort()
  const directory = await mkdtemp(join(tmpdir(), 'ses-redis-'))
  const server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', directory])
  const stop = async () => {
    if (server.exitCode === null && server.kill()) await once(server, 'exit')
    await rm(directory, { recursive: true, force: true })
  }
  try {
    await ready(server)
  } catch (error) {
    await rm(directory, { recursive: true, force: true })
    throw error
  }
  return { port, stop }
}

async function ready(server: ChildProcess): Promise<void> {
  await once(server, 'spawn')
  let said = ''
  for await (const chunk of server.stdout ?? []) {
    said += chunk
    if (!said.includes('Ready to accept connections')) continue
    server.stdout?.resume()
    return
  }
  throw new Error(`Expected redis-server to start, but it ended: ${said}`)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

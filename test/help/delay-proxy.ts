import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A network between sender and gateway: bytes take their time each way, in their order. */
export interface DelayProxy {
  readonly port: number
  close(): Promise<void>
}

export interface Delay {
  /** Milliseconds there and back. */
  readonly latencyMs: number
  /** As much is added each way at most, by chance. @default 0 */
  readonly jitterMs?: number
  /** Where chance starts. @default 1 */
  readonly seed?: number
}

export async function startDelayProxy(
  target: { readonly host: string; readonly port: number },
  { latencyMs, jitterMs = 0, seed = 1 }: Delay,
): Promise<DelayProxy> {
  const chance = seededChance(seed)
  const delayMs = () => latencyMs / 2 + jitterMs * chance()
  const sockets = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(target.port, target.host)
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      socket.on('error', () => {})
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
    }
    carry(near, far, delayMs)
    carry(far, near, delayMs)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}

function carry(from: Socket, to: Socket, delayMs: () => number): void {
  // What was sent later arrives later, whatever chance and timers say.
  const underway: (() => void)[] = []
  let arrival = 0
  const later = (act: () => void) => {
    underway.push(act)
    arrival = Math.max(arrival, performance.now() + delayMs())
    setTimeout(() => underway.shift()?.(), arrival - performance.now())
  }
  from.on('data', (bytes) => later(() => to.write(bytes)))
  from.on('end', () => later(() => to.end()))
  from.on('close', () => later(() => to.destroy()))
}

/** Mulberry32. */
function seededChance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

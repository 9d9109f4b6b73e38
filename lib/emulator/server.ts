// Tested by test/emulator/faults.test.ts.

import { createServer, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer as createTlsServer, type TLSSocket } from 'node:tls'
import type { FaultPlan } from './fault-plan.ts'
import { type FaultAction, isSlow } from './faults.ts'
import { failedHandshake, type Incident, silentClient } from './incidents.ts'
import type { Settings } from './settings.ts'

/** A connection after its TLS handshake; `raw` is the TCP below, `id` counts from 1. */
export interface Connection {
  readonly id: number
  readonly socket: TLSSocket
  readonly raw: Socket
}

export interface Listener {
  readonly port: number
  /** Connections open now. */
  count(): number
  close(): Promise<void>
}

/** Listens, with TLS at once. The TCP server is apart from the TLS server, so that a fault can come before the handshake. */
export async function listen(
  settings: Settings,
  faults: () => FaultPlan,
  onConnection: (connection: Connection) => void,
  onIncident: (incident: Incident, connection: number) => void,
): Promise<Listener> {
  const open = new Map<string, { readonly id: number; readonly raw: Socket }>()
  let lastId = 0

  const tls = createTlsServer({ ...settings.tls }, (socket) => {
    const entry = open.get(peer(socket))
    socket.on('error', () => {}) // a client that breaks off is no error of the emulator's
    if (entry !== undefined) onConnection({ ...entry, socket })
  })
  tls.on('tlsClientError', (error: NodeJS.ErrnoException, socket) => {
    const incident = failedHandshake(error.code)
    if (incident !== undefined) onIncident(incident, open.get(peer(socket))?.id ?? lastId)
  })
  const tcp = createServer({ noDelay: true }, (raw) => {
    const id = ++lastId
    const key = peer(raw)
    open.set(key, { id, raw })
    raw.on('error', () => {})
    raw.on('close', () => open.delete(key))
    void admit(raw, id)
  })

  await new Promise<void>((resolve, reject) => {
    tcp.once('error', reject)
    tcp.listen(settings.port, settings.host, resolve)
  })
  const address = tcp.address()

  return {
    port: typeof address === 'object' && address !== null ? address.port : settings.port,
    count: () => open.size,
    close: () =>
      new Promise((resolve) => {
        tcp.close(() => resolve())
        for (const { raw } of open.values()) raw.destroy()
      }),
  }

  async function admit(raw: Socket, id: number): Promise<void> {
    const atConnect = faults().take('connect', id)
    if (atConnect !== undefined && !(await survives(raw, atConnect.do))) return
    const atTls = faults().take('tls', id)
    if (atTls !== undefined && !isSlow(atTls.do)) raw.once('data', () => survives(raw, atTls.do))
    else if (atTls === undefined || (await survives(raw, atTls.do))) {
      if (atConnect === undefined && atTls === undefined) watch(raw, id)
      tls.emit('connection', raw)
    }
  }

  /** Tells of a client that does not start TLS: it waits, and nothing is wrong for it until its own patience ends. */
  function watch(raw: Socket, id: number): void {
    const timer = setTimeout(() => {
      if (raw.bytesRead === 0 && !raw.destroyed) onIncident(silentClient, id)
    }, silentMs)
    timer.unref()
    raw.once('close', () => clearTimeout(timer))
  }
}

/** TLS starts at once; even on a busy machine a client is not that slow. */
const silentMs = 2000

function peer(socket: Socket): string {
  return `${socket.remoteAddress} ${socket.remotePort}`
}

/** A fault before TLS. Returns whether the handshake may go on. */
async function survives(raw: Socket, action: FaultAction): Promise<boolean> {
  if (isSlow(action)) {
    await sleep(action.slowMs)
    return !raw.destroyed
  }
  raw.resume()
  if (action === 'reset') raw.resetAndDestroy()
  else if (action === 'close' || action === 'half-reply') raw.end()
  else if (action === 'garbage') raw.write('\u0000\u0001\u0002 garbage\r\n')
  else if (typeof action === 'object') raw.write(`${action.reply}\r\n`)
  return false
}

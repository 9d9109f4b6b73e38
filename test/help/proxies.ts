import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export interface ProxyServer {
  /** For the option `proxy`. */
  readonly url: string
  /** `host:port` of all that was asked for. */
  readonly asked: readonly string[]
}

/** Asks for a destination; undefined for a client that has gone. */
type Handshake = (client: Socket) => Promise<string | undefined>

/**
 * A proxy that connects to one port of the loopback, whatever it is asked for: as an honest one does for that, and a
 * dishonest one for all. Closed with the test.
 *
 * @param port `silent` answers nothing, `refusing` takes no login
 */
export async function startProxy(kind: 'http' | 'socks5', port: number | 'silent' | 'refusing'): Promise<ProxyServer> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket.on('error', () => {}).once('close', () => sockets.delete(socket)))
  }
  const server = createServer(async (client) => {
    keep(client)
    if (port === 'silent') return
    if (port === 'refusing') {
      client.end(Buffer.from([5, NO_METHOD]))
      return
    }
    const destination = await handshakes[kind](client)
    if (destination === undefined) return
    asked.push(destination.replace(/[[\]]/g, '')) // older Nodemailers write an IPv6 address without brackets
    const far = connect(port, '127.0.0.1')
    keep(far)
    client.pipe(far).pipe(client)
    client.once('close', () => far.destroy())
    far.once('close', () => client.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    server.close()
    await once(server, 'close')
  })
  return { url: `${kind}://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

const handshakes: Readonly<Record<'http' | 'socks5', Handshake>> = {
  async http(client) {
    const request = await nextPiece(client)
    client.write('HTTP/1.1 200 OK\r\n\r\n')
    return /^CONNECT (\S+) /.exec(request?.toString() ?? '')?.[1]
  },
  // RFC 1928, with names alone.
  async socks5(client) {
    await nextPiece(client)
    client.write(Buffer.from([5, 0]))
    const request = await nextPiece(client)
    if (!request) return undefined
    client.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
    const end = 5 + (request[4] ?? 0)
    return `${request.toString('latin1', 5, end)}:${request.readUInt16BE(end)}`
  },
}

/** On the loopback each of these messages is one piece. */
function nextPiece(socket: Socket): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const end = () => resolve(undefined)
    socket.once('close', end)
    socket.once('data', (piece) => {
      socket.pause() // what comes next is the next reader's
      socket.off('close', end)
      resolve(piece)
    })
    socket.resume()
  })
}

/** RFC 1928. */
const NO_METHOD = 0xff

interface SocksOptions {
  readonly proxy: { readonly ipaddress: string; readonly port: number }
  readonly destination: { readonly host: string; readonly port: number }
}

/** As much of the module `socks` as Nodemailer calls, for `transporter.set('proxy_socks_module', …)`. */
export const socksModule = {
  SocksClient: {
    async createConnection(
      { proxy, destination }: SocksOptions,
      callback: (error: Error | null, info?: { socket: Socket }) => void,
    ): Promise<void> {
      const socket = connect(proxy.port, proxy.ipaddress)
      socket.once('error', callback)
      socket.write(Buffer.from([5, 1, 0]))
      const [, method = NO_METHOD] = (await nextPiece(socket)) ?? [5, undefined]
      if (method === NO_METHOD) {
        socket.destroy()
        // As the module's own SocksClientError.
        callback(Object.assign(new Error('no accepted authentication type'), { options: { proxy, destination } }))
        return
      }
      const name = Buffer.from(destination.host)
      const port = Buffer.alloc(2)
      port.writeUInt16BE(destination.port)
      socket.write(Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, port]))
      if (!(await nextPiece(socket))) return
      socket.off('error', callback)
      callback(null, { socket })
    },
  },
}

import { isIP, type Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import type { Settings } from '../options/options.ts'

/** Nodemailer's way of connecting through a proxy: gives a plain connection, or false for none. */
export type ProxySocket = (
  options: { host?: string | undefined; port?: number | undefined },
  callback: (error: Error | null, proxied?: { connection?: Socket | undefined } | false) => void,
) => void

/**
 * Opens a TLS connection to the gateway.
 *
 * SES speaks TLS from the first byte at every port. The sockets are ours so that they do not keep the process alive: an
 * idle pool must let a program end, and Nodemailer has no option for that.
 *
 * @throws Error whose `code` is one of Nodemailer's: EDNS, ETLS, ETIMEDOUT or ESOCKET
 */
export async function openSocket(
  { host, port, tls, timeouts }: Settings,
  proxy: ProxySocket | undefined,
): Promise<TLSSocket> {
  const proxied = proxy && (await proxyConnection(proxy, host, port))
  const servername = isIP(host) ? {} : { servername: host }
  const target = proxied ? { socket: proxied, ...servername } : { host, port, ...servername }
  const socket = connect({ ...target, ...tls })
  socket.unref()

  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => fail(Object.assign(new Error('Connection timeout'), { code: 'ETIMEDOUT' })),
      timeouts.connectionMs,
    )
    const settle = () => {
      clearTimeout(timer)
      socket.removeListener('error', fail)
      socket.removeListener('close', closed)
    }
    const fail = (error: Error) => {
      settle()
      socket.on('error', () => {}) // a second error of the same socket has nobody to go to
      socket.destroy()
      reject(connectionError(error, socket))
    }
    const closed = () => fail(new Error('Connection closed before TLS was set up'))
    socket.once('error', fail)
    socket.once('close', closed)
    socket.once('secureConnect', () => {
      settle()
      socket.setNoDelay() // Nodemailer does so from 10.1 on: before, the end of each mail waits for an ACK, up to 40 ms
      resolve(socket)
    })
  })
}

function proxyConnection(proxy: ProxySocket, host: string, port: number): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    proxy({ host, port }, (error, proxied) => {
      if (error) reject(error)
      else resolve(proxied ? proxied.connection : undefined)
    })
  })
}

function connectionError(error: NodeJS.ErrnoException, socket: TLSSocket): Error {
  const wrapped = new Error(error.message, { cause: error })
  return Object.assign(wrapped, { code: nodemailerCode(error, socket), command: 'CONN' })
}

function nodemailerCode(error: NodeJS.ErrnoException, socket: TLSSocket): string {
  if (error.code === 'ETIMEDOUT') return 'ETIMEDOUT'
  if (error.syscall === 'getaddrinfo') return 'EDNS'
  const isTls =
    Boolean(socket.authorizationError) || /^ERR_(?:TLS|SSL|OSSL)/.test(error.code ?? '') || error.code === 'EPROTO'
  return isTls ? 'ETLS' : 'ESOCKET'
}

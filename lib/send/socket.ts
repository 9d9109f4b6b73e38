import { isIP, Socket } from 'node:net'
import { connect, type TLSSocket } from 'node:tls'
import { type Stop, stopAfter, waitFor } from '../clock.ts'
import type { Settings } from '../options/options.ts'

/** Nodemailer's way of connecting through a proxy: gives a plain connection, or false for none. */
export type ProxySocket = (
  options: { host?: string | undefined; port?: number | undefined },
  callback: (error: Error | null, proxied?: { connection?: Socket | undefined } | false) => void,
) => void

/**
 * Opens a TLS connection to the gateway: SES speaks TLS from the first byte at every port.
 *
 * The socket does not keep the process alive, so that a program ends though connections are idle.
 *
 * @throws Error whose `code` is one of Nodemailer's, EDNS, ETLS, ETIMEDOUT or ESOCKET, or the proxy's; or the reason of `stop`
 */
export async function openSocket(settings: Settings, proxy: ProxySocket | undefined, stop: Stop): Promise<TLSSocket> {
  const { host, port, timeouts } = settings
  const proxied = proxy && (await connectThroughProxy(proxy, settings, stop))
  const socket = connectTls(proxied ?? { host, port }, settings)
  socket.on('error', () => {}) // a second error of the same socket has nobody to go to
  socket.unref()

  const secured = new Promise<void>((resolve, reject) => {
    socket.once('secureConnect', resolve)
    socket.once('error', (error) => reject(smtpError(nodemailerCode(error, socket), error.message, error)))
    socket.once('close', () => reject(smtpError('ETLS', 'Connection closed before TLS was set up')))
  })
  try {
    await inTime(secured, timeouts.connectionMs, stop)
  } catch (error) {
    socket.destroy()
    throw error
  }
  socket.setNoDelay()
  return socket
}

function connectTls(target: Socket | { host: string; port: number }, { host, tls }: Settings): TLSSocket {
  const servername = isIP(host) ? {} : { servername: host }
  // Said here: left out, NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment would take any certificate.
  const options = { rejectUnauthorized: true, ...servername, ...tls }
  if (!(target instanceof Socket)) return connect({ ...options, ...target })
  try {
    // With `host` too: without it the certificate may be of any host that the proxy likes.
    return connect({ ...options, socket: target, host })
  } catch (error) {
    target.destroy()
    throw error
  }
}

/** An error with a code of Nodemailer's, by which programs know it. */
export function smtpError(code: string, message: string, cause?: Error): Error {
  return Object.assign(new Error(message, cause && { cause }), { code })
}

async function connectThroughProxy(proxy: ProxySocket, settings: Settings, stop: Stop): Promise<Socket | undefined> {
  const { host, port, timeouts } = settings
  const opened = new Promise<Socket | undefined>((resolve, reject) => {
    proxy({ host, port }, (error, proxied) => {
      if (error) reject(withoutOptions(error))
      else resolve(proxied ? proxied.connection : undefined)
    })
  })
  try {
    return await inTime(opened, timeouts.connectionMs, stop)
  } catch (error) {
    opened.then(
      (late) => late?.destroy(),
      () => {},
    )
    throw error
  }
}

/** An error of the module `socks` has the options that it was called with, the proxy's password among them. */
function withoutOptions(error: NodeJS.ErrnoException): Error {
  return 'options' in error ? smtpError(error.code ?? 'EPROXY', error.message) : error
}

function inTime<T>(promise: Promise<T>, ms: number, stop: Stop): Promise<T> {
  return waitFor(
    promise,
    stopAfter(ms, () => smtpError('ETIMEDOUT', `No connection within ${ms} ms`), stop),
  )
}

function nodemailerCode(error: NodeJS.ErrnoException, socket: TLSSocket): string {
  if (error.code === 'ETIMEDOUT') return 'ETIMEDOUT'
  if (error.syscall === 'getaddrinfo') return 'EDNS'
  const isTls =
    Boolean(socket.authorizationError) || /^ERR_(?:TLS|SSL|OSSL)/.test(error.code ?? '') || error.code === 'EPROTO'
  return isTls ? 'ETLS' : 'ESOCKET'
}

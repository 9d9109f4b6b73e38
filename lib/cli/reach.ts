// Tested by test/cli/diagnose.test.ts.

import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, isIP, type LookupFunction, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { stopAfter, waitFor } from '../clock.ts'
import type { Settings } from '../options/options.ts'
import { createProxy } from '../send/proxy.ts'
import { openSocket, smtpError } from '../send/socket.ts'
import { type CertificateFacts, describeCertificate } from './certificate.ts'
import type { Findings } from './step.ts'

// Each gives what the next one needs, and what to tell of it; errors have Nodemailer's codes, as the library's own.

export async function lookUpHost({ host, timeouts }: Settings): Promise<[readonly string[], Findings]> {
  const found = lookup(host, { all: true }).catch((error) => {
    throw smtpError('EDNS', error.message, error)
  })
  const addresses = (await inTime(found, timeouts.connectionMs)).map(({ address }) => address)
  return [addresses, { addresses }]
}

/** A connection on which nothing was said: to one of the addresses, tried as Node does, or through the proxy. */
export async function connectPlain(settings: Settings, addresses: readonly string[]): Promise<[Socket, Findings]> {
  const { host, port, proxy, timeouts } = settings
  if (proxy) return [await connectThroughProxy(proxy, settings), { proxy: new URL(proxy).host }]

  const socket = connect({ host, port, ...(addresses.length > 0 && { lookup: toLookup(addresses) }) })
  socket.on('error', () => {}) // also one after the wait is over
  try {
    await inTime(once(socket, 'connect'), timeouts.connectionMs)
  } catch (error) {
    socket.destroy()
    throw toSmtpError(error as SocketError)
  }
  const address = socket.remoteAddress ?? host
  return [socket, { address: `${isIP(address) === 6 ? `[${address}]` : address}:${port}` }]
}

/** TLS on that connection, with the transport's checks. */
export async function secure(plain: Socket, settings: Settings): Promise<[TLSSocket, Findings]> {
  const socket = await openSocket(settings, (_, done) => done(null, { connection: plain }), NEVER)
  const version = socket.getProtocol() ?? ''
  const certificate = describeCertificate(socket.getPeerCertificate(), settings)
  return [socket, { version, cipher: socket.getCipher().name, certificate }]
}

/** The certificate that was refused, over another connection, on which nothing is said. */
export async function lookAtCertificate(settings: Settings): Promise<CertificateFacts | undefined> {
  const trusting = { ...settings, tls: { ...settings.tls, rejectUnauthorized: false } }
  try {
    const [plain] = await connectPlain(trusting, [])
    const socket = await openSocket(trusting, (_, done) => done(null, { connection: plain }), NEVER)
    const certificate = describeCertificate(socket.getPeerCertificate(), settings)
    socket.destroy()
    return certificate
  } catch {
    return undefined // the first connection's error is told
  }
}

const NEVER = new AbortController().signal

function connectThroughProxy(url: string, { host, port, timeouts }: Settings): Promise<Socket> {
  const proxy = createProxy(url, timeouts.connectionMs, () => undefined)
  const opened = new Promise<Socket>((resolve, reject) => {
    proxy({ host, port }, (error, proxied) => {
      const connection = proxied ? proxied.connection : undefined
      if (connection) resolve(connection)
      else reject(error ?? smtpError('EPROXY', 'The proxy gave no connection'))
    })
  })
  return inTime(opened, timeouts.connectionMs)
}

/** Gives the addresses that were looked up before. */
function toLookup(addresses: readonly string[]): LookupFunction {
  const known = addresses.map((address) => ({ address, family: isIP(address) }))
  return (_, { all }, done) => {
    if (all) done(null, known)
    else done(null, known[0]?.address ?? '', known[0]?.family)
  }
}

type SocketError = NodeJS.ErrnoException & { readonly errors?: readonly Error[] }

/** Where several addresses were tried, Node's error has no words but those of its parts. */
function toSmtpError(error: SocketError): Error {
  const words = error.message || (error.errors ?? []).map(({ message }) => message).join('; ')
  return smtpError(error.code === 'ETIMEDOUT' ? 'ETIMEDOUT' : 'ESOCKET', words, error)
}

function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  return waitFor(
    promise,
    stopAfter(ms, () => smtpError('ETIMEDOUT', `No answer within ${ms} ms`)),
  )
}

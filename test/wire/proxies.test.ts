// Whom a password is handed to: behind a proxy, and whatever the environment says.

import { checkServerIdentity } from 'node:tls'
import { inspect } from 'node:util'
import { createTransport, type Transporter } from 'nodemailer'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { loopbackCertificate } from '../../lib/emulator/certificate/loopback.ts'
import { type SesSentMessageInfo, type SesTransportOptions, sesTransport } from '../../lib/index.ts'
import { type ProxyServer, socksModule, startProxy } from '../help/proxies.ts'
import { startScriptedGateway } from '../help/scripted-gateway.ts'
import { failureOf, mailWith, sender } from '../help/stage.ts'

const ca = loopbackCertificate // of localhost, 127.0.0.1 and ::1

/** Node 22.23.3 takes an IPv6 address for a name, and finds it in no certificate: nothing is sent then. */
const knowsIpv6 =
  checkServerIdentity('::1', { subject: {}, subjectaltname: 'IP Address:0:0:0:0:0:0:0:1' } as never) === undefined

function openTransporter(options: Partial<SesTransportOptions>, proxy?: ProxyServer): Transporter<SesSentMessageInfo> {
  const transporter = createTransport(
    sesTransport({
      auth: { user: sender, pass: 'secret-password' },
      retry: false,
      ...(proxy && { proxy: proxy.url }),
      ...options,
    } as SesTransportOptions),
  )
  transporter.set('proxy_socks_module', socksModule)
  onTestFinished(() => transporter.close())
  return transporter
}

describe.each(['http', 'socks5'] as const)('a %s proxy', (kind) => {
  it.each<[host: string, servername: string | undefined]>([
    ['192.0.2.1', undefined],
    ['2001:db8::1', undefined],
    ['smtp.example.com', undefined],
    ['smtp.example.com', 'smtp.example.com'],
    ['localhost', 'smtp.example.com'],
    ['127.0.0.1', 'smtp.example.com'],
    ['::1', 'smtp.example.com'],
  ])('that shows a certificate of its own name for %s (servername %s): gets no login', async (host, servername) => {
    const gateway = await startScriptedGateway([{}])
    const proxy = await startProxy(kind, gateway.port)
    const ours = openTransporter({ host, tls: { ca, ...(servername && { servername }) } }, proxy)
    const error = await failureOf(ours.sendMail(mailWith()))
    expect(error).toMatchObject({ reason: 'connection', retry: 'never', delivered: 'no', code: 'ETLS' })
    expect(error.message).toMatch(/does not match certificate's altnames/)
    expect(proxy.asked).toHaveLength(1)
    expect([gateway.connections.length, gateway.lines]).toEqual([1, []])
  })

  it.each<[host: string, servername: string | undefined]>([
    ['127.0.0.1', undefined],
    ...(knowsIpv6 ? [['::1', undefined] as [string, undefined]] : []),
    ['localhost', undefined],
    ['192.0.2.1', 'localhost'],
    ['smtp.example.com', 'localhost'],
  ])('that shows the certificate of %s (servername %s): the mail goes', async (host, servername) => {
    const gateway = await startScriptedGateway([{}])
    const proxy = await startProxy(kind, gateway.port)
    const ours = openTransporter({ host, port: 2525, tls: { ca, ...(servername && { servername }) } }, proxy)
    await ours.sendMail(mailWith())
    expect(proxy.asked).toEqual([`${host}:2525`])
    expect(gateway.messages).toHaveLength(1)
  })

  it('that says nothing: ends after `connectionMs`', async () => {
    const proxy = await startProxy(kind, 'silent')
    const ours = openTransporter({ host: 'smtp.example.com', timeouts: { connectionMs: 200 } }, proxy)
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({
      reason: 'connection',
      retry: 'soon',
      delivered: 'no',
      code: 'ETIMEDOUT',
    })
  })

  it('with a gateway behind it that says nothing: ends after `connectionMs`', async () => {
    const gateway = await startScriptedGateway([{}], () => false)
    const proxy = await startProxy(kind, gateway.port)
    const ours = openTransporter({ host: '127.0.0.1', tls: { ca }, timeouts: { connectionMs: 500 } }, proxy)
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ reason: 'connection', code: 'ETIMEDOUT' })
  })

  it('that says nothing: an AbortSignal ends the mail at once', async () => {
    const proxy = await startProxy(kind, 'silent')
    const ours = openTransporter({ host: 'smtp.example.com' }, proxy)
    const abort = new AbortController()
    const aborted = failureOf(ours.sendMail(mailWith({ signal: abort.signal })))
    setTimeout(() => abort.abort(), 50)
    expect(await aborted).toMatchObject({ reason: 'cancelled', delivered: 'no' })
  })
})

it.each(['pw123', 'p%40ss', 'S3cret-Password'])(
  'a SOCKS proxy that refuses the login: no password %s in the error',
  async (password) => {
    const proxy = await startProxy('socks5', 'refusing')
    const shown: string[] = []
    const write = (...line: unknown[]) =>
      shown.push(inspect(line, { depth: 20, showHidden: true, customInspect: false }))
    const ours = openTransporter({
      host: 'smtp.example.com',
      proxy: proxy.url.replace('//', `//user:${password}@`),
      logger: { debug: write, info: write, warn: write, error: write },
    })
    const error = await failureOf(ours.sendMail(mailWith()))
    expect(error).toMatchObject({ reason: 'connection', retry: 'never', delivered: 'no', code: 'EPROXY' })
    shown.push(
      inspect(error, { depth: 20, showHidden: true, customInspect: false }),
      inspect(ours, { depth: 20, customInspect: false }),
    )
    for (const form of [password, decodeURIComponent(password)]) expect(shown.join('\n')).not.toContain(form)
  },
)

// Node warns of it once in a process; here it is meant.
describe('NODE_TLS_REJECT_UNAUTHORIZED=0', () => {
  beforeEach(() => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0')
    vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    onTestFinished(() => {
      vi.restoreAllMocks()
      vi.unstubAllEnvs()
    })
  })

  const ways = ['none', 'http', 'socks5'] as const
  const proxyOf = (way: (typeof ways)[number], port: number) => (way === 'none' ? undefined : startProxy(way, port))

  it.each(ways)('does not open TLS to a gateway that nobody trusts (proxy: %s)', async (way) => {
    const gateway = await startScriptedGateway([{}])
    const ours = openTransporter({ host: '127.0.0.1', port: gateway.port }, await proxyOf(way, gateway.port))
    expect(await failureOf(ours.sendMail(mailWith()))).toMatchObject({ reason: 'connection', retry: 'never' })
    expect([gateway.connections.length, gateway.lines]).toEqual([1, []])
  })

  it.each(ways)('only `tls.rejectUnauthorized: false` does (proxy: %s)', async (way) => {
    const gateway = await startScriptedGateway([{}])
    const options = { host: '127.0.0.1', port: gateway.port, tls: { rejectUnauthorized: false } }
    await openTransporter(options, await proxyOf(way, gateway.port)).sendMail(mailWith())
    expect(gateway.messages).toHaveLength(1)
  })
})

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { advise } from '../../lib/cli/advice.ts'
import { describeCertificate } from '../../lib/cli/certificate.ts'
import { diagnose } from '../../lib/cli/diagnose.ts'
import type { Step } from '../../lib/cli/step.ts'
import { loopbackCertificate } from '../../lib/emulator/certificate/loopback.ts'
import { SesError } from '../../lib/errors.ts'
import type { SesTransportOptions } from '../../lib/index.ts'
import type { Settings } from '../../lib/options/options.ts'
import { settingsOf } from '../help/letters.ts'
import { startProxy } from '../help/proxies.ts'
import { type Script, silent, startScriptedGateway } from '../help/scripted-gateway.ts'

const pass = 'Secret4Tests'
const auth = { user: 'noreply@mail.example.com', pass }
const ca = loopbackCertificate // of localhost, 127.0.0.1 and ::1

async function collect(settings: Settings): Promise<readonly Step[]> {
  const steps: Step[] = []
  for await (const step of diagnose(settings)) steps.push(step)
  return steps
}

/** The steps to a gateway that keeps to a script. */
async function stepsTo(script: Partial<Script>, options: Partial<SesTransportOptions> = {}) {
  const gateway = await startScriptedGateway([script])
  const steps = await collect(gateway.settings({ auth, ...options }))
  return { gateway, steps, last: steps.at(-1) as Step }
}

const namesOf = (steps: readonly Step[]) => steps.map(({ step, error }) => `${step} ${error ? error.code : 'ok'}`)

test('goes all the way, says what came, and sends no mail', async () => {
  const { gateway, steps } = await stepsTo({})
  expect(namesOf(steps)).toEqual(['dns ok', 'tcp ok', 'tls ok', 'ehlo ok', 'login ok'])
  expect(Object.assign({}, ...steps.map(({ found }) => found))).toEqual({
    addresses: ['127.0.0.1'],
    address: `127.0.0.1:${gateway.port}`,
    version: 'TLSv1.3',
    cipher: 'TLS_AES_256_GCM_SHA384',
    certificate: {
      subject: 'localhost',
      issuer: 'localhost',
      isSelfSigned: true,
      validFrom: '2026-11-23T08:29:08.000Z',
      validTo: '2126-10-30T08:29:08.000Z',
      names: ['localhost', '127.0.0.1', '0:0:0:0:0:0:0:1'],
      fitsHost: true,
    },
    greeting: '220 smtp.example ESMTP',
    offers: ['PIPELINING', 'AUTH PLAIN LOGIN'],
    reply: '235 2.7.0 OK',
  })
  await expect
    .poll(() => gateway.lines)
    .toEqual([expect.stringMatching(/^EHLO /), expect.stringMatching(/^AUTH /), 'QUIT'])
})

test('goes through a proxy, which looks the name up', async () => {
  const gateway = await startScriptedGateway([{}])
  const { url, asked } = await startProxy('http', gateway.port)
  const steps = await collect(settingsOf({ host: 'localhost', port: 465, auth, tls: { ca }, proxy: url }))
  expect(namesOf(steps)).toEqual(['tcp ok', 'tls ok', 'ehlo ok', 'login ok'])
  expect(steps[0]?.found).toEqual({ proxy: new URL(url).host })
  expect(asked).toEqual(['localhost:465'])
})

test('a name that is none', async () => {
  const steps = await collect(settingsOf({ host: 'no.such.invalid', auth }))
  expect(namesOf(steps)).toEqual(['dns EDNS'])
  expect(steps[0]?.error?.hint).toContain("SES's are smtp.qcloudmail.com (ap-hongkong), gz-smtp.qcloudmail.com")
})

test('a port at which nothing listens', async () => {
  const port = await startServer(() => {}, true)
  const steps = await collect(settingsOf({ host: 'localhost', port, auth }))
  expect(namesOf(steps)).toEqual(['dns ok', 'tcp ESOCKET'])
  expect(steps[1]?.error).toMatchObject({ reason: 'connection', delivered: 'no' })
  expect(steps[1]?.error?.message).toMatch(
    /ECONNREFUSED .+ Check host and port: nothing listens there\. SES listens at/,
  )
})

test('a server that wants STARTTLS', async () => {
  const port = await startServer((socket) => socket.write('220 smtp.example ESMTP\r\n'))
  const steps = await collect(settingsOf({ host: '127.0.0.1', port, auth }))
  expect(namesOf(steps)).toEqual(['dns ok', 'tcp ok', 'tls ETLS'])
  expect(steps[2]?.error?.hint).toContain('wants STARTTLS. SES has TLS from the first byte, at 465 and 587 alike.')
})

test('a server that says nothing to TLS', async () => {
  const port = await startServer(() => {})
  const steps = await collect(settingsOf({ host: '127.0.0.1', port, auth, timeouts: { connectionMs: 100 } }))
  expect(namesOf(steps)).toEqual(['dns ok', 'tcp ok', 'tls ETIMEDOUT'])
  expect(steps[2]?.error?.hint).toContain('the port is open, and nothing answers to TLS')
})

test('a certificate that nobody trusts is shown, and gets no login', async () => {
  const { gateway, steps, last } = await stepsTo({}, { tls: {} })
  expect(namesOf(steps)).toEqual(['dns ok', 'tcp ok', 'tls ETLS'])
  expect(last.found.certificate).toMatchObject({ subject: 'localhost', isSelfSigned: true, fitsHost: true })
  expect(last.error?.hint).toContain('set NODE_EXTRA_CA_CERTS to a file that has it or its CA')
  expect(gateway.lines).toEqual([])
})

test('a certificate of another host is shown, and gets no login', async () => {
  const { gateway, last } = await stepsTo({}, { tls: { ca, servername: 'smtp.example' } })
  expect(last).toMatchObject({ step: 'tls', found: { certificate: { fitsHost: false } } })
  expect(last.error?.hint).toContain(
    'the certificate is for localhost, 127.0.0.1, 0:0:0:0:0:0:0:1 and not for 127.0.0.1',
  )
  expect(gateway.lines).toEqual([])
})

test.each<[string, Partial<Script>, string, RegExp]>([
  ['a greeting that is none', { greeting: '554 5.7.1 No' }, 'ehlo EPROTOCOL', /Check host and port/],
  ['no greeting', { greeting: silent }, 'ehlo ETIMEDOUT', /./],
  [
    'a wrong password',
    { AUTH: '535 5.7.8 No' },
    'login EAUTH',
    /at the host of the sender's region.* This was 127\.0\.0\.1; SES's hosts are/,
  ],
  [
    'an account of an individual',
    { AUTH: '554 SMTPForbidden' },
    'login EAUTH',
    /verified for an enterprise, or the SendEmail API: SES has closed SMTP to individuals\.$/,
  ],
  ['a connection that ends', { AUTH: ({ socket }) => socket.destroy() }, 'login ECONNECTION', /./],
])('%s', async (_, script, outcome, hint) => {
  const { steps, last } = await stepsTo(script, { timeouts: { greetingMs: 100 } })
  expect(namesOf(steps).at(-1)).toBe(outcome)
  expect(last.error?.hint).toMatch(hint)
  expect(last.error?.message).toContain(last.error?.hint)
})

test('a name in place of the sender address', async () => {
  const { last } = await stepsTo({ AUTH: '535 5.7.8 No' }, { auth: { user: 'AKIDmine', pass } })
  expect(last.error?.hint).toMatch(/^Log in with the whole sender address/)
})

test('no password comes out, though the gateway repeats it', async () => {
  const repeat = `x ${pass} ${Buffer.from(`\0${auth.user}\0${pass}`).toString('base64')}`
  for (const script of [{ AUTH: `535 ${repeat}` }, { greeting: `220 ${repeat}`, AUTH: `235 ${repeat}` }]) {
    const { steps } = await stepsTo(script)
    expect(JSON.stringify(steps)).toContain('x *** ***')
    expect(JSON.stringify(steps)).not.toContain(pass)
    expect(JSON.stringify(steps)).not.toContain(Buffer.from(pass).toString('base64').slice(2, -4))
  }
})

test('a port that never answers', () => {
  const error = new SesError('No answer. x', { reason: 'connection', code: 'ETIMEDOUT', hint: 'x' })
  expect(advise('tcp', error, settingsOf({}), undefined)).toContain('Let connections out to port 465')
  expect(advise('tcp', error, settingsOf({ port: 587 }), undefined)).toContain('SES listens at 465 too')
})

test('the proxy that refuses is not taken for the gateway', () => {
  const error = new SesError('No. Check the proxy', { reason: 'connection', code: 'EPROXY', hint: 'Check the proxy' })
  expect(advise('tcp', error, settingsOf({}), undefined)).toBe('Check the proxy')
})

test('a certificate is described, whatever is missing in it', () => {
  const settings = settingsOf({ host: 'sg-smtp.qcloudmail.com' })
  const subject = { CN: ['*.qcloudmail.com', 'other'], O: 'Tencent' } as never
  const signed = { subject, issuer: { O: 'DigiCert Inc', CN: 'CN RSA CA G1' } as never }
  expect(describeCertificate({ ...signed, subjectaltname: 'DNS:*.qcloudmail.com' }, settings)).toEqual({
    ...{ subject: '*.qcloudmail.com', issuer: 'DigiCert Inc, CN RSA CA G1', isSelfSigned: false },
    ...{ validFrom: '', validTo: '', names: ['*.qcloudmail.com'], fitsHost: true },
  })
  expect(describeCertificate({}, settings)).toBeUndefined()
  expect(describeCertificate(null, settings)).toBeUndefined()
})

/** A server of plain TCP, closed with the test. @returns its port */
async function startServer(greet: (socket: import('node:net').Socket) => void, isOver = false): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    onTestFinished(() => void socket.destroy())
    greet(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  if (isOver) server.close()
  else onTestFinished(() => void server.close())
  return port
}

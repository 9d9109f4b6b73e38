import { X509Certificate } from 'node:crypto'
import { connect } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { createCertificate } from '../../../lib/emulator/certificate/create.ts'
import { startEmulator } from '../../../lib/emulator/index.ts'

test('a certificate is for its names, for a year, and can sign no other', () => {
  const { cert } = createCertificate(['ses', 'mail.example.test', '10.0.0.5'])
  const read = new X509Certificate(cert)
  expect(read.subject).toBe('CN=SES emulator')
  expect(read.subjectAltName).toBe('DNS:ses, DNS:mail.example.test, IP Address:10.0.0.5')
  expect(read.checkHost('ses')).toBe('ses')
  expect(read.checkHost('other')).toBeUndefined()
  expect(read.checkIP('10.0.0.5')).toBe('10.0.0.5')
  expect(read.ca).toBe(false)
  expect(read.verify(read.publicKey)).toBe(true)
  const days = (Date.parse(read.validTo) - Date.now()) / 86_400_000
  expect(Math.round(days)).toBe(365)
  expect(Date.parse(read.validFrom)).toBeLessThan(Date.now())
})

test('a long list of names', () => {
  const names = Array.from({ length: 40 }, (_, index) => `machine-${index}.example.test`)
  expect(new X509Certificate(createCertificate(names).cert).checkHost('machine-39.example.test')).toBeDefined()
})

test('each has a key of its own', () => {
  const [one, other] = [createCertificate(['a']), createCertificate(['a'])]
  expect(one.key).not.toBe(other.key)
  expect(new X509Certificate(one.cert).serialNumber).not.toBe(new X509Certificate(other.cert).serialNumber)
})

test.each(['ses', 'localhost', '127.0.0.1'])('a client reaches the gateway by %s', async (servername) => {
  const ses = await startEmulator({ names: ['ses'] })
  onTestFinished(() => ses.close())
  const isIp = servername === '127.0.0.1'
  const socket = connect({ host: ses.host, port: ses.port, ca: ses.transport.tls.ca, ...(!isIp && { servername }) })
  await new Promise<void>((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject))
  expect(socket.authorized).toBe(true)
  socket.destroy()
})

// The first mistakes that everybody makes leave a line in the ledger, with what to do.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { createTransport } from 'nodemailer'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { dial, dialIn, mail } from './client.ts'
import { isPythonMissing } from './smtplib.ts'

let ses: Emulator
beforeEach(async () => {
  ses = await startEmulator()
})
afterEach(() => ses.close())

const plain = { from: 'noreply@mail.example.com', to: 'ann@example.org', subject: 'Hi', text: 'Hi' }
const entry = () => vi.waitFor(() => expect(ses.ledger).toHaveLength(1), 5000).then(() => ses.ledger[0])
const nothing = { delivered: false, outcome: 'refused', raw: Buffer.alloc(0), messageId: '' }

test('an unknown login', async () => {
  const auth = { user: 'me@mail.example.com', pass: 'secret' }
  await createTransport({ ...ses.transport, auth, secure: true })
    .sendMail(plain)
    .catch(() => {})
  expect(await entry()).toMatchObject({
    ...nothing,
    number: 1,
    kind: 'login',
    row: 'login',
    words: 'Invalid login or password',
    hint: 'Log in as noreply@mail.example.com, or name this address in the option accounts.',
    reply: '535 Invalid login or password',
    envelope: { from: 'me@mail.example.com', to: [] },
    connection: 1,
  })
})

test('a wrong password, which is shown nowhere', async () => {
  const auth = { ...ses.transport.auth, pass: 'secret' }
  await createTransport({ ...ses.transport, auth, secure: true })
    .sendMail(plain)
    .catch(() => {})
  expect((await entry())?.hint).toBe(
    'noreply@mail.example.com has another password here: that of the option accounts, by default Emulated4Tests.',
  )
  expect(JSON.stringify([ses.ledger, ses.transcript])).not.toContain('secret')
})

test('plaintext at the port of TLS: HTTP', async () => {
  const socket = connectTcp(ses.port, ses.host).on('error', () => {})
  socket.write('GET / HTTP/1.1\r\n\r\n')
  expect(await entry()).toMatchObject({
    ...nothing,
    kind: 'connection',
    row: 'plaintext',
    words: 'A client spoke without TLS at a port that speaks TLS at once',
    hint: "Speak TLS at once, as SES's ports want it: secure: true in Nodemailer, SMTP_SSL in Python; no STARTTLS.",
  })
})

test('plaintext at the port of TLS: EHLO', async () => {
  const socket = connectTcp(ses.port, ses.host).on('error', () => {})
  socket.write('EHLO test\r\n')
  expect(await entry()).toMatchObject({ row: 'plaintext' })
})

test('a client that waits for a greeting, as for STARTTLS, is told of while it waits', async () => {
  const transporter = createTransport({ ...ses.transport, secure: false, greetingTimeout: 4000 })
  const sending = transporter.sendMail(plain).catch(() => {})
  expect(await entry()).toMatchObject({
    ...nothing,
    kind: 'connection',
    row: 'plaintext',
    words: 'A client connected and said nothing, as one does that waits for a greeting without TLS',
  })
  await sending
})

test('Nodemailer without the certificate', async () => {
  await createTransport({ ...ses.transport, tls: {}, secure: true })
    .sendMail(plain)
    .catch(() => {})
  expect(await entry()).toMatchObject({
    ...nothing,
    kind: 'connection',
    row: 'certificate',
    hint: "Give it the emulator's certificate, tls: { ca: ses.transport.tls.ca }, and connect to a name that is in it.",
  })
})

test.skipIf(isPythonMissing)('Python without the certificate says so in TLS', async () => {
  const program = `import smtplib, ssl; smtplib.SMTP_SSL('127.0.0.1', ${ses.port}, context=ssl.create_default_context())`
  const child = spawn('python3', ['-c', program], { stdio: 'ignore' })
  await once(child, 'exit')
  expect(await entry()).toMatchObject({ row: 'certificate', words: 'A client does not trust the certificate' })
})

test('a client that has no version of TLS in common', async () => {
  connectTls({ host: ses.host, port: ses.port, minVersion: 'TLSv1.3' }).on('error', () => {})
  expect(await entry()).toMatchObject({ kind: 'connection', row: 'tls-version' })
})

test('nothing is said of those who are served, who look whether a port is open, or whom a fault strikes', async () => {
  const client = await dialIn(ses)
  await client.send(mail())
  client.socket.destroy()
  const probe = connectTcp(ses.port, ses.host)
  await once(probe, 'connect')
  probe.destroy()
  ses.setFaults([{ at: 'greeting', do: 'close' }])
  await (await dial(ses)).closed
  await vi.waitFor(() => expect(ses.connections).toBe(0))
  expect(ses.ledger.map(({ kind }) => kind)).toEqual(['message'])
})

test('onEntry is told of them, and a login that is refused by a fault is none', async () => {
  const kinds: string[] = []
  ses.onEntry(({ kind }) => kinds.push(kind))
  ses.setFaults([{ at: 'auth', do: { reply: '454 4.7.0 Temporary' } }])
  await dialIn(ses)
  const auth = { ...ses.transport.auth, pass: 'wrong' }
  await createTransport({ ...ses.transport, auth, secure: true })
    .verify()
    .catch(() => {})
  expect(kinds).toEqual(['login'])
})

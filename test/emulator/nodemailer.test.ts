import { createTransport } from 'nodemailer'
import { expect, test } from 'vitest'
import { startEmulator } from '../../lib/emulator/index.ts'

const plain = {
  from: 'Shop <noreply@mail.example.com>',
  to: 'ann@example.org',
  subject: '你好',
  text: 'Hi',
}

test('three lines: start, send, close', async () => {
  const ses = await startEmulator()
  const info = await createTransport({ ...ses.transport, secure: true }).sendMail(plain)
  await ses.close()

  expect(info.response).toBe('250 2.0.0 OK: queued')
  expect(ses.inbox).toMatchObject([{ subject: '你好', text: 'Hi\r\n', envelope: { to: ['ann@example.org'] } }])
})

test("what plain Nodemailer sends is refused in SES's words", async () => {
  const ses = await startEmulator()
  const transporter = createTransport({ ...ses.transport, secure: true, pool: true })
  const send = (mail: object) => transporter.sendMail({ ...plain, ...mail }).then(undefined, (error: Error) => error)

  expect(await send({ cc: 'bob@example.org' })).toMatchObject({
    responseCode: 554,
    code: 'EMESSAGE',
    response: expect.stringContaining('Cc is currently unsupported'),
  })
  expect(await send({ bcc: 'bob@example.org' })).toMatchObject({ responseCode: 554 })
  expect(await send({ text: `caf\u00e9 ${'and a long line '.repeat(9)}` })).toMatchObject({
    response: expect.stringContaining('Content-Transfer-Encoding must in'),
  })
  expect(await send({ attachments: [{ filename: 'a b.txt', content: 'x' }] })).toMatchObject({
    response: expect.stringContaining('FailedOperation.InvalidAttachName'),
  })
  expect(await send({})).toMatchObject({ response: '250 2.0.0 OK: queued' })

  transporter.close()
  await ses.close()
})

test('a wrong password is EAUTH', async () => {
  const ses = await startEmulator()
  const auth = { ...ses.transport.auth, pass: 'wrong' }
  const error = await createTransport({ ...ses.transport, secure: true, auth })
    .verify()
    .catch((reason: unknown) => reason)
  expect(error).toMatchObject({ code: 'EAUTH', response: '535 Invalid login or password' })
  await ses.close()
})

test('every refused recipient, with DATA pipelined behind them, ends in order', async () => {
  const ses = await startEmulator({ faults: [{ at: 'rcpt', do: { reply: '550 5.1.1 Nobody' } }] })
  const transporter = createTransport({ ...ses.transport, secure: true, pool: true, maxConnections: 1 })
  await expect(transporter.sendMail(plain)).rejects.toMatchObject({ code: 'EENVELOPE' })
  await expect(transporter.sendMail(plain)).resolves.toMatchObject({ response: '250 2.0.0 OK: queued' })
  transporter.close()
  await ses.close()
})

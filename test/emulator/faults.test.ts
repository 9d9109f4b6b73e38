import { afterEach, expect, test } from 'vitest'
import {
  type Emulator,
  type EmulatorOptions,
  type Fault,
  type FaultAction,
  type FaultStage,
  type Faults,
  startEmulator,
  type WireFault,
} from '../../lib/emulator/index.ts'
import { type Client, dial, dialIn, mail, sender } from './client.ts'

let ses: Emulator
afterEach(() => ses.close())

async function start(...faults: Fault[]): Promise<Client> {
  ses = await startEmulator({ faults })
  return dialIn(ses)
}
const accepted = '250 2.0.0 OK: queued'

test.each<[WireFault['at'], FaultAction, string]>([
  ['connect', 'reset', 'ECONNRESET'],
  ['connect', 'close', 'ECONNRESET'],
  ['connect', { slowMs: 5 }, ''],
  ['tls', 'reset', 'ECONNRESET'],
  ['tls', 'close', 'ECONNRESET'],
  ['tls', 'garbage', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ['tls', { slowMs: 5 }, ''],
  ['greeting', 'reset', 'ECONNRESET'],
  ['greeting', 'close', 'end'],
  ['greeting', 'half-reply', 'end'],
])('before the first command: %s, %j', async (at, action, reason) => {
  ses = await startEmulator({ faults: [{ at, do: action }] })
  const client = await dial(ses)
  expect(await (reason === '' ? client.hear() : client.closed)).toBe(
    reason || '220 smtp.qcloudmail.com ESMTP Service Ready',
  )
  expect(await (await dialIn(ses)).send(mail())).toBe(accepted) // a fault strikes once
})

test.each<[Exclude<FaultStage, 'call'>, string]>([
  ['ehlo', 'EHLO test'],
  ['mail', `MAIL FROM:<${sender}>`],
  ['noop', 'NOOP'],
  ['rset', 'RSET'],
  ['quit', 'QUIT'],
])('close at %s', async (at, line) => {
  const client = await start()
  ses.setFaults([{ at, do: 'close' }])
  expect(await client.say(line)).toBe('')
  expect(await client.closed).toBe('end')
})

test.each(['421 4.4.2 Stay', '554 5.0.0 No'])('QUIT answered with %j leaves the connection open', async (reply) => {
  const client = await start({ at: 'quit', do: { reply } })
  expect(await client.sayAll('QUIT', 'NOOP')).toEqual([reply, '250 2.0.0 I have sucessfully done nothing'])
  expect(await client.say('QUIT')).toBe('221 2.0.0 Bye')
  expect(await client.closed).toBe('end')
})

test('a command takes effect only if the reply in its place says so', async () => {
  const client = await start({ at: 'mail', do: { reply: '451 4.0.0 Later' } })
  const one = [`MAIL FROM:<${sender}>`, 'RCPT TO:<ann@example.org>', 'DATA']
  expect(await client.sayAll(...one)).toEqual([
    '451 4.0.0 Later',
    '502 5.5.1 Missing MAIL FROM command.',
    '502 5.5.1 Missing RCPT TO command.',
  ])
  expect(await client.send(mail())).toBe(accepted)
})

test('DATA granted without a recipient: a dot alone is the whole message', async () => {
  const client = await start(
    { at: 'rcpt', do: { reply: '550 5.1.1 Nobody' } },
    { at: 'data', do: { reply: '354 Go ahead' } },
  )
  const one = [`MAIL FROM:<${sender}>`, 'RCPT TO:<ann@example.org>', 'DATA', '.']
  const replies = await client.sayAll(...one)
  expect(replies.map((reply) => reply.slice(0, 3))).toEqual(['250', '550', '354', '554'])
})

test('a login that fails for a while', async () => {
  ses = await startEmulator({ faults: [{ at: 'auth', do: { reply: '454 4.7.0 Temporary authentication failure' } }] })
  const client = await dialIn(ses)
  expect(await client.say(`MAIL FROM:<${sender}>`)).toBe('502 5.7.0 Please authenticate first')
})

test.each<[string, Fault, object]>([
  ['body, close', { at: 'body', do: 'close', after: 50 }, { outcome: 'unknown', delivered: false }],
  ['end, close', { at: 'end', do: 'close' }, { outcome: 'unknown', delivered: false }],
  [
    'end, reply',
    { at: 'end', do: { reply: '451 4.0.0 Later' } },
    { outcome: 'refused', delivered: false, reply: '451 4.0.0 Later' },
  ],
  ['reply, close', { at: 'reply', do: 'close' }, { outcome: 'unknown', delivered: true }],
  ['reply, reset', { at: 'reply', do: 'reset' }, { outcome: 'unknown', delivered: true }],
  [
    'reply, half of it',
    { at: 'reply', do: 'half-reply' },
    { outcome: 'unknown', delivered: true, reply: '250 2.0.0 ' },
  ],
  ['reply, garbage', { at: 'reply', do: 'garbage' }, { outcome: 'unknown', delivered: true }],
  ['reply, another', { at: 'reply', do: { reply: '221 2.0.0 Bye' } }, { outcome: 'unknown', delivered: true }],
  ['reply, slow', { at: 'reply', do: { slowMs: 5 } }, { outcome: 'accepted', delivered: true, reply: accepted }],
  ['body, slow', { at: 'body', do: { slowMs: 5 } }, { outcome: 'accepted', delivered: true }],
  [
    'body, a reply before the dot',
    { at: 'body', do: { reply: '554 5.0.0 No' } },
    { outcome: 'refused', delivered: false },
  ],
  ['body, after more than there is', { at: 'body', do: 'close', after: 1e6 }, { outcome: 'accepted', delivered: true }],
  [
    'call',
    { at: 'call', error: 'FailedOperation.TemporaryBlocked' },
    { outcome: 'refused', delivered: false, row: 'fault' },
  ],
])('the ledger tells the truth: %s', async (_, fault, entry) => {
  const client = await start(fault)
  client.write(
    `${[`MAIL FROM:<${sender}>`, 'RCPT TO:<ann@example.org>', 'DATA', mail(), '.', 'QUIT'].join('\n').replaceAll('\n', '\r\n')}\r\n`,
  )
  await client.closed
  expect(ses.ledger).toMatchObject([entry])
  expect(ses.inbox).toHaveLength(ses.ledger[0]?.delivered ? 1 : 0)
})

test('a client that leaves in the middle of its message', async () => {
  const client = await start()
  await client.sayAll(`MAIL FROM:<${sender}>`, 'RCPT TO:<ann@example.org>', 'DATA')
  client.write('Message-ID: <1@example.org>\r\n\r\nHal')
  client.socket.end()
  await client.closed
  expect(ses.ledger).toMatchObject([{ outcome: 'unknown', delivered: false, messageId: '<1@example.org>' }])
})

test('half of an error', async () => {
  const client = await start({ at: 'reply', do: 'half-reply' })
  const reply = await client.send(mail({ Subject: null }))
  expect(reply).toMatch(/^554 5\.0\.0 Error/)
  expect(reply).not.toContain('msg.Subject is null')
  expect(ses.ledger).toMatchObject([{ outcome: 'refused', row: 'subject' }])
})

test('idle: what nobody asked for, after the reply to a message', async () => {
  const client = await start({ at: 'idle', do: { reply: '421 4.4.2 Idle' } }, { at: 'idle', do: 'close' })
  expect(await client.send(mail())).toBe(accepted)
  expect(await client.hear()).toBe('421 4.4.2 Idle')
  expect(await client.send(mail())).toBe(accepted)
  expect(await client.closed).toBe('end')
  expect(ses.ledger).toMatchObject([{ outcome: 'accepted' }, { outcome: 'accepted' }])
})

test('silence keeps the connection open and says nothing', async () => {
  const client = await start({ at: 'noop', do: 'silence' })
  client.write('NOOP\r\nNOOP\r\n')
  const other = await dialIn(ses)
  expect(await other.say('NOOP')).toMatch(/^250/)
  expect(ses.connections).toBe(2)
  expect(ses.transcript.filter((line) => line.startsWith('[1] S: 250 2.0.0'))).toEqual([])
  client.socket.end()
  expect(await client.hear()).toBe('')
})

test.each<[Faults, string]>([
  [
    'FrequencyLimit',
    '"Code":"FailedOperation.FrequencyLimit.操作失败。触发频率控制，短时间内对同一地址发送过多邮件。"',
  ],
  ['FailedOperation.FrequencyLimit', '"Code":"FailedOperation.FrequencyLimit.操作失败。'],
  [['InternalError'], '"Code":"InternalError.内部错误。"'],
  [[{ at: 'call', error: 'TemporaryBlocked' }], '"Code":"FailedOperation.TemporaryBlocked.'],
  ['SmtpRateLimit', '"Code":"RequestLimitExceeded.SmtpRateLimit.smtp sending frequency limit.'],
  ['SMTPForbidden', '"Code":"FailedOperation.SMTPForbidden"'],
  [[{ at: 'call', error: { code: 'New.Thing', text: 'Never seen.' } }], '"Code":"New.Thing.Never seen."'],
])("SES's code in one word: %j", async (faults, reply) => {
  ses = await startEmulator({ faults })
  const client = await dialIn(ses)
  expect(await client.send(mail())).toContain(reply)
  expect(await client.send(mail())).toBe(accepted)
})

test('skip and times choose the occasions', async () => {
  const client = await start({ at: 'call', error: 'InternalError', skip: 1, times: 2 })
  const replies: string[] = []
  for (let index = 0; index < 5; index++) replies.push((await client.send(mail())).slice(0, 3))
  expect(replies).toEqual(['250', '554', '554', '250', '250'])
})

test('chance comes from the seed', async () => {
  const run = async (seed: number) => {
    const options: EmulatorOptions = { seed, rateLimit: false, recipientLimit: false }
    ses = await startEmulator({ ...options, faults: [{ at: 'call', error: 'InternalError', probability: 0.5 }] })
    const client = await dialIn(ses)
    const replies: string[] = []
    for (let index = 0; index < 20; index++) replies.push((await client.send(mail())).slice(0, 3))
    await ses.close()
    return replies.join(' ')
  }
  const first = await run(7)
  expect(await run(7)).toBe(first)
  expect(await run(8)).not.toBe(first)
  expect(new Set(first.split(' '))).toEqual(new Set(['250', '554']))
})

test('a function is asked on every occasion', async () => {
  const asked: string[] = []
  ses = await startEmulator({
    faults: (at, connection) => {
      asked.push(`${connection} ${at}`)
      return undefined
    },
  })
  const client = await dialIn(ses)
  await client.send(mail())
  expect(asked).toEqual(
    'connect tls greeting ehlo auth mail rcpt data body end call reply idle'.split(' ').map((at) => `1 ${at}`),
  )
})

test('latencyMs comes before each reply, and closing does not wait for it', async () => {
  ses = await startEmulator({ latencyMs: 3_600_000 })
  const client = await dial(ses)
  await new Promise((resolve) => client.socket.once('secureConnect', resolve))
  await ses.close()
  expect(await client.hear()).toBe('')
})

// BDAT as go-smtp v0.15 has it: https://github.com/emersion/go-smtp/blob/v0.15.0/conn.go
import { afterEach, expect, test } from 'vitest'
import { type Emulator, type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { type Client, dialIn, mail, sender } from './client.ts'

let ses: Emulator
afterEach(() => ses.close())

async function start(options: EmulatorOptions = {}): Promise<Client> {
  ses = await startEmulator(options)
  const client = await dialIn(ses)
  await client.sayAll(`MAIL FROM:<${sender}>`, 'RCPT TO:<ann@example.org>')
  return client
}
const message = (body?: string) => mail({}, body).replaceAll('\n', '\r\n')
const queued = '250 2.0.0 OK: queued'

test('a message in one chunk, bytes as they are: no dot ends it, and none is unstuffed', async () => {
  const client = await start()
  const bytes = message('a\n.\n..b')
  client.write(`BDAT ${bytes.length} LAST\r\n${bytes}NOOP\r\n`)
  expect([await client.hear(), await client.hear()]).toEqual([queued, '250 2.0.0 I have sucessfully done nothing'])
  expect(ses.inbox[0]?.html).toBe('a\r\n.\r\n..b')
})

test('several chunks, an empty one last, and no limit of a line in them', async () => {
  const client = await start()
  const bytes = message('x'.repeat(9000))
  client.write(`BDAT 100\r\n${bytes.slice(0, 100)}`)
  expect(await client.hear()).toBe('250 2.0.0 Continue')
  expect(await client.say(`MAIL FROM:<${sender}>`)).toBe('502 5.5.1 MAIL not allowed during message transfer')
  expect(await client.say('RCPT TO:<ann@example.org>')).toBe('502 5.5.1 RCPT not allowed during message transfer')
  expect(await client.say('DATA')).toBe('502 5.5.1 DATA not allowed during message transfer')
  client.write(`bdat ${bytes.length - 100}\r\n${bytes.slice(100)}`)
  expect(await client.hear()).toBe('250 2.0.0 Continue')
  expect(await client.say('BDAT 0 last')).toBe(queued)
  expect(ses.inbox[0]?.html).toHaveLength(9000)
  expect(await client.say(`NOOP ${'x'.repeat(2000)}`)).toBe('500 5.4.0 Too long line, closing connection')
})

test('what was sent is judged as any other message', async () => {
  const client = await start()
  const bytes = mail({ Subject: null })
  client.write(`BDAT ${bytes.length} LAST\r\n${bytes}`)
  expect(await client.hear()).toContain('msg.Subject is null')
})

test('RSET drops the chunks', async () => {
  const client = await start()
  client.write('BDAT 5\r\nhello')
  await client.hear()
  await client.say('RSET')
  expect(await client.send(mail())).toBe(queued)
})

test('a connection that is lost between chunks', async () => {
  const client = await start()
  client.write('BDAT 5\r\nhello')
  await client.hear()
  client.socket.end()
  await client.closed
  expect(ses.ledger).toMatchObject([{ outcome: 'unknown', delivered: false, raw: Buffer.from('hello') }])
})

test('a message over the limit is EOF', async () => {
  const client = await start({ limits: { eof: 10 } })
  client.write(`BDAT 11 LAST\r\nhello hello`)
  expect([await client.hear(), await client.closed]).toEqual(['', 'end'])
  expect(ses.ledger).toMatchObject([{ outcome: 'unknown', row: 'system-2' }])
})

test('a fault while the message comes strikes when it has come', async () => {
  const client = await start({ faults: [{ at: 'body', do: 'close' }] })
  client.write('BDAT 5 LAST\r\nhello')
  expect([await client.hear(), await client.closed]).toEqual(['', 'end'])
  expect(ses.ledger).toMatchObject([{ outcome: 'unknown', delivered: false }])
})

test.each([
  ['BDAT', '501 5.5.4 Missing chunk size argument'],
  ['BDAT 1 LAST x', '501 5.5.4 Too many arguments'],
  ['BDAT 1 FIRST', '501 5.5.4 Unknown BDAT argument'],
  ['BDAT -1 LAST', '501 5.5.4 Malformed size argument'],
  ['BDAT 4294967296', '501 5.5.4 Malformed size argument'],
])('%s', async (line, reply) => {
  expect(await (await start()).say(line)).toBe(reply)
})

test('without recipients the size is not looked at', async () => {
  ses = await startEmulator()
  expect(await (await dialIn(ses)).say('BDAT x')).toBe('502 5.5.1 Missing RCPT TO command.')
})

test('chunking: false is a gateway of before go-smtp v0.14', async () => {
  const client = await start({ chunking: false })
  expect(await client.say('EHLO test')).not.toContain('CHUNKING')
  expect(await client.say('BDAT 1 LAST')).toBe('500 5.5.2 Syntax errors, BDAT command unrecognized')
})

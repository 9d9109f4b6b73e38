import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { type Client, dial, dialIn, mail, sender } from './client.ts'

let ses: Emulator
let client: Client
beforeEach(async () => {
  ses = await startEmulator()
  client = await dial(ses)
})
afterEach(() => ses.close())

const base64 = (text: string) => Buffer.from(text).toString('base64')
const pass = 'Emulated4Tests'

test('a mail, from greeting to goodbye', async () => {
  expect(await client.hear()).toBe('220 smtp.qcloudmail.com ESMTP Service Ready')
  expect(await client.say('EHLO test')).toBe(
    '250-Hello test\n250-PIPELINING\n250-8BITMIME\n250-ENHANCEDSTATUSCODES\n250-CHUNKING\n250-AUTH PLAIN LOGIN\n250 SIZE',
  )
  expect(await client.say(`AUTH PLAIN ${base64(`\0${sender}\0${pass}`)}`)).toBe('235 2.0.0 OK')
  expect(await client.say(`MAIL FROM:<${sender}> BODY=8BITMIME SIZE=99`)).toBe(
    `250 2.0.0 Roger, accepting mail from <${sender}>`,
  )
  expect(await client.say('RCPT TO:<ann@example.org>')).toBe("250 2.0.0 I'll make sure <ann@example.org> gets this")
  expect(await client.say('DATA')).toBe('354 2.0.0 Go ahead. End your data with <CR><LF>.<CR><LF>')
  expect(await client.say(`${mail().replaceAll('\n', '\r\n')}\r\n.`)).toBe('250 2.0.0 OK: queued')
  expect(await client.say('QUIT')).toBe('221 2.0.0 Bye')
  expect(await client.closed).toBe('end')

  expect(ses.inbox).toMatchObject([{ subject: 'Hi', html: '<p>Hi</p>\r\n', to: ['ann@example.org'] }])
  expect(ses.ledger).toMatchObject([{ outcome: 'accepted', delivered: true, reply: '250 2.0.0 OK: queued' }])
  expect(ses.transcript.slice(0, 2)).toEqual(['[1] S: 220 smtp.qcloudmail.com ESMTP Service Ready', '[1] C: EHLO test'])
  expect(ses.transcript).toContain('[1] C: AUTH PLAIN ****')
  expect(ses.transcript.join()).not.toContain(base64(`\0${sender}\0${pass}`))
  expect(ses.transcript).toContain(`[1] C: <${ses.inbox[0]?.raw.length} bytes>`)
})

test.each([
  ['PLAIN after a challenge', ['AUTH PLAIN', base64(`\0${sender}\0${pass}`)], ['334 ', '235 2.0.0 OK']],
  ['LOGIN', ['AUTH LOGIN', base64(sender), base64(pass)], ['334 VXNlcm5hbWU6', '334 UGFzc3dvcmQ6', '235 2.0.0 OK']],
  ['LOGIN with the user at once', [`AUTH LOGIN ${base64(sender)}`, base64(pass)], ['334 UGFzc3dvcmQ6', '235 2.0.0 OK']],
  ['a wrong password', [`AUTH PLAIN ${base64(`\0${sender}\0wrong`)}`], ['535 Invalid login or password']],
  ['an unknown mechanism', ['AUTH CRAM-MD5'], ['504 5.7.4 Unsupported authentication mechanism']],
  ['a client that gives up', ['AUTH LOGIN', '*'], ['334 VXNlcm5hbWU6', '501 5.0.0 Negotiation cancelled']],
  ['no Base64', ['AUTH LOGIN', '!'], ['334 VXNlcm5hbWU6', '454 4.7.0 Invalid base64 data']],
])('AUTH: %s', async (_, lines, replies) => {
  await client.hear()
  await client.say('EHLO test')
  for (const [index, line] of lines.entries()) expect(await client.say(line)).toBe(replies[index]?.trimEnd())
  expect(ses.transcript.join()).not.toContain(base64(pass))
})

test('commands out of order, and what is no command', async () => {
  await client.hear()
  expect(await client.say(`MAIL FROM:<${sender}>`)).toBe('502 2.5.1 Please introduce yourself first.')
  expect(await client.say('AUTH PLAIN')).toBe('502 5.5.1 Please introduce yourself first.')
  expect(await client.say('HELO test')).toBe('250 2.0.0 Hello test')
  expect(await client.say(`MAIL FROM:<${sender}>`)).toBe('502 5.7.0 Please authenticate first')
  expect(await client.say('RCPT TO:<ann@example.org>')).toBe('502 5.5.1 Missing MAIL FROM command.')
  expect(await client.say('DATA')).toBe('502 5.5.1 Missing RCPT TO command.')
  expect(await client.say('NOOP')).toBe('250 2.0.0 I have sucessfully done nothing')
  expect(await client.say('STARTTLS')).toBe('502 5.5.1 Already running in TLS')
  expect(await client.say('HELP')).toBe('502 5.5.1 HELP command not implemented')
  expect(await client.say('')).toBe('500 5.5.2 Error: bad syntax')
  expect(await client.say('ETRN')).toBe('500 5.5.2 Syntax errors, ETRN command unrecognized')
  expect(await client.say('MAILFROM')).toBe('501 5.5.2 Bad command')
  expect(await client.sayAll('XXXX', 'NOOP')).toEqual([
    '500 5.5.2 Syntax errors, XXXX command unrecognized',
    '500 5.5.1 Too many errors. Quiting now',
  ])
  expect(await client.closed).toBe('end')
})

test('MAIL and RCPT that are not as they should be', async () => {
  await client.login()
  expect(await client.say(`MAIL ${sender}`)).toBe('501 5.5.2 Was expecting MAIL arg syntax of FROM:<address>')
  expect(await client.say(`MAIL FROM:<${sender}> SMTPUTF8`)).toBe('504 5.5.4 SMTPUTF8 is not implemented')
  expect(await client.say(`MAIL FROM:<${sender}> X=1`)).toBe('500 5.5.4 Unknown MAIL FROM argument')
  expect(await client.say(`MAIL FROM:<${sender}>`)).toMatch(/^250/)
  expect(await client.say('RCPT ann')).toBe('501 5.5.2 Was expecting RCPT arg syntax of TO:<address>')
  expect(await client.say('DATA now')).toBe('501 5.5.4 DATA command should not have any arguments')
  expect(await client.say('RSET')).toBe('250 2.0.0 Session reset')
  expect(await client.say('RCPT TO:<ann@example.org>')).toBe('502 5.5.1 Missing MAIL FROM command.')
})

test('a whole dialogue in one write, two mails in it, is answered in order', async () => {
  await client.login()
  const one = [`MAIL FROM:<${sender}>`, 'RCPT TO:<ann@example.org>', 'DATA', `${mail().replaceAll('\n', '\r\n')}\r\n.`]
  const replies = await client.sayAll(...one, ...one, 'QUIT')
  expect(replies.map((reply) => reply.slice(0, 3))).toEqual('250 250 354 250 250 250 354 250 221'.split(' '))
  expect(ses.inbox).toHaveLength(2)
})

test('byte by byte is the same as all at once', async () => {
  await client.login()
  client.socket.setNoDelay(true)
  for (const byte of Buffer.from(`MAIL FROM:<${sender}>\r\n`)) client.write(Buffer.of(byte))
  expect(await client.hear()).toMatch(/^250/)
})

test('dots are unstuffed, and a line feed alone ends a line, as in go-smtp', async () => {
  await client.login()
  await client.sayAll(`MAIL FROM:<${sender}>`, 'RCPT TO:<ann@example.org>', 'DATA')
  const header = mail({}, '').replaceAll('\n', '\r\n')
  client.write(`${header}..one\r\n...two\nthree\r.\rfour\n.\n`)
  expect(await client.hear()).toBe('250 2.0.0 OK: queued')
  expect(ses.inbox[0]?.html).toBe('.one\r\n..two\nthree\r.\rfour\n')
})

test('several connections at once, each with its own dialogue', async () => {
  const others = await Promise.all([dialIn(ses), dialIn(ses)])
  await client.login()
  const replies = await Promise.all([client, ...others].map((each) => each.send(mail())))
  expect(replies).toEqual(Array(3).fill('250 2.0.0 OK: queued'))
  expect(ses.connections).toBe(3)
  expect(ses.logins).toBe(3)
})

test('waitFor resolves as soon as the letters are there, and rejects when the emulator closes', async () => {
  await client.login()
  const waiting = ses.waitFor(1)
  await client.send(mail())
  expect(await waiting).toHaveLength(1)
  const forever = ses.waitFor(9)
  await Promise.all([expect(forever).rejects.toThrow('closed'), ses.close(), ses.close()])
  expect(await client.closed).toBeTypeOf('string')
})

test('a connection that says nothing is sent away', async () => {
  const other = await startEmulator({ idleTimeoutMs: 20 })
  const idle = await dial(other)
  await idle.hear()
  expect(await idle.hear()).toBe('221 2.4.2 Idle timeout, bye bye')
  expect(await idle.closed).toBe('end')
  await other.close()
})

test('reset forgets what was received, and connections go on', async () => {
  await client.login()
  await client.send(mail())
  ses.reset()
  expect([ses.inbox, ses.ledger, ses.transcript, ses.calls]).toEqual([[], [], [], 0])
  expect(await client.send(mail())).toBe('250 2.0.0 OK: queued')
})

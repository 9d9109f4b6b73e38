// What go-smtp v0.15 says to what is seldom said, byte by byte: /conn.go, /parse.go and /data.go of v0.15.0.
// https://github.com/emersion/go-smtp/tree/v0.15.0
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { type Client, dial, mail, sender } from './client.ts'

let ses: Emulator
let client: Client
beforeEach(async () => {
  ses = await startEmulator()
  client = await dial(ses)
})
afterEach(() => ses.close())

const base64 = (text: string) => Buffer.from(text).toString('base64')
const pass = 'Emulated4Tests'
const from = `MAIL FROM:<${sender}>`
const roger = `250 2.0.0 Roger, accepting mail from <${sender}>`

describe('MAIL', () => {
  // biome-ignore format: a table
  test.each([
    ['SIZE=2147483647', roger],
    ['SIZE=2147483648', '501 5.5.4 Unable to parse SIZE as an integer'],
    ['SIZE=-1', roger],
    ['SIZE=-2147483649', '501 5.5.4 Unable to parse SIZE as an integer'],
    ['SIZE=+7', roger],
    ['SIZE=', '501 5.5.4 Unable to parse SIZE as an integer'],
    ['SIZE=1=2', '501 5.5.4 Unable to parse MAIL ESMTP parameters'],
    ['SIZE=x SIZE=1', roger],
    ['AUTH=<>', roger],
    ['AUTH=<a+3Db@example.org>', roger],
    ['AUTH=', '500 5.5.4 Missing opening angle bracket'],
    ['AUTH=a@example.org', '500 5.5.4 Missing opening angle bracket'],
    ['AUTH=<a@example.org', '500 5.5.4 Missing closing angle bracket'],
    ['AUTH=<a+3@example.org>', '500 5.5.4 Malformed AUTH parameter value'],
    ['AUTH=<a+FF@example.org>', '500 5.5.4 Malformed AUTH parameter value'],
    ['BODY=8bitmime', '500 5.5.4 Unknown BODY value'],
    ['body=8BITMIME', roger],
  ])('%s', async (parameter, reply) => {
    await client.login()
    expect(await client.say(`${from} ${parameter}`)).toBe(reply)
  })
})

describe('AUTH', () => {
  const plain = base64(`\0${sender}\0${pass}`)

  // biome-ignore format: a table
  test.each([
    ['PLAIN with the login as identity', [`AUTH PLAIN ${base64(`${sender}\0${sender}\0${pass}`)}`], '235 2.0.0 OK'],
    ['PLAIN with another identity', [`AUTH PLAIN ${base64(`other\0${sender}\0${pass}`)}`], '454 4.7.0 Identities not supported'],
    ['a blank behind the answer', ['AUTH PLAIN', `${plain} `], '454 4.7.0 Invalid base64 data'],
    ['a blank behind the star', ['AUTH PLAIN', '* '], '454 4.7.0 Invalid base64 data'],
    ['an empty answer', ['AUTH PLAIN', ''], '454 4.7.0 Invalid response'],
    ['a blank behind the first response', [`AUTH PLAIN ${plain} `], '235 2.0.0 OK'],
    ['a tab before the mechanism', [`AUTH \tPLAIN ${plain}`], '235 2.0.0 OK'],
  ])('%s', async (_, lines, reply) => {
    await client.hear()
    await client.say('EHLO test')
    const replies = []
    for (const line of lines) replies.push(await client.say(line))
    expect(replies.at(-1)).toBe(reply)
  })
})

describe('commands', () => {
  // biome-ignore format: a table
  test.each([
    ['LHLO test', '500 5.5.1 This is not a LMTP server'],
    ['DATA \t', '501 5.5.4 DATA command should not have any arguments'],
    ['DATA  ', '502 5.5.1 Missing RCPT TO command.'],
    ['é', '501 5.5.2 Bad command'], // two bytes
    ['éé', '500 5.5.2 Syntax errors, ÉÉ command unrecognized'], // four bytes
    ['ééé', '501 5.5.2 Bad command'],
    ['éé x', '500 5.5.2 Syntax errors, ÉÉ command unrecognized'],
    ['NOOP\tx', '501 5.5.2 Bad command'],
    ['RCPT TO:é', '502 5.5.1 Missing MAIL FROM command.'],
    ['startTLSx', '502 5.5.1 Already running in TLS'],
  ])('%j', async (line, reply) => {
    await client.login()
    expect(await client.say(line)).toBe(reply)
  })

  test('LHLO is no error that is counted', async () => {
    await client.login()
    for (let index = 0; index < 5; index++) await client.say('LHLO test')
    expect(await client.say('NOOP')).toMatch(/^250/)
  })
})

describe('the end of a message', () => {
  const header = mail({}, '').replaceAll('\n', '\r\n')
  const ended = '250 2.0.0 OK: queued'

  // biome-ignore format: a table
  test.each([
    ['hello\r\n.\r\n', 'hello\r\n'],
    ['hello\n.\n', 'hello\n'],
    ['hello\r\n.\n', 'hello\r\n'],
    ['hello\n.\r\n', 'hello\n'],
    ['hello\r\n\r\n.\r\n', 'hello\r\n\r\n'],
    ['hello\n\n\n.\r\n', 'hello\n\n\n'],
    ['hello\n\r\n.\r\n', 'hello\n\r\n'],
    ['hello\r\n..\r\n.\r\n', 'hello\r\n.\r\n'],
    ['hello\r\n.\rx\r\n.\r\n', 'hello\r\nx\r\n'], // the carriage return is lost with the dot
    ['hello\r\n.\r\r\n.\r\n', 'hello\r\n\r\n'],
    // Behind a bare line feed, an empty line that is a bare line feed hides a dot, which is then not unstuffed either.
    ['hello\n\n.\r\n..\r\n.\r\n', 'hello\n\n.\r\n.\r\n'],
    ['hello\n\n..x\r\n.\r\n', 'hello\n\n..x\r\n'],
  ])('%j', async (bytes, body) => {
    await client.login()
    await client.sayAll(from, 'RCPT TO:<ann@example.org>', 'DATA')
    client.write(`${header}${bytes}`)
    expect(await client.hear()).toBe(ended)
    expect(ses.inbox[0]?.html).toBe(body)
    expect(await client.say('NOOP')).toMatch(/^250/)
  })

  test('"hello\\n\\n.\\r\\n" does not end one', async () => {
    await client.login()
    await client.sayAll(from, 'RCPT TO:<ann@example.org>', 'DATA')
    client.write(`${header}hello\n\n.\r\nQUIT\r\n`)
    client.socket.end()
    expect([await client.hear(), await client.closed]).toEqual(['', 'end'])
    expect(ses.ledger).toMatchObject([{ outcome: 'unknown', delivered: false }])
    expect(ses.ledger[0]?.raw.toString()).toBe(`${header}hello\n\n.\r\nQUIT\r\n`)
  })
})

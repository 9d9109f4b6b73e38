import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { type Client, dial, sender } from './client.ts'

let ses: Emulator
let client: Client
beforeEach(async () => {
  ses = await startEmulator()
  client = await dial(ses)
  await client.hear()
})
afterEach(() => ses.close())

const base64 = (text: string) => Buffer.from(text).toString('base64')
const user = base64(sender)
const pass = base64('Emulated4Tests')
const plain = base64(`\0${sender}\0Emulated4Tests`)

// biome-ignore format: a table
test.each([
  ['a login as it should be', ['EHLO test', 'AUTH LOGIN', user, pass]],
  ['an answer after one that was refused', ['EHLO test', 'AUTH LOGIN', '!', pass]],
  ['AUTH LOGIN in one write before EHLO', ['AUTH LOGIN', user, pass]],
  ['a blank before AUTH', ['EHLO test', ` AUTH PLAIN ${plain}`]],
  ['a tab behind AUTH', ['EHLO test', `AUTH\tPLAIN ${plain}`]],
  ['AUTH without a mechanism', ['EHLO test', `AUTH ${plain}`]],
  ['AUTH without a blank', ['EHLO test', `AUTHPLAIN ${plain}`]],
  ['an answer after the login', ['EHLO test', `AUTH PLAIN ${plain}`, pass]],
])('no password in the transcript: %s', async (_, lines) => {
  client.write(lines.map((line) => `${line}\r\n`).join(''))
  await client.say('QUIT')
  await client.closed
  const transcript = ses.transcript.join('\n')
  for (const secret of [pass, plain]) {
    // Not even its start, which go-smtp's reply repeats.
    expect(transcript).not.toContain(secret.slice(0, 4))
    expect(transcript).not.toContain(secret.slice(0, 4).toUpperCase())
  }
})

test('what is no command is shown while nobody has logged in', async () => {
  await client.say('ETRN x')
  expect(ses.transcript.slice(1)).toEqual([
    '[1] C: ETRN x',
    '[1] S: 500 5.5.2 Syntax errors, ETRN command unrecognized',
  ])
})

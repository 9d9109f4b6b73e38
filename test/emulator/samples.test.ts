// What Tencent's own samples send is taken as it is meant; smtplib.test.ts sends the same as its Python sample does.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { dialIn, sender } from './client.ts'
import { goAttachment, samples } from './samples.ts'

let ses: Emulator
beforeEach(async () => {
  ses = await startEmulator()
})
afterEach(() => ses.close())

test.each(samples)('$name', async ({ message, letter: { files = [], ...letter } }) => {
  const client = await dialIn(ses)
  expect(await client.send(message)).toBe('250 2.0.0 OK: queued')
  expect(ses.inbox[0]).toMatchObject({ to: ['ann@example.org'], text: undefined, html: undefined, ...letter })
  expect(ses.inbox[0]?.attachments.map(({ name, content }) => [name, content.toString()])).toEqual(files)
})

// A contradiction of the provider's: its samples send paths, its page on attachments forbids the slash.
test('Go with attachment: a path for a name is refused, as the page on attachments says', async () => {
  const client = await dialIn(ses)
  expect(await client.send(goAttachment('./go.mod'))).toContain('FailedOperation.InvalidAttachName')
})

test('encoded words are decoded for the inbox', async () => {
  const client = await dialIn(ses)
  await client.send(
    `From: =?utf-8?b?5ZWG5bqX?= <${sender}>\nTo: Ann <ann@example.org>\nSubject: =?utf-8?b?5L2g5aW9?=\nContent-Type: text/plain; charset=UTF-8\n\nHi`,
  )
  expect(ses.inbox).toMatchObject([
    { from: `商店 <${sender}>`, to: ['ann@example.org'], subject: '你好', text: 'Hi\r\n' },
  ])
})

import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { type Client, dial, dialIn, mail } from './client.ts'

let ses: Emulator
let client: Client
beforeEach(async () => {
  ses = await startEmulator({ keep: 2 })
  client = await dialIn(ses)
})
afterEach(() => ses.close())

const soon = { timeoutMs: 50 }

test('so many letters, those too that are not kept any more', async () => {
  const waiting = ses.waitFor(3)
  for (let sent = 0; sent < 3; sent++) await client.send(mail())
  expect(await waiting).toBe(ses.inbox)
  expect(await ses.waitFor(3, soon)).toHaveLength(2)
  await expect(ses.waitFor(4, soon)).rejects.toThrow('Expected 4 letters within 50 ms, and 2 are there.')
})

test('the first letter that fits, one that comes or one that is there', async () => {
  const waiting = ses.waitFor(({ subject }) => subject === 'second')
  await client.send(mail({ Subject: 'first' }))
  await client.send(mail({ Subject: 'second' }))
  expect(await waiting).toBe(ses.inbox[1])
  expect(await ses.waitFor(({ subject }) => subject === 'first', soon)).toBe(ses.inbox[0])
})

test('in vain: what was refused meanwhile, and why', async () => {
  await client.send(mail({ Subject: 'before', Cc: 'bob@example.org' }))
  const waiting = ses.waitFor(({ to }) => to.includes('ann@example.org'), { timeoutMs: 300 })
  const failed = expect(waiting).rejects.toThrow(
    new Error(
      `Expected a letter that fits within 300 ms, and 0 are there. Not taken meanwhile:
  "你好" to ann@example.org: refused (cc) Cc: Currently unsupported
  "Hi" to ann@example.org: refused 451 4.0.0 Later`,
    ),
  )
  await client.send(mail({ Subject: '=?UTF-8?B?5L2g5aW9?=', Cc: 'bob@example.org' }))
  ses.setFaults([{ at: 'end', do: { reply: '451 4.0.0 Later' } }])
  await client.send(mail())
  await failed
})

test('in vain: a login that was refused', async () => {
  const waiting = ses.waitFor(1, { timeoutMs: 300 })
  const failed = expect(waiting).rejects.toThrow('login: refused (login) Invalid login or password. Log in as noreply@')
  const other = await dial(ses)
  await other.hear()
  await other.say('EHLO test')
  await other.say(`AUTH PLAIN ${Buffer.from('\0me@mail.example.com\0secret').toString('base64')}`)
  await failed
})

test('in vain: nothing came', async () => {
  await expect(ses.waitFor(1, soon)).rejects.toThrow(
    'Expected 1 letters within 50 ms, and 0 are there. Nothing was refused meanwhile.',
  )
})

test('a predicate that throws fails the waiting', async () => {
  const waiting = ses.waitFor(() => {
    throw new Error('mine')
  })
  const failed = expect(waiting).rejects.toThrow('mine')
  expect(await client.send(mail())).toMatch(/^250/)
  await failed
})

test.each([
  ['two', {}, 'Expected `wanted` to be a whole number'],
  [1, { timeoutMs: -1 }, 'Expected `timeoutMs` to be a number of at least 0'],
])('waitFor(%j, %j)', async (wanted, options, message) => {
  await expect(ses.waitFor(wanted as number, options)).rejects.toThrow(message)
})

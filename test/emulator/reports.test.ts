import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { type EmulatorOptions, startEmulator } from '../../lib/emulator/index.ts'
import { dialIn, mail } from './client.ts'

async function start(options: EmulatorOptions) {
  const ses = await startEmulator(options)
  onTestFinished(() => ses.close())
  return ses
}

const url = 'http://127.0.0.1:1/'

// biome-ignore format: a table
test.each<[unknown, string]>([
  [{ appId: 'mine' }, "Expected `appId` to be digits, got `'mine'` (string)"],
  [{ outcome: {} }, 'Expected `outcome` to be a function, got an object'],
  [{ status: true }, 'Expected `status` to be an object, or to be false, got `true` (boolean)'],
  [{ status: [] }, 'Expected `status` to be an object, or to be false, got a list'],
  [{ status: { portt: 1 } }, 'Unknown option `status.portt`: did you mean `status.port`?'],
  [{ status: { port: -1 } }, 'Expected `status.port` to be a whole number from 0 to 65535, got `-1` (number)'],
  [{ status: { secretId: '' } }, "Expected `status.secretId` to be a string that is not empty, got `''` (string)"],
  [{ status: { delayMs: Number.NaN } }, 'Expected `status.delayMs` to be a number of at least 0, or to be a function, got `NaN` (number)'],
  [{ status: { perSecond: 0 } }, 'Expected `status.perSecond` to be a whole number from 1 to 1000000, or to be false, got `0` (number)'],
  [{ status: { order: 'up' } }, "Expected `status.order` to be one of 'oldest', 'newest', got `'up'` (string)"],
  [{ status: { noRecord: '2001' } }, "Expected `status.noRecord` to be one of 'nothing', 2001, got `'2001'` (string)"],
  [{ webhook: {} }, 'Expected `webhook.url` to be a URL of http: or https:, or to be a function, got `undefined` (undefined)'],
  [{ webhook: { url: 'ftp://x/' } }, "Expected `webhook.url` to be a URL of http: or https:, or to be a function, got `'ftp://x/'` (string)"],
  [{ webhook: { url, duplicates: 2 } }, 'Expected `webhook.duplicates` to be a number from 0 to 1, got `2` (number)'],
  [{ webhook: { url, jitterMs: Number.POSITIVE_INFINITY } }, 'Expected `webhook.jitterMs` to be a whole number from 0 to 2147483647, got `Infinity` (number)'],
  [{ webhook: { url, form: { bulkId: 'id' } } }, "Expected `webhook.form.bulkId` to be one of 'bulkId', 'bulkid', got `'id'` (string)"],
  [{ webhook: { url, form: { toString: 1 } } }, 'Unknown option `webhook.form.toString`: known are fields, bulkId, bounceType, event, unusedFields, ownMessageId, callbackHeaders'],
])('a wrong option: %j', async (options, message) => {
  await expect(startEmulator(options as EmulatorOptions)).rejects.toThrow(new TypeError(message))
})

test('without its option there is neither', async () => {
  const ses = await start({ status: false, webhook: false })
  expect(() => ses.status).toThrow('The emulator was started without the option `status`')
  expect(() => ses.webhook).toThrow('The emulator was started without the option `webhook`')
})

test('the ids of calls are the same for the same seed, and for the same time', async () => {
  const ids = async (seed: number) => {
    const ses = await start({ seed, now: () => 0 })
    const client = await dialIn(ses)
    for (let sent = 0; sent < 3; sent++) await client.send(mail())
    return ses.ledger.map((entry) => entry.sesMessageId)
  }
  const first = await ids(1)
  expect(new Set(first).size).toBe(3)
  expect(await ids(1)).toEqual(first)
  expect(await ids(2)).not.toEqual(first)
})

describe('a function of the caller that fails ends nothing, and is told of by a process warning', () => {
  const broken = () => {
    throw new Error('mine')
  }
  const target = { url, retries: 0 }

  // biome-ignore format: a table
  test.each<[string, EmulatorOptions, string]>([
    ['faults', { faults: broken }, '`faults` failed: mine'],
    ['faults, of what it returns', { faults: () => ({ at: 'cal' }) as never }, "`faults` failed: Expected `fault.at` to be one of 'connect'"],
    ['outcome', { outcome: broken }, '`outcome` failed: mine'],
    ['outcome, of what it returns', { outcome: () => ({ sendStatus: -1 }) }, 'Expected `outcome.sendStatus` to be a whole number from 0 to 9999, got `-1` (number)'],
    ['status.delayMs', { status: { delayMs: broken } }, '`status.delayMs` failed: mine'],
    ['status.delayMs, of what it returns', { status: { delayMs: () => -1 } }, 'Expected `status.delayMs` to be a number of at least 0'],
    ['status.refusedOutcome', { individualAccount: true, status: { refusedOutcome: broken } }, '`status.refusedOutcome` failed: mine'],
    ['status.refusedOutcome, of what it returns', { individualAccount: true, status: { refusedOutcome: () => ({}) } }, 'to be other than 0, since SES refused the mail'],
    ['webhook.events', { webhook: { ...target, events: broken } }, '`webhook.events` failed: mine'],
    ['webhook.events, of what it returns', { webhook: { ...target, events: () => [{ event: 'gone' as 'open' }] } }, 'Expected `event.event` to be one of'],
    ['webhook.delayMs', { webhook: { ...target, delayMs: broken } }, '`webhook.delayMs` failed: mine'],
    ['webhook.url', { webhook: { url: broken } }, '`webhook.url` failed: mine'],
  ])('%s', async (_, options, message) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    onTestFinished(() => warn.mockRestore())
    const ses = await start(options)
    const client = await dialIn(ses)
    expect(await client.send(mail())).toMatch(options.individualAccount ? /^554/ : /^250/)
    if (options.webhook) await ses.webhook.idle()
    expect(warn).toHaveBeenCalledWith(expect.stringContaining(message))
    expect(new Set(warn.mock.calls.map(([text]) => text)).size).toBe(1)
  })
})

test('nor does one that is told of each entry, and the others are told all the same', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  onTestFinished(() => warn.mockRestore())
  const ses = await start({})
  const told: string[] = []
  ses.onEntry(() => {
    throw new Error('mine')
  })
  ses.onEntry(({ outcome }) => told.push(outcome))
  expect(await (await dialIn(ses)).send(mail())).toMatch(/^250/)
  expect(told).toEqual(['accepted'])
  expect(warn).toHaveBeenCalledExactlyOnceWith("The emulator's `onEntry` failed: mine")
})

test.each(['port', 'status'] as const)(
  'a port in use (%s) fails the start, and leaves nothing listening',
  async (which) => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as { readonly port: number }
    const free = await start({ status: {} })
    const freePort = Number(new URL(free.status.url).port)
    await free.close()

    const options = which === 'port' ? { port, status: { port: freePort } } : { status: { port } }
    await expect(startEmulator(options)).rejects.toMatchObject({ code: 'EADDRINUSE', port })
    await start({ status: { port: freePort } })
  },
)

test('a closed emulator does not keep the process alive', async () => {
  const program = `
    import { startEmulator } from './lib/emulator/index.ts'
    import { createServer } from 'node:http'
    import { dialIn, mail } from './test/emulator/client.ts'
    const deaf = createServer(() => {}).listen(0, '127.0.0.1')
    await new Promise((resolve) => deaf.once('listening', resolve))
    const url = 'http://127.0.0.1:' + deaf.address().port
    const events = () => [{ event: 'delivered' }, { event: 'open', afterMs: 600_000 }]
    const ses = await startEmulator({ status: {}, webhook: { url, events } })
    const client = await dialIn(ses)
    const posted = new Promise((resolve) => deaf.once('request', resolve))
    await client.send(mail())
    await fetch(ses.status.url, { method: 'POST' })
    await posted
    await ses.close()
    client.socket.destroy()
    deaf.close()
    deaf.closeAllConnections()
    console.log('closed')`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const [text] = await once(child.stdout.setEncoding('utf8'), 'data')
  const [status] = await once(child, 'close')
  expect([text, status]).toEqual(['closed\n', 0])
})

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

// biome-ignore format: a table
test.each<[unknown, string]>([
  [{ appId: 'mine' }, "Expected `appId` to be digits, got `'mine'` (string)"],
  [{ outcome: {} }, 'Expected `outcome` to be a function, got an object'],
  [{ status: true }, 'Expected `status` to be an object, got `true` (boolean)'],
  [{ status: [] }, 'Expected `status` to be an object, got an object'],
  [{ status: { portt: 1 } }, 'Unknown option `status.portt`: known are port, secretId, secretKey, token, delayMs, refusedOutcome, perSecond, days, futureDate, bothFilters, noRecord, order'],
  [{ status: { port: -1 } }, 'Expected `status.port` to be a whole number from 0 to 65535, got `-1` (number)'],
  [{ status: { secretId: '' } }, "Expected `status.secretId` to be a string that is not empty, got `''` (string)"],
  [{ status: { delayMs: Number.NaN } }, 'Expected `status.delayMs` to be a number of at least 0, or to be a function, got `NaN` (number)'],
  [{ status: { perSecond: 0 } }, 'Expected `status.perSecond` to be a whole number from 1 to 1000000, or to be false, got `0` (number)'],
  [{ status: { order: 'up' } }, "Expected `status.order` to be one of 'oldest', 'newest', got `'up'` (string)"],
  [{ status: { noRecord: '2001' } }, "Expected `status.noRecord` to be one of 'nothing', 2001, got `'2001'` (string)"],
])('a wrong option: %j', async (options, message) => {
  await expect(startEmulator(options as EmulatorOptions)).rejects.toThrow(new TypeError(message))
})

test('without its option there is none', async () => {
  const ses = await start({ status: false })
  expect(() => ses.status).toThrow('The emulator was started without the option `status`')
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

  // biome-ignore format: a table
  test.each<[string, EmulatorOptions, string]>([
    ['outcome', { outcome: broken }, '`outcome` failed: mine'],
    ['outcome, of what it returns', { outcome: () => ({ sendStatus: -1 }) }, 'Expected `outcome.sendStatus` to be a whole number from 0 to 9999, got `-1` (number)'],
    ['status.delayMs', { status: { delayMs: broken } }, '`status.delayMs` failed: mine'],
    ['status.delayMs, of what it returns', { status: { delayMs: () => -1 } }, 'Expected `status.delayMs` to be a number of at least 0'],
    ['status.refusedOutcome', { individualAccount: true, status: { refusedOutcome: broken } }, '`status.refusedOutcome` failed: mine'],
    ['status.refusedOutcome, of what it returns', { individualAccount: true, status: { refusedOutcome: () => ({}) } }, 'to be other than 0, since SES refused the mail'],
  ])('%s', async (_, options, message) => {
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
    onTestFinished(() => warn.mockRestore())
    const ses = await start(options)
    const client = await dialIn(ses)
    expect(await client.send(mail())).toMatch(options.individualAccount ? /^554/ : /^250/)
    expect(warn).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(message))
  })
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

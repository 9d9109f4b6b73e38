import { afterEach, expect, test, vi } from 'vitest'
import { type Emulator, startEmulator } from '../../lib/emulator/index.ts'
import { dialIn, mail } from './client.ts'

let ses: Emulator
afterEach(() => ses.close())

test('an hour later, mails to one recipient are allowed again', async () => {
  ses = await startEmulator({ recipientLimit: { count: 1, perMs: 3_600_000 } })
  const client = await dialIn(ses)
  expect(await client.send(mail())).toMatch(/^250/)
  expect(await client.send(mail())).toContain('FrequencyLimit')
  ses.clock.advance(3_600_000)
  expect(await client.send(mail())).toMatch(/^250/)
})

test('it stops, is moved, and goes on from there', async () => {
  let real = 1000
  ses = await startEmulator({ now: () => real, rateLimit: { perSecond: 1 } })
  const client = await dialIn(ses)
  expect(ses.clock.now()).toBe(1000)
  ses.clock.stop()
  real = 9000
  expect(ses.clock.now()).toBe(1000)
  expect(await client.send(mail())).toMatch(/^250/)
  expect(await client.send(mail())).toContain('SmtpRateLimit')
  ses.clock.advance(1000)
  expect(await client.send(mail())).toMatch(/^250/)
  ses.clock.stop(5000)
  ses.clock.run()
  real = 9500
  expect(ses.clock.now()).toBe(5500)
  expect(ses.ledger.map(({ at }) => at)).toEqual([1000, 1000, 2000])
  ses.reset()
  expect(ses.clock.now()).toBe(9500)
})

test('records are found when the clock has come to them', async () => {
  ses = await startEmulator({ status: { delayMs: 60_000 } })
  await (await dialIn(ses)).send(mail())
  const [record] = ses.status.records
  expect(record?.visibleAt).toBeGreaterThan(ses.clock.now())
  ses.clock.advance(60_000)
  expect(record?.visibleAt).toBeLessThanOrEqual(ses.clock.now())
})

test('a time that is none', async () => {
  ses = await startEmulator()
  expect(() => ses.clock.advance(Number.NaN)).toThrow('Expected `milliseconds` to be a number, got `NaN` (number)')
  expect(() => ses.clock.stop('now' as never)).toThrow("Expected `at` to be a number, got `'now'` (string)")
})

test('an option `now` that throws ends nothing', async () => {
  const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  ses = await startEmulator({
    now: () => {
      throw new Error('mine')
    },
  })
  expect(await (await dialIn(ses)).send(mail())).toMatch(/^250/)
  expect(warn).toHaveBeenCalledWith("The emulator's `now` failed: mine")
  warn.mockRestore()
})

import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { useEmulator } from '../../lib/emulator/index.ts'
import { dialIn, mail } from './client.ts'

const earlier = useEmulator({ beforeAll: () => {}, beforeEach: () => {}, afterAll: () => {} })
const ses = useEmulator({ beforeAll, beforeEach, afterAll }, { appId: '7' })

test.each([1, 2])('Vitest: one emulator for all tests, without what was before: %i', async () => {
  expect(ses().ledger).toEqual([])
  await (await dialIn(ses())).send(mail())
  expect(ses().ledger).toMatchObject([{ sesMessageId: expect.stringContaining('qcloudses-30-7-') }])
})

test('before it is started it says so', () => {
  expect(earlier).toThrow('The emulator is started before the first test, and not earlier')
})

test("node:test's hooks", async () => {
  const program = `
    import { after, before, beforeEach, test } from 'node:test'
    import assert from 'node:assert/strict'
    import { useEmulator } from './lib/emulator/index.ts'
    import { dialIn, mail } from './test/emulator/client.ts'
    const ses = useEmulator({ before, beforeEach, after })
    for (const name of ['one', 'two']) {
      test(name, async () => {
        const client = await dialIn(ses())
        await client.send(mail({ Subject: name }))
        client.socket.destroy()
        assert.deepEqual(ses().inbox.map(({ subject }) => subject), [name])
      })
    }`
  const args = ['--import', 'tsx', '--input-type=module', '--test-reporter=tap', '-e', program]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  expect(stdout).toMatch(/^# pass 2$/m)
})

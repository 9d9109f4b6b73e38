import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import * as emulator from '../lib/emulator/index.ts'
import * as library from '../lib/index.ts'
import * as status from '../lib/status/index.ts'

test('the public names', () =>
  expect(Object.keys(library).sort()).toEqual([
    'SesError',
    'SesTransport',
    'explainReply',
    'isSesError',
    'previewMail',
    'sesTransport',
  ]))

test('the public names of the emulator', () =>
  expect(Object.keys(emulator).sort()).toEqual(['Emulator', 'startEmulator', 'useEmulator']))

test('the public names of the status', () =>
  expect(Object.keys(status).sort()).toEqual(['isFinal', 'parseSesEvent', 'sesStatus', 'supersedes', 'verifySecret']))

test.each(['lib/index.ts', 'lib/emulator/index.ts', 'lib/status/index.ts'])('%s lists them one by one', async (file) =>
  expect(await readFile(new URL(`../${file}`, import.meta.url), 'utf8')).not.toMatch(/export\s*\*/),
)

test("the version is the package's", async () => {
  const { name, version } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'))
  const transport = library.sesTransport({ region: 'ap-singapore', auth: { user: 'u', pass: 'p' } })
  transport.close()
  expect([name, transport.version]).toEqual(['nodemailer-tencentcloud-ses', version])
})

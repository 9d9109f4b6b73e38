// The package as it is published: packed, laid into an empty project, imported in every way, and really sending.

import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const NAME = 'nodemailer-tencentcloud-ses'
let app: string

beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'ses-package-'))
  const installed = join(app, 'node_modules', NAME)
  await run('npm', ['run', 'build'], { cwd: root })
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', app], { cwd: root })
  await mkdir(installed, { recursive: true })
  await run('tar', ['xzf', join(app, JSON.parse(stdout)[0].filename), '--strip-components=1', '-C', installed])
  for (const name of [
    'nodemailer',
    'bottleneck',
    'p-retry',
    'is-network-error',
    'postal-mime',
    '@types/node',
    'undici-types',
  ]) {
    await mkdir(join(app, 'node_modules', name, '..'), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(app, 'node_modules', name))
  }
}, 120_000)

afterAll(() => rm(app, { recursive: true, force: true }))

it('holds what is needed and nothing else', async () => {
  const files = await readdir(join(app, 'node_modules', NAME), { recursive: true })
  expect(files.filter((file) => !/^dist[/\\](emulator|preview)-|\.map$/.test(file)).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'dist',
    'dist/cli.d.ts',
    'dist/cli.js',
    'dist/emulator.cjs',
    'dist/emulator.d.cts',
    'dist/emulator.d.ts',
    'dist/emulator.js',
    'dist/index.cjs',
    'dist/index.d.cts',
    'dist/index.d.ts',
    'dist/index.js',
    'package.json',
  ])
})

// A retry and a raw mail, for p-retry and postal-mime are what a CommonJS build is known to load wrongly, and no import shows it.
const sending = `
const ses = await startEmulator({ faults: [{ at: 'call', error: 'InternalError' }] })
const transporter = createTransport(sesTransport({ ...ses.transport, retry: { minDelayMs: 1 } }))
const info = await transporter.sendMail({ from: ses.transport.auth.user, to: 'ann@example.org', subject: 's', text: 't' })
await transporter.sendMail({ raw: 'From: noreply@mail.example.com\\r\\nTo: ann@example.org\\r\\nSubject: s\\r\\n\\r\\nt' })
const failed = await transporter.sendMail({ from: 'x', to: 'y', subject: 's', text: 't' }).catch((error) => error)
console.log(info.ses.letters[0].attempts, ses.inbox.length, isSesError(failed))
transporter.close()
await ses.close()
`

it.each([
  [
    'import',
    'app.mjs',
    `import { createTransport } from 'nodemailer'
import { isSesError, sesTransport } from '${NAME}'
import { startEmulator } from '${NAME}/emulator'
${sending}`,
  ],
  [
    'require',
    'app.cjs',
    `const { createTransport } = require('nodemailer')
const { isSesError, sesTransport } = require('${NAME}')
const { startEmulator } = require('${NAME}/emulator')
;(async () => {${sending}})()`,
  ],
  [
    'import()',
    'dynamic.cjs',
    `(async () => {
const { createTransport } = await import('nodemailer')
const { isSesError, sesTransport } = await import('${NAME}')
const { startEmulator } = await import('${NAME}/emulator')
${sending}})()`,
  ],
])(
  'sends with %s',
  async (_way, file, source) => {
    await writeFile(join(app, file), source)
    expect((await run(process.execPath, [file], { cwd: app })).stdout.trim()).toBe('2 2 true')
  },
  30_000,
)

it.each([
  ['nodenext, ESM', 'app.mts', ['--module', 'nodenext', '--moduleResolution', 'nodenext']],
  ['nodenext, CommonJS', 'app.cts', ['--module', 'nodenext', '--moduleResolution', 'nodenext']],
  ['bundler', 'app.ts', ['--module', 'esnext', '--moduleResolution', 'bundler']],
])(
  'has types for %s, strict and without skipLibCheck',
  async (_kind, file, options) => {
    const source = `
import { createTransport } from 'nodemailer'
import { isSesError, sesTransport, type SesSentMessageInfo, type SesTransportOptions } from '${NAME}'
import { startEmulator } from '${NAME}/emulator'

export async function send(): Promise<SesSentMessageInfo> {
  const ses = await startEmulator({ rateLimit: { perSecond: 5 } })
  const options: SesTransportOptions = { ...ses.transport, cc: 'separate', rateLimit: { perSecond: 5 } }
  const transporter = createTransport(sesTransport(options))
  const info = await transporter.sendMail({ from: 'a@b.cc', to: 'd@e.ff', subject: 's', text: 't' })
  const attempts: number | undefined = info.ses?.letters[0]?.attempts
  if (isSesError(attempts)) throw new Error(attempts.reason)
  return info
}
`
    await writeFile(join(app, file), source)
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--target', 'es2022', '--types', 'node']
    const { stdout } = await run(process.execPath, [tsc, ...strict, ...options, file], { cwd: app }).catch(
      (error) => error,
    )
    expect(stdout).toBe('')
  },
  60_000,
)

// Nodemailer has types of its own from version 10; before, they come from @types/nodemailer.
it.each(['app.mts', 'app.cts'])(
  'has types that fit @types/nodemailer: %s',
  async (file) => {
    const older = join(app, 'older')
    const modules = join(older, 'node_modules')
    await mkdir(join(modules, 'nodemailer'), { recursive: true })
    await mkdir(join(modules, '@types'), { recursive: true })
    await writeFile(
      join(modules, 'nodemailer/package.json'),
      '{ "name": "nodemailer", "version": "9.1.1", "main": "index.js" }',
    )
    await writeFile(join(modules, 'nodemailer/index.js'), '')
    const linked = {
      [NAME]: join(app, 'node_modules', NAME),
      '@types/nodemailer': '',
      '@types/node': '',
      'undici-types': '',
    }
    for (const [name, target] of Object.entries(linked)) {
      await rm(join(modules, name), { force: true })
      await symlink(target || join(root, 'node_modules', name), join(modules, name))
    }
    const source = `
import { createTransport, type Transporter } from 'nodemailer'
import { sesTransport, type SesSentMessageInfo } from '${NAME}'

const transporter: Transporter<SesSentMessageInfo> = createTransport(sesTransport({ region: 'ap-singapore', auth: { user: 'a', pass: 'b' } }))
export const attempts: Promise<number | undefined> = transporter.sendMail({}).then((info) => info.ses?.letters[0]?.attempts)
`
    await writeFile(join(older, file), source)
    const tsc = join(root, 'node_modules/typescript/bin/tsc')
    const options = ['--strict', '--noEmit', '--target', 'es2022', '--types', 'node', '--preserveSymlinks']
    const { stdout } = await run(process.execPath, [tsc, ...options, '--module', 'nodenext', file], {
      cwd: older,
    }).catch((error) => error)
    expect(stdout).toBe('')
  },
  60_000,
)

it('checks a message file from the command line', async () => {
  await writeFile(
    join(app, 'letter.eml'),
    'From: noreply@mail.example.com\nTo: ann@example.org\nCc: bob@example.org\nSubject: s\n\nt',
  )
  const { bin } = JSON.parse(await readFile(join(app, 'node_modules', NAME, 'package.json'), 'utf8'))
  const cli = join(app, 'node_modules', NAME, bin[NAME])
  const { stdout } = await run(process.execPath, [cli, 'check', 'letter.eml'], { cwd: app })
  expect(stdout).toMatch(/^letter\.eml: can be sent\n[\s\S]*\[cc\]\n[\s\S]*to ann@example\.org, bob@example\.org\n/)
})

it('reads no file and starts no timer when it is imported', async () => {
  const script = `
const before = process.getActiveResourcesInfo()
const { readFileSync } = require('node:fs')
require('${NAME}')
const after = process.getActiveResourcesInfo()
console.log(JSON.stringify(after) === JSON.stringify(before))`
  await writeFile(join(app, 'import.cjs'), script)
  expect((await run(process.execPath, ['import.cjs'], { cwd: app })).stdout.trim()).toBe('true')
})

it('carries the licences of what its CommonJS build has inside', async () => {
  const bundle = await readFile(join(app, 'node_modules', NAME, 'dist/index.cjs'), 'utf8')
  expect(bundle).toContain('node_modules/p-retry')
  expect(await readFile(join(app, 'node_modules', NAME, 'LICENSE'), 'utf8')).toContain('Sindre Sorhus')
})

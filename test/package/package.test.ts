// The package as it is published: packed, laid into an empty project, imported in every way, and really sending.

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, it } from 'vitest'
import { importing, programs, sent } from './programs.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const NAME = 'nodemailer-tencentcloud-ses'
let app: string

beforeAll(async () => {
  app = await mkdtemp(join(inject('packed').workspace, 'app-'))
  await cp(inject('packed').folder, join(app, 'node_modules', NAME), { recursive: true })
  for (const name of [
    'nodemailer',
    'bottleneck',
    'p-retry',
    'is-network-error',
    'postal-mime',
    'vitest',
    '@types/node',
    'undici-types',
  ]) {
    await mkdir(join(app, 'node_modules', name, '..'), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(app, 'node_modules', name))
  }
})

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

it.each(Object.entries(programs))('sends with node %s', async (file, source) => {
  await writeFile(join(app, file), source)
  expect(JSON.parse((await run(process.execPath, [file], { cwd: app })).stdout)).toEqual(sent)
})

it('sends with Vitest', async () => {
  const check = `import { expect, test } from 'vitest'\ntest('sends', async () => expect(await send()).toEqual(${JSON.stringify(sent)}))`
  await writeFile(join(app, 'app.test.mjs'), `${importing}\n${check}`)
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const { stdout } = await run(process.execPath, [vitest, 'run', '--reporter=json'], { cwd: app })
  expect(JSON.parse(stdout)).toMatchObject({ success: true, numPassedTests: 1 })
})

const tsc = async (cwd: string, options: readonly string[], files: Readonly<Record<string, string>>) => {
  for (const [file, source] of Object.entries(files)) await writeFile(join(cwd, file), source)
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const strict = ['--strict', '--exactOptionalPropertyTypes', '--noEmit', '--target', 'es2022', '--types', 'node']
  const { stdout } = await run(process.execPath, [compiler, ...strict, ...options, ...Object.keys(files)], {
    cwd,
  }).catch((error) => error)
  return stdout
}
const nodenext = ['--module', 'nodenext', '--moduleResolution', 'nodenext']
const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler']

it.each([
  ['nodenext', nodenext, ['app.mts', 'app.cts']],
  ['bundler', bundler, ['app.ts']],
])(
  'has types for %s, strict and without skipLibCheck',
  async (_kind, options, files) => {
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
    expect(await tsc(app, options, Object.fromEntries(files.map((file) => [file, source])))).toBe('')
  },
  120_000,
)

// Nodemailer has types of its own from version 10; before, they come from @types/nodemailer.
it('has types that fit @types/nodemailer', async () => {
  const older = join(app, 'older')
  const modules = join(older, 'node_modules')
  await mkdir(join(modules, 'nodemailer'), { recursive: true })
  await mkdir(join(modules, '@types'), { recursive: true })
  await writeFile(
    join(modules, 'nodemailer/package.json'),
    '{ "name": "nodemailer", "version": "9.1.1", "main": "index.js" }',
  )
  await writeFile(join(modules, 'nodemailer/index.js'), '')
  await symlink(join(app, 'node_modules', NAME), join(modules, NAME))
  for (const name of ['@types/nodemailer', '@types/node', 'undici-types']) {
    await symlink(join(root, 'node_modules', name), join(modules, name))
  }
  const source = `
import { createTransport, type Transporter } from 'nodemailer'
import { sesTransport, type SesSentMessageInfo } from '${NAME}'

const transporter: Transporter<SesSentMessageInfo> = createTransport(sesTransport({ region: 'ap-singapore', auth: { user: 'a', pass: 'b' } }))
export const attempts: Promise<number | undefined> = transporter.sendMail({}).then((info) => info.ses?.letters[0]?.attempts)
`
  expect(await tsc(older, [...nodenext, '--preserveSymlinks'], { 'app.mts': source, 'app.cts': source })).toBe('')
}, 120_000)

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

it.each([
  ['import', 'loading.mjs', `await import('${NAME}')`],
  ['require', 'loading.cjs', `require('${NAME}')`],
])('reads no file and starts no timer when it is loaded with %s', async (_way, file, load) => {
  const isModule = file.endsWith('.mjs')
  const builtin = (name: string) => (isModule ? `(await import('node:${name}')).default` : `require('node:${name}')`)
  await writeFile(
    join(app, file),
    `const fs = ${builtin('fs')}
const done = []
const watch = (of, name) => {
  const original = of[name]
  of[name] = (...args) => {
    if (!/\\.(?:[cm]?js|json)$/.test(String(args[0]))) done.push([name, String(args[0])])
    return original(...args)
  }
}
for (const name of ['readFile', 'readFileSync', 'open', 'createReadStream']) watch(fs, name)
for (const name of ['open', 'readFile']) watch(fs.promises, name)
for (const name of ['setTimeout', 'setInterval', 'setImmediate']) watch(globalThis, name)
;${builtin('module')}.syncBuiltinESMExports()
${load}
fs.readFileSync(${JSON.stringify(fileURLToPath(new URL('../../LICENSE', import.meta.url)))})
setTimeout(() => {})
console.log(JSON.stringify(done.map(([name]) => name)))
`,
  )
  // The last two are the program's own, to show that such are seen.
  expect(JSON.parse((await run(process.execPath, [file], { cwd: app })).stdout)).toEqual(['readFileSync', 'setTimeout'])
})

it('carries the licences of what its CommonJS build has inside', async () => {
  const bundle = await readFile(join(app, 'node_modules', NAME, 'dist/index.cjs'), 'utf8')
  expect(bundle).toContain('node_modules/p-retry')
  expect(await readFile(join(app, 'node_modules', NAME, 'LICENSE'), 'utf8')).toContain('Sindre Sorhus')
})

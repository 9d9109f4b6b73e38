// The package as it is published: packed, laid into an empty project, imported in every way, and really sending.

import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest'
import { startEmulator } from '../../lib/emulator/index.ts'
import { importing, programs, sent } from './programs.ts'
import { snippet } from './snippets.ts'

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
  expect(files.filter((file) => !/^dist[/\\][a-z]+-[\w-]+\.(?:d\.)?c?[jt]s$|\.map$/.test(file)).sort()).toEqual([
    '.github',
    '.github/SECURITY.md',
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'README.zh-CN.md',
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
    'dist/status.cjs',
    'dist/status.d.cts',
    'dist/status.d.ts',
    'dist/status.js',
    'lib',
    'lib/HOSTS.md',
    'lib/TELEMETRY.md',
    'lib/cli',
    'lib/cli/README.md',
    'lib/emulator',
    'lib/emulator/README.md',
    'lib/explain',
    'lib/explain/README.md',
    'lib/explain/TROUBLESHOOTING.md',
    'lib/explain/TROUBLESHOOTING.zh-CN.md',
    'lib/fit',
    'lib/fit/README.md',
    'lib/options',
    'lib/options/README.md',
    'lib/pace',
    'lib/pace/README.md',
    'lib/retry',
    'lib/retry/README.md',
    'lib/status',
    'lib/status/README.md',
    'package.json',
    'test',
    'test/README.md',
    'test/bench',
    'test/bench/README.md',
  ])
})

// Links to code lead to the repository alone, from npm's page and mirrors too.
it('its documents link only to documents that it holds', async () => {
  const folder = join(app, 'node_modules', NAME)
  const files = await readdir(folder, { recursive: true })
  const documents = files.filter((file) => file.endsWith('.md')).map((file) => file.replaceAll('\\', '/'))
  const links = documents.map(async (file) => {
    const text = await readFile(join(folder, file), 'utf8')
    return [...text.matchAll(/\]\(([^():#]+\.md)(?:#[^)]*)?\)/g)].map(([, target = '']) =>
      posix.join(dirname(file), target),
    )
  })
  const linked = new Set((await Promise.all(links)).flat())
  expect(linked.size).toBeGreaterThan(10)
  expect([...linked].filter((target) => !documents.includes(target))).toEqual([])
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
import { isSesError, sesTransport, type SesMail, type SesSentMessageInfo, type SesTransportOptions } from '${NAME}'
import { startEmulator } from '${NAME}/emulator'
import { parseSesEvent, sesStatus, type SesEvent, type StatusClient, type StatusRecord } from '${NAME}/status'

export async function send(client: StatusClient): Promise<SesSentMessageInfo> {
  const ses = await startEmulator({ rateLimit: { perSecond: 5 } })
  const status = sesStatus({ client, rateLimit: { perSecond: 20 } })
  const events: SesEvent[] = [parseSesEvent('{}')]
  const onUnknown = status.resolver({ waitMs: 1_000, events: ({ messageId }) => events.filter((event) => event.messageId === messageId) })
  const options: SesTransportOptions = { ...ses.transport, cc: 'separate', rateLimit: { perSecond: 5 }, onUnknown }
  const transporter = createTransport(sesTransport(options))
  const mail: SesMail = { from: 'a@b.cc', to: 'd@e.ff', subject: 's', text: 't', ses: { callback: { order: '42' } } }
  const info = await transporter.sendMail(mail)
  const records: readonly StatusRecord[] = await status.find({ from: 'a@b.cc', to: 'd@e.ff', sentAt: new Date() })
  if (records.some(({ sendStatus }) => sendStatus === 'accepted')) status.close()
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

it('has the router in the emulator, with its licence, and not where mails are sent', async () => {
  const dist = join(app, 'node_modules', NAME, 'dist')
  const holders = (await readdir(dist)).filter((file) => /\.c?js$/.test(file))
  const texts = await Promise.all(
    holders.map(async (file) => [file, await readFile(join(dist, file), 'utf8')] as const),
  )
  const named = texts.filter(([, text]) => /\bHono\b/.test(text)).map(([file]) => file)
  expect(named.map((file) => file.replace(/-[\w-]{8}\.js$/, '.js')).sort()).toEqual(['emulator.cjs', 'emulator.js'])
  expect(texts.flatMap(([, text]) => text.match(/^[^*\n]*(?:from |require\()['"]hono.*/gm) ?? [])).toEqual([])
  expect(await readFile(join(app, 'node_modules', NAME, 'LICENSE'), 'utf8')).toContain(
    'Yusuke Wada and Hono contributors',
  )
})

it('runs the emulator without Nodemailer', async () => {
  const bare = await mkdtemp(join(inject('packed').workspace, 'bare-'))
  await cp(inject('packed').folder, join(bare, 'node_modules', NAME), { recursive: true })
  await symlink(join(root, 'node_modules/postal-mime'), join(bare, 'node_modules/postal-mime'))
  const cli = join(bare, 'node_modules', NAME, 'dist/cli.js')
  const child = spawn(process.execPath, [cli, 'emulator', '--port', '0', '--web-port', '0'], { cwd: bare })
  let printed = ''
  for await (const text of child.stdout.setEncoding('utf8')) {
    printed += text
    if (printed.includes('Ctrl+C')) break
  }
  child.kill()
  expect(printed).toContain('The SES emulator runs')
})

describe('the command line', () => {
  const cli = async (...args: readonly string[]) => {
    const { bin } = JSON.parse(await readFile(join(app, 'node_modules', NAME, 'package.json'), 'utf8'))
    return run(process.execPath, [join(app, 'node_modules', NAME, bin[NAME]), ...args], { cwd: app })
  }

  it('checks a message file', async () => {
    await writeFile(
      join(app, 'letter.eml'),
      'From: noreply@mail.example.com\nTo: ann@example.org\nCc: bob@example.org\nSubject: s\n\nt',
    )
    const { stdout } = await cli('check', 'letter.eml')
    expect(stdout).toMatch(/^letter\.eml: can be sent\n[\s\S]*\[cc\]\n[\s\S]*to ann@example\.org, bob@example\.org\n/)
  })

  it('verifies and sends, as README shows', async () => {
    const ses = await startEmulator()
    onTestFinished(() => ses.close())
    const { auth, port, tls } = ses.transport
    await writeFile(join(app, 'ses-password'), `${auth.pass}\n`)
    await writeFile(join(app, 'ca.pem'), tls.ca)
    await mkdir(join(app, 'node_modules/.bin'), { recursive: true })
    await symlink(`../${NAME}/dist/cli.js`, join(app, 'node_modules/.bin', NAME))
    const commands = (await snippet('Checking the setup', 0)).replace(
      'SES_REGION=ap-singapore',
      `SES_HOST=127.0.0.1 SES_PORT=${port} NODE_EXTRA_CA_CERTS=ca.pem`,
    )
    const { stdout } = await run('sh', ['-ec', commands], { cwd: app })
    expect(stdout).toMatch(/\n {2}ok {4}login +\d+ ms {2}235 2\.0\.0 OK\n/)
    expect(stdout).toContain('SES took the mail for you@example.org, in ')
    expect(ses.inbox.map(({ to }) => to)).toEqual([['you@example.org']])
  })

  it('runs the demo', async () =>
    expect((await cli('demo')).stdout).toMatch(/\n74 letters arrived at the gateway, of 74 that it was to take\.\n$/))
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

it.each(['dist/index.js', 'dist/index.cjs'])('%s has nothing of the status in it, nor loads it', async (file) => {
  const seen = new Set<string>()
  const open = [file]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    const code = await readFile(join(app, 'node_modules', NAME, next), 'utf8')
    expect(code).not.toContain('tencentcloud-sdk-nodejs-ses')
    open.push(...[...code.matchAll(/["']\.\/([\w-]+\.c?js)["']/g)].map(([, name]) => `dist/${name}`))
  }
  expect(seen.size).toBeGreaterThan(1)
})

describe('the status, without its SDK', () => {
  const ask = `
async function ask() {
  const credential = { secretId: 'a', secretKey: 'b' }
  const question = { from: 'a@b.cc', to: 'd@e.ff', sentAt: Date.now() }
  const error = await sesStatus({ credential, region: 'ap-singapore' }).find(question).catch((error) => error)
  return [isSesError(error), error.hint, parseSesEvent('{"event":"open"}').event]
}
ask().then((result) => console.log(JSON.stringify(result)))`
  it.each([
    [
      'import',
      'status.mjs',
      `import { isSesError } from '${NAME}'\nimport { parseSesEvent, sesStatus } from '${NAME}/status'`,
    ],
    [
      'require',
      'status.cjs',
      `const { isSesError } = require('${NAME}')\nconst { parseSesEvent, sesStatus } = require('${NAME}/status')`,
    ],
  ])('says what to install, and reads events, with %s', async (_way, file, load) => {
    await writeFile(join(app, file), `${load}\n${ask}`)
    const [isOurs, hint, event] = JSON.parse((await run(process.execPath, [file], { cwd: app })).stdout)
    expect([isOurs, event]).toEqual([true, 'open'])
    expect(hint).toContain('npm install tencentcloud-sdk-nodejs-ses')
  })
})

it('carries the licences of what its CommonJS build has inside', async () => {
  const bundle = await readFile(join(app, 'node_modules', NAME, 'dist/index.cjs'), 'utf8')
  expect(bundle).toContain('node_modules/p-retry')
  expect(await readFile(join(app, 'node_modules', NAME, 'LICENSE'), 'utf8')).toContain('Sindre Sorhus')
})

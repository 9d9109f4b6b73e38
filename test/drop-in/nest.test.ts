// Nest as its own command line makes it, with @nestjs-modules/mailer: its tests, its builders, its types, its queue.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { snippet } from '../package/snippets.ts'
import { freePort, startPackedEmulator } from './emulator.ts'
import { createProject, install, openProject, type Project } from './project.ts'

const own = fileURLToPath(new URL('apps/nest', import.meta.url))

const majors = [
  { major: '11', node: '20', builders: ['tsc', 'webpack', 'swc'], report: '--json', packages: [] },
  {
    major: '12',
    // Its command line asks for it.
    node: '22',
    // It is ESM, for which it does without webpack.
    builders: ['tsc', 'rspack', 'swc'],
    report: '--reporter=json',
    packages: ['@rspack/core', 'webpack-node-externals', 'tsconfig-paths-webpack-plugin'],
  },
]

describe.each(majors)('Nest $major', ({ major, node, builders, report, packages }) => {
  let app: Project
  let path: string

  beforeAll(async () => {
    const tools = await createProject([`@nestjs/cli@${major}`, `node@${node}`])
    path = join(tools.folder, 'node_modules/node/bin')
    await tools.run(['nest', 'new', 'app', '--skip-git', '--skip-install', '--package-manager=npm', '--strict'], {
      path,
    })
    app = openProject(join(tools.folder, 'app'))
    const mailer = ['nodemailer@10', '@nestjs-modules/mailer@2', 'handlebars', 'lodash', 'bullmq', 'ioredis']
    await install(app, [...mailer, '@swc/core', '@swc/cli', ...packages], { path })
    await addMail(app)
  })

  const types = (...options: string[]) => app.run(['tsc', '--noEmit', '--strict', ...options], { path })
  const testsOfItsOwn = async () => JSON.parse(await app.run(['npm', 'test', '--silent', '--', report], { path }))

  test('its own test set-up, as generated', async () =>
    expect(await testsOfItsOwn()).toMatchObject({ success: true, numPassedTests: 12 }))

  test('types, strict, and with every declaration of ours read', async () => {
    expect(await types()).toBe('')
    // The module's own do not fit Nodemailer 10's.
    const errors = await types('--skipLibCheck', 'false').catch((error) => error.message)
    expect(errors).toContain('node_modules/@nestjs-modules/mailer')
    expect(errors).not.toContain('nodemailer-tencentcloud-ses')
  })

  test.each(builders)('nest build --builder %s: sends, and closes on SIGTERM', async (builder) => {
    await app.run(['nest', 'build', '--builder', builder], { path })
    const ses = await startPackedEmulator()
    const command = ['sh', '-c', 'node dist/main.js 2>&1; echo $?']
    const output = await app.run(command, { path, env: { SES: JSON.stringify(ses.transport) } })
    await ses.close()
    // Some shells have a word for the signal, too.
    expect(output.replace('Terminated\n', '')).toBe('250 2.0.0 OK: queued\ncancelled\n143\n')
    expect(ses.inbox.map(({ subject }) => subject)).toEqual(['Hi'])
  })

  test('as the document shows it', async () => {
    await app.run(['nest', 'build'], { path })
    const ses = await startPackedEmulator()
    await app.run(['node', 'dist/readme.js'], {
      path,
      env: { SES: JSON.stringify(ses.transport), SES_SMTP_PASSWORD: ses.transport.auth.pass },
    })
    await ses.close()
    expect(ses.inbox.map(({ subject }) => subject)).toEqual(['AppModule', 'Before', 'After'])
  })

  test('its queue: what may have been sent is not sent again', async () => {
    await app.run(['nest', 'build'], { path })
    const redis = await startRedis()
    const output = await app.run(['node', 'dist/queue.js'], { path, env: { REDIS_PORT: `${redis.port}` } })
    await redis.stop()
    const [subjects, jobs] = JSON.parse(output)
    expect(subjects).toEqual(['first', 'second'])
    expect(jobs).toEqual({ waiting: 0, active: 0, completed: 1, failed: 1, delayed: 0 })
  })

  test('with Nodemailer 9 and @types/nodemailer, which take `defaults`', async () => {
    await app.run(['npm', 'install', 'nodemailer@9', '@types/nodemailer@8', '--prefer-offline'], { path })
    await app.write({
      'src/defaults.ts': `import { MailerModule } from '@nestjs-modules/mailer'
import { sesTransport } from 'nodemailer-tencentcloud-ses'
export const module = MailerModule.forRoot({
  transport: sesTransport({ region: 'ap-singapore', auth: { user: 'user', pass: 'pass' } }),
  defaults: { from: 'Shop <noreply@mail.example.com>' },
})`,
    })
    expect(await types()).toBe('')
    expect(await testsOfItsOwn()).toMatchObject({ success: true, numPassedTests: 12 })
  })
})

test('The document shows the controller of the events as it is', async () => {
  const controller = await readFile(join(own, 'src/ses-events.controller.ts'), 'utf8')
  expect(await snippet('In NestJS', 0)).toBe(controller)
})

/** What a user adds: a few files, in the words of the project's module system. */
async function addMail(app: Project): Promise<void> {
  const { type } = JSON.parse(await readFile(join(app.folder, 'package.json'), 'utf8'))
  for (const file of await readdir(join(own, 'src'))) {
    const source = await readFile(join(own, 'src', file), 'utf8')
    await app.write({
      [`src/${file}`]: type === 'module' ? source.replace(/from '(\.\/[^']+)'/g, "from '$1.js'") : source,
    })
  }
  await app.write({ 'src/readme.ts': await readmeProgram(), 'src/readme.spec.ts': await snippet('In tests', 2) })
  await cp(join(own, 'templates'), join(app.folder, 'templates'), { recursive: true })
}

async function readmeProgram(): Promise<string> {
  return `import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { MailerModule, MailerService } from '@nestjs-modules/mailer'
import { sesTransport } from 'nodemailer-tencentcloud-ses'

const gateway = JSON.parse(process.env.SES ?? '')
const { user, pass } = gateway.auth
${await snippet('NestJS', 0)}
${await snippet('Coming from SMTP settings', 1)}
@Module({ imports: [before] })
class Before {}

@Module({ imports: [after] })
class After {}

async function run() {
  for (const module of [AppModule, Before, After]) {
    const app = await NestFactory.createApplicationContext(module, { logger: false })
    await app.get(MailerService).sendMail({ from: user, to: 'ann@example.org', subject: module.name, text: 'Hi' })
    await app.close()
  }
}
run()`
}

interface Redis {
  readonly port: number
  readonly stop: () => Promise<void>
}

/** Debian's `redis-server`, keeping nothing. */
async function startRedis(): Promise<Redis> {
  const port = await freePort()
  const server = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''])
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.once('exit', (code) => reject(new Error(`redis-server ended with ${code}`)))
    server.stdout.on('data', (text) => String(text).includes('Ready to accept connections') && resolve())
  })
  return {
    port,
    stop: async () => {
      server.kill()
      await once(server, 'exit')
    },
  }
}

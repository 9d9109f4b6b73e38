// Every fenced block of README and of the documents beside the code, compiled and run with the package as it is published.
// In place of SES stands the emulator.

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { startEmulator } from '../../lib/emulator/index.ts'
import { readSnippets, type Snippet, sendToGateway } from './snippets.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const NAME = 'nodemailer-tencentcloud-ses'

/** What becomes of a block. */
type Way =
  /** TypeScript, with what has to stand around it. */
  | { readonly program: (code: string) => string; readonly arrives?: readonly string[]; readonly prints?: string }
  /** A command, run at the root of the repository. */
  | { readonly command: (code: string) => string; readonly prints: RegExp }
  /** Some lines of what a command prints, paragraph by paragraph. */
  | { readonly excerptOf: string }
  /** `$ command` and what it prints, run beside files. */
  | { readonly session: Readonly<Record<string, string>> }
  /** Needs other packages: the file that has `snippet(heading, index)`. */
  | { readonly elsewhere: string }

const gateway = "const gateway = JSON.parse(process.env.GATEWAY ?? '')"
const setting = `
import { createTransport, type SendMailOptions } from 'nodemailer'
import { explainReply, isSesError, sesTransport, type SesTransportOptions } from '${NAME}'
${gateway}
const { user, pass } = gateway.auth
const mail: SendMailOptions = { from: user, to: 'ann@example.org', subject: 'Hello', text: 'Hello' }
`
/** `before` is plain Nodemailer, \`after\` sends: both have to arrive. */
const both = `
await before.sendMail({ ...mail, subject: 'before' })
await after.sendMail({ ...mail, subject: 'after' })
before.close()
`
const order = [
  'From: Shop <noreply@mail.example.com>',
  'To: Ann <ann@example.org>',
  'Subject: Your order',
  'Cc: Bob <bob@example.org>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=UTF-8',
  '',
  `<p>${'word '.repeat(500)}</p>`,
  '--b',
  'Content-Type: application/octet-stream',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="invoice 7.pdf"',
  '',
  'aGVsbG8=',
  '--b--',
  '',
]

const withoutInstall = (code: string) => code.replace('npm ci && ', '')

/** By heading, for each block under it. */
const ways: Readonly<Record<string, readonly Way[]>> = {
  [NAME]: [{ excerptOf: 'npm run demo' }],
  Install: [
    { elsewhere: 'test/drop-in/install.test.ts' },
    { program: (code) => `${gateway}\n${code}`, arrives: ['Hi'], prints: '250 2.0.0 OK: queued\n' },
  ],
  Errors: [
    {
      program: (code) => `${setting}
const transporter = createTransport(sesTransport(gateway))
const askAPerson = async (..._: unknown[]) => console.log('ask')
const giveUp = async (_: SendMailOptions, reason: string, hint: string) => console.log(reason, hint.length > 0)
const sendLater = async (..._: unknown[]) => console.log('later')
mail.from = 'x@other.example'
${code.replace(/^import .*\n/, '')}`,
      prints: 'sender-refused true\n',
    },
  ],
  'Your own meanings': [
    {
      program: (code) => `${setting}
const options: SesTransportOptions = { ...gateway, ${code} }
sesTransport(options)
console.log(explainReply('554 {"Code":"x","Message":"Mailbox is  FULL"}', options).hint)`,
      prints: 'Try tomorrow.\n',
    },
  ],
  'A worker for BullMQ': [{ elsewhere: 'test/examples/bullmq.test.ts' }],
  'One limit for several processes': [
    {
      program: (code) => `${setting}
const { auth } = gateway
const region = 'ap-singapore'
${code}
redis.disconnect()
console.log('made')`,
      prints: 'made\n',
    },
  ],
  'Ask what became of a mail': [
    {
      program: (code) => `${setting}
const client = {
  GetSendEmailStatus: async () => ({
    EmailStatusList: [
      { FromEmailAddress: user, ToEmailAddress: 'ann@example.org', SendStatus: 0, DeliverStatus: 1, RequestTime: Date.now() / 1_000 | 0 },
    ],
  }),
}
${code.replace(/sesStatus\(\{[\s\S]*?\n\}\)/, 'sesStatus({ client })')}`,
      arrives: ['Hello'],
      prints: 'accepted delivered Do nothing; a bounce may still follow.\n',
    },
  ],
  'Receive webhook events': [{ elsewhere: 'test/examples/status.test.ts' }],
  'With a queue': [{ elsewhere: 'test/examples/status.test.ts' }],
  'In NestJS': [{ elsewhere: 'test/drop-in/nest.test.ts' }],
  'In a program': [{ program: (code) => `${setting}\n${code}`, prints: 'Hello accepted\n' }],
  'Status and webhook events': [
    {
      program: (code) => `import { startEmulator } from '${NAME}/emulator'
${code}
const RequestDate = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
console.log((await client.GetSendEmailStatus({ RequestDate, Offset: 0, Limit: 100 })).EmailStatusList)
await emulator.close()`,
      prints: '[]\n',
    },
  ],
  'In tests': [
    { elsewhere: 'test/package/test-runners.test.ts' },
    { elsewhere: 'test/package/test-runners.test.ts' },
    { elsewhere: 'test/drop-in/nest.test.ts' },
  ],
  'Its page and its HTTP API': [
    { elsewhere: 'test/examples/emulator-api.test.ts' },
    { elsewhere: 'test/examples/emulator-api.test.ts' },
    { elsewhere: 'test/examples/emulator-api.test.ts' },
    { elsewhere: 'test/examples/emulator-api.test.ts' },
  ],
  'Checking the setup': [{ elsewhere: 'test/package/package.test.ts' }, { elsewhere: 'test/cli/verify.test.ts' }],
  'A message file, checked': [{ session: { 'order.eml': order.join('\r\n') } }],
  'Coming from SMTP settings': [
    { program: (code) => `${setting}\n${code}\n${both}`, arrives: ['before', 'after'] },
    { elsewhere: 'test/drop-in/nest.test.ts' },
    { program: (code) => `${setting}\n${code}\n${both}`, arrives: ['before', 'after'] },
  ],
  NestJS: [{ elsewhere: 'test/drop-in/nest.test.ts' }],
  'Payload, Auth.js and others': [
    { elsewhere: 'test/drop-in/hosts.test.ts' },
    { elsewhere: 'test/drop-in/hosts.test.ts' },
  ],
  Logs: [{ elsewhere: 'test/options/logger.test.ts' }],
  'Spans of OpenTelemetry': [{ elsewhere: 'test/examples/telemetry.test.ts' }],
  'Metrics of Prometheus': [{ elsewhere: 'test/examples/telemetry.test.ts' }],
  'Run the tests': [
    { command: (code) => `${withoutInstall(code).trim()} -- test/index.test.ts`, prints: /^\d+ passed, 0 failed/m },
  ],
  'Run the demo': [{ command: withoutInstall, prints: /^\d+ letters arrived at the gateway/m }],
}

const snippets = await readSnippets()
const wayOf = ({ heading, index }: Snippet) => ways[heading]?.[index]
const nameOf = ({ heading, index }: Snippet) => `${heading}, ${index}`
const fileOf = (snippet: Snippet) => `snippet-${snippets.indexOf(snippet)}.mts`

let app: string
beforeAll(async () => {
  app = await mkdtemp(join(inject('packed').workspace, 'readme-'))
  const modules = join(app, 'node_modules')
  await cp(inject('packed').folder, join(modules, NAME), { recursive: true })
  await mkdir(join(modules, '.bin'))
  await symlink(`../${NAME}/dist/cli.js`, join(modules, '.bin', NAME))
  const others = [
    'nodemailer',
    'bottleneck',
    'ioredis',
    'p-retry',
    'is-network-error',
    'postal-mime',
    '@types/node',
    'undici-types',
    'tencentcloud-sdk-nodejs-ses',
  ]
  for (const name of [...others, 'tsx']) {
    await mkdir(dirname(join(modules, name)), { recursive: true })
    await symlink(join(root, 'node_modules', name), join(modules, name))
  }
})

test('every block has a row here, and every row its block', () => {
  const rows = Object.entries(ways).flatMap(([heading, all]) => all.map((_, index) => `${heading}, ${index}`))
  expect(
    snippets.map(nameOf).sort(),
    'Give each block under a heading a row in `ways`: how it is run. No two headings with blocks may be alike.',
  ).toEqual(rows.sort())
})

const programs = snippets.flatMap((snippet) => {
  const way = wayOf(snippet)
  return way && 'program' in way ? [{ snippet, name: nameOf(snippet), ...way }] : []
})

test('the programs compile, strict', async () => {
  for (const { snippet, program } of programs) await writeFile(join(app, fileOf(snippet)), program(snippet.code))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const options = ['--strict', '--noEmit', '--target', 'es2022', '--module', 'nodenext', '--types', 'node']
  const files = programs.map(({ snippet }) => fileOf(snippet))
  const { stdout } = await run(process.execPath, [tsc, ...options, ...files], { cwd: app }).catch((error) => error)
  expect(stdout).toBe('')
}, 120_000)

test.each(programs)('$name', async ({ snippet, program, arrives = [], prints = '' }) => {
  const ses = await startEmulator({ host: 'localhost' })
  onTestFinished(() => ses.close())
  const { auth, port, tls } = ses.transport
  await writeFile(join(app, fileOf(snippet)), program(sendToGateway(snippet.code)))
  await writeFile(join(app, 'ca.pem'), tls.ca)
  const env = {
    ...process.env,
    GATEWAY: JSON.stringify(ses.transport),
    SES_SMTP_PASSWORD: auth.pass,
    SMTP_URL: `smtps://${encodeURIComponent(auth.user)}:${auth.pass}@localhost:${port}`,
    NODE_EXTRA_CA_CERTS: 'ca.pem',
  }
  const { stdout } = await run(process.execPath, ['--import', 'tsx', fileOf(snippet)], { cwd: app, env })
  expect(stdout).toBe(prints)
  expect(ses.inbox.map(({ subject }) => subject)).toEqual(arrives)
})

test.each(
  snippets.flatMap((snippet) => {
    const way = wayOf(snippet)
    return way && 'command' in way
      ? [{ name: nameOf(snippet), command: way.command(snippet.code), prints: way.prints }]
      : []
  }),
)(
  '$name',
  async ({ command, prints }) => {
    const { stdout } = await run('sh', ['-ec', command], { cwd: root, env: { ...process.env, NO_COLOR: '1' } })
    expect(stdout).toMatch(prints)
  },
  120_000,
)

test.each(
  snippets.flatMap((snippet) => {
    const way = wayOf(snippet)
    return way && 'excerptOf' in way ? [{ name: nameOf(snippet), code: snippet.code, command: way.excerptOf }] : []
  }),
)(
  '$name: what `$command` prints',
  async ({ code, command }) => {
    const { stdout } = await run('sh', ['-ec', command], { cwd: root, env: { ...process.env, NO_COLOR: '1' } })
    const printed = paragraphsOf(stdout)
    for (const lines of paragraphsOf(code)) {
      expect(printed.find(([title]) => title === lines[0])).toEqual(expect.arrayContaining(lines))
    }
  },
  120_000,
)

const paragraphsOf = (text: string) =>
  text
    .trim()
    .split(/\n\n+/)
    .map((paragraph) => paragraph.split('\n').map(withoutMeasures))

/** How many of a burst a gateway refuses, and how long it takes, is different each time. */
const withoutMeasures = (line: string) => line.replace(/\d+ sent, \d+ refused|\d+\.\d s$/g, '…')

test.each(
  snippets.flatMap((snippet) => {
    const way = wayOf(snippet)
    return way && 'session' in way ? [{ name: nameOf(snippet), code: snippet.code, files: way.session }] : []
  }),
)('$name', async ({ code, files }) => {
  for (const [name, content] of Object.entries(files)) await writeFile(join(app, name), content)
  const [, command = '', printed] = /^\$ (.*)\n([\s\S]*)$/.exec(code) ?? []
  expect((await run('sh', ['-ec', command], { cwd: app })).stdout).toBe(printed)
})

test.each(
  snippets.flatMap((snippet) => {
    const way = wayOf(snippet)
    return way && 'elsewhere' in way ? [{ ...snippet, name: nameOf(snippet), file: way.elsewhere }] : []
  }),
)('$name: in $file', async ({ heading, index, file }) =>
  expect(await readFile(join(root, file), 'utf8')).toContain(`snippet('${heading}', ${index})`),
)

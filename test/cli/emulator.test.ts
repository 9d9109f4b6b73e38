import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { createTransport } from 'nodemailer'
import { ses } from 'tencentcloud-sdk-nodejs-ses'
import { expect, onTestFinished, test, vi } from 'vitest'
import { entryLine, startLines } from '../../lib/cli/emulator-lines.ts'
import { createCertificate } from '../../lib/emulator/certificate/create.ts'
import { toEntry } from '../../lib/emulator/incidents.ts'
import { today } from '../emulator/status/ask.ts'
import { startTarget } from '../emulator/webhook/target.ts'
import { run } from './run.ts'

const plain = { from: 'Shop <me@mail.example.com>', to: 'ann@example.org', subject: '你好', text: 'Hi' }

test('starts, tells how to send, shows what came, and ends at SIGTERM', async () => {
  const cli = start('--user', 'me@mail.example.com', '--pass', "it's", '--reply', 'en')
  const { url, port, printed } = await started(cli)
  expect(printed).toContain(`curl -o ses-emulator.pem ${url}certificate.pem`)
  expect(printed).toContain("auth: { user: 'me@mail.example.com', pass: 'it\\'s' }")
  expect(printed).toContain("tls: { ca: readFileSync('ses-emulator.pem') }")

  const ca = await (await fetch(`${url}certificate.pem`)).text()
  const auth = { user: 'me@mail.example.com', pass: "it's" }
  const transporter = createTransport({ host: '127.0.0.1', port, auth, tls: { ca }, secure: true })
  await transporter.sendMail(plain)
  await expect(transporter.sendMail({ ...plain, cc: 'bob@example.org' })).rejects.toThrow('Cc is currently unsupported')

  const lines = await cli.printed('Cc: Currently unsupported')
  expect(lines).toMatch(/^1 \d\d:\d\d:\d\d accepted 你好 -> ann@example\.org$/m)
  expect(lines).toMatch(/^2 \d\d:\d\d:\d\d refused {2}你好 -> ann@example\.org, bob@example\.org \(cc\) Cc: Currently/m)
  expect(await (await fetch(url)).text()).toContain('你好')

  const listening = await fetch(`${url}events`)
  cli.child.kill('SIGTERM')
  expect(await cli.ended).toMatchObject({ status: 0, stderr: '' })
  await listening.body?.cancel().catch(() => {})
})

test('answers GetSendEmailStatus, and posts events', async () => {
  const target = await startTarget()
  const cli = start('--status-port', '0', '--secret-id', 'AKIDmine', '--secret-key', "it's", '--webhook', target.url)
  const { url, port, printed } = await started(cli)
  expect(printed).toContain(`Events are posted to ${target.url}\n`)
  const [, config = ''] = /new ses\.v20201002\.Client\(([\s\S]+?)\)\n\n/.exec(printed) ?? []
  const client = new ses.v20201002.Client(runInNewContext(`(${config})`))
  expect(client.region).toBe('ap-singapore')

  const ca = await (await fetch(`${url}certificate.pem`)).text()
  const auth = { user: 'noreply@mail.example.com', pass: 'Emulated4Tests' }
  const transporter = createTransport({ host: '127.0.0.1', port, auth, tls: { ca }, secure: true })
  await transporter.sendMail({ ...plain, from: auth.user })
  const { EmailStatusList } = await client.GetSendEmailStatus(today())
  expect(EmailStatusList).toMatchObject([{ ToEmailAddress: 'ann@example.org', SendStatus: 0, DeliverStatus: 1 }])
  await vi.waitFor(() => expect(target.bodies).toMatchObject([{ event: 'delivered', email: 'ann@example.org' }]))

  cli.child.kill('SIGTERM')
  expect(await cli.ended).toMatchObject({ status: 0, stderr: '' })
})

test.each([
  [['--keep', '0'], "Expected --keep to be a whole number from 1 to 1000000, got '0'"],
  [['--status-port', 'x'], "Expected --status-port to be a whole number from 0 to 65535, got 'x'"],
  [['--status-port', '0', '--secret-key', ''], 'Expected --secret-id and --secret-key to have a value'],
  [['--login', 'me@mail.example.com'], "Expected --login to be <address>:<password>, got 'me@mail.example.com'"],
  [['--fault', 'reply='], "Expected --fault to be <where>=<what>, such as reply=close, got 'reply='"],
  [
    ['--fault', 'TemporarilyBlocked'],
    "Expected `faults[0]` to be a code of SES's, got 'TemporarilyBlocked': did you mean 'TemporaryBlocked'?",
  ],
  [['--tls-key', 'key.pem'], 'Expected --tls-key and --tls-cert, got one of them'],
  [['--per-hour', '0'], "Expected --per-hour to be a whole number from 1 to 1000000, got '0'"],
  [['--no-limits', '--per-hour', '5'], 'Expected --per-hour or --no-limits, got both'],
  [['--webhook', 'localhost:8080'], "Expected --webhook to be a URL of http: or https:, got 'localhost:8080'"],
])('%j is a mistake of the user', async (args, message) =>
  expect(await start(...args).ended).toEqual({
    status: 2,
    stdout: '',
    stderr: `${message}\nSee nodemailer-tencentcloud-ses emulator --help\n`,
  }),
)

test('takes several logins, faults and limits', async () => {
  const logins = ['--login', 'me@mail.example.com:a:b', '--login', 'you@mail.example.com:c']
  const limits = ['--per-second', '3', '--per-hour', '7', '--fault', 'call=FailedOperation.TemporaryBlocked,times=1']
  const cli = start(...logins, ...limits, '--seed', '5')
  const { url, port, printed } = await started(cli)
  expect(printed).toContain("auth: { user: 'me@mail.example.com', pass: 'a:b' }")
  const limit = await (await fetch(`${url}api/limits`)).json()
  expect(limit).toMatchObject({ rateLimit: { perSecond: 3 }, recipientLimit: { count: 7, perMs: 3_600_000 } })
  expect(await (await fetch(`${url}api/faults`)).json()).toMatchObject({ seed: 5, faults: [{ at: 'call', times: 1 }] })

  const ca = await (await fetch(`${url}certificate.pem`)).text()
  const auth = { user: 'you@mail.example.com', pass: 'c' }
  const transporter = createTransport({ host: '127.0.0.1', port, auth, tls: { ca }, secure: true })
  const mail = { ...plain, from: auth.user, html: '<p>Hi</p>' }
  await expect(transporter.sendMail(mail)).rejects.toThrow('FailedOperation.TemporaryBlocked')
  await transporter.sendMail(mail)
  const preview = await (await fetch(`${url}mails/1/preview`)).text()
  expect(preview).toContain('As sesTransport would send it')
  expect(preview).toContain('Content-Type: text/html; charset=UTF-8')
})

test('is called by names, and has a certificate for them', async () => {
  const cli = start('--name', 'ses', '--name', 'mail.test')
  const { url, port, printed } = await started(cli)
  expect(printed).toContain("host: 'ses'")
  expect(printed).toContain('NODE_EXTRA_CA_CERTS=ses-emulator.pem')
  const ca = await (await fetch(`${url}certificate.pem`)).text()
  const auth = { user: 'noreply@mail.example.com', pass: 'Emulated4Tests' }
  const tls = { ca, servername: 'mail.test' }
  await createTransport({ host: '127.0.0.1', port, auth, tls, secure: true }).verify()
})

test('takes key and certificate from files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ses-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const { key, cert } = createCertificate(['own.test'])
  const files = [join(folder, 'key.pem'), join(folder, 'cert.pem')] as const
  await writeFile(files[0], key)
  await writeFile(files[1], cert)
  const { url } = await started(start('--tls-key', files[0], '--tls-cert', files[1]))
  expect(await (await fetch(`${url}certificate.pem`)).text()).toBe(cert)
})

test('ends at SIGINT too', async () => {
  const cli = start()
  await started(cli)
  cli.child.kill('SIGINT')
  expect(await cli.ended).toMatchObject({ status: 0, stderr: '' })
})

test.each(['--port', '--web-port', '--status-port'])(
  'says that the port of %s is in use, and ends with 1',
  async (option) => {
    const other = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => void other.close())
    await once(other, 'listening')
    const { port } = other.address() as { readonly port: number }

    expect(await start(option, String(port)).ended).toEqual({
      status: 1,
      stdout: '',
      stderr: `Port ${port} of 127.0.0.1 is in use, perhaps by another emulator. Choose another port with ${option}, or 0 for a free one.\n`,
    })
  },
)

test('says that a host is none of this machine, and ends with 1', async () => {
  const { status, stderr } = await start('--host', '192.0.2.1').ended
  expect(status).toBe(1)
  expect(stderr).toBe('192.0.2.1 is no address of this machine. Choose another with --host.\n')
})

test('who comes by another address than the loopback is told how to trust the certificate', () => {
  const transport = { host: '10.0.0.5', port: 4650, auth: { user: 'u', pass: 'p' }, tls: { ca: '' } }
  const lines = (host: string, names: readonly string[] = []) =>
    startLines({ transport: { ...transport, host }, url: '', names, status: undefined, webhook: undefined })
  expect(lines('10.0.0.5')).toContain("tls: { ca: readFileSync('ses-emulator.pem'), servername: 'localhost' }")
  expect(lines('0.0.0.0')).toMatch(/host: '127\.0\.0\.1'[\s\S]*ca: readFileSync\('ses-emulator\.pem'\) }/)
  expect(lines('0.0.0.0', ['ses'])).toMatch(/host: 'ses'[\s\S]*ca: readFileSync\('ses-emulator\.pem'\) }/)
})

test('a login that is refused is a line of the log, with what to do', () => {
  const login = {
    kind: 'login',
    row: 'login',
    words: 'Invalid login or password',
    hint: 'Log in as b@example.com.',
  } as const
  const entry = { ...toEntry(login, 0, 1), number: 7, envelope: { from: 'a@example.com', to: [] } }
  expect(entryLine(entry)).toMatch(
    /^7 \d\d:\d\d:\d\d refused {2}login of a@example\.com \(login\) Invalid login or password\. Log in as b@example\.com\.$/,
  )
})

test('nothing in a mail steers the terminal', () => {
  const line = entryLine({
    number: 1,
    kind: 'message',
    at: 0,
    connection: 1,
    account: 'a@example.com',
    outcome: 'accepted',
    delivered: true,
    envelope: { from: 'a@example.com', to: ['b@example.com\u001b[2J'] },
    messageId: '',
    raw: Buffer.from(`Subject: =?UTF-8?B?${Buffer.from('a\u001b]0;x\u0007\r\nb\u202ec').toString('base64')}?=\r\n\r\n`),
  })
  expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u)
  expect(line).toMatch(/accepted a \]0;x bc -> b@example\.com \[2J$/)
})

/** On ports of its own, and ended with the test. */
function start(...args: readonly string[]) {
  const given = (option: string) => (args.includes(option) ? [] : [option, '0'])
  const cli = run('emulator', ...args, ...given('--port'), ...given('--web-port'))
  onTestFinished(() => void cli.child.kill('SIGKILL'))
  return cli
}

async function started(cli: ReturnType<typeof run>) {
  const printed = await cli.printed('Ctrl+C ends it.')
  const url = /Its page: (\S+)/.exec(printed)?.[1] ?? ''
  return { printed, url, port: Number(/port: (\d+)/.exec(printed)?.[1]) }
}

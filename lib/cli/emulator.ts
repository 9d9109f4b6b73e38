import { parseArgs } from 'node:util'
import type { EmulatorOptions, StatusOptions } from '../emulator/index.ts'
import { startEmulator } from '../emulator/index.ts'
import { startPage } from '../emulator/page/server.ts'
import { type Command, parseWholeNumber, usageError } from './command.ts'
import { entryLine, startLines } from './emulator-lines.ts'
import { listenProblem } from './listen-problem.ts'

const options = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '4650' },
  'web-port': { type: 'string', default: '4651' },
  user: { type: 'string', default: 'noreply@mail.example.com' },
  pass: { type: 'string', default: 'Emulated4Tests' },
  'per-second': { type: 'string' },
  keep: { type: 'string', default: '500' },
  'no-limits': { type: 'boolean', default: false },
  reply: { type: 'string', default: 'zh' },
  'status-port': { type: 'string' },
  'secret-id': { type: 'string', default: 'AKIDEmulated4Tests' },
  'secret-key': { type: 'string', default: 'Emulated4TestsSecretKey' },
  webhook: { type: 'string' },
} as const

/** A mail takes twice that or so, with what is decoded of it. */
const keptMegabytes = 200

/** `emulator`: the gateway on this machine, with a page to look at, until it is told to stop. */
export const emulator: Command = {
  summary: "SES's SMTP gateway on this machine, with a page that shows what it took and what it refused",
  help: `Usage: nodemailer-tencentcloud-ses emulator [options]

Starts Tencent Cloud SES's SMTP gateway on this machine. It refuses what SES's page says that SES refuses, in SES's words,
and sends nothing. A page shows each mail, and for each refused one the row of SES's page that it broke.

  --host <address>      address to listen on, of gateway and page (${options.host.default}); whoever reaches it can read the mails
  --port <number>       port of the gateway, 0 for a free one (${options.port.default})
  --web-port <number>   port of the page, 0 for a free one (${options['web-port'].default})
  --user <address>      sender address that may log in (${options.user.default})
  --pass <password>     its SMTP password (${options.pass.default})
  --per-second <count>  calls that SES takes in a second (20)
  --no-limits           no limit of calls in a second, nor of mails to one recipient in an hour (10)
  --keep <count>        mails that are kept, the newest, of ${keptMegabytes} MB at most (${options.keep.default})
  --reply <en|zh>       language of SES's errors (${options.reply.default})

What became of the mails afterwards, each delivered at once:

  --status-port <number>
                        port at which GetSendEmailStatus is answered as Tencent Cloud's API does, 0 for a free one (not at all)
  --secret-id <id>      API key that may ask (${options['secret-id'].default})
  --secret-key <key>    its secret (${options['secret-key'].default})
  --webhook <url>       callback address to which events are posted (none)`,

  async run(args) {
    const { values } = parseArgs({ args: [...args], options })
    const settings = emulatorOptions(values)
    const webPort = parsePort('--web-port', values['web-port'])

    const ses = await startEmulator(settings).catch((error: unknown) =>
      listenProblem(error, values.host, isStatusPort(error, settings) ? '--status-port' : '--port'),
    )
    if (typeof ses === 'string') return fail(ses)
    const page = await startPage(ses, { host: values.host, port: webPort }).catch((error: unknown) =>
      listenProblem(error, values.host, '--web-port'),
    )
    if (typeof page === 'string') {
      await ses.close()
      return fail(page)
    }

    const stopped = waitForSignal('SIGINT', 'SIGTERM')
    ses.onEntry((entry) => console.log(entryLine(entry)))
    console.log(startLines(ses.transport, page.url, settings.status ? ses.status : undefined, values.webhook))
    await stopped
    await Promise.all([page.close(), ses.close()])
    return 0
  },
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

function emulatorOptions(values: Values): EmulatorOptions {
  const { host, user, pass, reply, webhook, 'per-second': perSecond, 'no-limits': noLimits } = values
  if (reply !== 'en' && reply !== 'zh') throw usageError(`Expected --reply to be en or zh, got '${reply}'`)
  if (host === '') throw usageError('Expected --host to be an address, got nothing')
  if (noLimits && perSecond !== undefined) throw usageError('Expected --per-second or --no-limits, got both')

  return {
    host,
    port: parsePort('--port', values.port),
    accounts: [{ user, pass }],
    reply: { language: reply },
    keep: { count: parseWholeNumber('--keep', values.keep, 1, 1_000_000), bytes: keptMegabytes * 1024 * 1024 },
    ...(perSecond !== undefined && {
      rateLimit: { perSecond: parseWholeNumber('--per-second', perSecond, 1, 1_000_000) },
    }),
    ...(noLimits && { rateLimit: false, recipientLimit: false }),
    ...(values['status-port'] !== undefined && { status: statusOptions(values, values['status-port']) }),
    ...(webhook !== undefined && { webhook: { url: parseUrl('--webhook', webhook) } }),
  }
}

function statusOptions({ 'secret-id': secretId, 'secret-key': secretKey }: Values, port: string): StatusOptions {
  if (secretId === '' || secretKey === '') throw usageError('Expected --secret-id and --secret-key to have a value')
  return { port: parsePort('--status-port', port), secretId, secretKey }
}

/** Whether that is the port at which nothing could listen. */
function isStatusPort(error: unknown, { port, status }: EmulatorOptions): boolean {
  const failed = (error as { readonly port?: number }).port
  return status !== undefined && status !== false && failed === status.port && failed !== port
}

function parseUrl(option: string, text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw usageError(`Expected ${option} to be a URL of http: or https:, got '${text}'`)
}

function parsePort(option: string, text: string): number {
  return parseWholeNumber(option, text, 0, 65_535)
}

function fail(problem: string): number {
  process.stderr.write(`${problem}\n`)
  return 1
}

/** Resolves at the first of the signals. A second one ends the process as usual. */
function waitForSignal(...names: readonly NodeJS.Signals[]): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const name of names) process.off(name, stop)
      resolve()
    }
    for (const name of names) process.on(name, stop)
  })
}

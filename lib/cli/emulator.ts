import { parseArgs } from 'node:util'
import { type EmulatorOptions, type PageOptions, startEmulator } from '../emulator/index.ts'
import { type Command, usageError } from './command.ts'
import { entryLine, startLines } from './emulator-lines.ts'
import { emulatorOptions, keptMegabytes, parsedOptions } from './emulator-options.ts'
import { listenProblem } from './listen-problem.ts'

const defaultOf = (
  option: 'host' | 'port' | 'web-port' | 'user' | 'pass' | 'reply' | 'keep' | 'secret-id' | 'secret-key',
) => parsedOptions[option].default

/** `emulator`: the gateway on this machine, with a page to look at, until it is told to stop. */
export const emulator: Command = {
  summary: "SES's SMTP gateway on this machine, with a page that shows what it took and what it refused",
  help: `Usage: nodemailer-tencentcloud-ses emulator [options]

Starts Tencent Cloud SES's SMTP gateway on this machine. It refuses what SES's page says that SES refuses, in SES's words,
and sends nothing. A page shows each mail, and for each refused one every row of SES's page that it broke, where, and what
to do. The same is there for programs, at /api/openapi.json.

  --host <address>      address to listen on, of gateway and page (${defaultOf('host')}); whoever reaches it can read the mails
  --name <name>         a name by which others reach it, such as a container's: a certificate is made for it; may be repeated
  --port <number>       port of the gateway, 0 for a free one (${defaultOf('port')})
  --web-port <number>   port of the page, 0 for a free one (${defaultOf('web-port')})
  --user <address>      sender address that may log in (${defaultOf('user')})
  --pass <password>     its SMTP password (${defaultOf('pass')})
  --login <address>:<password>
                        the same in one word, for several; may be repeated
  --tls-key <file>      key of the gateway in PEM, and
  --tls-cert <file>     its certificate (one for the loopback, or for what --name says)
  --reply <en|zh>       language of SES's errors (${defaultOf('reply')})

  --per-second <count>  calls that SES takes in a second (20)
  --per-hour <count>    mails that it takes from one sender to one recipient in an hour (10)
  --daily-quota <count> recipients that it takes on a day in China (no limit)
  --no-limits           none of the first two
  --keep <count>        mails that are kept, the newest, of ${keptMegabytes} MB at most (${defaultOf('keep')})
  --fault <where>=<what>[,times=<count>][,skip=<count>][,probability=<0-1>][,after=<bytes>]
                        something that goes wrong; may be repeated: TemporaryBlocked, call=TemporaryBlocked,times=3, reply=close,
                        mail=slow:500, data='450 busy', body=reset,after=1000
  --seed <number>       where the chances of faults start (1)

What became of the mails afterwards, each delivered at once:

  --status-port <number>
                        port at which GetSendEmailStatus is answered as Tencent Cloud's API does, 0 for a free one (not at all)
  --secret-id <id>      API key that may ask (${defaultOf('secret-id')})
  --secret-key <key>    its secret (${defaultOf('secret-key')})
  --webhook <url>       callback address to which events are posted (none)`,

  async run(args) {
    const { values } = parseArgs({ args: [...args], options: parsedOptions })
    const settings = emulatorOptions(values, await findPreview())

    const ses = await startEmulator(settings).catch((error: unknown) => {
      if (error instanceof TypeError) throw usageError(error.message)
      return listenProblem(error, values.host, portOption(error, settings))
    })
    if (typeof ses === 'string') {
      process.stderr.write(`${ses}\n`)
      return 1
    }

    const stopped = waitForSignal('SIGINT', 'SIGTERM')
    ses.onEntry((entry) => console.log(entryLine(entry)))
    const { transport, page } = ses
    const status = settings.status ? ses.status : undefined
    console.log(startLines({ transport, url: page.url, names: settings.names, status, webhook: values.webhook }))
    await stopped
    await ses.close()
    return 0
  },
}

/** What `sesTransport` would make of a mail: it takes Nodemailer, without which the emulator runs as well. */
async function findPreview(): Promise<PageOptions['preview']> {
  const found = await import('./transport-preview.ts').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_MODULE_NOT_FOUND') return undefined
    throw error
  })
  return found?.transportPreview
}

/** Which option gave the port at which nothing could listen. */
function portOption(error: unknown, { port, page, status }: ReturnType<typeof emulatorOptions> & EmulatorOptions) {
  const failed = (error as { readonly port?: number }).port
  if (failed === port) return '--port'
  if (failed === page.port) return '--web-port'
  return status && failed === status.port ? '--status-port' : '--port'
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

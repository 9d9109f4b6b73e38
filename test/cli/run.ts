import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Run {
  readonly child: ChildProcess
  /** Resolves with what was printed as soon as that is in it; rejects if the process ends before. */
  printed(text: string): Promise<string>
  readonly ended: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>
}

/** The command line, as a process of its own. */
export function run(...args: readonly string[]): Run {
  return start('', {}, args)
}

/** The same, with that on its standard input. */
export function runWithInput(input: string | Buffer, ...args: readonly string[]): Run {
  return start(input, {}, args)
}

/** The same, with more variables in its environment; neither an account of this machine's is in it nor its language. */
export function runIn(environment: NodeJS.ProcessEnv, ...args: readonly string[]): Run {
  return start('', environment, args)
}

function start(input: string | Buffer, environment: NodeJS.ProcessEnv, args: readonly string[]): Run {
  const own = Object.entries(process.env).filter(([name]) => !/^(?:SES_|SMTP_URL$)/.test(name))
  const env = { ...Object.fromEntries(own), LC_ALL: 'C.UTF-8', ...environment }
  const child = spawn(process.execPath, ['--import', 'tsx', 'lib/cli/index.ts', ...args], { env })
  child.stdin.on('error', () => {}) // it may end before it has read all
  child.stdin.end(input)
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const ended = once(child, 'close').then(([status]: (number | null)[]) => ({ status: status ?? null, stdout, stderr }))

  return {
    child,
    ended,
    async printed(text) {
      while (!stdout.includes(text)) {
        const over = ended.then(() => 'over')
        const which = await Promise.race([once(child.stdout, 'data').then(() => 'more'), over])
        if (which === 'over' && !stdout.includes(text))
          throw new Error(`"${text}" was never printed: ${stdout}${stderr}`)
      }
      return stdout
    },
  }
}

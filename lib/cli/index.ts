#!/usr/bin/env node
// Tested by test/cli/cli.test.ts.

import { createRequire } from 'node:module'
import { type Command, isUsageError } from './command.ts'

const name = 'nodemailer-tencentcloud-ses'
/** Loaded when it is needed: `check` takes Nodemailer, and the emulator runs without. */
const commands: ReadonlyMap<string, () => Promise<Command>> = new Map([
  ['emulator', async () => (await import('./emulator.ts')).emulator],
  ['check', async () => (await import('./check.ts')).check],
  ['verify', async () => (await import('./verify.ts')).verify],
  ['send', async () => (await import('./send.ts')).send],
  ['demo', async () => (await import('./demo/demo.ts')).demo],
])

// The reader of the output may stop early, as `head` does: the rest is dropped.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})
process.exitCode = await main(process.argv.slice(2))

async function main([first, ...args]: readonly string[]): Promise<number> {
  if (first === '--help' || first === '-h') return print(await formatHelp())
  if (first === '--version' || first === '-v') return print(version())
  if (first === undefined) return complain(`Expected a command. Commands: ${[...commands.keys()].join(', ')}`)
  const load = commands.get(first)
  if (load === undefined) {
    const what = first.startsWith('-') ? 'option' : 'command'
    return complain(`Unknown ${what} '${first}'. Commands: ${[...commands.keys()].join(', ')}`)
  }
  const command = await load()
  if (args.includes('--help') || args.includes('-h')) return print(command.help)
  try {
    return await command.run(args)
  } catch (error) {
    if (isUsageError(error)) return complain(error.message.replace(/\.? To specify a positional.*$/s, ''), first)
    throw error
  }
}

async function formatHelp(): Promise<string> {
  const named = [...commands].map(async ([command, load]) => {
    const summary = await load().then(
      (loaded) => loaded.summary,
      () => 'needs Nodemailer, which is not installed',
    )
    return `  ${command.padEnd(10)} ${summary}`
  })
  const lines = await Promise.all(named)
  return `Usage: ${name} <command> [options]

${lines.join('\n')}

  --help, -h     this text, or after a command what that command takes
  --version, -v  version of this package`
}

/** The package's version; a package finds itself by its own name, built or not. */
function version(): string {
  const { version } = createRequire(import.meta.url)(`${name}/package.json`) as { readonly version: string }
  return version
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return 0
}

function complain(problem: string, command?: string): number {
  process.stderr.write(`${problem}\nSee ${[name, command, '--help'].filter(Boolean).join(' ')}\n`)
  return 2
}

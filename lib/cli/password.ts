import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { type Readable, Writable } from 'node:stream'
import { usageError } from './command.ts'
import { readBytes, readProblem } from './message-file.ts'

/** Asks a person for something that must not be seen. Rejects with a usage error if nothing is given. */
export type Prompt = (question: string) => Promise<string>

/**
 * The password of the environment, of a file, or asked for.
 *
 * @throws a usage error
 */
export async function readPassword(
  read: (variable: string) => string | undefined,
  user: string,
  prompt: Prompt | undefined,
): Promise<string> {
  const password = read('SES_PASSWORD')
  const file = read('SES_PASSWORD_FILE')
  if (password && file) throw usageError('Expected SES_PASSWORD or SES_PASSWORD_FILE in the environment, got both')
  if (password) return password
  if (file) return readPasswordFile(file)
  if (prompt) return prompt(`SMTP password of ${user}: `)
  throw usageError('Expected SES_PASSWORD or SES_PASSWORD_FILE in the environment, or a terminal to ask at, got none')
}

/** @throws a usage error for an option that would have a password on the command line */
export function refusePasswordOption(args: readonly string[]): void {
  const option = args.map((arg) => /^--?(?:p|pw|pass\w*)(?==|$)/i.exec(arg)?.[0]).find(Boolean)
  if (!option) return
  throw usageError(
    `Expected the password in SES_PASSWORD, in SES_PASSWORD_FILE or at the prompt, got ${option}: the list of processes and the shell's history show a command line to others`,
  )
}

async function readPasswordFile(file: string): Promise<string> {
  const bytes = await readBytes(createReadStream(file)).catch((error) => {
    throw usageError(`SES_PASSWORD_FILE: ${readProblem(error)}`)
  })
  const password = bytes.toString().replace(/\r?\n$/, '')
  if (password !== '' && password.length <= LONGEST && !/[\r\n]/.test(password)) return password
  throw usageError('SES_PASSWORD_FILE: expected a password and nothing else, got another text')
}

/** Characters. SES's have 20 at most. */
const LONGEST = 1_000

/** The prompt of a terminal, or undefined where there is none. */
export function terminalPrompt(): Prompt | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  return (question) => askHidden(question, process.stdin, process.stderr)
}

export function askHidden(question: string, input: Readable, output: Writable): Promise<string> {
  // What readline writes are the letters that are typed.
  const hidden = new Writable({ write: (_piece, _encoding, done) => done() })
  const lines = createInterface({ input, output: hidden, terminal: true })
  output.write(question)
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => {
      if (line === '') reject(usageError('Expected a password, got nothing'))
      else resolve(line)
      lines.close()
    })
    lines.once('close', () => {
      output.write('\n')
      reject(usageError('Expected a password, got nothing')) // Ctrl+C or Ctrl+D
    })
  })
}

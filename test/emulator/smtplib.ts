import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Emulator } from '../../lib/emulator/index.ts'
import { isMissing } from '../help/debian.ts'
import { sender } from './client.ts'

export const isPythonMissing = isMissing('python3', 'python3', '-c', 'import smtplib, ssl, email.mime.text')

const script = fileURLToPath(new URL('send-samples.py', import.meta.url))

export interface Composition {
  readonly alias: string
  readonly to: readonly string[]
  readonly subject: string
  readonly html?: string
  readonly text?: string
  readonly files?: readonly (readonly [name: string, content: string])[]
}

/** The message that Python makes of it, line ends as on the wire. */
export function compose(composition: Composition): string {
  const job = JSON.stringify(['compose', { ...composition, sender }])
  const { stdout } = spawnSync('python3', [script], { input: `${job}\n`, stdio: ['pipe', 'pipe', 'inherit'] })
  return JSON.parse(stdout.toString()).replaceAll('\n', '\r\n')
}

/** `LOGIN -` is LOGIN without an initial response. */
type Mechanism = 'PLAIN' | 'PLAIN -' | 'LOGIN' | 'LOGIN -'

export interface Smtplib {
  /** Logs in, sends and closes. The reply, `taken`, or the name of Python's error where there is no reply. */
  send(ses: Emulator, message: string, options?: SendOptions): Promise<string>
  close(): Promise<void>
}

interface SendOptions {
  readonly to?: readonly string[]
  readonly mechanism?: Mechanism
  readonly password?: string
}

/** Python's smtplib, in one process for many mails, one after the other. */
export function startSmtplib(): Smtplib {
  const child = spawn('python3', [script], { stdio: ['pipe', 'pipe', 'inherit'] })
  child.stdin.on('error', () => {}) // if Python has ended, there is no answer
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]()
  return {
    async send({ transport }, message, { to = ['ann@example.org'], mechanism = 'PLAIN', password } = {}) {
      const { host, port, auth, tls } = transport
      const login = { host, port, ca: tls.ca, mechanism, user: auth.user, password: password ?? auth.pass }
      const mail = { sender, to, message: Buffer.from(message).toString('base64') }
      child.stdin.write(`${JSON.stringify(['send', { ...login, ...mail }])}\n`)
      const { value, done } = await answers.next()
      if (done) throw new Error('Python ended without an answer')
      return JSON.parse(value)
    },
    async close() {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

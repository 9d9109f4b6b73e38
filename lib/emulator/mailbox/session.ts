// Tested by test/emulator/api/control.test.ts.

import type { Control } from '../control.ts'
import type { Mail, Mailbox } from './mailbox.ts'

/** What was said by one connection. */
export interface Session {
  readonly connection: number
  readonly lines: readonly SessionLine[]
  /** The mails that came by it, in their order. */
  readonly mails: readonly Mail[]
}

export interface SessionLine {
  /** `emulator`: said by neither, but noted. */
  readonly by: 'client' | 'server' | 'emulator'
  readonly text: string
}

/** `undefined` if nothing is known of that connection. */
export function readSession(control: Control, mailbox: Mailbox, connection: number): Session | undefined {
  const start = `[${connection}] `
  const lines = control.transcript
    .filter((line) => line.startsWith(start))
    .map((line) => readLine(line.slice(start.length)))
  const mails = mailbox.ofConnection(connection)
  return lines.length === 0 && mails.length === 0 ? undefined : { connection, lines, mails }
}

function readLine(line: string): SessionLine {
  if (line.startsWith('C: ')) return { by: 'client', text: line.slice(3) }
  return line.startsWith('S: ') ? { by: 'server', text: line.slice(3) } : { by: 'emulator', text: line }
}

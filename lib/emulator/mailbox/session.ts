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

/** What there is to tell of a connection in one line. */
export interface SessionSummary {
  readonly connection: number
  /** Users whose login was refused cannot be told: what they sent is not kept. */
  readonly isLoginRefused: boolean
  readonly isCutByFault: boolean
  readonly lines: number
  readonly mails: number
}

/** Connections of which something was said, the newest first. */
export function listSessions({ transcript, ledger }: Control, limit: number): readonly SessionSummary[] {
  const linesBy = new Map<number, SessionLine[]>()
  for (const line of transcript) {
    const [, connection, text = ''] = /^\[(\d+)\] (.*)$/s.exec(line) ?? []
    const lines = linesBy.get(Number(connection)) ?? []
    linesBy.set(Number(connection), lines)
    lines.push(readLine(text))
  }
  const newest = [...linesBy].sort(([one], [other]) => other - one).slice(0, limit)
  return newest.map(([connection, lines]) => ({
    connection,
    isLoginRefused: lines.some(isRefusedLogin),
    isCutByFault: lines.some(isCutOff),
    lines: lines.length,
    mails: ledger.filter((entry) => entry.kind === 'message' && entry.connection === connection).length,
  }))
}

/** `535` and `454` answer a login that failed. */
export function isRefusedLogin({ by, text }: SessionLine): boolean {
  return by === 'server' && /^(535|454) /.test(text)
}

/** A fault ended the conversation. */
export function isCutOff({ by, text }: SessionLine): boolean {
  return by === 'server' && text.endsWith('<nothing more>')
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

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { isMissing } from './debian.ts'

/** A program that reads messages and that no one here wrote. */
export interface Reader {
  readonly name: string
  readonly isMissing: boolean
  /** Reads all messages in one process. */
  read(messages: readonly Buffer[]): Promise<readonly Reading[]>
}

/** What it reads in a message. */
export interface Reading {
  readonly from: readonly Mailbox[]
  readonly to: readonly Mailbox[]
  readonly replyTo: readonly Mailbox[]
  /** The root's header, decoded, in its order. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly root: ReadPart
  /** What it finds wrong with the message. */
  readonly defects: readonly string[]
}

interface Mailbox {
  readonly name: string
  readonly address: string
}

export interface ReadPart {
  readonly type: string
  readonly charset: string | null
  readonly encoding: string | null
  readonly disposition: string | null
  /** The file's name in Content-Type. */
  readonly name: string | null
  /** The file's name in Content-Disposition. */
  readonly filename: string | null
  /** Decoded, in Base64; none of a multipart. */
  readonly content: string | null
  readonly parts: readonly ReadPart[]
}

export const python: Reader = {
  name: "Python's email",
  isMissing: isMissing('python3', 'python3', '-c', 'import email.policy'),
  read: (messages) => run(['python3', script('read-messages.py')], messages),
}
export const perl: Reader = {
  name: "Perl's Email::MIME",
  isMissing: isMissing('libemail-mime-perl', 'perl', '-MEmail::MIME', '-e', '1'),
  read: (messages) => run(['perl', script('read-messages.pl')], messages),
}

/** Messages in, readings out: each a line, the messages in Base64. */
async function run(
  [command, ...args]: readonly [string, ...string[]],
  messages: readonly Buffer[],
): Promise<readonly Reading[]> {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  await once(child, 'spawn')
  const input = messages.map((message) => `${message.toString('base64')}\n`)
  // One that ends early breaks the pipe, and has read too few.
  const [output] = await Promise.all([text(child.stdout), pipeline(input, child.stdin).catch(() => {})])
  const lines = output.split('\n').slice(0, -1)
  if (lines.length !== messages.length)
    throw new Error(`${command} read ${lines.length} of ${messages.length} messages`)
  return lines.map((line): Reading => JSON.parse(line))
}

function script(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url))
}

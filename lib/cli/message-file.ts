import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { printable } from '../emulator/page/printable.ts'

/** A message as it stands in a file. */
export interface MessageFile {
  /** As typed; `-` is standard input. */
  readonly file: string
  readonly raw: Buffer
  /** Number of the message's first line in the file. */
  readonly firstLine: number
  /** Whether reading stopped before the end, because the file is larger than anything that could be sent. */
  readonly isCut: boolean
}

/** The file's name for a person. */
export function fileName(file: string): string {
  return file === '-' ? 'standard input' : printable(file)
}

/** Twice what SES takes: the most that the transport reads of a message to be rewritten. It refuses larger ones. */
export const mostBytes = 20_000_000

export async function readMessage(file: string): Promise<MessageFile> {
  const bytes = await readBytes(file === '-' ? process.stdin : createReadStream(file))
  if (bytes.length === 0) throw new UnreadableMessage('empty, expected a message')
  if (isUtf16(bytes)) throw new UnreadableMessage('text in UTF-16, expected the bytes of a message: save it as UTF-8')

  const separator = mboxLine(bytes)
  const raw = bytes.subarray(separator)
  if (separator > 0 && holdsSeveral(raw)) throw new UnreadableMessage('a mailbox of several messages, expected one')
  return { file, raw, firstLine: separator === 0 ? 1 : 2, isCut: bytes.length > mostBytes }
}

/** Up to a byte more than is read of a message. A pipe may give a byte now and then for ever, or none. */
export async function readBytes(source: Readable, { idleMs, wholeMs } = longest): Promise<Buffer> {
  const stopAfter = (ms: number, what: string) =>
    setTimeout(
      () => source.destroy(new UnreadableMessage(`${what} ${ms / 1_000} s, expected a message to its end`)),
      ms,
    )
  const idle = stopAfter(idleMs, 'no byte for')
  const whole = stopAfter(wholeMs, 'not at its end after')
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of source) {
      chunks.push(chunk)
      size += chunk.length
      if (size > mostBytes) break
      idle.refresh()
    }
  } finally {
    clearTimeout(idle)
    clearTimeout(whole)
  }
  return Buffer.concat(chunks).subarray(0, mostBytes + 1)
}

/** Milliseconds. A person may have to give a password to what writes into the pipe. */
const longest = { idleMs: 120_000, wholeMs: 300_000 }

/** Why a file cannot be read; any other error is thrown again. */
export function readProblem(error: unknown): string {
  if (error instanceof UnreadableMessage) return error.message
  const { code } = error as NodeJS.ErrnoException
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'no such file'
    case 'EISDIR':
      return 'a directory, expected a file'
    case 'EACCES':
    case 'EPERM':
      return 'not for this user to read'
    case undefined:
      throw error
    default:
      return `could not be read (${code})`
  }
}

class UnreadableMessage extends Error {}

/** As PowerShell writes the output of a command to a file. */
function isUtf16(bytes: Buffer): boolean {
  return ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2))
}

/**
 * Length of the line `From ann@example.org Fri Jan  2 03:04:05 2026` before the message, which mailboxes have and
 * messages do not.
 */
function mboxLine(bytes: Buffer): number {
  const start = bytes.toString('latin1', 0, 1000)
  return /^From [^:\n]\S*[^\n]*\n/.exec(start)?.[0].length ?? 0
}

export function holdsSeveral(raw: Buffer): boolean {
  return /\n\r?\nFrom \S{1,320} [^\n]{0,100}\d:\d\d[^\n]{0,40}\d{4}/.test(raw.toString('latin1'))
}

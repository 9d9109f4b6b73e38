// Tested by test/emulator/lines.test.ts.

import type { SizeLimits } from '../options.ts'
import { tooLong } from './line-reader.ts'
import type { Wire } from './wire.ts'

export interface Message {
  /** How reading ended: at the dot, at a line too long for SES, at the size of EOF, or with the connection. */
  readonly end: 'dot' | 'long-line' | 'eof' | 'lost'
  /** Without the dots that were stuffed. */
  readonly raw: Buffer
}

export interface MessageOptions {
  readonly limits: Required<SizeLimits>
  /** Runs when so many bytes have come, and resolves with whether reading goes on. */
  readonly interruption: { readonly after: number; readonly run: () => Promise<boolean> } | undefined
}

/**
 * Reads a message up to its dot, as go-smtp v0.15 does, which takes a bare line feed for a line ending too, but sees no dot
 * behind an empty line that is a bare line feed.
 *
 * @see https://github.com/emersion/go-smtp/blob/v0.15.0/data.go
 */
export async function readMessage(wire: Wire, { limits, interruption }: MessageOptions): Promise<Message> {
  const lines: Buffer[] = []
  let bytes = 0
  let partBytes = 0
  let isAtStart = true
  let interrupted = false

  while (true) {
    const line = await wire.next()
    if (line === undefined) return finish('lost')
    if (line === tooLong) return finish('long-line')

    if (interruption && !interrupted && bytes >= interruption.after) {
      interrupted = true
      if (!(await interruption.run())) return finish('lost')
    }
    if (isAtStart && isDot(line)) return finish('dot')

    if (line[0] === 0x2d && line[1] === 0x2d) partBytes = 0 // a boundary, and never Base64
    const content = isAtStart ? unstuff(line) : line
    isAtStart = !(isAtStart && line.length === 1)
    bytes += content.length
    partBytes += content.length
    if (limits.eof !== false && (partBytes >= limits.eof || bytes >= 4 * limits.eof)) return finish('eof')
    lines.push(content)
  }

  function finish(end: Message['end']): Message {
    wire.note(`C: <${bytes} bytes>`)
    return { end, raw: Buffer.concat(lines) }
  }
}

function isDot(line: Buffer): boolean {
  return line[0] === 0x2e && (line.length === 2 || (line.length === 3 && line[1] === 0x0d))
}

/** go-smtp drops a carriage return behind the dot with it. */
function unstuff(line: Buffer): Buffer {
  if (line[0] !== 0x2e) return line
  return line.subarray(line[1] === 0x0d ? 2 : 1)
}

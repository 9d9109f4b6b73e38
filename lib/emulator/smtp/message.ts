// Tested by test/wire/fault-matrix.test.ts.

import type { SizeLimits } from '../options.ts'
import { tooLong } from './line-reader.ts'
import type { Wire } from './wire.ts'

export interface Message {
  /** How reading ended: at the dot or where SES stops reading, at the size of EOF, or with the connection. */
  readonly end: 'dot' | 'eof' | 'lost'
  /** Whether a line in it was too long: SES then reads no further. */
  readonly longLine: boolean
  /** Without the dots that were stuffed, and without what is over the limit. */
  readonly raw: Buffer
}

export interface MessageOptions {
  readonly limits: Required<SizeLimits>
  /** Runs when so many bytes have come, and resolves with whether reading goes on. */
  readonly interruption: { readonly after: number; readonly run: () => Promise<boolean> } | undefined
}

export async function readMessage(wire: Wire, { limits, interruption }: MessageOptions): Promise<Message> {
  const lines: Buffer[] = []
  let bytes = 0
  let longLine = false
  let interrupted = false

  while (true) {
    const line = await wire.next()
    if (line === undefined) return finish('lost')
    if (line === tooLong) {
      // The first long line ends the message for SES; go-smtp then looks for its dot, and a second one ends that
      // search.
      if (longLine) return finish('dot')
      longLine = true
      continue
    }

    if (interruption && !interrupted && bytes >= interruption.after) {
      interrupted = true
      if (!(await interruption.run())) return finish('lost')
    }
    if (isDot(line)) return finish('dot')

    const content = line[0] === 0x2e ? line.subarray(1) : line
    bytes += content.length
    if (limits.eof !== false && bytes >= limits.eof) return finish('eof')
    lines.push(content)
  }

  function finish(end: Message['end']): Message {
    const whole = Buffer.concat(lines)
    wire.note(`C: <${bytes} bytes>`)
    return { end, longLine, raw: limits.message === false ? whole : whole.subarray(0, limits.message) }
  }
}

/** go-smtp takes a bare line feed for a line ending too. */
function isDot(line: Buffer): boolean {
  return line[0] === 0x2e && (line.length === 2 || (line.length === 3 && line[1] === 0x0d))
}

// Tested by test/emulator/faults.test.ts.

import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TLSSocket } from 'node:tls'
import type { FaultPlan } from '../fault-plan.ts'
import type { FaultAction, WireFault } from '../faults.ts'
import { type Line, type LineReader, tooLong } from './line-reader.ts'
import { words } from './words.ts'

/** One connection, as the dialogue sees it: lines in, replies out, and faults in between. */
export interface Wire {
  readonly id: number
  /** The next line, or `undefined` if none will come. */
  next(): Promise<Line | undefined>
  /** The next bytes, at most so many, or `undefined` if none will come. */
  bytes(most: number): Promise<Buffer | undefined>
  /** Whether lines have a limit from now on. */
  setLimited(isLimited: boolean): void
  /**
   * Sends a reply, or what a fault at that stage makes of it. Returns what went out, empty if nothing.
   *
   * @param shown what the transcript has of it, if that is not all
   */
  reply(stage: WireFault['at'] | undefined, text: string, shown?: string): Promise<string>
  /**
   * Does what a fault does to a reply, or to the silence before it (no `text`). Returns what went out, as `reply` does.
   */
  strike(action: FaultAction, text?: string): Promise<string>
  /** To be called when nothing is under way: sends nothing, unless a fault strikes. */
  beIdle(): Promise<void>
  /** Ends the connection when all that was said has been sent. What the client still writes is read and dropped. */
  end(): void
  /** The same, but what the client still writes is left unread, so that a client that goes on is reset; or reset it at once. */
  breakOff(how: 'close' | 'reset'): void
  /** Adds a line to the transcript. */
  note(line: string): void
}

export interface WireOptions {
  readonly id: number
  readonly reader: LineReader
  readonly faults: () => FaultPlan
  readonly latencyMs: number
  readonly idleTimeoutMs: number | false
  readonly note: (line: string) => void
}

/** `raw` is the TCP connection below `socket`: only it can be reset. */
export function openWire(socket: TLSSocket, raw: Socket, options: WireOptions): Wire {
  const { reader } = options
  let ended = false
  let deaf = false
  let wake = () => {}
  const gone = new AbortController()

  socket.on('data', (chunk: Buffer) => {
    if (deaf) return
    reader.add(chunk)
    wake()
  })
  socket.on('end', stop)
  socket.on('close', () => {
    stop()
    gone.abort()
  })

  const wire: Wire = {
    id: options.id,
    async next() {
      const line = await come(() => reader.line())
      if (line === tooLong) socket.pause()
      return line
    },
    bytes: (most) => come(() => reader.bytes(most)),
    setLimited: (isLimited) => reader.setLimited(isLimited),
    async reply(stage, text, shown) {
      const fault = stage && options.faults().take(stage, options.id)
      return fault === undefined ? send(text, shown) : wire.strike(fault.do, text)
    },
    async strike(action, text = '') {
      if (action === 'reset') return leave(() => raw.resetAndDestroy())
      if (action === 'close') return leave(() => socket.end())
      if (action === 'silence') return leave(() => {})
      if (action === 'garbage') return send('\u0000\u0001\u0002 garbage')
      if (action === 'half-reply') return leave((half) => socket.end(half), text.slice(0, Math.ceil(text.length / 2)))
      if ('reply' in action) return send(action.reply)
      await pause(action.slowMs)
      return text === '' ? '' : send(text)
    },
    async beIdle() {
      const fault = deaf ? undefined : options.faults().take('idle', options.id)
      if (fault !== undefined) await wire.strike(fault.do)
    },
    end() {
      hearNothing()
      socket.end()
    },
    breakOff(how) {
      deaf = true
      socket.pause()
      if (how === 'close') socket.end(() => raw.destroy())
      else socket.write('', () => raw.resetAndDestroy())
    },
    note: options.note,
  }
  if (options.idleTimeoutMs !== false) {
    socket.setTimeout(options.idleTimeoutMs, () => {
      if (!deaf) void send(words.idle).then(wire.end)
    })
  }
  return wire

  /** What `take` finds, as soon as enough has come. */
  async function come<Found>(take: () => Found | undefined): Promise<Found | undefined> {
    while (true) {
      const found = deaf ? undefined : take()
      if (found !== undefined || ended) return found
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }

  async function send(text: string, shown = text): Promise<string> {
    await pause(options.latencyMs)
    if (!socket.writable) return ''
    for (const line of shown.split('\r\n')) options.note(`S: ${line}`)
    socket.write(`${text}\r\n`)
    return text
  }

  function leave(how: (last: string) => void, last = ''): string {
    options.note(`S: ${last}<nothing more>`)
    hearNothing()
    how(last)
    return last
  }

  /** Reads and drops what the client still writes, so that it sees an end and no reset. */
  function hearNothing(): void {
    deaf = true
    reader.clear()
    socket.resume()
  }

  function stop(): void {
    ended = true
    wake()
  }

  async function pause(milliseconds: number): Promise<void> {
    // Only the abort rejects, when the connection is gone and there is nothing to wait for.
    if (milliseconds > 0) await sleep(milliseconds, undefined, { signal: gone.signal }).catch(() => {})
  }
}

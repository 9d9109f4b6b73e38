import { Readable } from 'node:stream'
import { createBypass } from './bypass.ts'
import type { MessageConnections } from './message-connections.ts'

/** How far a message has gone in one attempt. */
export type HandedOver = 'nothing' | 'part' | 'all'

/** A message on its way out, and how far it went. */
export interface MessageStream {
  readonly stream: Readable
  /** `all` when the last bytes were taken from us: whether the gateway got them, only its reply tells. */
  handedOver(): HandedOver
  /** Whether Nodemailer has seen its end, and so sent the dot after it: before that no reply can take the message. */
  hasEnded(): boolean
  /** Bytes that went past Nodemailer's data stream, and so are not in its count. */
  bypassed(): number
  /** Hands over nothing more. */
  stop(): void
}

/**
 * A message as a stream, so that it is known how much of it was read.
 *
 * @param beforeLast awaited before the last bytes go; without them the gateway has no message to act on
 * @param mayGoOn asked before any bytes go; if not, the stream waits to be stopped
 * @param signal ends the sending as long as the last bytes have not gone
 * @param connections those over which the bulk of a message may go past Nodemailer's data stream
 */
export function streamMessage(
  message: Buffer,
  beforeLast: () => Promise<void>,
  mayGoOn: (stream: Readable) => boolean,
  signal: AbortSignal,
  connections: MessageConnections,
): MessageStream {
  let at = 0
  const next = async (): Promise<Buffer | undefined> => {
    if (!mayGoOn(stream)) return undefined
    signal.throwIfAborted()
    const bulk = bypass.size()
    const end = Math.min(at + CHUNK, at < bulk ? bulk : message.length)
    if (end === message.length) await beforeLast()
    signal.throwIfAborted()
    if (stream.destroyed || !mayGoOn(stream)) return undefined
    const chunk = message.subarray(at, end)
    // Nodemailer's pool takes an unread stream for a message of which nothing was sent.
    if (at === 0) Object.defineProperty(stream, 'readableDidRead', { value: true })
    at = end
    return chunk
  }
  const abort = () => {
    if (at < message.length) stream.destroy(signal.reason)
  }
  const stream = new Readable({
    highWaterMark: CHUNK,
    read() {
      if (at >= message.length) {
        this.push(null)
        return
      }
      next().then(
        (chunk) => chunk && this.push(chunk),
        (error) => this.destroy(error),
      )
    },
    destroy(error, callback) {
      signal.removeEventListener('abort', abort)
      callback(error)
    },
  })
  const bypass = createBypass(message, stream, next, connections)
  stream.on('error', () => {}) // destroyed before Nodemailer listens, it would be an uncaught exception
  signal.addEventListener('abort', abort, { once: true })
  return {
    stream,
    handedOver: () => (at === 0 ? 'nothing' : at < message.length ? 'part' : 'all'),
    bypassed: bypass.size,
    hasEnded: () => stream.readableEnded,
    stop: () => void stream.destroy(),
  }
}

const CHUNK = 64 * 1024

import { type Readable, Writable } from 'node:stream'
import type { MessageConnections } from './message-connections.ts'

/** The way of a message's bulk past Nodemailer's data stream. */
export interface Bypass {
  /** Of the message's first bytes, those that go this way; none until it is piped to where the way is open. */
  size(): number
  /** They were all given to the connection. Never settles if that breaks: Nodemailer tells of it. */
  readonly written: Promise<void>
}

/**
 * Has the bulk of a message go past Nodemailer's data stream, which looks at every byte for a dot at the start of a line
 * and for bare line ends: half of what sending a large file costs. There are neither in such a bulk.
 *
 * Nodemailer pipes the message into its data stream, and that into a socket of ours: so the bulk is written to the socket
 * first. The end of the message goes the usual way after it, so that Nodemailer still does all that makes the message
 * whole. Where its stream is not seen to go into a socket of ours, everything goes the usual way.
 */
export function createBypass(message: Buffer, stream: Readable, connections: MessageConnections): Bypass {
  let size = 0
  let resolve = () => {}
  const written = new Promise<void>((settle) => {
    resolve = settle
  })
  const pipe = stream.pipe.bind(stream)
  const pipePast: typeof stream.pipe = (dataStream, options) => {
    const connection = connections.join(stream, dataStream)
    size = connection ? bulkOf(message) : 0
    if (!connection || size === 0) return pipe(dataStream, options)

    const bulk = writeTo(connection.socket, size, () => {
      stream.unpipe(bulk)
      pipe(dataStream, options)
      resolve()
    })
    pipe(bulk)
    return dataStream
  }
  // By its name: a function that is written where it is assigned to a property, V8 puts among its old objects, and with it
  // all that it knows stays in memory, the message too.
  stream.pipe = pipePast
  return { size: () => size, written }
}

/** A stream into a socket that does not end it, and that stops without an error when the socket ends. */
function writeTo(socket: Writable, size: number, onWritten: () => void): Writable {
  let left = size
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!socket.writable) return
      socket.write(chunk, (error) => {
        if (error) return
        left -= chunk.length
        done()
        if (left === 0) onWritten()
      })
    },
  })
}

/** Whole lines from the start of a message, but for the last few KB; none of a message with a dot at the start of a line. */
function bulkOf(message: Buffer): number {
  if (message.includes('\r\n.')) return 0
  const lineEnd = message.lastIndexOf('\r\n', message.length - TAIL)
  return lineEnd < TAIL ? 0 : lineEnd + 2
}

const TAIL = 4 * 1024

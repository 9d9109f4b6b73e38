import type { Readable, Writable } from 'node:stream'
import type { MessageConnections } from './message-connections.ts'

/** The way of a message's bulk past Nodemailer's data stream. */
export interface Bypass {
  /** Of the message's first bytes, those that go this way; none until it is piped to where the way is open. */
  size(): number
}

/**
 * Has the bulk of a message go past Nodemailer's data stream, which looks at every byte for a dot at the start of a line
 * and for bare line ends: half of what sending a large file costs. There are neither in such a bulk.
 *
 * Nodemailer pipes the message into its data stream, and that into a socket of ours: so the bulk is written to the socket
 * first. The end of the message goes the usual way after it, so that Nodemailer still does all that makes the message
 * whole. Where its stream is not seen to go into a socket of ours, everything goes the usual way.
 *
 * @param next the message's next bytes, never of the bulk and of the end together; nothing if no more may go
 */
export function createBypass(
  message: Buffer,
  stream: Readable,
  next: () => Promise<Buffer | undefined>,
  connections: MessageConnections,
): Bypass {
  let size = 0
  const pipe = stream.pipe.bind(stream)
  const pipePast: typeof stream.pipe = (dataStream, options) => {
    const connection = connections.join(stream, dataStream)
    size = connection ? bulkOf(message) : 0
    if (!connection || size === 0) return pipe(dataStream, options)

    writeTo(connection.socket, size, next).then(
      (isWritten) => isWritten && pipe(dataStream, options),
      (error) => stream.destroy(error),
    )
    return dataStream
  }
  // By its name: a function that is written where it is assigned to a property, V8 puts among its old objects, and all that
  // it knows, the message too, stays in memory until these are collected.
  stream.pipe = pipePast
  return { size: () => size }
}

/** Writes so many bytes. False if there are no more to write; never settles if the socket breaks: Nodemailer tells of it. */
async function writeTo(socket: Writable, size: number, next: () => Promise<Buffer | undefined>): Promise<boolean> {
  await undefined // older Nodemailers pipe before the other listeners have seen the reply that lets the message go
  for (let left = size; left > 0; ) {
    const chunk = await next()
    if (!chunk || !socket.writable) return false
    await new Promise<void>((resolve) => {
      socket.write(chunk, (error) => {
        if (!error) resolve()
      })
    })
    left -= chunk.length
  }
  return true
}

/** Whole lines from the start of a message, but for the last few KB; none of a message with a dot at the start of a line. */
function bulkOf(message: Buffer): number {
  if (message.includes('\r\n.')) return 0
  const lineEnd = message.lastIndexOf('\r\n', message.length - TAIL)
  return lineEnd < TAIL ? 0 : lineEnd + 2
}

const TAIL = 4 * 1024

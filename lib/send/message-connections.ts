import type { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'

/** The connection that a message goes over. */
interface MessageConnection {
  readonly socket: Writable
  /** Whether the gateway waits for the message: 354 was the last that it said. */
  isGranted(): boolean
  destroy(): void
}

/** Over which connection each message goes, and what was said there: Nodemailer tells neither. */
export interface MessageConnections {
  /** Listens in on a connection; returns it. */
  watch<T extends Socket>(socket: T): T
  /** Puts a message on the connection that a stream of Nodemailer's is piped into, if it is one of these. */
  join(message: Readable, dataStream: object): MessageConnection | undefined
  /** The connection that a message was piped into, if it came so far. */
  of(message: Readable): MessageConnection | undefined
}

export function createMessageConnections(): MessageConnections {
  const connections = new WeakMap<object, MessageConnection>()
  return {
    watch(socket) {
      let lastLine = '' // its first characters
      let hasEnded = true
      // A listener before Nodemailer's would start the flow, and take the greeting from it.
      socket.once('resume', () => {
        socket.on('data', (chunk: Buffer) => {
          const text = (hasEnded ? '' : lastLine) + chunk.toString('latin1')
          const start = text.lastIndexOf('\n', text.length - 2) + 1
          lastLine = text.slice(start, start + 4)
          hasEnded = text.endsWith('\n')
        })
      })
      const connection: MessageConnection = {
        socket,
        isGranted: () => hasEnded && /^354[ \r\n]/.test(lastLine),
        destroy: () => void socket.destroy(),
      }
      // Between message and socket stands Nodemailer's stream that stuffs dots; it is piped first.
      socket.on('pipe', (dataStream) => connections.set(dataStream, connection))
      return socket
    },
    join(message, dataStream) {
      const connection = connections.get(dataStream)
      if (connection) connections.set(message, connection)
      return connection
    },
    of: (message) => connections.get(message),
  }
}

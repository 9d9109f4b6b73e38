import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'

/** The connection that a message goes over. */
export interface MessageConnection {
  /** Whether the gateway waits for the message: 354 was the last that it said. */
  isGranted(): boolean
  destroy(): void
}

/** Over which connection each message goes, and what was said there: Nodemailer tells neither. */
export interface MessageConnections {
  /** Listens in on a connection; returns it. */
  watch<T extends Socket>(socket: T): T
  /** The connection that a message was piped into, if it came so far. */
  of(message: Readable): MessageConnection | undefined
}

export function createMessageConnections(): MessageConnections {
  const connections = new WeakMap<Readable, MessageConnection>()
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
        isGranted: () => hasEnded && /^354[ \r\n]/.test(lastLine),
        destroy: () => void socket.destroy(),
      }
      // Between message and socket stands Nodemailer's stream that stuffs dots; it is piped first.
      socket.on('pipe', (stuffing) => {
        stuffing.once('pipe', (message: Readable) => connections.set(message, connection))
      })
      return socket
    },
    of: (message) => connections.get(message),
  }
}

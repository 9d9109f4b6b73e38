import type { Readable } from 'node:stream'
import { createTransport } from 'nodemailer'
import type { Settings } from '../options/options.ts'
import { createMessageConnections, type MessageConnections } from './message-connections.ts'
import { type HandedOver, type MessageStream, streamMessage } from './message-stream.ts'
import { isRefusal, isTaken } from './reply.ts'
import { openSocket, type ProxySocket } from './socket.ts'

/** One login at the gateway, with its connections. */
export interface Gateway {
  /** Sends a message once; never rejects. */
  deliver(message: Outgoing): Promise<Outcome>
  /** Connects and logs in. */
  verify(): Promise<void>
  /** Idle connections end at once, busy ones after their message. */
  close(): void
}

/** A message for one attempt. */
export interface Outgoing {
  readonly message: Buffer
  readonly messageId: string
  readonly to: readonly string[]
  /** Awaited before the last bytes go. */
  readonly beforeLast: () => Promise<void>
  readonly signal: AbortSignal
}

/** What became of an attempt. */
export type Outcome =
  | { readonly ok: true; readonly reply: SmtpReply }
  | { readonly ok: false; readonly error: Error; readonly handedOver: HandedOver }

/** Nodemailer's SMTP info. */
export interface SmtpReply {
  readonly response: string
  readonly accepted: readonly string[]
  readonly rejected: readonly string[]
  readonly rejectedErrors?: readonly Error[]
  readonly envelopeTime: number
  readonly messageTime: number
  readonly messageSize: number
}

/**
 * Sends through Nodemailer's SMTP pool. Its rate limit and its requeueing are off: the one does not hold a limit, the
 * other may deliver twice.
 *
 * @param proxy the outer transporter's way through a proxy, if it has one by then
 * @param onClear called when the last idle connection has ended
 */
export function createGateway(
  login: { readonly user: string; readonly pass: string },
  settings: Settings,
  proxy: () => ProxySocket | undefined,
  onClear: () => void,
): Gateway {
  let pool: SmtpPool | undefined
  const discarded = new WeakSet<SmtpPool>()
  const connections = createMessageConnections()
  let isClosed = false

  const openPool = () => {
    const created = createPool(login.user, login.pass, settings)
    created.getSocket = (_options, callback) => {
      openSocket(settings, proxy()).then(
        (connection) => callback(null, { connection: connections.watch(connection), secured: true }),
        (error) => {
          callback(error)
          if (!freesFailedConnections(created)) discard(created)
        },
      )
    }
    created.on('clear', onClear)
    if (isClosed) created.close()
    return created
  }
  const discard = (wedged: SmtpPool) => {
    if (pool === undefined || discarded.has(wedged)) return
    discarded.add(wedged)
    pool = undefined
    wedged.close()
  }
  const currentPool = () => {
    pool ??= openPool()
    return pool
  }

  return {
    async deliver(outgoing) {
      const mayGoOn = (stream: Readable) => {
        const connection = connections.of(stream)
        if (connection === undefined || connection.isGranted()) return true
        // Nodemailer took another reply for that to DATA, and waits for one to a message that must not go.
        if (message.handedOver() === 'nothing') connection.destroy()
        return false
      }
      const message = streamMessage(outgoing.message, outgoing.beforeLast, mayGoOn, outgoing.signal, connections)
      const used = currentPool()
      try {
        const reply = await sendOnce(used, login.user, outgoing, message, connections)
        if (message.hasEnded() && isTaken(reply.response)) {
          return { ok: true, reply: { ...reply, messageSize: reply.messageSize + message.bypassed() } }
        }
        return { ok: false, error: unexpectedReply(reply.response), handedOver: message.handedOver() }
      } catch (error) {
        const handedOver = message.handedOver()
        const wasQueued = discarded.has(used) && (error as Error).message === 'Connection pool was closed'
        return { ok: false, error: wasQueued ? lostConnection(error) : (error as Error), handedOver }
      } finally {
        message.stream.destroy()
      }
    },
    async verify() {
      const used = currentPool()
      await new Promise<void>((resolve, reject) => used.verify((error) => (error ? reject(error) : resolve())))
    },
    close() {
      isClosed = true
      pool?.close()
    },
  }
}

/** Nodemailer's `SMTPPool`, as far as it is used here; the same in its versions 6 to 10. */
interface SmtpPool {
  send(mail: object, callback: (error: Error | null, info?: SmtpReply) => void): void
  verify(callback: (error: Error | null) => void): void
  close(): void
  /** From version 10. */
  pendingCount?(): number
  on(event: 'clear', listener: () => void): void
  getSocket(options: object, callback: (error: Error | null, socket?: object) => void): void
}

function createPool(user: string, pass: string, { host, port, pool, timeouts, nodemailerLogger }: Settings): SmtpPool {
  const { transporter } = createTransport({
    pool: true,
    host,
    port,
    secure: true,
    auth: { user, pass },
    forceAuth: true,
    maxConnections: pool.maxConnections,
    maxMessages: pool.maxMessages,
    idleTimeout: pool.idleTimeoutMs,
    maxRequeues: 0,
    connectionTimeout: timeouts.connectionMs,
    greetingTimeout: timeouts.greetingMs,
    socketTimeout: timeouts.socketMs,
    logger: nodemailerLogger,
  } as object)
  return transporter as unknown as SmtpPool
}

/**
 * Hands a mail to the pool, which asks it for these four and nothing else. A mail whose signal ends it is given up at
 * once, wherever it is: in the pool's queue, where it is left without recipients so that its turn costs no connection, or
 * on the wire, as long as its last bytes have not gone.
 */
function sendOnce(
  pool: SmtpPool,
  from: string,
  outgoing: Outgoing,
  { stream, handedOver, hasEnded, stop }: MessageStream,
  connections: MessageConnections,
): Promise<SmtpReply> {
  const { to, messageId, signal } = outgoing
  const message = {
    getEnvelope: () => ({ from, to: signal.aborted ? [] : [...to] }),
    messageId: () => messageId,
    getHeader: () => messageId,
    createReadStream: () => stream,
  }
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      if (handedOver() !== 'all') reject(signal.reason)
    }
    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    pool.send({ data: {}, message }, (error, info) => {
      signal.removeEventListener('abort', giveUp)
      stop()
      // Nodemailer would go on with the connection, the next mail's commands in the middle of this message.
      if (!hasEnded() || !isAnswer(error, info)) connections.of(stream)?.destroy()
      if (error) reject(error)
      else resolve(info as SmtpReply)
    })
  })
}

/** Whether a message was taken or refused: anything else leaves open which replies are still to come. */
function isAnswer(error: Error | null, info: SmtpReply | undefined): boolean {
  const response = info?.response ?? (error as { response?: unknown } | null)?.response
  return typeof response === 'string' && (isTaken(response) || isRefusal(response))
}

/**
 * Nodemailer's pool gives up the place of a connection that could not be opened, from version 10; those before keep it
 * taken for ever, so that after a few failures nothing is sent any more. They are replaced by a new pool at the first.
 */
function freesFailedConnections(pool: SmtpPool): boolean {
  return typeof pool.pendingCount === 'function'
}

/** For a mail that waited in a pool that was replaced. */
function lostConnection(cause: unknown): Error {
  return Object.assign(new Error('No connection could be opened', { cause }), { code: 'ECONNECTION', command: 'CONN' })
}

function unexpectedReply(response: string): Error {
  const error = new Error(`Expected a reply 250 to the message, got ${response}`)
  return Object.assign(error, { code: 'EMESSAGE', command: 'DATA', response })
}

// Tested by test/send/connection.test.ts.

import type { TLSSocket } from 'node:tls'
import type { RejectedRecipient, Reply } from '../attempt.ts'
import { createReplyReader } from './replies.ts'
import { smtpError } from './socket.ts'

/** Commands and replies over one socket. It ends at the first thing that leaves in doubt which reply belongs to what. */
export interface Dialogue {
  /** Writes commands, each of which a reply is due to. */
  say(...commands: readonly string[]): void
  /** A message begins, to which a reply is due. */
  expectReply(): void
  /**
   * Writes a piece of a message. Resolves when the system has taken it, or there is news.
   *
   * @param ms for it to be taken, however slowly the gateway reads
   */
  write(piece: Buffer, ms: number): Promise<void>
  /** Writes the last of a message, and the dot that ends it. */
  writeLast(piece: Buffer): void
  /**
   * The next reply that is due.
   *
   * @param ms for it to be whole, however slowly the gateway sends it
   * @throws Ending
   */
  hear(ms: number): Promise<Reply>
  /** Whether a reply has come that was not heard yet, or the end. */
  hasNews(): boolean
  /** Why the connection has ended; undefined as long as it stands. */
  readonly ending: Ending | undefined
  /** Ends it now; what was written and has not gone is lost. */
  end(error: Error): void
  /** Writes a last command, and ends when the gateway does or a second later. */
  part(command: string): void
}

/** A connection has ended. */
export class Ending extends Error {
  override readonly cause: Error
  /** What had come of the next reply. */
  readonly rest: Reply | undefined

  constructor(cause: Error, rest: Reply | undefined) {
    super(cause.message)
    this.cause = cause
    this.rest = rest
  }
}

/** A reply was not the one that lets the session go on. */
export class Refused extends Error {
  readonly reply: Reply
  readonly rejected: readonly RejectedRecipient[] | undefined

  constructor(reply: Reply, rejected?: readonly RejectedRecipient[]) {
    super(reply.text)
    this.reply = reply
    this.rejected = rejected
  }
}

/** Bytes that go-smtp reads at a time. */
const GO_SMTP_READS = 4096

/** The end of a message. */
export const FINAL_DOT = '.\r\n'

export interface DialogueRules {
  /** Milliseconds without a byte in either direction, after which a connection from which something is due is given up. */
  readonly idleMs: number
  readonly log: (line: string) => void
  /** Called once, when it has ended. */
  readonly onEnd: () => void
}

export function createDialogue(socket: TLSSocket, { idleMs, log, onEnd }: DialogueRules): Dialogue {
  const reader = createReplyReader()
  const heard: Reply[] = []
  let due = 1 // the greeting
  let ending: Ending | undefined
  /** Looks whether what is waited for has come: a reply, or that a piece was taken. One thing is waited for at a time. */
  let look: (() => void) | undefined

  const end = (error: Error) => endWith(error, reader.rest())
  const endWith = (error: Error, rest: Reply | undefined) => {
    if (ending) return
    ending = new Ending(error, rest)
    socket.destroy()
    look?.()
    onEnd()
  }
  const hasNews = () => heard.length > 0 || ending !== undefined
  const take = (reply: Reply) => {
    log(`S: ${reply.text}`)
    if (due > 0) {
      due--
      heard.push(reply)
      return
    }
    const said = `The gateway said something that it was not asked: ${reply.text}`
    endWith(smtpError('EPROTOCOL', said), undefined)
  }

  socket.setTimeout(idleMs)
  socket.on('data', (piece: Buffer) => {
    if (ending) return
    try {
      for (const reply of reader.read(piece)) take(reply)
    } catch (error) {
      end(smtpError('EPROTOCOL', (error as Error).message))
    }
    look?.()
  })
  socket.on('timeout', () => {
    if (look) end(smtpError('ETIMEDOUT', `No byte came or went for ${idleMs} ms`))
  })
  socket.on('error', (error) => end(smtpError('ESOCKET', error.message, error)))
  socket.on('end', () => end(smtpError('ECONNECTION', 'The gateway closed the connection')))
  socket.on('close', () => end(smtpError('ECONNECTION', 'The connection was closed')))

  return {
    get ending() {
      return ending
    },
    hasNews,
    say(...commands) {
      due += commands.length
      if (!ending) socket.write(`${commands.join('\r\n')}\r\n`)
    },
    expectReply() {
      due++
    },
    writeLast(piece) {
      // go-smtp before 0.15 loses what it reads together with too long a line: a dot among it would never be answered.
      const isReadAlone = piece.length < GO_SMTP_READS
      if (!isReadAlone) socket.cork()
      socket.write(piece)
      socket.write(FINAL_DOT)
      if (!isReadAlone) socket.uncork()
    },
    write(piece, ms) {
      return new Promise((resolve) => {
        if (ending) return resolve()
        const settle = () => {
          // The piece may be taken long after there was news, when something else is waited for.
          if (look !== lookForNews) return
          clearTimeout(timer)
          look = undefined
          resolve()
        }
        // Part of a reply is none: who sends on for it hands all of a message to a gateway that does not read.
        const lookForNews = () => {
          if (hasNews()) settle()
        }
        const late = () => end(smtpError('ETIMEDOUT', `The gateway did not read ${piece.length} bytes within ${ms} ms`))
        const timer = setTimeout(late, ms)
        look = lookForNews
        socket.write(piece, settle)
      })
    },
    hear(ms) {
      return new Promise((resolve, reject) => {
        const settle = () => {
          const reply = heard.shift()
          if (!reply && !ending) return
          clearTimeout(timer)
          look = undefined
          if (reply) resolve(reply)
          else reject(ending)
        }
        const late = () => end(smtpError('ETIMEDOUT', `The gateway's reply was not whole within ${ms} ms`))
        const timer = heard.length > 0 || ending ? undefined : setTimeout(late, ms)
        look = settle
        settle()
      })
    },
    end,
    part(command) {
      if (ending) return
      log(`C: ${command}`)
      ending = new Ending(smtpError('ECONNECTION', 'The connection was closed'), undefined)
      socket.end(`${command}\r\n`)
      setTimeout(() => socket.destroy(), 1_000).unref()
      onEnd()
    },
  }
}

import { type Attempt, type Failed, isRefusal, type RejectedRecipient, type Stage } from '../attempt.ts'
import { now, type Stop } from '../clock.ts'
import { createError } from '../errors.ts'
import type { Settings } from '../options/options.ts'
import { createDialogue, type Dialogue, Ending, FINAL_DOT, Refused } from './dialogue.ts'
import { stuffDots } from './dot-stuffing.ts'
import { greet, type Login, logIn } from './handshake.ts'
import { openSocket, type ProxySocket } from './socket.ts'

/** A message for one attempt. */
export interface Outgoing {
  /** Written only when the gateway waits for it: many messages may be on their way, and each is in memory then. */
  readonly message: { readonly size: number; write(): Buffer }
  readonly to: readonly string[]
  /** Awaited before the last bytes go: without them the gateway has no message to act on. */
  readonly beforeLast: () => Promise<void>
  /** Ends the wait for a connection. */
  readonly waits: Stop
  /** Ends the attempt as long as the last bytes have not gone. */
  readonly wire: Stop
}

/** One session at the gateway, logged in. */
export interface Connection {
  /** Sends a message; never rejects. One at a time. */
  send(outgoing: Outgoing): Promise<Attempt>
  /** Messages sent so far. */
  readonly sent: number
  /** Whether another message can be sent. */
  readonly isOpen: boolean
  /** Takes leave of the gateway. */
  quit(): void
}

/** What a connection is opened with. */
export interface Host {
  readonly settings: Settings
  readonly proxy: () => ProxySocket | undefined
  readonly log: (line: string) => void
}

/**
 * Connects and logs in.
 *
 * @param onEnd called once, when a connection that was opened has ended
 * @returns the connection, or how opening it failed; never rejects
 */
export async function openConnection(
  login: Login,
  { settings, proxy, log }: Host,
  stop: Stop,
  onEnd: () => void,
): Promise<Connection | Failed> {
  const { greetingMs, socketMs } = settings.timeouts
  let stage: Stage = 'socket'
  let dialogue: Dialogue | undefined
  let isOpened = false
  const abort = () => dialogue?.end(stop.reason as Error)
  stop.addEventListener('abort', abort, { once: true })
  try {
    const socket = await openSocket(settings, proxy(), stop)
    dialogue = createDialogue(socket, { idleMs: socketMs, log, onEnd: () => isOpened && onEnd() })
    if (stop.aborted) throw stop.reason // since TLS is up nobody has listened
    stage = 'greeting'
    const extensions = await greet(dialogue, greetingMs, socketMs)
    stage = 'login'
    await logIn(dialogue, login, extensions, socketMs, log)
    if (dialogue.ending) throw dialogue.ending
    isOpened = true
    return createConnection(dialogue, login.user, extensions.has('PIPELINING'), settings, log)
  } catch (error) {
    dialogue?.end(error as Error)
    return toFailed({ stage, went: 'nothing' }, error)
  } finally {
    stop.removeEventListener('abort', abort)
  }
}

function createConnection(
  dialogue: Dialogue,
  user: string,
  isPipelining: boolean,
  { timeouts }: Settings,
  log: (line: string) => void,
): Connection {
  const { socketMs, replyMs } = timeouts
  let sent = 0

  /** MAIL, RCPT and DATA, in one write where the gateway lets them. Returns the recipients that it refused. */
  const sendEnvelope = async (to: readonly string[], progress: Progress): Promise<RejectedRecipient[]> => {
    for (const address of [user, ...to]) refuseUnsafe(address)
    const commands = [`MAIL FROM:<${user}>`, ...to.map((address) => `RCPT TO:<${address}>`), 'DATA']
    for (const command of commands) log(`C: ${command}`)
    if (isPipelining) dialogue.say(...commands)
    let next = 0
    const ask = () => {
      if (!isPipelining) dialogue.say(commands[next++] as string)
      return dialogue.hear(socketMs)
    }
    const rejected: RejectedRecipient[] = []

    const sender = await ask()
    if (sender.status !== 250) throw new Refused(sender)
    progress.stage = 'recipients'
    for (const address of to) {
      const reply = await ask()
      if (isRefusal(reply) && reply.status !== 421) rejected.push({ address, reply })
      else if (reply.status !== 250 && reply.status !== 251) throw new Refused(reply)
    }
    if (rejected[0] && rejected.length === to.length) throw new Refused(rejected[0].reply, rejected)
    progress.stage = 'data'
    const data = await ask()
    if (data.status !== 354) throw new Refused(data)
    // Another reply behind it: whatever the gateway took, it does not wait for a message.
    if (dialogue.ending) throw dialogue.ending
    return rejected
  }

  /** The message, as long as the gateway says nothing. Returns the bytes that it takes. */
  const sendBody = async (message: Buffer, beforeLast: () => Promise<void>, progress: Progress): Promise<number> => {
    const bytes = stuffDots(message)
    const size = bytes.length + FINAL_DOT.length
    const bulk = bytes.length <= PIECE ? 0 : bytes.length - TAIL
    progress.isLong = bulk > 0
    dialogue.expectReply()
    for (let at = 0; at < bulk && !dialogue.hasNews(); at += PIECE) {
      progress.went = 'part'
      await dialogue.write(bytes.subarray(at, Math.min(at + PIECE, bulk)), socketMs)
    }
    if (!dialogue.hasNews()) await beforeLast()
    if (!dialogue.hasNews()) {
      progress.went = 'all'
      progress.handedOverAt = Date.now()
      dialogue.writeLast(bytes.subarray(bulk))
      log(`C: <${size} bytes>`)
    }
    return size
  }

  return {
    get sent() {
      return sent
    },
    get isOpen() {
      return dialogue.ending === undefined
    },
    quit: () => dialogue.part('QUIT'),
    async send({ message, to, beforeLast, wire }) {
      const progress: Progress = {
        stage: 'sender',
        went: 'nothing',
        handedOverAt: undefined,
        isLong: false,
        rejected: [],
      }
      const abort = () => {
        if (progress.went !== 'all') dialogue.end(wire.reason as Error)
      }
      wire.addEventListener('abort', abort, { once: true })
      sent++
      try {
        if (wire.aborted) throw wire.reason
        const startedAt = now()
        const rejected = await sendEnvelope(to, progress)
        progress.rejected = rejected
        const grantedAt = now()
        progress.stage = 'message'
        const messageSize = await sendBody(message.write(), beforeLast, progress)
        const reply = await dialogue.hear(replyMs)
        if (reply.status !== 250 || progress.handedOverAt === undefined) throw new Refused(reply)
        const refused = new Set(rejected.map(({ address }) => address))
        return {
          taken: to.filter((address) => !refused.has(address)),
          rejected,
          reply,
          handedOverAt: progress.handedOverAt,
          envelopeTime: Math.round(grantedAt - startedAt),
          messageTime: Math.round(now() - grantedAt),
          messageSize,
        }
      } catch (error) {
        if (!isRefusedWhole(error, progress)) dialogue.end(error as Error)
        return { ...toFailed(progress, error), handedOverAt: progress.handedOverAt }
      } finally {
        wire.removeEventListener('abort', abort)
      }
    },
  }
}

/** The last look at what goes into a command: nothing in an address may end it and begin another. */
function refuseUnsafe(address: string): void {
  if (!/[\x00-\x20\x7f<>]/.test(address)) return
  const message = {
    en: `Expected an address without white space, < and >, got ${address}. Nothing was sent.`,
    zh: `地址不能含有空白、< 和 >，实际为 ${address}。邮件未发送。`,
  }
  throw createError(message, {
    reason: 'message-invalid',
    hint: {
      en: 'Correct the address, or `auth.user` where it is that.',
      zh: '请更正该地址；若它是 `auth.user`，请更正 `auth.user`。',
    },
  })
}

/** How far an attempt has come. */
interface Progress {
  stage: Stage
  went: Failed['went']
  handedOverAt: number | undefined
  /** Whether the message took more than one piece. */
  isLong: boolean
  /** At RCPT. */
  rejected: readonly RejectedRecipient[]
}

/**
 * A refusal of the whole message leaves the session as it was; whatever else has happened leaves it in doubt. So does that of a
 * long one: the gateway may have refused it before it had read all of it, and would take the rest for commands.
 */
const isRefusedWhole = (error: unknown, { went, isLong }: Progress): boolean =>
  error instanceof Refused &&
  went === 'all' &&
  !isLong &&
  isRefusal(error.reply) &&
  !DOUBTFUL.has(error.reply.status ?? 0)

/** The gateway leaves, or has had enough of the message. */
const DOUBTFUL: ReadonlySet<number> = new Set([421, 552])

/** How an attempt failed that came so far: by a reply, the end of the connection, or before there was one. */
export function toFailed(
  { stage: failed, went, rejected = [] }: Pick<Progress, 'stage' | 'went'> & Partial<Progress>,
  error: unknown,
): Failed {
  if (error instanceof Refused) {
    const all = error.rejected ?? rejected
    return { failed, went, reply: error.reply, ...(all.length > 0 && { rejected: all }) }
  }
  const known = rejected.length > 0 ? { rejected } : {}
  if (error instanceof Ending) return { failed, went, reply: error.rest, error: error.cause, ...known }
  return { failed, went, error: error as Error }
}

/** Bytes of a message that are written at a time. */
const PIECE = 64 * 1024
/** Those of a longer message that are held back, so that they take no time once they may go. */
const TAIL = 4 * 1024

import type { Attempt, Failed } from '../attempt.ts'
import { type Stop, waitUntil } from '../clock.ts'
import type { Connection, Outgoing } from './connection.ts'
import { smtpError } from './socket.ts'

/** The connections of a login. */
export interface Pool {
  /** Makes one call, over a connection that is free, a new one, or the next to be free. Never rejects. */
  send(outgoing: Outgoing): Promise<Attempt>
  /** Connects and logs in, over a connection of its own; undefined if that works. */
  verify(stop: Stop): Promise<Failed | undefined>
  /** Takes no new message. Idle connections end at once, the others after their message. */
  close(): void
}

export interface PoolRules {
  readonly maxConnections: number
  /** Messages after which a connection is replaced. */
  readonly maxMessages: number
  readonly idleTimeoutMs: number
  readonly open: (stop: Stop, onEnd: () => void) => Promise<Connection | Failed>
  /** Called when the last connection has ended. */
  readonly onClear: () => void
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
}

/**
 * A connection is opened when a message has its turn and none is free: a near gateway sees one or two, a far one as many as
 * its round trips take. A gateway that refuses more while it serves some is believed for a while.
 */
export function createPool({ maxConnections, maxMessages, idleTimeoutMs, open, onClear, now }: PoolRules): Pool {
  /** Free connections with what ends them when they stay so. The one used last is used next, so that the others end. */
  const idle = new Map<Connection, NodeJS.Timeout>()
  /** Those who wait, in their order: for a free connection, or for a place to open one at, which is nothing given. */
  const waiting: ((given: Connection | Failed | undefined) => void)[] = []
  let count = 0 // open, or being opened
  let live = 0 // open
  let allowed = maxConnections
  let allowedUntil = Number.NEGATIVE_INFINITY
  let refusal: { readonly failed: Failed; readonly until: number } | undefined // of the login
  let isClosed = false

  const mayOpen = () => count < (now() < allowedUntil ? Math.max(allowed, live) : maxConnections)
  const unidle = (connection: Connection) => {
    clearTimeout(idle.get(connection))
    idle.delete(connection)
  }
  const serve = () => {
    while (waiting.length > 0) {
      const free = [...idle.keys()].at(-1)
      if (free) unidle(free)
      else if (mayOpen()) count++
      else return
      waiting.shift()?.(free)
    }
  }
  const end = () => {
    count--
    serve()
    if (count === 0) onClear()
  }
  const release = (connection: Connection) => {
    if (!connection.isOpen) return
    if (isClosed || connection.sent >= maxMessages) connection.quit()
    else if (waiting.length > 0) waiting.shift()?.(connection)
    else idle.set(connection, setTimeout(() => connection.quit(), idleTimeoutMs).unref())
  }
  /** Opens one at a place that is counted; where that fails, it is for the caller to end it. */
  const openOne = async (stop: Stop): Promise<Connection | Failed> => {
    const opened = await open(stop, () => {
      live--
      if (!('failed' in opened)) unidle(opened)
      end()
    })
    if (!('failed' in opened)) {
      live++
      refusal = undefined
    } else if (isLoginRefused(opened)) {
      // The others would be refused as well, and a password that is tried again and again may lock the account.
      refusal = { failed: opened, until: now() + REMEMBERED_MS }
      for (const call of [...waiting]) call(opened)
    }
    return opened
  }
  const wait = (stop: Stop, isFirst: boolean) =>
    waitUntil<Connection | Failed | undefined>((resolve) => {
      if (isFirst) waiting.unshift(resolve)
      else waiting.push(resolve)
      serve()
      return () => {
        const at = waiting.indexOf(resolve)
        if (at !== -1) waiting.splice(at, 1)
      }
    }, stop)

  /** @throws the reason of `stop` */
  const connect = async (stop: Stop): Promise<Connection | Failed> => {
    let oneTooMany: { readonly failed: Failed; readonly wereOthersOpen: boolean } | undefined
    for (;;) {
      if (stop.aborted) throw stop.reason
      if (isClosed) return CLOSED
      const given = await wait(stop, oneTooMany !== undefined)
      if (given && ('failed' in given || given.isOpen)) return given
      if (given) continue // it has ended since
      // The others that were being opened were refused as well: then the gateway has not enough of us, but is away.
      const isAway = oneTooMany && !oneTooMany.wereOthersOpen && live === 0
      const known = isAway ? oneTooMany?.failed : refusal && now() < refusal.until ? refusal.failed : undefined
      const opened = known ?? (await openOne(stop))
      if (!('failed' in opened)) return opened
      const isOneTooMany = !isAway && (live > 0 || count > 1) && isRefusalOfMore(opened)
      if (isOneTooMany) {
        oneTooMany = { failed: opened, wereOthersOpen: live > 0 }
        allowed = Math.max(live, 1)
        allowedUntil = now() + BELIEVED_MS
      }
      end()
      if (!isOneTooMany) return opened
    }
  }

  return {
    async send(outgoing) {
      let connection: Connection | Failed
      try {
        connection = await connect(outgoing.waits)
      } catch (error) {
        return { failed: 'socket', went: 'nothing', error: error as Error }
      }
      if ('failed' in connection) return connection
      const attempt = await connection.send(outgoing)
      release(connection)
      return attempt
    },
    async verify(stop) {
      count++
      const connection = await openOne(stop)
      if (!('failed' in connection)) return void connection.quit()
      end()
      return connection
    },
    close() {
      isClosed = true
      for (const connection of [...idle.keys()]) connection.quit()
      for (const call of [...waiting]) call(CLOSED)
    },
  }
}

/** How long a gateway is believed that takes no more connections. */
const BELIEVED_MS = 30_000
/** How long a login that SES refused is not tried again. */
const REMEMBERED_MS = 60_000

/** For a message that waited in a pool that another one took the place of. */
const CLOSED: Failed = { failed: 'socket', went: 'nothing', error: smtpError('ECONNECTION', 'The login was closed') }

/** go-smtp answers 454 to a wrong password, where it is told nothing better. */
export function isLoginRefused({ failed, reply }: Failed): boolean {
  const status = reply?.status ?? 0
  return failed === 'login' && (status === 454 || status >= 500)
}

/** A gateway that closes a connection before its greeting, or greets with 421, has enough of them. */
function isRefusalOfMore({ failed, reply, error }: Failed): boolean {
  if (failed === 'greeting' && reply) return reply.status === 421
  const { code } = (error ?? {}) as { readonly code?: unknown }
  return (
    (failed === 'socket' || failed === 'greeting') && (code === 'ESOCKET' || code === 'ECONNECTION' || code === 'ETLS')
  )
}

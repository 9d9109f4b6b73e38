// Tested by test/wire/logins.test.ts.

import type { Attempt, Failed } from '../attempt.ts'
import { now, type Stop } from '../clock.ts'
import { createError } from '../errors.ts'
import { SILENT } from '../options/logger.ts'
import type { Settings } from '../options/options.ts'
import { createAskedLogin } from './asked-login.ts'
import { type Host, openConnection } from './connection.ts'
import { createPool, type Pool } from './pool.ts'
import { createProxy, passwordsOf } from './proxy.ts'
import { createRoom, type Room } from './room.ts'
import { createSecrets, type Secrets } from './secrets.ts'
import type { ProxySocket } from './socket.ts'

/** The logins of an account, each with connections of its own. No password comes out of them: in no attempt, and in no line of the log. */
export interface Logins {
  /**
   * The one through which a sender's mail goes.
   *
   * @throws SesError if there are several logins and none is the sender's
   */
  select(from: string): SelectedLogin
  readonly all: readonly SelectedLogin[]
  close(): void
}

export interface SelectedLogin {
  readonly user: string
  readonly send: Pool['send']
  readonly verify: Pool['verify']
}

/** The transport: what Nodemailer sets on it, a way through a proxy and the transporter with its settings, and its events. */
export interface TransportHost {
  readonly getSocket?: ProxySocket | undefined
  readonly mailer?: { get(key: string): unknown }
  emit(event: 'clear'): boolean
}

export function createLogins(settings: Settings, transport: TransportHost): Logins {
  const { proxy, timeouts } = settings
  const socksModule = () => transport.mailer?.get('proxy_socks_module')
  const own = proxy === undefined ? undefined : createProxy(proxy, timeouts.connectionMs, socksModule)
  const room = createRoom(ROOM_BYTES)
  const logins = settings.logins.map(({ user, pass }) => {
    // Each its own: nobody says another's password, and with hundreds of logins the search would take long.
    const secrets = createSecrets()
    for (const password of passwordsOf(proxy ?? '')) secrets.remember('proxy', password)
    const open = (password: string) => {
      secrets.remember(user, password)
      return openPool(
        { user, pass: password },
        settings,
        () => transport.getSocket ?? own,
        secrets,
        () => setImmediate(() => transport.emit('clear')), // outside of a mail's way: a listener may throw
      )
    }
    const pool = typeof pass === 'function' ? createAskedLogin(user, pass, open) : open(pass)
    return { user, pool: guardPool(pool, secrets, room) }
  })
  const all = logins.map(({ user, pool }) => ({ user, send: pool.send, verify: pool.verify }))

  return {
    all,
    select(from) {
      const isSender = ({ user }: { user: string }) => user.toLowerCase() === from.toLowerCase()
      const selected = all.length === 1 ? all[0] : all.find(isSender)
      if (selected) return selected
      const users = all.map(({ user }) => user).join(', ')
      const message = {
        en: `from: no login in \`auth\` for the sender ${from}, got ${users}.`,
        zh: `from：\`auth\` 中没有发信地址 ${from} 的登录信息，现有 ${users}。`,
      }
      throw createError(message, {
        reason: 'sender-refused',
        field: 'from',
        hint: {
          en: 'SES has one SMTP password for each sender address: add it to `auth`.',
          zh: 'SES 的每个发信地址各有一个 SMTP 密码：请将其加入 `auth`。',
        },
      })
    },
    close() {
      for (const { pool } of logins) pool.close()
    },
  }
}

function openPool(
  login: { readonly user: string; readonly pass: string },
  settings: Settings,
  proxy: Host['proxy'],
  secrets: Secrets,
  onClear: () => void,
): Pool {
  const { pool, logger } = settings
  const log = (line: string) => logger.debug({ tnx: 'smtp', user: login.user }, '%s', secrets.hide(line))
  const host: Host = { settings, proxy, log: logger === SILENT ? () => {} : log }
  const open = (stop: Stop, onEnd: () => void) => openConnection(login, host, stop, onEnd)
  return createPool({ ...pool, open, onClear, now })
}

/** A pool out of which no password comes, and which has no more bytes on their way than there is room for. */
function guardPool(pool: Pool, { hide }: Secrets, room: Room): Pool {
  return {
    async send(outgoing): Promise<Attempt> {
      let leave: () => void
      try {
        leave = await room.take(outgoing.message.size, outgoing.waits)
      } catch (error) {
        return { failed: 'socket', went: 'nothing', error: error as Error }
      }
      return hide(await pool.send(outgoing).finally(leave))
    },
    verify: async (stop): Promise<Failed | undefined> => hide(await pool.verify(stop)),
    close: pool.close,
  }
}

/** Of the largest mails that SES takes three, of those with a page of HTML a thousand. */
const ROOM_BYTES = 32_000_000

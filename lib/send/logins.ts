import { SesError } from '../errors.ts'
import type { Settings } from '../options/options.ts'
import { createAskedGateway } from './asked-login.ts'
import { createGateway, type Gateway } from './gateway.ts'
import { createProxy } from './proxy.ts'
import type { ProxySocket } from './socket.ts'

/** The logins of an account, each with connections of its own. */
export interface Gateways {
  /**
   * The one through which a sender's mail goes.
   *
   * @throws SesError if there are several logins and none is the sender's
   */
  select(from: string): { readonly user: string; readonly gateway: Gateway }
  /** Each login; `verify` connects and logs in. */
  readonly logins: readonly { readonly user: string; verify(): Promise<void> }[]
  close(): void
}

/** The transport: what Nodemailer sets on it, a way through a proxy and the transporter with its settings, and its events. */
export interface TransportHost {
  readonly getSocket?: ProxySocket | undefined
  readonly mailer?: { get(key: string): unknown }
  emit(event: 'clear'): boolean
}

export function createGateways(settings: Settings, host: TransportHost): Gateways {
  const { logins, proxy } = settings
  const own = proxy === undefined ? undefined : createProxy(proxy, () => host.mailer?.get('proxy_socks_module'))
  const gateways = logins.map(({ user, pass }) => {
    const open = (password: string) =>
      createGateway(
        { user, pass: password },
        settings,
        () => host.getSocket ?? own,
        () => host.emit('clear'),
      )
    return { user, gateway: typeof pass === 'function' ? createAskedGateway(user, pass, open) : open(pass) }
  })

  return {
    select(from) {
      const isSender = ({ user }: { user: string }) => user.toLowerCase() === from.toLowerCase()
      const selected = gateways.length === 1 ? gateways[0] : gateways.find(isSender)
      if (selected) return selected
      const users = gateways.map(({ user }) => user).join(', ')
      throw new SesError(`from: no login in \`auth\` for the sender ${from}, got ${users}.`, {
        reason: 'sender-refused',
        field: 'from',
        hint: 'SES has one SMTP password for each sender address: add it to `auth`.',
      })
    },
    logins: gateways.map(({ user, gateway }) => ({ user, verify: () => gateway.verify() })),
    close() {
      for (const { gateway } of gateways) gateway.close()
    },
  }
}

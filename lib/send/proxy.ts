// Tested by test/wire/proxies.test.ts.

import { createTransport } from 'nodemailer'
import type { ProxySocket } from './socket.ts'

/**
 * The option `proxy`, through Nodemailer's own proxy code. It knows the option only for its own transports, so one that
 * sends nothing lends it.
 *
 * @param connectionTimeout milliseconds; Nodemailer 10 ends its own socket then
 * @param socksModule the module `socks`, which Nodemailer's users give with `transporter.set('proxy_socks_module', …)`
 */
export function createProxy(url: string, connectionTimeout: number, socksModule: () => unknown): ProxySocket {
  const mailer = createTransport({ proxy: url, connectionTimeout } as object)
  const { getSocket } = mailer as unknown as { getSocket: ProxySocket }
  return (options, callback) => {
    const socks = socksModule()
    if (socks) mailer.set('proxy_socks_module', socks)
    getSocket(options, callback)
  }
}

/** The password in a proxy's URL, as it is written there and as it is meant. */
export function passwordsOf(url: string): string[] {
  const { password } = URL.canParse(url) ? new URL(url) : { password: '' }
  try {
    return [password, decodeURIComponent(password)]
  } catch {
    return [password]
  }
}

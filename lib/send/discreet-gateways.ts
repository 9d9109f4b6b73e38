import type { SesLogger } from '../options/logger.ts'
import type { Settings } from '../options/options.ts'
import type { Outcome } from './gateway.ts'
import { createGateways, type Gateways, type TransportHost } from './logins.ts'
import { createSecrets } from './secrets.ts'

/**
 * As {@link createGateways}, and no password comes out of them: in no error, reply or line of Nodemailer's log, whatever the
 * server repeats.
 */
export function createDiscreetGateways(settings: Settings, host: TransportHost): Gateways {
  const { remember, hide } = createSecrets()
  const logins = settings.logins.map(({ user, pass }) =>
    typeof pass === 'function'
      ? { user, pass: async () => remember(user, await pass()) }
      : { user, pass: remember(user, pass) },
  )
  const nodemailerLogger = settings.nodemailerLogger && discreetLogger(settings.logger, hide)
  const gateways = createGateways({ ...settings, logins, nodemailerLogger }, host)

  const hideIn = (outcome: Outcome): Outcome => {
    // When a message is taken for everyone, of what goes on from here only the reply's text is the server's.
    if (!outcome.ok || outcome.reply.rejectedErrors) return hide(outcome)
    return { ok: true, reply: { ...outcome.reply, response: hide(outcome.reply.response) } }
  }

  return {
    ...gateways,
    select(from) {
      const { user, gateway } = gateways.select(from)
      return { user, gateway: { ...gateway, deliver: async (outgoing) => hideIn(await gateway.deliver(outgoing)) } }
    },
    logins: gateways.logins.map(({ user, verify }) => ({
      user,
      verify: () =>
        verify().catch((error) => {
          throw hide(error)
        }),
    })),
  }
}

function discreetLogger(logger: SesLogger, hide: <T>(value: T) => T): SesLogger {
  const write =
    (level: keyof SesLogger) =>
    (fields: object, message: string, ...values: unknown[]) =>
      logger[level](hide(fields), hide(message), ...hide(values))
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') }
}

import { SesError } from '../errors.ts'
import type { Gateway } from './gateway.ts'

/**
 * A login whose password a function gives. It is asked before the first connection and after each login that SES refuses, once
 * for all mails that wait for its answer. If the password is another one, what was refused is tried once more with it.
 *
 * @param open a gateway that logs in with this password
 */
export function createAskedGateway(
  user: string,
  pass: () => string | Promise<string>,
  open: (pass: string) => Gateway,
): Gateway {
  let latest: Opened | undefined
  let asking: Promise<Opened> | undefined
  let isClosed = false

  const use = (given: string): Opened => {
    if (latest?.pass === given) return latest
    latest?.gateway.close()
    latest = { pass: given, gateway: open(given) }
    if (isClosed) latest.gateway.close()
    return latest
  }
  const ask = (): Promise<Opened> => {
    asking ??= askFor(user, pass)
      .then(use)
      .finally(() => {
        asking = undefined
      })
    return asking
  }
  /** Where to try again: mails that waited for a connection fail too when it is closed for another password. */
  const renewed = async (used: Opened, error: Error): Promise<Gateway | undefined> => {
    if (latest === used && isLoginRefused(error)) await ask()
    return latest === used ? undefined : latest?.gateway
  }

  return {
    async deliver(outgoing) {
      try {
        const used = latest ?? (await ask())
        const outcome = await used.gateway.deliver(outgoing)
        if (outcome.ok || outcome.handedOver !== 'nothing') return outcome
        const other = await renewed(used, outcome.error)
        return other ? await other.deliver(outgoing) : outcome
      } catch (error) {
        return { ok: false, error: error as Error, handedOver: 'nothing' }
      }
    },
    async verify() {
      const used = latest ?? (await ask())
      try {
        await used.gateway.verify()
      } catch (error) {
        const other = await renewed(used, error as Error)
        if (!other) throw error
        await other.verify()
      }
    },
    close() {
      isClosed = true
      latest?.gateway.close()
    },
  }
}

interface Opened {
  readonly pass: string
  readonly gateway: Gateway
}

const isLoginRefused = (error: Error): boolean => (error as { code?: unknown }).code === 'EAUTH'

async function askFor(user: string, pass: () => unknown): Promise<string> {
  const given = await callPass(user, pass)
  if (typeof given === 'string' && given !== '') return given
  const kind = given === '' ? 'an empty string' : given === null ? 'null' : typeof given
  throw new SesError(`auth: expected the function \`pass\` of ${user} to return a password, got ${kind}: not sent.`, {
    reason: 'auth-failed',
    field: 'auth',
    hint: 'Let it return the SMTP password of that sender address, or a promise of it.',
  })
}

/** A function that fails now may give the password the next time. */
async function callPass(user: string, pass: () => unknown): Promise<unknown> {
  try {
    return await pass()
  } catch (cause) {
    const { message = String(cause) } = (cause ?? {}) as { message?: string }
    throw new SesError(`auth: the function \`pass\` of ${user} failed, and nothing was sent: ${message}`, {
      reason: 'auth-failed',
      retry: 'soon',
      field: 'auth',
      hint: 'Look at `cause`, which is what the function threw.',
      cause,
    })
  }
}

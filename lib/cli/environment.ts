import type { SesLogin } from '../options/login.ts'
import { resolveOptions, type SesTransportOptions } from '../options/options.ts'
import { parseOptionUrl } from '../options/url.ts'
import { type SesRegion, SMTP_HOSTS } from '../provider.ts'
import { usageError } from './command.ts'
import { type Prompt, readPassword } from './password.ts'

/** Options of `sesTransport`: where to log in, and as whom. */
export type Account = Pick<SesTransportOptions, 'region' | 'host' | 'port' | 'proxy'> & { readonly auth: Login }

interface Login extends SesLogin {
  readonly user: string
  readonly pass: string
}

/** Of every command that logs in. */
export const environmentHelp = `Environment:
  SMTP_URL           smtps://user:password@host:port, user and password percent-encoded; or
  SES_REGION         ${Object.keys(SMTP_HOSTS).join(', ')}; or
  SES_HOST           the SMTP host, in place of the region
  SES_PORT           465 or 587, with TLS from the first byte at both (465)
  SES_USER           the sender address
  SES_PASSWORD       its SMTP password, or
  SES_PASSWORD_FILE  a file that has it; without both it is asked for, if there is a terminal
  SES_PROXY          http://user:password@host:port of a proxy (none)
  NODE_EXTRA_CA_CERTS
                     a file with certificates to trust beside the usual ones, such as the emulator's`

/**
 * Reads the environment variables above. The password is asked for last, when nothing else is wrong.
 *
 * @param prompt undefined if there is nobody to ask
 * @throws a usage error for a variable that is missing, wrong or contradicts another; no password is in it
 */
export async function readAccount(environment: NodeJS.ProcessEnv, prompt: Prompt | undefined): Promise<Account> {
  // One that is set to nothing counts as not set: so Compose files and CI systems leave it.
  const read = (name: string) => environment[name] || undefined
  const proxy = checkProxy(read('SES_PROXY'))
  const url = read('SMTP_URL')
  if (url !== undefined) {
    const other = SES_VARIABLES.find((name) => read(name) !== undefined)
    if (other) throw usageError(`Expected SMTP_URL or ${other} in the environment, got both`)
    return inVariables('SMTP_URL: ', () => checkAccount({ ...parseOptionUrl(url), ...proxy } as Account))
  }

  const [region, host, port, user] = SES_VARIABLES.map(read)
  if (!region && !host) throw usageError('Expected SES_REGION, SES_HOST or SMTP_URL in the environment, got none')
  if (!user) throw usageError('Expected SES_USER, the sender address, in the environment, got nothing')
  const place = { ...(region && { region: region as SesRegion }), ...(host && { host }), ...(port && { port }) }
  inVariables('', () => checkAccount({ ...place, auth: { user, pass: 'asked for below' } }))
  return { ...place, auth: { user, pass: await readPassword(read, user, prompt) }, ...proxy }
}

const SES_VARIABLES = ['SES_REGION', 'SES_HOST', 'SES_PORT', 'SES_USER', 'SES_PASSWORD', 'SES_PASSWORD_FILE'] as const

function checkProxy(proxy: string | undefined): Pick<Account, 'proxy'> {
  if (proxy === undefined) return {}
  if (URL.canParse(proxy) && /^https?:$/.test(new URL(proxy).protocol)) return { proxy }
  throw usageError('Expected SES_PROXY to be a URL of http: or https:, got something else')
}

function checkAccount(account: Account): Account {
  resolveOptions(account)
  return account
}

/** Says a mistake in an option with the name of its variable. */
function inVariables<T>(prefix: string, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const { message } = error as Error
    throw usageError(`${prefix}${message.replace(/`(region|host|port)`/g, (_, name) => `SES_${name.toUpperCase()}`)}`)
  }
}

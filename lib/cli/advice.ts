// Tested by test/cli/diagnose.test.ts.

import type { SesError } from '../errors.ts'
import type { Settings } from '../options/options.ts'
import { SMTP_HOSTS } from '../provider.ts'
import type { CertificateFacts } from './certificate.ts'
import type { StepName } from './step.ts'

/** What to do about a step that failed: the error's hint, unless the step tells more than a whole attempt does. */
export function advise(
  step: StepName,
  error: SesError,
  settings: Settings,
  certificate: CertificateFacts | undefined,
): string {
  const words = `${error.code} ${error.reason} ${error.message.replace(error.hint, '')}`
  const row = rows.find((row) => row.step === step && row.when.test(words))
  return row ? row.hint({ ...settings, hint: error.hint, names: certificate?.names ?? [] }) : error.hint
}

interface Circumstances extends Pick<Settings, 'host' | 'port' | 'logins'> {
  /** The error's own. */
  readonly hint: string
  /** Those of the certificate. */
  readonly names: readonly string[]
}

/** The first that fits. */
const rows: readonly {
  readonly step: StepName
  /** Nodemailer's code, the reason and the error's message. */
  readonly when: RegExp
  readonly hint: (circumstances: Circumstances) => string
}[] = [
  {
    step: 'dns',
    when: /./,
    hint: () => `Check the host, and that names can be looked up from here. SES's are ${listHosts()}.`,
  },
  { step: 'tcp', when: /^EPROXY/, hint: ({ hint }) => hint },
  {
    step: 'tcp',
    when: /^ETIMEDOUT/,
    hint: ({ port }) =>
      `Let connections out to port ${port}: nothing comes back, as behind a firewall or in a cloud that closes mail ports until asked. SES listens at ${port === 465 ? 587 : 465} too.`,
  },
  {
    step: 'tcp',
    when: /ECONNREFUSED/,
    hint: () => `Check host and port: nothing listens there. SES listens at 465 and 587 of ${listHosts()}.`,
  },
  {
    step: 'tls',
    when: /wrong version number|packet length too long|record layer failure/i,
    hint: () =>
      'Check host and port: the server there begins without TLS, as one does that wants STARTTLS. SES has TLS from the first byte, at 465 and 587 alike.',
  },
  {
    step: 'tls',
    when: /altnames/,
    hint: ({ host, names }) =>
      `Check the host: the certificate is for ${names.slice(0, 3).join(', ') || 'no name'} and not for ${host}. SES's hosts are ${listHosts()}.`,
  },
  {
    step: 'tls',
    when: /expired|not yet valid/,
    hint: () => 'Check the clock of this machine; if it is right, wait until the certificate is renewed.',
  },
  {
    step: 'tls',
    when: /self.signed|unable to get|unable to verify/i,
    hint: () =>
      'Find out who answers: nobody that this machine trusts has signed the certificate, so it may be of a firewall that opens TLS, or of a test server. To trust it all the same, set NODE_EXTRA_CA_CERTS to a file that has it or its CA.',
  },
  {
    step: 'tls',
    when: /^ETIMEDOUT/,
    hint: () =>
      'Look for a firewall or proxy that holds the connection: the port is open, and nothing answers to TLS. A server that waits for STARTTLS does the same; SES does not.',
  },
  { step: 'ehlo', when: /^ETIMEDOUT/, hint: () => SILENT },
  { step: 'login', when: /^ETIMEDOUT/, hint: () => SILENT },
  {
    step: 'login',
    when: /^\S+ auth-failed/,
    hint: ({ host, logins, hint }) =>
      logins.some(({ user }) => !user.includes('@'))
        ? `Log in with the whole sender address, such as noreply@mail.example.com, and not with a name or an API key. ${hint}`
        : `${hint} This was ${nameHost(host)}; SES's hosts are ${listHosts()}.`,
  },
]

const SILENT = 'Try again, and with a longer --timeout: TLS is up, and the server does not answer.'

const listHosts = (): string => Object.values(SMTP_HOSTS).map(nameHost).join(', ')

/** `sg-smtp.qcloudmail.com (ap-singapore)` */
export function nameHost(host: string): string {
  const region = regionOf(host)
  return region ? `${host} (${region})` : host
}

export function regionOf(host: string): string | undefined {
  return Object.entries(SMTP_HOSTS).find(([, each]) => each === host.toLowerCase())?.[0]
}

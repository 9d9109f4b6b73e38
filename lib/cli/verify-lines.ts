// Tested by test/cli/verify.test.ts.

import type { Settings } from '../options/options.ts'
import { nameHost } from './advice.ts'
import type { CertificateFacts } from './certificate.ts'
import { line, problemLines } from './problem.ts'
import type { Findings, Step, StepName } from './step.ts'

export function startLine({ host, port, logins }: Settings): string {
  return `${line(`${nameHost(host)}, port ${port}, as ${logins[0]?.user}`, '')}\n\n`
}

/** A step for a person: `  ok    DNS      12 ms  127.0.0.1`. */
export function stepLines({ step, ms, found, error }: Step): string {
  const start = `  ${error ? 'FAIL' : 'ok  '}  ${NAMES[step].padEnd(5)} ${String(ms).padStart(6)} ms  `
  const [first = '', ...others] = foundLines(found)
  const rest = others.map((text) => line(text, ' '.repeat(start.length)))
  return `${[line(first, start).trimEnd(), ...rest].join('\n')}\n`
}

const NAMES: Readonly<Record<StepName, string>> = { dns: 'DNS', tcp: 'TCP', tls: 'TLS', ehlo: 'EHLO', login: 'login' }

function foundLines(found: Findings): string[] {
  const { addresses, address, proxy, version, cipher, certificate, greeting, offers, reply } = found
  return [
    addresses?.join(', '),
    address,
    proxy && `through the proxy ${proxy}`,
    version && `${version}, ${cipher}`,
    certificate && certificateLine(certificate),
    greeting,
    offers && (offers.length > 0 ? `offers ${offers.join(', ')}` : 'offers nothing'),
    reply,
  ].filter((text) => text !== undefined)
}

function certificateLine({ subject, issuer, isSelfSigned, validTo, fitsHost }: CertificateFacts): string {
  const signed = isSelfSigned ? 'self-signed' : `issued by ${issuer}`
  return `certificate of ${subject}, ${signed}, valid until ${validTo.slice(0, 10)}, ${fitsHost ? 'fits' : 'does not fit'} the host`
}

/** What came of it all. */
export function endLines({ error }: Step, { port }: Settings): string {
  const lines = error
    ? problemLines(error)
    : [
        'The login works. No mail was sent: `send --to <address>` sends one.',
        ...(port === 587 ? ['', line(AT_587, '')] : []),
      ]
  return `\n${lines.join('\n')}\n`
}

const AT_587 =
  'Port 587 has TLS from the first byte too: a program that is set to STARTTLS, as Nodemailer with secure: false, hangs there.'

// Tested by test/emulator/page/page.test.ts.

import { reachable } from '../authority.ts'
import type { EmulatorTransport } from '../control.ts'

/** The certificate, as the page gives it and as the example reads it. */
export const certificateName = 'ses-emulator.pem'

const loopbacks = ['127.0.0.1', '::1', 'localhost']

/** What to write so that mails go to the emulator. `names`: those that its certificate is for beside the loopback's. */
export function transportSnippet({ host: listening, port, auth }: EmulatorTransport, names: readonly string[]): string {
  const host = names[0] ?? reachable(listening)
  // A client that connects by an address for which the certificate is not made needs a name for which it is.
  const servername = [...loopbacks, ...names].includes(host) ? '' : ", servername: 'localhost'"
  return [
    'sesTransport({',
    `  host: ${quote(host)},`,
    `  port: ${port},`,
    `  auth: { user: ${quote(auth.user)}, pass: ${quote(auth.pass)} },`,
    `  tls: { ca: readFileSync('${certificateName}')${servername} },`,
    '})',
  ].join('\n')
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

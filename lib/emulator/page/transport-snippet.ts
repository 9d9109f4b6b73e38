// Tested by test/emulator/page/page.test.ts.

import { reachable } from '../authority.ts'
import type { EmulatorTransport } from '../emulator.ts'

/** The certificate, as the page gives it and as the example reads it. */
export const certificateName = 'ses-emulator.pem'

const loopbacks = ['127.0.0.1', '::1', 'localhost']

/** What to write so that mails go to the emulator. */
export function transportSnippet({ host, port, auth }: EmulatorTransport): string {
  // The certificate is for the loopback: a client that connects by another address needs the name.
  const servername = loopbacks.includes(host) ? '' : ", servername: 'localhost'"
  return [
    'sesTransport({',
    `  host: ${quote(reachable(host))},`,
    `  port: ${port},`,
    `  auth: { user: ${quote(auth.user)}, pass: ${quote(auth.pass)} },`,
    `  tls: { ca: readFileSync('${certificateName}')${servername} },`,
    '})',
  ].join('\n')
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

// Tested by test/emulator/page/page.test.ts.

import type { EmulatorTransport } from '../emulator.ts'

/** The certificate, as the page gives it and as the example reads it. */
export const certificateName = 'ses-emulator.pem'

const loopbacks = ['127.0.0.1', '::1', 'localhost']
const anyAddress = ['0.0.0.0', '::']

/** What to write so that mails go to the emulator. */
export function transportSnippet({ host, port, auth }: EmulatorTransport): string {
  // The certificate is for the loopback: whoever comes by another address has to be told.
  const servername = loopbacks.includes(host) ? '' : ", servername: 'localhost'"
  return [
    'sesTransport({',
    `  host: ${quoted(anyAddress.includes(host) ? '127.0.0.1' : host)},`,
    `  port: ${port},`,
    `  auth: { user: ${quoted(auth.user)}, pass: ${quoted(auth.pass)} },`,
    `  tls: { ca: readFileSync('${certificateName}')${servername} },`,
    '})',
  ].join('\n')
}

/** Host and port as a URL has them; by the loopback where the server listens on every address. */
export function authority(host: string, port: number): string {
  const name = anyAddress.includes(host) ? '127.0.0.1' : host
  return `${name.includes(':') ? `[${name}]` : name}:${port}`
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`
}

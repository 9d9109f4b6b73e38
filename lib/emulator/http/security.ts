// Tested by test/emulator/page/safety.test.ts.

import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

/** Headers of every answer. */
export const strictHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': toPolicy({
    'default-src': "'none'",
    'script-src': "'self'",
    'style-src': "'self'",
    'img-src': 'data:',
    'connect-src': "'self'",
    'frame-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'self'",
    'frame-ancestors': "'none'",
  }),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-DNS-Prefetch-Control': 'off',
  'Cache-Control': 'no-store',
}

/**
 * Headers of an HTML mail: a document of an origin of its own, without scripts, forms or plugins, that loads nothing. Its
 * links open in a new tab, which is a page like any other.
 *
 * @param remoteImages images from the web may be loaded, which tell their server that the mail is being read
 */
export function mailHeaders(remoteImages: boolean): Readonly<Record<string, string>> {
  return {
    ...strictHeaders,
    'Content-Security-Policy': toPolicy({
      'default-src': "'none'",
      'style-src': "'unsafe-inline'",
      'img-src': remoteImages ? 'data: http: https:' : 'data:',
      'font-src': 'data:',
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'self'",
      sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    }),
    'X-Frame-Options': 'SAMEORIGIN',
  }
}

/**
 * Whether a request names this server as a person at it would: by an IP address, by `localhost`, or by a name that it was
 * given. Any other name is a stranger's, pointed here so that the stranger's page can read the mails (DNS rebinding).
 */
export function isOwnHost(header: string | undefined, names: readonly string[]): boolean {
  const name = (header ?? '')
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  return name === 'localhost' || names.some((own) => own.toLowerCase() === name) || isIP(name) !== 0
}

/**
 * Whether another site's page makes this request, in the browser of somebody who looks at the mails. It may link here, and do
 * nothing else; another port of this machine is another site too. Programs that are no browsers send none of these headers.
 */
export function isForeign(method: string, headers: IncomingHttpHeaders): boolean {
  const site = headers['sec-fetch-site']
  const isLink =
    method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document'
  if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isLink) return true
  return headers.origin !== undefined && headers.origin.toLowerCase() !== `http://${headers.host}`.toLowerCase()
}

function toPolicy(directives: Readonly<Record<string, string>>): string {
  return Object.entries(directives)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ')
}

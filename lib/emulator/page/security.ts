// Tested by test/emulator/page/safety.test.ts.

import { isIP } from 'node:net'

/** What a page may load besides its own style and script. */
export interface Allowances {
  /** Styles in the markup: an HTML mail is shown in a frame, which inherits the page's policy. @default false */
  readonly inlineStyle?: boolean
  /** Images from the web, which tell their server that the mail is being read. @default false */
  readonly remoteImages?: boolean
}

export function headersFor(allowances: Allowances = {}): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': pagePolicy(allowances),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-DNS-Prefetch-Control': 'off',
    'Cache-Control': 'no-store',
  }
}

/** The policy inside the frame of an HTML mail: no script, and nothing from anywhere. */
export function mailPolicy({ remoteImages = false }: Allowances): string {
  return `default-src 'none'; style-src 'unsafe-inline'; img-src ${images(remoteImages)}; font-src data:`
}

/**
 * Whether a request names this server as a person at it would: by an IP address, by `localhost`, or by the host that it
 * was told to listen on. Any other name is a stranger's, pointed here so that the stranger's page can read the mails (DNS
 * rebinding).
 */
export function isOwnHost(header: string | undefined, listeningOn: string): boolean {
  const name = (header ?? '')
    .replace(/:\d*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .toLowerCase()
  return name === 'localhost' || name === listeningOn.toLowerCase() || isIP(name) !== 0
}

function pagePolicy({ inlineStyle = false, remoteImages = false }: Allowances): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${inlineStyle ? " 'unsafe-inline'" : ''}`,
    `img-src ${images(remoteImages)}`,
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

function images(remote: boolean): string {
  return remote ? 'data: http: https:' : 'data:'
}

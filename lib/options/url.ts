// Tested by test/options/options.test.ts.

import type { SesLogin } from './login.ts'

/**
 * Options from a URL such as `smtps://noreply%40mail.example.com:password@sg-smtp.qcloudmail.com:465`.
 *
 * @throws TypeError that says what is wrong, without the password
 */
export function parseOptionUrl(text: string): { host: string; auth: SesLogin; port?: number } {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname || !url.username || !url.password) {
    throw new TypeError(
      'Expected a URL of the form `smtps://user:password@host:port`, got one without some of these parts',
    )
  }
  if (url.search) throw new TypeError('Expected a URL without a query, got one with: give the options as an object')

  const auth = { user: decode(url.username), pass: decode(url.password) }
  return { host: url.hostname.replace(/^\[|\]$/g, ''), auth, ...(url.port && { port: Number(url.port) }) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new TypeError('Expected user and password to be percent-encoded in the URL: write `%25` for `%`')
  }
}

// Tested by test/status/record.test.ts.

import { domainToASCII } from 'node:url'

/** An address as it is compared: bare, in lower case, its domain in punycode. */
export function addressKey(text: string): string {
  const [, bare = text] = /<([^<>]*)>\s*$/.exec(text) ?? []
  const address = bare.trim().toLowerCase()
  const at = address.lastIndexOf('@') + 1
  const domain = address.slice(at)
  return address.slice(0, at) + (domainToASCII(domain) || domain)
}

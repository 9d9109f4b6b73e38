import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const { version } = JSON.parse(
  readFileSync(createRequire(import.meta.url).resolve('nodemailer/package.json'), 'utf8'),
) as { readonly version: string }

/** Whether the tests run with this Nodemailer or a newer one: `test/drop-in` runs those of the wire with older ones too. */
export function isNodemailerSince(wanted: string): boolean {
  return version.localeCompare(wanted, 'en', { numeric: true }) >= 0
}

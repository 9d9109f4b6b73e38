import { readFile, writeFile } from 'node:fs/promises'
import { defineConfig } from 'tsdown'

const shared = {
  entry: { index: 'lib/index.ts', emulator: 'lib/emulator/index.ts', status: 'lib/status/index.ts' },
  target: 'node20.19',
  platform: 'node',
  sourcemap: false, // the code is not minified, and they are half of the package
  fixedExtension: false,
  dts: true,
} as const

// p-retry is ESM only. Left outside the CommonJS build, `require('p-retry')` fails in Jest and calls the namespace
// instead of the function in bundles, so that build carries it inside.
const esmOnly = ['p-retry', 'is-network-error']

// The router of the emulator's page and API, inside the emulator: who sends mails with SES installs nothing of it.
const ofEmulator = ['hono']

export default defineConfig([
  {
    ...shared,
    entry: { ...shared.entry, cli: 'lib/cli/index.ts' },
    format: 'esm',
    clean: true,
    deps: { neverBundle: ['p-retry'], alwaysBundle: ofEmulator, onlyBundle: ofEmulator },
  },
  {
    ...shared,
    format: 'cjs',
    clean: false,
    deps: { alwaysBundle: [...esmOnly, ...ofEmulator], onlyBundle: [...esmOnly, ...ofEmulator] },
    onSuccess: shortenTypePath,
  },
])

/** TypeScript's old resolution finds Nodemailer's types by the folder alone, its new one in ESM by the file alone. */
async function shortenTypePath(): Promise<void> {
  const file = new URL('dist/index.d.cts', import.meta.url)
  const types = await readFile(file, 'utf8')
  await writeFile(file, types.replaceAll('nodemailer/lib/smtp-transport/index.js', 'nodemailer/lib/smtp-transport'))
}

// Known vulnerabilities in what users install, where a registry answers that.

import { spawnSync } from 'node:child_process'

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8' })
const report = JSON.parse(stdout || '{}') as {
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string; readonly range: string }>>
}
const found = Object.entries(report.vulnerabilities ?? {})
if (!report.vulnerabilities) console.log('This registry answers no audit: nothing was looked up.')
for (const [name, { severity, range }] of found) console.error(`${name} ${range}: ${severity}`)
process.exitCode = found.length > 0 ? 1 : 0

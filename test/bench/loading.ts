import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { median, runPairs, summary } from './pairs.ts'

const PAIRS = 15
const forms = {
  require: (name: string) => `require('${name}')`,
  import: (name: string) => `await import('${name}')`,
}

/** Loading the package, which loads Nodemailer, beside loading Nodemailer alone; each in a new process: CPU time. */
export async function benchLoading(): Promise<void> {
  console.log(`\nCPU of loading, beside Nodemailer alone (median of ${PAIRS} pairs [least–most])`)
  for (const [form, load] of Object.entries(forms)) {
    const time = (name: string) => () => timeOf(load(name))
    const pairs = await runPairs(PAIRS, time('nodemailer'), time('nodemailer-tencentcloud-ses'))
    const ms = (of: 'plain' | 'ours') => median(pairs.map((pair) => pair[of])).toFixed(1)
    const ratio = summary(pairs.map(({ plain, ours }) => ours / plain))
    console.log(`  ${form}: ${ratio}, ${ms('ours')} ms against ${ms('plain')} ms`)
  }
}

async function timeOf(load: string): Promise<number> {
  const program = `(async () => { const cpu = process.cpuUsage(); ${load}; const { user, system } = process.cpuUsage(cpu); console.log((user + system) / 1_000) })()`
  const cwd = fileURLToPath(new URL('../..', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=commonjs', '-e', program], { cwd })
  return Number(stdout)
}

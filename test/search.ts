// Searches for what nobody thought of: runs the random tests with a seed that no run has had, and many cases.
// Its first line runs the same again. `npm run test:search -- test/wire/any-mail.test.ts` runs one file.

import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const { SEED = `${randomInt(2 ** 31)}`, CASES = '5000' } = process.env
const all = readdirSync('test', { recursive: true, encoding: 'utf8' }).map((file) => join('test', file))
const files = process.argv.length > 2 ? process.argv.slice(2) : all.filter(isRandom)

console.log(`SEED=${SEED} CASES=${CASES} npm run test:search -- ${files.join(' ')}`)
const vitest = ['vitest', 'run', '--config', 'test/vitest.config.ts', ...files]
const { status } = spawnSync('npx', vitest, { stdio: 'inherit', env: { ...process.env, SEED, CASES } })
process.exitCode = status ?? 1

function isRandom(file: string): boolean {
  if (!file.endsWith('.test.ts')) return false
  return /from '(?:fast-check|.*\/(?:random|random-replies)\.ts)'/.test(readFileSync(file, 'utf8'))
}

// README's examples for test runners, run by them with the package as it is published. Jest runs that for Nest, in
// test/drop-in/nest.test.ts.

import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, expect, inject, test } from 'vitest'
import { snippet } from './snippets.ts'

const run = promisify(execFile)
const modulesOfOurs = fileURLToPath(new URL('../../node_modules', import.meta.url))

let app: string
beforeAll(async () => {
  app = await mkdtemp(join(inject('packed').workspace, 'runners-'))
  const modules = join(app, 'node_modules')
  await mkdir(modules)
  await cp(inject('packed').folder, join(modules, 'nodemailer-tencentcloud-ses'), { recursive: true })
  for (const name of ['nodemailer', 'bottleneck', 'p-retry', 'is-network-error', 'postal-mime', 'vitest', 'tsx']) {
    await symlink(join(modulesOfOurs, name), join(modules, name))
  }
})

test('Vitest', async () => {
  await writeFile(join(app, 'vitest.test.ts'), await snippet('In tests', 0))
  const args = [join(modulesOfOurs, 'vitest/vitest.mjs'), 'run', '--reporter=json']
  const { stdout } = await run(process.execPath, args, { cwd: app })
  expect(JSON.parse(stdout)).toMatchObject({ success: true, numPassedTests: 1 })
}, 60_000)

test('node:test', async () => {
  await writeFile(join(app, 'node.test.mts'), await snippet('In tests', 1))
  const args = ['--import', 'tsx', '--test-reporter=tap', 'node.test.mts']
  const { stdout } = await run(process.execPath, args, { cwd: app })
  expect(stdout).toMatch(/^# pass 1$/m)
}, 60_000)

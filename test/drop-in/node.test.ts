// Every Node that the package says it runs on, from the oldest to the newest: each way of loading it, and the wire suite.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { programs, sent } from '../package/programs.ts'
import { createProject, type Project } from './project.ts'
import { addWireTests, expectWireTests, wholeWire } from './wire.ts'

describe.each(['20.19.0', '22', '24', 'latest'])('node@%s', (version) => {
  let project: Project
  let bin: string

  beforeAll(async () => {
    const binaries = await createProject([`node@${version}`])
    bin = join(binaries.folder, 'node_modules/node/bin')
    project = await createProject(['nodemailer@10'])
    await project.write(programs)
    await addWireTests(project, wholeWire)
  })

  test('is the one that runs', async () => {
    const { version } = JSON.parse(await readFile(join(bin, '../package.json'), 'utf8'))
    expect(await project.run(['node', '--version'], { path: bin })).toBe(`v${version}\n`)
  })

  test.each(Object.keys(programs))('%s', async (file) =>
    expect(await project.run(['node', file], { path: bin })).toBe(`${JSON.stringify(sent)}\n`),
  )

  test('command line', async () =>
    expect(await project.run(['nodemailer-tencentcloud-ses', '--help'], { path: bin })).toContain('emulator'))

  test('wire tests', () => expectWireTests(project, wholeWire, join(bin, 'node')))
})

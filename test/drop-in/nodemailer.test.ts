// Every Nodemailer that the package says it takes: the whole wire suite on each. Rows about what Nodemailer itself does, before
// it calls a transport or in its pool, ask in their files for the version that they are about.

import { beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'
import { addWireTests, runWireTests } from './wire.ts'

describe.each(['6.10.1', '7.0.13', '8.0.5', '8', '9', '10.0.0', '10'])('nodemailer@%s', (version) => {
  let project: Project
  beforeAll(async () => {
    project = await createProject([`nodemailer@${version}`])
    await addWireTests(project)
  })

  test('wire tests', async () => {
    const { passed, failed, details } = await runWireTests(project)
    expect(failed, details).toEqual([])
    expect(passed).toBeGreaterThan(1_000)
  })
})

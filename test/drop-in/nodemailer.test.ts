// Every Nodemailer that the package says it takes: the whole wire suite on each.

import { beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'
import { addWireTests, runWireTests } from './wire.ts'

/** What older ones do otherwise themselves, with any transport. */
const differences = [
  // Their pools do not end an idle connection, and use none again after a refusal. README tells the former.
  { before: '10.1', test: '554 after the message: refused, and the connection is used again' },
  { before: '10.1', test: 'tells when the last idle connection has ended' },
] as const

const versions = ['6.10.1', '7.0.13', '8.0.5', '8', '9', '10.0.0', '10']

describe.each(versions)('nodemailer@%s', (version) => {
  let project: Project
  beforeAll(async () => {
    project = await createProject([`nodemailer@${version}`])
    await addWireTests(project)
  })

  test('wire tests', async () => {
    const { passed, failed, details } = await runWireTests(project)
    expect(failed, details).toEqual(failing(version))
    expect(passed).toBeGreaterThan(100)
  })
})

function failing(version: string): string[] {
  const isOlder = (before: string) => version !== '10' && version.localeCompare(before, 'en', { numeric: true }) < 0
  return differences.filter(({ before }) => isOlder(before)).map(({ test }) => test)
}

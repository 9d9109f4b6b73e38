// Every Nodemailer that the package says it takes: the whole wire suite on each.

import { beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'
import { addWireTests, runWireTests } from './wire.ts'

/** The pool of Nodemailer 6 to 9 keeps its connections until the socket's own time is over; README says so. */
const noIdleTimeout = ['tells when the last idle connection has ended']

const versions = [
  { nodemailer: '6.10.1', types: '6.4.24', failing: noIdleTimeout },
  { nodemailer: '7.0.13', types: '7.0.12', failing: noIdleTimeout },
  { nodemailer: '8.0.5', types: '8.0.2', failing: noIdleTimeout },
  { nodemailer: '8', types: '8.0.2', failing: noIdleTimeout },
  { nodemailer: '9', types: '8.0.2', failing: noIdleTimeout },
  { nodemailer: '10.0.0', failing: [] },
  { nodemailer: '10', failing: [] },
]

describe.each(versions)('nodemailer@$nodemailer', ({ nodemailer, failing }) => {
  let project: Project
  beforeAll(async () => {
    project = await createProject([`nodemailer@${nodemailer}`])
    await addWireTests(project)
  })

  test('wire tests', async () => {
    const { passed, failed, details } = await runWireTests(project)
    expect(failed, details).toEqual(failing)
    expect(passed).toBeGreaterThan(100)
  })
})

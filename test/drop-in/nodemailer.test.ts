// Every Nodemailer that the package says it takes: the whole wire suite on each.

import { beforeAll, describe, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'
import { addWireTests, runWireTests } from './wire.ts'

/**
 * What their pools do not do: end an idle connection, which README tells, and use one again after a refusal.
 */
const ofTheirPools = [
  '554 after the message: refused, and the connection is used again',
  'tells when the last idle connection has ended',
]

/**
 * These say how the newest Nodemailer reads, composes and connects, beside what is this library's: options that older ones
 * do not know, headers that they compose otherwise, and refused connections that they take for lost ones.
 */
const ofTheNewest = ['test/wire/message-options/**', 'test/wire/any-mail.test.ts', 'test/wire/fault-matrix.test.ts']

const versions = [
  ...['6.10.1', '7.0.13', '8.0.5', '8', '9', '10.0.0'].map((nodemailer) => ({
    nodemailer,
    failing: ofTheirPools,
    without: ofTheNewest,
  })),
  { nodemailer: '10', failing: [], without: [] },
]

describe.each(versions)('nodemailer@$nodemailer', ({ nodemailer, failing, without }) => {
  let project: Project
  beforeAll(async () => {
    project = await createProject([`nodemailer@${nodemailer}`])
    await addWireTests(project, without)
  })

  test('wire tests', async () => {
    const { passed, failed, details } = await runWireTests(project)
    expect(failed.toSorted(), details).toEqual(failing)
    expect(passed).toBeGreaterThan(100)
  })
})

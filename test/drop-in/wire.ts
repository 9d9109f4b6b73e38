import { cp, mkdir, readFile, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { createProject, type Project } from './project.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Wire tests, and about how many they are, with those that only newer Nodemailers can have left out. */
interface WireTests {
  readonly files: readonly string[]
  readonly atLeast: number
}

/**
 * All but the rate of several processes, which asks for more than two cores where two of these suites run at a time:
 * `npm run test:slow` has it alone.
 */
export const wholeWire: WireTests = { files: ['test/wire/**/!(shared-pace).test.ts'], atLeast: 1_400 }

/**
 * What depends on Nodemailer's version: what it makes of a mail's options before it calls a transport, and how it calls it.
 * Sending is the library's own, and the same with each.
 */
export const reading: WireTests = {
  files: [
    'test/wire/message-options/**/*.test.ts', // each of its options
    'test/wire/{any-mail,any-address,independent-readers}.test.ts', // any of its mails and addresses, and the bytes that it composes
    'test/wire/{plugins,dkim}.test.ts', // its plugins, and the tree of parts that they get
    'test/wire/{contract,frozen}.test.ts', // its callbacks, events and verify(), and what it writes into a caller's message
    'test/wire/page.test.ts', // mails that break SES's rules, by way of its options
    'test/wire/bounds.test.ts', // what its parsing of addresses and its streams cost
  ],
  atLeast: 900,
}

/** The row of one Nodemailer. */
export function testWithNodemailer(version: string, tests: WireTests): void {
  let project: Project
  beforeAll(async () => {
    project = await createProject([`nodemailer@${version}`])
    await addWireTests(project, tests)
  })

  test('wire tests', () => expectWireTests(project, tests))
}

/** Runs the wire tests of a project: all of them pass. */
export async function expectWireTests(project: Project, { atLeast }: WireTests, node?: string): Promise<void> {
  const { passed, failed, details } = await runWireTests(project, node)
  expect(failed, details).toEqual([])
  expect(passed).toBeGreaterThanOrEqual(atLeast)
}

/** The wire tests in a project: they meet the package that is installed there, and the Nodemailer beside it. */
export async function addWireTests(project: Project, { files }: WireTests): Promise<void> {
  await cp(join(root, 'lib'), join(project.folder, 'lib'), { recursive: true })
  await cp(join(root, 'test'), join(project.folder, 'test'), {
    recursive: true,
    filter: (path) => !/[/\\]test[/\\](drop-in|package)/.test(path),
  })
  const installed = JSON.parse(await readFile(join(project.folder, 'package.json'), 'utf8'))
  await project.write({
    'package.json': JSON.stringify({ ...installed, type: 'module' }),
    'lib/index.ts': "export * from 'nodemailer-tencentcloud-ses'",
    'lib/emulator/index.ts': "export * from 'nodemailer-tencentcloud-ses/emulator'",
    'vitest.config.mjs': `export default {
      test: {
        include: ${JSON.stringify(files)},
        setupFiles: ['test/setup.ts'],
        testTimeout: 40_000,
        hookTimeout: 40_000,
      },
    }`,
  })
  const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  for (const tool of Object.keys(devDependencies).filter((name) => !name.endsWith('nodemailer'))) {
    const link = join(project.folder, 'node_modules', tool)
    await mkdir(dirname(link), { recursive: true })
    await symlink(join(root, 'node_modules', tool), link).catch((error) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/** Runs them all, and tells which failed. */
async function runWireTests(project: Project, node = process.execPath): Promise<WireResult> {
  const results = join(project.folder, 'results.json')
  const vitest = join(project.folder, 'node_modules/vitest/vitest.mjs')
  const command = [node, vitest, 'run', '--reporter=json', `--outputFile=${results}`]
  const output = await project.run(command, { path: dirname(node) }).catch((error) => error.message)
  const { numPassedTests, numPendingTests, testResults } = JSON.parse(
    await readFile(results, 'utf8').catch(() => {
      throw new Error(output)
    }),
  ) as Results
  const failedFiles = testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every(({ status }) => status !== 'failed'),
  )
  const failedTests = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  )
  const took = testResults.map(
    ({ name, startTime, endTime }) => [Math.round((endTime - startTime) / 1000), name] as const,
  )
  const slowest = took.sort(([a], [b]) => b - a).slice(0, 3)
  console.log(
    `${numPassedTests} wire tests passed, ${numPendingTests} skipped; ${slowest.map(([seconds, name]) => `${basename(name)} took ${seconds} s`).join(', ')}`,
  )
  return {
    passed: numPassedTests,
    failed: [
      ...failedFiles.map(({ name, message }) => `${name}: ${message}`),
      ...failedTests.map(({ fullName }) => fullName),
    ],
    details: failedTests
      .map(({ fullName, failureMessages }) => `${fullName}: ${failureMessages.join('\n')}`)
      .join('\n\n'),
  }
}

interface WireResult {
  readonly passed: number
  readonly failed: readonly string[]
  readonly details: string
}

/** Vitest's JSON report, as far as it is read here. */
interface Results {
  readonly numPassedTests: number
  readonly numPendingTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly message: string
    readonly startTime: number
    readonly endTime: number
    readonly assertionResults: readonly {
      readonly status: string
      readonly fullName: string
      readonly failureMessages: readonly string[]
    }[]
  }[]
}

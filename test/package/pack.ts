import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { TestProject } from 'vitest/node'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))

declare module 'vitest' {
  interface ProvidedContext {
    packed: {
      /** The package as npm would publish it. */
      readonly tarball: string
      /** A folder that has its files. */
      readonly folder: string
      /** Where tests put what they need; removed when all have run. */
      readonly workspace: string
    }
  }
}

/** Builds and packs the library once for all test files. */
export default async function pack(project: TestProject): Promise<() => Promise<void>> {
  const workspace = await mkdtemp(join(tmpdir(), 'ses-package-'))
  const folder = join(workspace, 'package')
  await run('npm', ['run', 'build'], { cwd: root })
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', workspace], {
    cwd: root,
  })
  const tarball = join(workspace, JSON.parse(stdout)[0].filename)
  await mkdir(folder)
  await run('tar', ['xzf', tarball, '--strip-components=1', '-C', folder])
  project.provide('packed', { tarball, folder, workspace })
  return () => rm(workspace, { recursive: true, force: true })
}

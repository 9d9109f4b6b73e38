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
    /** The package as npm would publish it, and a folder that has its files. */
    packed: { readonly tarball: string; readonly folder: string }
  }
}

/** Builds and packs the library once for all test files. */
export default async function pack(project: TestProject): Promise<() => Promise<void>> {
  const parent = await mkdtemp(join(tmpdir(), 'ses-packed-'))
  const folder = join(parent, 'package')
  await run('npm', ['run', 'build'], { cwd: root })
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', parent], {
    cwd: root,
  })
  const tarball = join(parent, JSON.parse(stdout)[0].filename)
  await mkdir(folder)
  await run('tar', ['xzf', tarball, '--strip-components=1', '-C', folder])
  project.provide('packed', { tarball, folder })
  return () => rm(parent, { recursive: true, force: true })
}

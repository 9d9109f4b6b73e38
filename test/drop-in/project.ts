import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { inject } from 'vitest'

const execute = promisify(execFile)

/** A user's project: a folder with its own `node_modules`, in which the packed library is installed. */
export interface Project {
  readonly folder: string
  readonly write: (files: Readonly<Record<string, string>>) => Promise<void>
  /** What a command prints; one that fails throws with it. */
  readonly run: (command: readonly string[], options?: RunOptions) => Promise<string>
}

interface RunOptions {
  readonly env?: Readonly<Record<string, string>>
  /** Folder whose `node` and tools come first. */
  readonly path?: string
}

/** An empty project with these packages and the library. */
export async function createProject(packages: readonly string[], fields: object = {}): Promise<Project> {
  const project = openProject(await temporaryFolder())
  await project.write({ 'package.json': JSON.stringify({ private: true, ...fields }) })
  await install(project, packages)
  return project
}

/** As a user installs it: the library's peers are npm's to find, and none of them may be missing or disagree. */
export async function install(project: Project, packages: readonly string[], options?: RunOptions): Promise<void> {
  const npm = ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund']
  await project.run([...npm, inject('packed').tarball, ...packages], options)
}

export function temporaryFolder(): Promise<string> {
  return mkdtemp(join(inject('packed').workspace, 'app-'))
}

export function openProject(folder: string): Project {
  return {
    folder,
    write: async (files) => {
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(folder, name)), { recursive: true })
        await writeFile(join(folder, name), content)
      }
    },
    run: ([command = '', ...args], options = {}) => run(folder, command, args, options),
  }
}

async function run(cwd: string, command: string, args: readonly string[], options: RunOptions): Promise<string> {
  const path = [options.path, join(cwd, 'node_modules/.bin'), process.env['PATH']].filter(Boolean).join(':')
  const env = { ...ownEnvironment(), ...options.env, PATH: path }
  try {
    const { stdout } = await execute(command, args, { cwd, env, maxBuffer: 2 ** 26, timeout: 10 * 60_000 })
    return stdout
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as { stdout?: string; stderr?: string; message: string }
    throw new Error(`${message}\n${stdout}\n${stderr}`)
  }
}

/** The environment without what Vitest and npm put there: a user's tools would take it for their own. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const isTheirs = (name: string) =>
    /^(VITEST|NODE_ENV$|NODE_OPTIONS$|TEST$|PROD$|DEV$|MODE$|BASE_URL$|SSR$|npm_)/.test(name)
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !isTheirs(name)))
}

// Test runners, compilers and bundlers as they come: none needs a setting for this package.

import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { importing, programs, requiring, sent } from '../package/programs.ts'
import { createProject, openProject, type Project, temporaryFolder } from './project.ts'

const check = `test('sends', async () => expect(await send()).toEqual(${JSON.stringify(sent)}))`
const printed = `${JSON.stringify(sent)}\n`

describe.each(['jest@29', 'jest@30'])('%s', (jest) => {
  let project: Project
  const passed = async (file: string) => JSON.parse(await project.run(['jest', '--json', file])).numPassedTests

  beforeAll(async () => {
    project = await createProject(['nodemailer', jest, 'ts-jest@29', 'typescript@5.9', '@types/node@20'], {
      jest: { transform: { '^.+\\.ts$': 'ts-jest' } },
    })
    await project.write({
      'require.test.js': `${requiring}\n${check}`,
      'typescript.test.ts': `import { expect, test } from '@jest/globals'\n${importing}\n${check}`,
      'tsconfig.json': JSON.stringify({
        compilerOptions: { target: 'es2022', module: 'node16', strict: true, types: ['node'], isolatedModules: true },
      }),
    })
  })

  test.each(['require.test.js', 'typescript.test.ts'])('%s', async (file) => expect(await passed(file)).toBe(1))
})

describe('tools', () => {
  let project: Project

  beforeAll(async () => {
    project = await createProject([
      'nodemailer',
      'vitest@4',
      'vite@7',
      'tsx@4',
      'esbuild@0.28',
      'webpack@5',
      'webpack-cli@6',
    ])
    await project.write({
      ...programs,
      'typescript.mts': programs['import.mjs'],
      'typescript.ts': programs['import.mjs'],
      'vitest.test.js': `import { expect, test } from 'vitest'\n${importing}\n${check}`,
      'node-test.mjs': `import { test } from 'node:test'\nimport { deepEqual } from 'node:assert/strict'\n${importing}
test('sends', async () => deepEqual(await send(), ${JSON.stringify(sent)}))`,
      'node-test.cjs': `const { test } = require('node:test')\nconst { deepEqual } = require('node:assert/strict')\n${requiring}
test('sends', async () => deepEqual(await send(), ${JSON.stringify(sent)}))`,
      'vite.config.mjs': `export default { ssr: { noExternal: true } }`,
    })
  })

  test.each(Object.keys(programs))('node %s', async (file) => expect(await project.run(['node', file])).toBe(printed))

  test.each(['typescript.mts', 'typescript.ts'])('tsx %s', async (file) =>
    expect(await project.run(['tsx', file])).toBe(printed),
  )

  test.each(['node-test.mjs', 'node-test.cjs'])('node --test %s', async (file) =>
    expect(await project.run(['node', '--test', '--test-reporter=tap', file])).toContain('# pass 1\n'),
  )

  test('vitest', async () =>
    expect(await project.run(['vitest', 'run', '--reporter=json'])).toContain('"numPassedTests":1'))

  const webpack = ['webpack', '--mode', 'production', '--target', 'node', '--output-filename', 'bundle.cjs']
  const esbuild = ['esbuild', '--bundle', '--platform=node']
  test.each([
    [
      'esbuild: import to CommonJS',
      'bundle.cjs',
      (out: string) => [...esbuild, 'import.mjs', `--outfile=${out}/bundle.cjs`],
    ],
    [
      'esbuild: require to CommonJS, minified',
      'bundle.cjs',
      (out: string) => [...esbuild, '--minify', 'require.cjs', `--outfile=${out}/bundle.cjs`],
    ],
    [
      'esbuild: import to ESM',
      'bundle.mjs',
      (out: string) => [...esbuild, '--format=esm', 'import.mjs', `--outfile=${out}/bundle.mjs`],
    ],
    ['webpack: import', 'bundle.cjs', (out: string) => [...webpack, '--entry', './import.mjs', '--output-path', out]],
    ['webpack: require', 'bundle.cjs', (out: string) => [...webpack, '--entry', './require.cjs', '--output-path', out]],
    ['vite: SSR build', 'import.mjs', (out: string) => ['vite', 'build', '--ssr', 'import.mjs', '--outDir', out]],
  ])('%s', async (_tool, file, command) => {
    const out = await temporaryFolder()
    await project.run(command(out))
    // In a folder with nothing installed: what is not in the bundle is not found.
    expect(await openProject(out).run(['node', join(out, file)])).toBe(printed)
  })
})

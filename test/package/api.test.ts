// What users can write against: a change to it shows here, and is made on purpose.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, inject, it } from 'vitest'

it.each(['index', 'emulator', 'status'])('%s has the public types of the report', async (entry) => {
  const read = (file: string) => readFile(join(inject('packed').folder, 'dist', file), 'utf8')
  const own = await read(`${entry}.d.ts`)
  // What it shares with another entry, in files that are named anew with each change.
  const shared = [...own.matchAll(/from "\.\/([\w-]+)\.js"/g)].map(([, name]) => name).sort()
  const parts = await Promise.all(shared.map((name) => read(`${name}.d.ts`)))
  const declarations = [
    ...parts.map((part) => part.replace(/^export \{.*\};$/gm, '')),
    own.replace(/^import .* from "\.\/.*";$/gm, ''),
  ].join('\n')
  const source = ts.createSourceFile('', declarations, ts.ScriptTarget.Latest)
  const report = ts.createPrinter({ removeComments: true }).printFile(source)
  const hint =
    'The public types changed. If on purpose: npx vitest run --config test/vitest.config.ts test/package/api -u'
  await expect(report, hint).toMatchFileSnapshot(`api/${entry}.txt`)
})

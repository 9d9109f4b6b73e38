// What users can write against: a change to it shows here, and is made on purpose.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, inject, it } from 'vitest'

it.each(['index', 'emulator'])('%s has the public types of the report', async (entry) => {
  const declarations = await readFile(join(inject('packed').folder, `dist/${entry}.d.ts`), 'utf8')
  const source = ts.createSourceFile('', declarations, ts.ScriptTarget.Latest)
  const report = ts.createPrinter({ removeComments: true }).printFile(source)
  const hint =
    'The public types changed. If on purpose: npx vitest run --config test/vitest.config.ts test/package/api -u'
  await expect(report, hint).toMatchFileSnapshot(`api/${entry}.txt`)
})

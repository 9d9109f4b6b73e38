// What users can write against: a change to it shows here, and is made on purpose with `-u`.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, inject, it } from 'vitest'

it.each(['index', 'emulator'])('%s has the public types of the report', async (entry) => {
  const declarations = await readFile(join(inject('packed').folder, `dist/${entry}.d.ts`), 'utf8')
  const source = ts.createSourceFile('', declarations, ts.ScriptTarget.Latest)
  const report = ts.createPrinter({ removeComments: true }).printFile(source)
  await expect(report).toMatchFileSnapshot(`api/${entry}.txt`)
})

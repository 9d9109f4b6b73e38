// Whoever changes a file finds its test: at the file's path, or named in the file's first line.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const files = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .sort()

const sourceOf = (file: string) => readFileSync(`lib/${file}`, 'utf8')
const hasTypesOnly = (file: string) => !/^export (?!type |interface )/m.test(sourceOf(file))

/** Its tests by this rule: exactly one is wanted. */
function testsOf(file: string): string[] {
  const own = `test/${file.replace(/\.ts$/, '.test.ts')}`
  const [, named] = /^(?:#!.*\n)?\/\/ Tested by (test\/\S+\.test\.ts)\.\n/.exec(sourceOf(file)) ?? []
  return [existsSync(own) ? [own] : [], named ?? []].flat()
}

test.each(files.filter((file) => !hasTypesOnly(file)))('%s', (file) => {
  const tests = testsOf(file)
  expect(
    tests,
    'Write a test at its path, or name one as `// Tested by test/….test.ts.` in its first line',
  ).toHaveLength(1)
  expect(tests.map((each) => existsSync(each))).toEqual([true])
})

// README.zh-CN.md: the same blocks of code as README's, which are run.

import { expect, test } from 'vitest'
import { readSnippetsOf } from '../package/snippets.ts'

test('its blocks of code are those of README, but for their comments', async () => {
  const [english, chinese] = await Promise.all([blocksOf('README.md'), blocksOf('README.zh-CN.md')])
  expect(english.length).toBeGreaterThan(0)
  expect(chinese).toEqual(english)
})

async function blocksOf(file: string) {
  const snippets = await readSnippetsOf(file)
  return snippets.map(({ language, code }) => ({ language, code: code.replace(/ \/\/ .*$/gm, ' //') }))
}

// README: short, and the same in Chinese. What its blocks of code do is tested in test/package/readme.test.ts.

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readSnippetsOf } from '../package/snippets.ts'

test('it has at most 12 KB: what is longer stands beside the code', async () =>
  expect((await readFile('README.md')).length).toBeLessThanOrEqual(12_000))

test('README.zh-CN.md has the same blocks of code, but for their comments', async () => {
  const [english, chinese] = await Promise.all([blocksOf('README.md'), blocksOf('README.zh-CN.md')])
  expect(english.length).toBeGreaterThan(0)
  expect(chinese).toEqual(english)
})

test('README.zh-CN.md has as many sections, and the same links but for their headings and pages', async () => {
  const [english, chinese] = await Promise.all([readFile('README.md', 'utf8'), readFile('README.zh-CN.md', 'utf8')])
  expect(headingsOf(chinese)).toHaveLength(headingsOf(english).length)
  expect(filesLinkedIn(chinese)).toEqual(filesLinkedIn(english))
})

async function blocksOf(file: string) {
  const snippets = await readSnippetsOf(file)
  return snippets.map(({ language, code }) => ({ language, code: code.replace(/ \/\/ .*$/gm, ' //') }))
}

const headingsOf = (text: string) => text.match(/^## .*$/gm) ?? []

function filesLinkedIn(text: string): readonly string[] {
  const files = [...text.matchAll(/\]\(([^():#]+)(?:#[^)]*)?\)/g)].map(([, file = '']) => file)
  const plain = files.map((file) => file.replace('.zh-CN', ''))
  return [...new Set(plain)].filter((file) => !file.startsWith('README')).sort()
}

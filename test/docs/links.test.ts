// Every link of a document within the repository leads to a file that is there, and to a heading of it.

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, normalize } from 'node:path'
import { expect, test } from 'vitest'

const documents = ['.', '.github', 'lib', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: folder === 'lib' || folder === 'test', encoding: 'utf8' })
    .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
    .map((file) => normalize(`${folder}/${file}`)),
)

const links = documents.flatMap((file) =>
  [...proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => ({ file, target })),
)

test('the documents are found', () =>
  expect(documents).toEqual(
    expect.arrayContaining(['README.md', 'README.zh-CN.md', 'lib/explain/TROUBLESHOOTING.md', 'lib/pace/README.md']),
  ))

test.each(links)('$file: $target', ({ file, target }) => {
  const [path = '', anchor] = target.split('#')
  const linked = path === '' ? file : normalize(`${dirname(file)}/${path}`)
  expect(existsSync(linked)).toBe(true)
  if (anchor === undefined) return
  expect(anchorsOf(linked)).toContain(decodeURIComponent(anchor))
})

/** Without blocks of code, which have brackets of their own. */
function proseOf(file: string): string {
  return readFileSync(file, 'utf8').replace(/^ *```[\s\S]*?^ *```/gm, '')
}

/** As GitHub makes them of headings. */
function anchorsOf(file: string): readonly string[] {
  return [...proseOf(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

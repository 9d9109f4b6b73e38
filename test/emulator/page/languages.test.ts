import { expect, test } from 'vitest'
import { chooseWords } from '../../../lib/emulator/page/words/choose.ts'
import { en } from '../../../lib/emulator/page/words/en.ts'
import { zh } from '../../../lib/emulator/page/words/zh.ts'
import { open } from './open.ts'

test.each([
  ['', 'en'],
  ['*', 'en'],
  ['de-DE,de;q=0.9', 'en'],
  ['en-US,en;q=0.9,zh-CN;q=0.8', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['fr,zh-TW;q=0.5', 'zh-CN'],
  ['en;q=0.3, zh ; q=0.7', 'zh-CN'],
  ['zh;q=0, en;q=0.1', 'en'],
  ['zh;q=x', 'en'],
])('"%s" gets %s', (header, tag) => expect(chooseWords(header).tag).toBe(tag))

/** Texts of one of them by their path. */
function texts(value: unknown, path = ''): readonly (readonly [string, string])[] {
  if (typeof value === 'function') return [[path, String(value(2, 3, 4))]]
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, each]) => texts(each, `${path}.${name}`))
  }
  return [[path, String(value)]]
}

test('every text is there in both languages', () => {
  expect(texts(zh).map(([path]) => path)).toEqual(texts(en).map(([path]) => path))
  const english = new Map(texts(en))
  const same = texts(zh).filter(([path, text]) => text !== '' && english.get(path) === text)
  expect(same.map(([path]) => path)).toEqual(['.views.html', '.by.server'])
})

test('the page is in the language that the browser asks for first', async () => {
  const { ask, send } = await open()
  await send({ cc: 'bob@example.org' })
  const { body } = await ask('/mails/1', { 'accept-language': 'zh-CN,zh;q=0.9' })
  expect(body).toContain('<html lang="zh-CN">')
  expect(body).toContain('已拒绝：没有人会收到这封邮件')
  expect(body).toContain('把这些地址移到 To，或单独发给他们。')
  expect((await ask('/mails/1')).body).toContain('<html lang="en">')
})

// TROUBLESHOOTING.md is what the table of meanings says, and leads from every text in it to its hint.

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { explainReply } from '../../lib/explain/verdict.ts'
import { LANGUAGES, type SesLanguage } from '../../lib/language.ts'
import { describedErrors, errorCodes } from '../explain/error-codes.ts'
import { listSections, troubleshooting } from './troubleshooting.ts'
import { documents } from './troubleshooting-words.ts'

const writtenIn = (language: SesLanguage) =>
  readFile(new URL(`../../${documents[language].file}`, import.meta.url), 'utf8')
const written = await writtenIn('en')

test.each(LANGUAGES)('it is what `npm run docs` writes: %s', async (language) =>
  expect(await writtenIn(language), 'Run `npm run docs`').toBe(troubleshooting(language)),
)

test('the Chinese one has the same texts, with hints in Chinese', () => {
  const textsIn = (language: SesLanguage) =>
    listSections(language).map(([, entries]) => entries.map(({ texts }) => texts))
  const isOfBoth = (texts: readonly string[]) => texts.every((text) => !text.startsWith('554 …'))
  const bare = (language: SesLanguage) => textsIn(language).map((entries) => entries.filter(isOfBoth))
  expect(bare('zh-CN')).toEqual(bare('en'))
  const hints = listSections('zh-CN').flatMap(([, entries]) => entries.map(({ explained }) => explained.hint))
  expect(hints.filter((hint) => !/\p{Script=Han}/u.test(hint))).toEqual([])
})

// Texts with `…` stand for a number with any words.
const tables = listSections('en').filter(([heading]) => heading !== 'Connecting')
const seen = tables.flatMap(([, entries]) =>
  entries.flatMap(({ texts, explained }) =>
    texts.filter((text) => !text.includes('…')).map((text) => [text, explained] as const),
  ),
)

// A text that begins with a code of SES's may be the code itself: then it stands in a reply as a code does.
test.each(seen)('%s', (text, { hint, reason, retry }) => {
  const replies = [`554 5.0.0 ${text}`, `554 5.0.0 ##SES-response-json:{"Code":"${text}"}`]
  expect(replies.map((reply) => explainReply(reply))).toContainEqual(expect.objectContaining({ hint, reason, retry }))
})

test.each(errorCodes.map(([code]) => code))('%s, or its family, is there', (code) => {
  const family = code.split('.')[0] ?? ''
  expect(written).toMatch(new RegExp(`\`(?:${code.replace('.', '\\.')}|${family})\``))
})

test.each(describedErrors.map((row) => row[6]))("the page's words are there: %s", (words) => {
  const texts = seen.map(([text]) => text.toLowerCase())
  expect(texts.filter((text) => words.toLowerCase().includes(text))).not.toEqual([])
})

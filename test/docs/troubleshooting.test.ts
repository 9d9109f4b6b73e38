// TROUBLESHOOTING.md is what the table of meanings says, and leads from every text in it to its hint.

import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { explainReply } from '../../lib/explain/verdict.ts'
import { describedErrors, errorCodes } from '../explain/error-codes.ts'
import { listSections, troubleshooting } from './troubleshooting.ts'

const written = await readFile(new URL('../../TROUBLESHOOTING.md', import.meta.url), 'utf8')

test('it is what `npm run docs` writes', () => expect(written, 'Run `npm run docs`').toBe(troubleshooting()))

// Texts with `…` stand for a number with any words.
const tables = listSections().filter(([heading]) => heading !== 'Connecting')
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

import { expect, test } from 'vitest'
import { refusal } from '../../lib/fit/rule.ts'
import { toWords } from '../../lib/language.ts'

test.each(['it failed', 'it failed.'])('"%s" is one sentence, and what to do another', (message) =>
  expect(refusal('text', toWords(message), { hint: toWords('Try.') }).message).toBe('text: it failed. Try.'),
)

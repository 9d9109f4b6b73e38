import { describe, expect, test } from 'vitest'
import { alternatives } from '../../lib/fit/alternatives.ts'
import type { Letter } from '../../lib/letter.ts'
import { expectUnchanged, fileOf, refused, runRule } from '../help/letters.ts'

const amp = fileOf({ name: undefined, type: 'text/x-amp-html', disposition: 'alternative' })
const watch = { ...amp, type: 'text/watch-html' }
const file = fileOf()

// The five values of Content-Type: https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters"
test.each<[string, Partial<Letter>]>([
  ['text', { text: 'a' }],
  ['HTML', { text: undefined, html: '<p>a' }],
  ['both', { html: '<p>a' }],
])('leaves AMP and Watch HTML out beside %s', async (_, bodies) => {
  const { letter, changes } = await runRule(alternatives, { ...bodies, attachments: [amp, file, watch] })
  expect(letter.attachments).toEqual([file])
  expect(changes).toEqual(
    ['text/x-amp-html', 'text/watch-html'].map((type) => ({
      rule: 'alternatives',
      field: 'alternatives',
      loss: 'presentation',
      message: `the ${type} form of the body is left out: readers see the HTML or the text`,
    })),
  )
})

test('files: nothing to do', () =>
  expectUnchanged(alternatives, { attachments: [file, fileOf({ disposition: 'inline' })] }))

// Nothing that a reader would read is dropped.
describe('refuses what would lose the body', () => {
  test.each<[string, Partial<Letter>]>([
    ['no text and no HTML', { text: undefined }],
    ['an empty text', { text: '', html: '' }],
    ['a text of white space', { text: ' \r\n ' }],
    ['a text of white space, and a file', { text: ' ', attachments: [amp, file] }],
  ])('%s', (_, fields) =>
    expect(refused(alternatives, { attachments: [amp], ...fields })).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      field: 'alternatives',
      message:
        'alternatives: SES takes no text/x-amp-html as a body, and the mail has no other. Give `text` or `html` beside it, or attach it as a file.',
    }),
  )
})

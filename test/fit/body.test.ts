import { describe, expect, test } from 'vitest'
import { body } from '../../lib/fit/body.ts'
import type { Letter } from '../../lib/letter.ts'
import { expectUnchanged, named, refused, runRule } from '../help/letters.ts'

const MB = 1_000_000

// "The email body other than attachments cannot exceed 1 MB in size"
// https://www.tencentcloud.com/document/product/1084/44453 "General business error description"
test.each<[string, Partial<Letter>]>([
  ['text', { text: 'a' }],
  ['HTML', { text: undefined, html: '<p>' }],
  ['both', { text: 'a', html: '<p>' }],
  ['1 MB', { text: 'a'.repeat(MB - 4), html: '<p>a' }],
  ['1 MB of Chinese', { text: '中'.repeat(333_333) }],
])('takes %s', (_, letter) => expectUnchanged(body, letter))

test.each<[string, Partial<Letter>, Partial<Letter>]>([
  ['white space for a text beside HTML', { text: ' \r\n', html: '<p>a' }, { text: undefined, html: '<p>a' }],
  ['white space for HTML beside a text', { text: 'a', html: '\t' }, { text: 'a', html: undefined }],
  ['an empty text beside HTML', { text: '', html: '<p>a' }, { text: undefined, html: '<p>a' }],
])('leaves out %s', async (_, given, kept) => {
  const { letter } = await runRule(body, given)
  expect(letter).toMatchObject(kept)
})

// "msg.Body is null: The message body is empty"
describe('a mail of files alone gets a text that names them', () => {
  test.each<[string, Partial<Letter>]>([
    ['no body', { text: undefined }],
    ['empty ones', { text: '', html: '' }],
    ['white space', { text: ' \n', html: '\u00a0' }],
  ])('%s', async (_, bodies) => {
    const { letter, changes } = await runRule(body, { ...bodies, attachments: named('发票.pdf', 'b.txt') })
    expect(letter).toMatchObject({ text: '发票.pdf, b.txt', html: undefined })
    expect(changes).toEqual([
      {
        rule: 'body',
        field: 'text',
        loss: 'none',
        message: 'a text was added, for SES takes no mail without: "发票.pdf, b.txt"',
      },
    ])
  })
})

describe('refuses', () => {
  test.each<[string, Partial<Letter>]>([
    ['nothing', { text: undefined }],
    ['white space', { text: '\r\n ', html: ' ' }],
  ])('%s', (_, letter) =>
    expect(refused(body, letter)).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-invalid',
      field: 'body',
      message: 'body: text or HTML is required, got neither. Give `text` or `html`.',
    }),
  )

  test.each<[string, Partial<Letter>, string]>([
    ['a text over 1 MB', { text: 'a'.repeat(MB + 1) }, '1,000,001'],
    ['both together', { text: 'a'.repeat(MB), html: '<' }, '1,000,001'],
    ['bytes, not characters', { text: '中'.repeat(333_334) }, '1,000,002'],
  ])('%s', (_, letter, got) =>
    expect(refused(body, letter)).rejects.toMatchObject({
      name: 'SesError',
      reason: 'message-too-large',
      field: 'body',
      message: expect.stringContaining(`text and HTML have ${got} bytes, over the 1,000,000 that SES takes`),
    }),
  )

  test.each<[string, Partial<Letter>, string]>([
    ['of a long text', { text: 'abc' }, 'Shorten it, or link to what is long.'],
    ['of images in it', { html: '<img src="data:image/png;base64,AA">' }, "`inlineImages: 'attach'`"],
  ])('what to do, %s', (_, letter, hint) =>
    expect(refused(body, letter, { limits: { body: 2 } })).rejects.toMatchObject({
      hint: expect.stringContaining(hint),
    }),
  )

  test('more than the option allows', () =>
    expect(refused(body, { text: 'abc' }, { limits: { body: 2 } })).rejects.toMatchObject({
      message: expect.stringContaining('3 bytes, over the 2 that SES takes'),
    }))
})

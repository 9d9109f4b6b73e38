import { expect, test } from 'vitest'
import { plainAttachments } from '../../lib/fit/plain-attachments.ts'
import type { Attachment } from '../../lib/letter.ts'
import { expectUnchanged, fileOf, runRule } from '../help/letters.ts'

// "Content-Disposition: Currently, you can only pass in attachment, and attachments cannot be sent if you pass in other
// values", "Content-ID: Currently unsupported"
// https://www.tencentcloud.com/document/product/1084/44453 "Attachment parameters (when sending attachment)"
test.each<[string, Attachment, string, string]>([
  ['an inline file', fileOf({ disposition: 'inline' }), 'invoice.pdf', '"invoice.pdf" is attached, not inline'],
  ['a file with a Content-ID', fileOf({ contentId: 'a@b' }), 'invoice.pdf', '"invoice.pdf" is attached, not inline'],
  [
    'an image that the HTML did not show',
    fileOf({ name: 'logo.png', type: 'image/png', disposition: 'inline', contentId: 'logo' }),
    'logo.png',
    '"logo.png" is attached, not inline',
  ],
  [
    'one without a name',
    fileOf({ name: undefined, type: 'image/png', disposition: 'inline' }),
    'attachments',
    'a part of type image/png is attached, not inline',
  ],
])('%s becomes a plain attachment', async (_, given, field, message) => {
  const plain = fileOf({ name: 'other.txt' })
  const { letter, changes } = await runRule(plainAttachments, { attachments: [plain, given] })
  expect(letter.attachments).toEqual([plain, { ...given, disposition: 'attachment', contentId: undefined }])
  expect(letter.attachments[0]).toBe(plain)
  expect(changes).toEqual([{ rule: 'plain-attachments', field, loss: 'none', message }])
})

test.each<[string, Attachment[]]>([
  ['no files', []],
  ['plain ones', [fileOf(), fileOf({ name: undefined })]],
])('%s: nothing to do', (_, attachments) => expectUnchanged(plainAttachments, { attachments }))

// Tested by test/emulator/refused-rows.test.ts.

import type { Leaf, Submission } from '../submission.ts'
import { answers } from './answers.ts'
import { count, filePlaces, textPlaces } from './places.ts'
import type { Row, Rules } from './row.ts'

/**
 * "General business error description", in the page's order, without the rows that answer an input parameter (they stand
 * there) and the rate limit (which comes before a mail is looked at).
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Business errors"
 */
export const businessErrors: readonly Row[] = [
  {
    id: 'body-null',
    words: 'msg.Body is null: The message body is empty',
    answer: answers.body,
    places: (mail) => {
      if (mail.texts.length === 0) return ['no text and no HTML']
      const isEmpty = mail.texts.every((text) => text.content?.toString('latin1').trim() === '')
      return isEmpty ? textPlaces(mail, () => ' with nothing in it') : []
    },
  },
  {
    id: 'body-size',
    words:
      'The email is too large. Remove some content...: The email body other than attachments cannot exceed 1 MB in size',
    answer: answers.bodySize,
    places: (mail, { limits }) => overLimit('text and HTML', total(mail.texts), limits.body),
  },
  {
    // A message cut off at its limit ends inside an attachment: that is the page's "base64 decoding failure".
    id: 'attachment-content',
    words:
      'Incorrect attachment content. Make sure the base64 content is...: The attachment content must be Base64-encoded',
    answer: answers.fileContent,
    places: (mail) => [
      ...filePlaces(mail, (file) => (file.content === undefined ? ': not Base64' : undefined)),
      ...(mail.cutOff && mail.files.length > 0 ? ['the last boundary is missing: the message is cut off'] : []),
    ],
  },
  {
    // Of a text alone, by the error of Go's parser: the page tells only of attachments what comes then.
    id: 'cut-off',
    words: 'Otherwise, the content will be truncated, and other exception errors [...] will be reported.',
    answer: answers.cutOff,
    places: (mail) =>
      mail.cutOff && mail.files.length === 0 ? ['the last boundary is missing: the message is cut off'] : [],
  },
  {
    id: 'attachment-size',
    words:
      'The attachments are too large. Make sure they do not exceed the...: The size of a single attachment exceeds 5 MB, or the total size of all attachments exceeds 10 MB (which may be adjusted)',
    answer: answers.fileSize,
    places: (mail, { limits }) => [
      ...filePlaces(mail, (file) =>
        isOver(size(file), limits.attachment) ? `: ${count(size(file))} bytes` : undefined,
      ),
      ...overLimit('all attachments', total(mail.files), limits.attachments),
    ],
  },
  {
    id: 'body-content',
    words:
      'Incorrect body content. Make sure the base64 content is correct.: The email body specifies Base64 encoding, but it is not actually Base64-encoded.',
    answer: answers.bodyContent,
    places: (mail) => textPlaces(mail, (text) => (text.content === undefined ? ': not Base64' : undefined)),
  },
]

/** Whether all attachments together are over their limit. */
export function isOverAttachments(mail: Submission, { attachments }: Rules['limits']): boolean {
  return isOver(total(mail.files), attachments)
}

function size(leaf: Leaf): number {
  return leaf.content?.length ?? leaf.part.body.length
}

function total(leaves: readonly Leaf[]): number {
  return leaves.reduce((sum, leaf) => sum + size(leaf), 0)
}

function overLimit(what: string, bytes: number, limit: number | false): readonly string[] {
  return isOver(bytes, limit) ? [`${what}: ${count(bytes)} bytes`] : []
}

function isOver(bytes: number, limit: number | false): boolean {
  return limit !== false && bytes > limit
}

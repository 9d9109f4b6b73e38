import type { Leaf } from '../submission.ts'
import { answers } from './answers.ts'
import type { Row } from './row.ts'

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
    broken: (mail) => mail.texts.every((text) => text.content?.toString('latin1').trim() === ''),
  },
  {
    id: 'body-size',
    words:
      'The email is too large. Remove some content...: The email body other than attachments cannot exceed 1 MB in size',
    answer: answers.bodySize,
    broken: (mail, { limits }) => over(mail.texts.map(size).reduce(add, 0), limits.body),
  },
  {
    // A message cut off at its limit ends inside of an attachment, and that "base64 decoding failure" is what the page tells.
    id: 'attachment-content',
    words:
      'Incorrect attachment content. Make sure the base64 content is...: The attachment content must be Base64-encoded',
    answer: answers.fileContent,
    broken: (mail) => mail.files.some((file) => file.content === undefined) || (mail.cutOff && mail.files.length > 0),
  },
  {
    id: 'attachment-size',
    words:
      'The attachments are too large. Make sure they do not exceed the...: The size of a single attachment exceeds 5 MB, or the total size of all attachments exceeds 10 MB (which may be adjusted)',
    answer: answers.fileSize,
    broken: (mail, { limits }) => {
      const sizes = mail.files.map(size)
      return sizes.some((bytes) => over(bytes, limits.attachment)) || over(sizes.reduce(add, 0), limits.attachments)
    },
  },
  {
    id: 'body-content',
    words:
      'Incorrect body content. Make sure the base64 content is correct.: The email body specifies Base64 encoding, but it is not actually Base64-encoded.',
    answer: answers.bodyContent,
    broken: (mail) => mail.texts.some((text) => text.content === undefined),
  },
]

function size(leaf: Leaf): number {
  return leaf.content?.length ?? leaf.part.body.length
}

function add(sum: number, bytes: number): number {
  return sum + bytes
}

function over(bytes: number, limit: number | false): boolean {
  return limit !== false && bytes > limit
}

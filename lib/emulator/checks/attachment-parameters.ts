import { mediaType } from '../mime/header.ts'
import { value } from '../mime/part.ts'
import { answers, unsupported } from './answers.ts'
import type { Row } from './row.ts'

/**
 * "Attachment parameters", in the page's order. Its first row only recommends a Content-Type.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Attachment parameters (when sending attachment)"
 */
export const attachmentParameters: readonly Row[] = [
  {
    id: 'attachment-content-transfer-encoding',
    words:
      'Content-Transfer-Encoding: Currently, only Base64 is supported, and an error will be reported if you pass in other values',
    answer: answers.fileEncoding,
    broken: (mail) => mail.files.some((file) => file.encoding !== 'base64'),
  },
  {
    id: 'attachment-content-disposition',
    words:
      'Content-Disposition: Currently, you can only pass in attachment, and attachments cannot be sent if you pass in other values',
    answer: unsupported('Content-Disposition other than attachment'),
    broken: (mail) =>
      mail.files.some((file) => mediaType(value(file.part, 'content-disposition') ?? '') !== 'attachment'),
  },
  unsupportedField('Content-ID'),
  unsupportedField('Content-Location'),
  unsupportedField('Content-Base'),
]

function unsupportedField(name: string): Row {
  return {
    id: `attachment-${name.toLowerCase()}`,
    words: `${name}: Currently unsupported`,
    answer: unsupported(name),
    broken: (mail) => mail.files.some((file) => value(file.part, name.toLowerCase()) !== undefined),
  }
}

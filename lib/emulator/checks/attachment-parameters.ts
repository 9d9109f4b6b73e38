// Tested by test/emulator/refused-rows.test.ts.

import { mediaType } from '../mime/header.ts'
import { value } from '../mime/part.ts'
import type { File } from '../submission.ts'
import { answers, unsupported } from './answers.ts'
import { fieldPlace, filePlaces, having } from './places.ts'
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
    places: (mail) =>
      filePlaces(mail, ({ encoding }) =>
        encoding === 'base64' ? undefined : having('Content-Transfer-Encoding', encoding),
      ),
  },
  {
    id: 'attachment-content-disposition',
    words:
      'Content-Disposition: Currently, you can only pass in attachment, and attachments cannot be sent if you pass in other values',
    answer: unsupported('Content-Disposition other than attachment'),
    places: (mail, { undocumented }) =>
      filePlaces(mail, (file) => {
        const disposition = dispositionOf(file)
        const isTaken = disposition === 'attachment' || undocumented.unsupportedParts !== 'refuse'
        return isTaken ? undefined : having('Content-Disposition', disposition)
      }),
  },
  unsupportedField('Content-ID'),
  unsupportedField('Content-Location'),
  unsupportedField('Content-Base'),
]

/** Whether the page calls a file unsupported, by its disposition or a field. */
export function isUnsupportedFile(file: File): boolean {
  const fields = ['content-id', 'content-location', 'content-base']
  return dispositionOf(file) !== 'attachment' || fields.some((name) => value(file.part, name) !== undefined)
}

function dispositionOf(file: File): string {
  return mediaType(value(file.part, 'content-disposition') ?? '')
}

function unsupportedField(name: string): Row {
  return {
    id: `attachment-${name.toLowerCase()}`,
    words: `${name}: Currently unsupported`,
    answer: unsupported(name),
    places: (mail, { undocumented }) =>
      filePlaces(mail, (file) => {
        if (undocumented.unsupportedParts !== 'refuse') return undefined
        const given = value(file.part, name.toLowerCase())
        return given === undefined ? undefined : ` with ${fieldPlace(name, given)}`
      }),
  }
}

import type { Attachment } from '../letter.ts'
import { brief, changed, type Rule, unchanged } from './rule.ts'

/**
 * Sends every file as a plain attachment.
 *
 * SES takes the disposition `attachment` and no other, and knows no Content-ID: a part that has either is not delivered.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Attachment parameters"
 */
export const plainAttachments: Rule = (letter) => {
  const special = letter.attachments.filter((file) => !isPlain(file))
  if (special.length === 0) return unchanged(letter)

  return changed(
    { ...letter, attachments: letter.attachments.map(toPlain) },
    special.map((file) => ({
      rule: 'plain-attachments',
      field: brief(file.name ?? 'attachments'),
      loss: 'none',
      message: `${file.name ? `"${brief(file.name)}"` : `a part of type ${file.type}`} is attached, not inline`,
    })),
  )
}

function isPlain(file: Attachment): boolean {
  return file.disposition === 'attachment' && file.contentId === undefined
}

function toPlain(file: Attachment): Attachment {
  return isPlain(file) ? file : { ...file, disposition: 'attachment', contentId: undefined }
}

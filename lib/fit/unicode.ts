import type { Attachment, Change, Letter, Mailbox } from '../letter.ts'
import { brief, changed, type Rule, unchanged } from './rule.ts'

/**
 * Replaces what no UTF-8 text can hold: half a surrogate pair and NUL become U+FFFD.
 *
 * Sent on, a lone surrogate would silently become the same, and SMTP takes no NUL (RFC 5321 4.5.2).
 */
export const unicode: Rule = (letter) => {
  const changes: Change[] = []
  const clean = <T extends string | undefined>(field: string, text: T): T => {
    if (text === undefined || (text.isWellFormed() && !text.includes('\0'))) return text
    const message = 'characters that no text can hold (half a surrogate pair, NUL) are replaced by U+FFFD'
    changes.push({ rule: 'unicode', field: brief(field), loss: 'presentation', message })
    return text.toWellFormed().replaceAll('\0', '\uFFFD') as T
  }
  const cleanName = (field: string) => (mailbox: Mailbox) => ({ ...mailbox, name: clean(field, mailbox.name) })
  const cleanFile = (file: Attachment) => ({ ...file, name: clean('attachments', file.name) })

  const cleaned: Letter = {
    ...letter,
    from: letter.from.map(cleanName('from')),
    replyTo: letter.replyTo.map(cleanName('replyTo')),
    subject: clean('subject', letter.subject),
    text: clean('text', letter.text),
    html: clean('html', letter.html),
    attachments: letter.attachments.map(cleanFile),
    headers: letter.headers.map((header) => ({ ...header, value: clean(header.name, header.value) })),
  }
  return changes.length === 0 ? unchanged(letter) : changed(cleaned, changes)
}

import type { Change, Letter, Mailbox } from '../letter.ts'
import { brief, changed, type Rule, unchanged } from './rule.ts'

/**
 * Replaces control characters in the header by spaces: in names, the subject and other values.
 *
 * No field may have them (RFC 5322 3.2): a line end would begin another field. A subject of nothing else becomes empty,
 * and is refused.
 */
export const controlCharacters: Rule = (letter) => {
  const changes: Change[] = []
  const clean = (field: string, text: string): string => {
    if (!/[\x00-\x1f\x7f]/.test(text)) return text
    const message = 'control characters are replaced by spaces'
    changes.push({ rule: 'control-characters', field: brief(field), loss: 'none', message })
    return text.replace(/[\x00-\x1f\x7f]+/g, ' ').trim()
  }
  const cleanName = (field: string) => (mailbox: Mailbox) => ({
    ...mailbox,
    name: clean(field, mailbox.name).replace(/ +/g, ' '),
  })

  const cleaned: Letter = {
    ...letter,
    from: letter.from.map(cleanName('from')),
    replyTo: letter.replyTo.map(cleanName('replyTo')),
    subject: clean('subject', letter.subject),
    headers: letter.headers
      .map((header) => ({ ...header, value: clean(header.name, header.value) }))
      .filter(({ value }) => value !== ''),
  }
  return changes.length === 0 ? unchanged(letter) : changed(cleaned, changes)
}

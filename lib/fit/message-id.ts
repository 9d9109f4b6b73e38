import type { Header } from '../letter.ts'
import { changed, type Rule, refusal, unchanged } from './rule.ts'

/**
 * Keeps one id in Message-ID: the first, which must begin as an id does.
 *
 * A mail has one (RFC 5322 3.6.4): of several some readers take the first, others none. At `<>` and `<@b>` some stop
 * reading the mail, such as Python's email package before 3.13.
 */
export const messageId: Rule = (letter) => {
  const field = letter.headers.find(isMessageId)
  if (field === undefined) return unchanged(letter)
  const [id = field.value, ...more] = field.value.match(/<[^<>]*>/g) ?? []
  if (!ID.test(id)) {
    throw refusal(
      'Message-ID',
      { en: `expected <id@domain>, got ${id.slice(0, 300)}`, zh: `应为 <id@domain>，实际为 ${id.slice(0, 300)}` },
      {
        hint: { en: 'Give `messageId` in that form, or leave it out.', zh: '请按该格式设置 `messageId`，或不设置。' },
      },
    )
  }
  if (more.length === 0) return unchanged(letter)

  const headers = letter.headers.map((header) => (isMessageId(header) ? { ...header, value: id } : header))
  const message = `Message-ID is ${id} alone: a mail has one id, got ${more.length + 1}`
  return changed({ ...letter, headers }, [{ rule: 'message-id', field: 'Message-ID', loss: 'none', message }])
}

/** The first character may begin an atom or a quoted string; square brackets stand only around an address literal. */
const ID = /^<[^\s<>()[\],;:@\\][^\s<>[\]]*(?:@\[[^\s<>[\]\\]+\])?>$/

function isMessageId({ name }: Header): boolean {
  return name.toLowerCase() === 'message-id'
}

import { changed, type Rule, unchanged } from './rule.ts'

/**
 * One id in Message-ID, the first.
 *
 * A mail has one (RFC 5322 3.6.4): some readers take of several the first, others none.
 */
export const messageId: Rule = (letter) => {
  const isMessageId = ({ name }: { name: string }) => name.toLowerCase() === 'message-id'
  const [id, ...more] = letter.headers.find(isMessageId)?.value.match(/<[^<>]*>/g) ?? []
  if (id === undefined || more.length === 0) return unchanged(letter)

  const headers = letter.headers.map((header) => (isMessageId(header) ? { ...header, value: id } : header))
  const message = `Message-ID is ${id} alone: a mail has one id, got ${more.length + 1}`
  return changed({ ...letter, headers }, [{ rule: 'message-id', field: 'Message-ID', loss: 'none', message }])
}

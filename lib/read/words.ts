import { decodeWords as decode } from 'postal-mime'
import { LONGEST_FIELD } from '../letter.ts'

/** Decodes RFC 2047 words. Not in what is too long to be sent: the time that it takes grows with the square. */
export function decodeWords(text: string): string {
  return text.length > LONGEST_FIELD ? text : decode(text)
}

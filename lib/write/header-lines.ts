import { SesError } from '../errors.ts'
import type { Header, Mailbox } from '../letter.ts'
import { encodedWord, encodedWords } from './encoded-words.ts'

/**
 * `alias <address>` as SES reads it: one space, never quoted, never folded.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39408 "FromEmailAddress"
 */
export function fromLine(from: Mailbox): string {
  return `From: ${mailbox(from)}`
}

/** Addresses one after the other, folded between them. */
export function addressLine(name: string, addresses: readonly Mailbox[]): string {
  return fold(`${name}: ${addresses.map(mailbox).join(', ')}`)
}

/** Any other field: plain if it is ASCII that can be folded, else in encoded words. */
export function headerLine({ name, value }: Header): string {
  const text = value.replace(CONTROLS, ' ').trim()
  const isPlain = ASCII.test(text) && text.split(' ').every((word) => word.length <= LONGEST_TOKEN)
  if (isPlain) return fold(`${name}: ${text}`)
  if (structured.test(name)) throw unwritable(name)
  return `${name}: ${encodedWords(text, Math.max(LINE - name.length - 2, 24)).join('\r\n ')}`
}

/** Quoted or in encoded words, for a parameter such as a file's name. */
export function parameterValue(value: string): string {
  return `"${ASCII.test(value) ? value.replace(/["\\]/g, '\\$&') : encodedWords(value).join('\r\n ')}"`
}

const LINE = 76
const ASCII = /^[\x20-\x7e]*$/
const CONTROLS = /[\x00-\x1f\x7f]+/g
/** A line may have 998 bytes (RFC 5322 2.1.1); the name of its field stands on it too. */
const LONGEST_TOKEN = 760
/** Fields whose words have a meaning of their own, which encoding would take from them. */
const structured = /^(?:message-id|in-reply-to|references|date|list-.*|auto-submitted|otp-token)$/i

function mailbox({ name, address }: Mailbox): string {
  const plain = name.replace(CONTROLS, ' ').replace(/ +/g, ' ').trim()
  if (plain === '') return address
  return `${/^[\w ]+$/.test(plain) ? plain : encodedWord(plain)} <${address}>`
}

/** Breaks a line before words, so that each line has 76 characters where its words allow. */
function fold(line: string): string {
  if (line.length <= LINE) return line
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    // Nothing is broken behind the field's name, nor before an empty word: a line of white space alone is no fold.
    const fits =
      current.length + 1 + word.length <= LINE || word === '' || current.trim() === '' || /^[^ ]+:$/.test(current)
    if (current === '' && lines.length === 0) current = word
    else if (fits) current += ` ${word}`
    else {
      lines.push(current)
      current = ` ${word}`
    }
  }
  return [...lines, current].join('\r\n')
}

function unwritable(name: string): SesError {
  return new SesError(
    `${name}: a value that is not ASCII, or has a word of over ${LONGEST_TOKEN} characters, cannot be sent in this header.`,
    {
      reason: 'message-invalid',
      field: name,
      hint: 'Shorten it, or leave the header out.',
    },
  )
}

import { createError, type SesError } from '../errors.ts'
import type { Words } from '../language.ts'
import { type Header, type Mailbox, STRUCTURED_FIELD } from '../letter.ts'
import { encodedWord, encodedWords } from './encoded-words.ts'

/**
 * `alias <address>` as SES reads it: one space, never quoted, never folded.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39408 "FromEmailAddress"
 * @throws SesError for a name that makes the line too long
 */
export function fromLine({ name, address }: Mailbox): string {
  const plain = cleanName(name)
  const line = `From: ${plain === '' ? address : `${PLAIN_NAME.test(plain) ? plain : encodedWord(plain)} <${address}>`}`
  if (line.length > LONGEST_LINE) {
    throw unwritable('from', {
      en: `a name that makes the header ${line.length} characters long`,
      zh: `过长的名称（会使该行达到 ${line.length} 个字符）`,
    })
  }
  return line
}

/** Addresses one after the other, folded between them. */
export function addressLine(name: string, addresses: readonly Mailbox[]): string {
  return fold(`${name}: ${addresses.map(writeMailbox).join(', ')}`)
}

/**
 * Any other field: plain if it is ASCII that can be folded, else in encoded words. A value that looks like an encoded
 * word is encoded too, so that readers show it as it is.
 *
 * @throws SesError for a field that programs read and would not decode
 */
export function headerLine({ name, value }: Header): string {
  const text = value.replace(CONTROLS, ' ').trim()
  const isStructured = STRUCTURED_FIELD.test(name)
  const isPlain = isStructured ? canBePlain(text, LONGEST_LINE - 1) : canBePlain(text) && !ENCODED_WORD.test(text)
  if (isPlain) return fold(`${name}: ${text}`)
  if (PHRASES.test(name)) return fold(`${name}: ${encodePhrases(name, text)}`)
  if (isStructured) throw unencodable(name, text)
  return `${name}: ${encodedWords(text, firstRoomOf(name)).join('\r\n ')}`
}

/** A parameter such as a file's name, quoted; in encoded words if it is not ASCII, as SES's own samples have it. */
export function parameterLine(name: string, value: string): string {
  const words = canBePlain(value)
    ? value.replace(/["\\]/g, '\\$&')
    : encodedWords(value, LINE - name.length - 4).join('\r\n ')
  return ` ${name}="${words}"`
}

const LINE = 76
/** RFC 5322 2.1.1 */
const LONGEST_LINE = 998
/** Leaves room for the field's name on the same line. */
const LONGEST_TOKEN = 760
const LONGEST_ADDRESS_FIELD = 'Reply-To: '.length
const CONTROLS = /[\x00-\x1f\x7f]+/g
const PLAIN_NAME = /^[\w ]+$/
const ENCODED_WORD = /=\?[^?]*\?[bq]\?[^?]*\?=/i
/** Fields of words with addresses or URLs among them, which must stay whole. */
const PHRASES = /^(?:disposition-notification-to|return-receipt-to|errors-to|list-.*)$/i

/** ASCII, and white space at which it can be folded: neither words nor gaps too long for a line. */
function canBePlain(text: string, longest = LONGEST_TOKEN): boolean {
  return /^[\x20-\x7e]*$/.test(text) && text.split(' ').every((word) => word.length <= longest) && !/ {60}/.test(text)
}

function writeMailbox({ name, address }: Mailbox): string {
  const plain = cleanName(name)
  if (/[\x00-\x20\x7f]/.test(address)) {
    throw unwritable('address', {
      en: 'an address with white space or control characters',
      zh: '含有空白或控制字符的地址',
    })
  }
  if (plain === '') return address
  const isShort = PLAIN_NAME.test(plain) && plain.length <= LINE
  return `${isShort ? plain : encodedWords(plain, LINE - LONGEST_ADDRESS_FIELD).join(' ')} <${address}>`
}

function cleanName(name: string): string {
  return name.replace(CONTROLS, ' ').replace(/ +/g, ' ').trim()
}

/** Characters that the first line has left for an encoded word. */
function firstRoomOf(name: string): number {
  return Math.max(LINE - name.length - 2, 24)
}

/** Encodes the words that are not ASCII, neighbours together, since readers drop the space between encoded words. */
function encodePhrases(name: string, text: string): string {
  const firstRoom = firstRoomOf(name)
  const isWritten = STRUCTURED_FIELD.test(name) // was not decoded when it was read
  const words: string[] = []
  let phrase: string[] = []
  const endPhrase = () => {
    if (phrase.length > 0) words.push(...encodedWords(phrase.join(' '), firstRoom))
    phrase = []
  }
  for (const word of text.split(' ')) {
    const isAscii = /^[\x20-\x7e]*$/.test(word)
    const isToken = /[<>@]/.test(word)
    if (word.length >= LONGEST_LINE || (isToken && !isAscii)) throw unencodable(name, text)
    if (isAscii && (isToken || isWritten || !ENCODED_WORD.test(word))) {
      endPhrase()
      words.push(word)
    } else phrase.push(word)
  }
  endPhrase()
  return words.join(' ')
}

/** Breaks a line before words, so that each line has 76 characters where its words allow, and a long word a line of its own. */
function fold(line: string): string {
  if (line.length <= LINE) return line
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    // Behind the field's name only a line that would be too long is broken, and none before an empty word: a line of white
    // space alone is no fold.
    const room = /^[^ ]+:$/.test(current) ? LONGEST_LINE : LINE
    const fits = current.length + 1 + word.length <= room || word === '' || current.trim() === ''
    if (current === '' && lines.length === 0) current = word
    else if (fits) current += ` ${word}`
    else {
      lines.push(current)
      current = ` ${word}`
    }
  }
  return [...lines, current].join('\r\n')
}

/** @param text which would lose its meaning in encoded words */
function unencodable(name: string, text: string): SesError {
  const longest = Math.max(...text.split(' ').map((word) => word.length))
  if (longest < LONGEST_LINE) {
    const isAscii = /^[ -~]*$/.test(text)
    return unwritable(
      name,
      isAscii
        ? { en: 'over 60 spaces in a row', zh: '连续 60 个以上的空格' }
        : { en: 'what is not ASCII', zh: '非 ASCII 字符' },
    )
  }
  const count = longest.toLocaleString('en')
  return unwritable(name, {
    en: `a word of ${count} characters, where a line has ${LONGEST_LINE},`,
    zh: `${count} 个字符的连续文本（一行最多 ${LONGEST_LINE} 个）`,
  })
}

function unwritable(name: string, { en, zh }: Words): SesError {
  const message = { en: `${name}: ${en} cannot be sent in this header.`, zh: `${name}：该邮件头不能包含${zh}。` }
  return createError(message, {
    reason: 'message-invalid',
    field: name,
    hint: { en: 'Shorten it, or leave it out.', zh: '请缩短该邮件头，或不设置。' },
  })
}

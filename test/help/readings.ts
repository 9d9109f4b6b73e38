import { decodeWords } from 'postal-mime'
import type { Letter } from '../../lib/letter.ts'
import type { Reading, ReadPart } from './readers.ts'

export type BodyEncoding = 'base64' | '8bit'

/** What a reader says of a letter, to be compared with what was meant. */
export function told({ headers, defects, ...rest }: Reading, letter: Letter): unknown {
  return comparable({
    ...rest,
    names: headers.map(([name]) => name),
    headers: headers.filter(([name]) => !STRUCTURED.test(name) && !isReadAnyHow(name, letter)),
    defects: defects.filter((defect) => !isKnown(defect, letter)),
  })
}

/** A letter as a reader should tell it. */
export function meant({ letter, bodyEncoding }: { letter: Letter; bodyEncoding: BodyEncoding }): unknown {
  const root = rootOf(letter, bodyEncoding)
  return comparable({
    from: letter.from,
    to: letter.to.map((address) => ({ name: '', address })),
    replyTo: letter.replyTo,
    names: [
      ...['From', 'To', ...(letter.replyTo.length > 0 ? ['Reply-To'] : []), 'Subject'],
      ...letter.headers.map(({ name }) => name),
      ...['MIME-Version', 'Content-Type', ...(root.encoding === null ? [] : ['Content-Transfer-Encoding'])],
    ],
    headers: [
      ['Subject', letter.subject],
      ...letter.headers
        .filter(({ name }) => !isReadAnyHow(name, letter))
        .map(({ name, value }) => [name, FOR_PROGRAMS.test(name) ? decodeWords(value) : value]),
    ],
    root,
    defects: [],
  })
}

/** Fields for programs go out as they were encoded, and readers decode them. */
const FOR_PROGRAMS = /^(?:list-.*|auto-submitted|otp-token)$/i

/** An encoded word that touches another word is none by RFC 2047 5; some readers decode it all the same. */
function isReadAnyHow(name: string, { headers }: Letter): boolean {
  const value = headers.find((header) => header.name === name)?.value ?? ''
  return FOR_PROGRAMS.test(name) && /[^\s(]=\?|\?=[^\s)]/.test(value)
}

/** Fields that are told by what they are made of. */
const STRUCTURED = /^(?:from|to|reply-to|mime-version|content-.*)$/i

function rootOf(letter: Letter, bodyEncoding: BodyEncoding): ReadPart {
  const texts = [
    ['text/plain', letter.text],
    ['text/html', letter.html],
  ].flatMap(([type = '', content]) =>
    content === undefined
      ? []
      : leaf({ type, charset: 'UTF-8', encoding: bodyEncoding }, bytesOf(content, letter, bodyEncoding)),
  )
  const [only, another] = texts
  const body = only !== undefined && another === undefined ? only : multipart('alternative', texts)
  if (letter.attachments.length === 0) return body

  const files = letter.attachments.map(({ name = null, content }) => {
    const type = 'application/octet-stream'
    return leaf({ type, encoding: 'base64', disposition: 'attachment', name, filename: name }, content)
  })
  return multipart('mixed', [body, ...files])
}

function leaf(fields: Partial<ReadPart>, content: Buffer): ReadPart {
  return { ...emptyPart, ...fields, content: content.toString('base64') }
}

function multipart(kind: 'mixed' | 'alternative', parts: readonly ReadPart[]): ReadPart {
  return { ...emptyPart, type: `multipart/${kind}`, parts }
}

const emptyPart: ReadPart = {
  type: '',
  charset: null,
  encoding: null,
  disposition: null,
  name: null,
  filename: null,
  content: null,
  parts: [],
}

/** A body as it arrives: its lines end in CRLF; one that travels as it is and stands alone ends with the message's last. */
export function bytesOf(text: string, { html, text: plain, attachments }: Letter, bodyEncoding: BodyEncoding): Buffer {
  const isAlone = attachments.length === 0 && (html === undefined || plain === undefined)
  if (bodyEncoding === 'base64') return Buffer.from(text.replace(/\r?\n/g, '\r\n'))
  const lines = text.replace(/\r\n|\r|\n/g, '\r\n')
  return Buffer.from(isAlone && !lines.endsWith('\r\n') ? `${lines}\r\n` : lines)
}

/** What Python finds wrong with a message, and is meant. */
function isKnown(defect: string, { attachments, headers }: Letter): boolean {
  const isInQuotes =
    /^Content-(?:Type|Disposition): InvalidHeaderDefect: (?:encoded word inside quoted string|missing trailing whitespace after encoded-word)$/
  const id = headers.find(({ name }) => name === 'Message-ID')?.value ?? ''
  return (
    // Forbidden by RFC 2047 5, and how SES's own samples write names.
    (isInQuotes.test(defect) && attachments.some(({ name = '' }) => /[^ -~]/.test(name))) ||
    // The caller's own, which SES does not use.
    (defect.startsWith('Message-ID: ') && !/^<[\w.-]+@[\w.-]+>$/.test(id))
  )
}

/** To Perl, Unicode's noncharacters are no UTF-8. */
function comparable(reading: object): unknown {
  return JSON.parse(JSON.stringify(reading).replace(/\p{Noncharacter_Code_Point}/gu, '\ufffd'))
}

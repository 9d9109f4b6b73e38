import { randomUUID } from 'node:crypto'
import type { Attachment, Letter } from '../letter.ts'
import type { Settings } from '../options/options.ts'
import { base64Lines } from './base64.ts'
import { addressLine, fromLine, headerLine, parameterLine } from './header-lines.ts'
import { checkMessage, checkSize } from './message-check.ts'
import { assemble, type Piece, sizeOf, textPiece } from './piece.ts'

/** A message of known size, whose bytes are written only when they are needed, since Base64 makes files larger. */
export interface Message {
  /** Bytes. */
  readonly size: number
  /** The same bytes each time. */
  write(): Buffer
}

/**
 * Composes a letter's message, in the one shape that every message to SES has: headers, then text, HTML or both as
 * alternatives, then the files in Base64.
 *
 * Written here and not through Nodemailer's MimeNode: the From that SES reads is not one that MimeNode writes, every
 * other header would have to be prepared for it, and bytes that are written in one go can be checked.
 *
 * @throws SesError for a header that cannot be written, or a size over the limit
 */
export function composeMessage(letter: Letter, settings: Settings): Message {
  const root = bodyEntity(letter, settings)
  const pieces = [textPiece(headerBlock(letter, root.headers)), ...root.content]
  const size = sizeOf(pieces)
  checkSize(size, settings)
  return {
    size,
    write() {
      const message = assemble(pieces)
      checkMessage(message)
      return message
    },
  }
}

/** A MIME entity: its own header lines, and its content in pieces. */
interface Entity {
  readonly headers: readonly string[]
  readonly content: readonly Piece[]
}

function headerBlock(letter: Letter, contentHeaders: readonly string[]): string {
  const bare = letter.to.map((address) => ({ name: '', address }))
  const lines = [
    ...letter.from.map(fromLine),
    addressLine('To', bare),
    ...(letter.replyTo.length > 0 ? [addressLine('Reply-To', letter.replyTo)] : []),
    headerLine({ name: 'Subject', value: letter.subject }),
    ...letter.headers.map((header) => headerLine(header)),
    'MIME-Version: 1.0',
    ...contentHeaders,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}

function bodyEntity({ text, html, attachments }: Letter, settings: Settings): Entity {
  const isAlone = attachments.length === 0 && (text === undefined || html === undefined)
  const bodies = [
    ...(text === undefined ? [] : [textEntity('text/plain', text, settings, isAlone)]),
    ...(html === undefined ? [] : [textEntity('text/html', html, settings, isAlone)]),
  ]
  const body = bodies.length === 1 && bodies[0] ? bodies[0] : multipart('alternative', bodies)
  return attachments.length === 0 ? body : multipart('mixed', [body, ...attachments.map(fileEntity)])
}

/** Lines end in CRLF, the form of text in MIME (RFC 2049 4). In Base64 a bare CR is safe, and stays. */
function textEntity(type: 'text/plain' | 'text/html', text: string, settings: Settings, isAlone: boolean): Entity {
  const encoding = settings.bodyEncoding
  return {
    headers: [`Content-Type: ${type}; charset=UTF-8`, `Content-Transfer-Encoding: ${encoding}`],
    content: [
      encoding === 'base64'
        ? base64Lines(Buffer.from(text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n')))
        : textPiece(plainLines(text, isAlone)),
    ],
  }
}

/**
 * The last line end of a part belongs to the delimiter after it; a text that is the whole body keeps its own, if any.
 */
function plainLines(text: string, isAlone: boolean): string {
  const lines = text.replace(/\r\n|\r|\n/g, '\r\n')
  return isAlone && lines.endsWith('\r\n') ? lines : `${lines}\r\n`
}

function fileEntity({ name = 'attachment', content }: Attachment): Entity {
  return {
    headers: [
      // On two lines each: a long name would make one too long.
      `Content-Type: application/octet-stream;\r\n${parameterLine('name', name)}`,
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment;\r\n${parameterLine('filename', name)}`,
    ],
    content: [base64Lines(content)],
  }
}

function multipart(kind: 'mixed' | 'alternative', entities: readonly Entity[]): Entity {
  const boundary = `--_ses_${randomUUID().replaceAll('-', '')}`
  const content = entities.flatMap((entity) => [
    textPiece(`--${boundary}\r\n${entity.headers.join('\r\n')}\r\n\r\n`),
    ...entity.content,
  ])
  return {
    headers: [`Content-Type: multipart/${kind}; boundary="${boundary}"`],
    content: [...content, textPiece(`--${boundary}--\r\n`)],
  }
}

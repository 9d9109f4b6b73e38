// Tested by test/emulator/page.test.ts.

import type { Field } from './mime/header.ts'
import { decodedValue, type Envelope, type File, type Leaf, type Submission } from './submission.ts'

/** A mail that SES took, as it understood it. */
export interface ReceivedLetter {
  readonly envelope: Envelope
  /** The header, in its order; names in lower case, values unfolded and not decoded. */
  readonly headers: readonly Field[]
  /** The From field, decoded, such as `Shop <noreply@mail.example.com>`. */
  readonly from: string
  /** Addresses of the To field. */
  readonly to: readonly string[]
  readonly subject: string
  readonly text: string | undefined
  readonly html: string | undefined
  readonly attachments: readonly ReceivedAttachment[]
  /** The message, dots unstuffed. */
  readonly raw: Buffer
  /** Milliseconds on the emulator's clock. */
  readonly receivedAt: number
}

export interface ReceivedAttachment {
  readonly name: string
  readonly type: string
  readonly content: Buffer
}

/** What became of one message, or what kept a client from sending one. */
export interface LedgerEntry {
  /** Counts from 1, since the start or the last reset. */
  readonly number: number
  /** A message whose DATA was granted; a login that was refused; or a connection that came to nothing before. */
  readonly kind: 'message' | 'login' | 'connection'
  /** When DATA was granted, or when it went wrong, in milliseconds on the emulator's clock. */
  readonly at: number
  /** When the message had come whole and the call was made; not there if it came to no call. */
  readonly calledAt?: number
  readonly connection: number
  /** The address that had logged in; empty if none had. */
  readonly account: string
  /**
   * What the client was told: `accepted`, `refused`, or `unknown` if it was told nothing, half of it, or other words than
   * SES's, because the connection broke or a fault struck.
   */
  readonly outcome: 'accepted' | 'refused' | 'unknown'
  /** Whether SES took the mail, whatever the client was told: if so, it is in the inbox. */
  readonly delivered: boolean
  /** What was sent, in whole or in part. */
  readonly reply?: string
  /** The row of the provider's page that the mail broke, by its stable name, such as `content-type`. */
  readonly row?: string
  /** That row in the page's own words. */
  readonly words?: string
  /** What to do about a login or a connection. */
  readonly hint?: string
  /** Of a login, the user as its sender. */
  readonly envelope: Envelope
  /** The Message-ID field, with its angle brackets; empty if none came. */
  readonly messageId: string
  /** SES's id of the call, as GetSendEmailStatus and webhooks have it; only if SES took the mail. */
  readonly sesMessageId?: string
  /** The message, or as much of it as came. */
  readonly raw: Buffer
}

/** An entry before it has its number. */
export type NewEntry = Omit<LedgerEntry, 'number'>

/** Bytes that a mail takes, as far as they are its own. */
export function sizeOf(letter: ReceivedLetter): number {
  const texts = (letter.text?.length ?? 0) + (letter.html?.length ?? 0)
  return letter.attachments.reduce((sum, { content }) => sum + content.length, letter.raw.length + texts)
}

export function toLetter(mail: Submission, receivedAt: number): ReceivedLetter {
  return {
    envelope: mail.envelope,
    headers: mail.root.fields,
    from: decodedValue(mail.root, 'from'),
    to: mail.to,
    subject: decodedValue(mail.root, 'subject'),
    text: textOf(mail.texts, 'text/plain'),
    html: textOf(mail.texts, 'text/html'),
    attachments: mail.files.map(toAttachment),
    raw: mail.raw,
    receivedAt,
  }
}

function textOf(texts: readonly Leaf[], type: string): string | undefined {
  const found = texts.filter((text) => text.part.type === type)
  return found.length === 0 ? undefined : found.map((text) => text.content?.toString('utf8') ?? '').join('\r\n')
}

function toAttachment(file: File): ReceivedAttachment {
  return { name: file.name, type: file.part.type, content: file.content ?? file.part.body }
}

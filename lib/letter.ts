// Tested by test/fit/letters.test.ts.

/** A person or program with an address: `name` is plain Unicode, empty if there is none. */
export interface Mailbox {
  readonly name: string
  readonly address: string
}

/** A header field for which {@link Letter} has no property: decoded, on one line. */
export interface Header {
  readonly name: string
  readonly value: string
}

/** Fields that programs read: they are neither encoded nor decoded. */
export const STRUCTURED_FIELD = /^(?:message-id|in-reply-to|references|date|list-.*|auto-submitted|otp-token)$/i

/** A file, or a body that is neither the text nor the HTML. */
export interface Attachment {
  /** File name as the sender gave it; none for a part that has none. */
  readonly name: string | undefined
  /** Media type in lower case without parameters, such as `application/pdf`. */
  readonly type: string
  /** `inline`: shown inside the HTML. `alternative`: another form of the body, such as a calendar invitation. */
  readonly disposition: 'attachment' | 'inline' | 'alternative'
  /** Content-ID without angle brackets, which the HTML names as `cid:…`. */
  readonly contentId: string | undefined
  /** From its Content-Location: as it stands there, and whole. */
  readonly locations?: readonly string[]
  readonly content: Buffer
}

/**
 * Characters of a header field. Servers that a mail passes keep no more: of a longer one Postfix throws the rest away.
 *
 * @see https://www.postfix.org/postconf.5.html "header_size_limit (default: 102400)"
 */
export const LONGEST_FIELD = 100_000

/** Characters of a value that comes back in webhook events: of a field of theirs no more is read. */
export const LONGEST_EVENT_VALUE = 10_000

/**
 * A mail as SES knows it: all that is left when the SMTP gateway has turned a message into a SendEmail call.
 *
 * The way of a mail through this library is a way of letters: one is read from what Nodemailer composed, the rules of
 * `fit/` make it into letters that SES takes (one sender, `to` alone, plain attachments), and `write/` turns each into bytes.
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters"
 */
export interface Letter {
  /** SES takes exactly one. */
  readonly from: readonly Mailbox[]
  /** Addresses that every recipient of this letter sees, and that get it. */
  readonly to: readonly string[]
  /** Addresses that get it and are seen; SES knows no Cc. */
  readonly cc: readonly string[]
  /** Addresses that get it and are not seen; SES knows no Bcc. */
  readonly bcc: readonly string[]
  readonly replyTo: readonly Mailbox[]
  readonly subject: string
  readonly text: string | undefined
  readonly html: string | undefined
  /** From Content-Location or Content-Base: what URLs of the HTML are relative to. */
  readonly htmlBase?: string
  readonly attachments: readonly Attachment[]
  readonly headers: readonly Header[]
}

/** What was made different from the mail that the caller gave. */
export interface Change {
  /** The rule that made it, named as its file in `lib/fit/`. */
  readonly rule: string
  /** The part of the mail, such as `from`, `cc`, `attachments` or a file's name. */
  readonly field: string
  /** `presentation`: a reader may see it differently. Content and recipients are never lost: that is refused instead. */
  readonly loss: 'none' | 'presentation'
  readonly message: string
}

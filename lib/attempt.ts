// Tested by test/explain/explain.test.ts.

/** A reply of the gateway. */
export interface Reply {
  /** SMTP's number, if each of its lines has the same; undefined for what is no SMTP reply. */
  readonly status: number | undefined
  /** All of it as it came, one line feed between lines. */
  readonly text: string
  /** The connection ended within it. */
  readonly isCut: boolean
}

/** Whether a reply is SMTP's no, for now (4xx) or for good (5xx), and not out of turn or no SMTP at all. */
export const isRefusal = ({ status = 0 }: Reply): boolean => status >= 400 && status < 600

/**
 * What an attempt was about when it failed: connecting and TLS, the greeting and EHLO, the login, MAIL, all of RCPT, DATA,
 * the message itself.
 */
export type Stage = 'socket' | 'greeting' | 'login' | 'sender' | 'recipients' | 'data' | 'message'

/** One try to make a call: what came of it. */
export type Attempt = Taken | Failed

/** SES took the message. */
export interface Taken {
  readonly taken: readonly string[]
  readonly rejected: readonly RejectedRecipient[]
  readonly reply: Reply
  /** Milliseconds since 1970 at which the last byte was handed to the socket. */
  readonly handedOverAt: number
  /** Milliseconds from MAIL to the reply to DATA. */
  readonly envelopeTime: number
  /** Milliseconds from there to the reply to the message. */
  readonly messageTime: number
  /** Bytes on the wire, final dot included. */
  readonly messageSize: number
}

export interface Failed {
  readonly failed: Stage
  /** How much of the message was handed to the socket. After `all` of it only a reply tells whether SES took it. */
  readonly went: 'nothing' | 'part' | 'all'
  /** What the gateway said, also where it is no reply to what it was asked. */
  readonly reply?: Reply | undefined
  /**
   * Why there is no whole reply: an error of Node's, Nodemailer's or a proxy's, or the SesError that ended the attempt.
   */
  readonly error?: Error | undefined
  /** As of {@link Taken}; undefined unless all of it went. */
  readonly handedOverAt?: number | undefined
  /** At the login: its password was given a moment ago in place of another, and SES may not know it yet. */
  readonly isNewPassword?: boolean
  /** Set where every recipient was refused, or where some were and then the message. */
  readonly rejected?: readonly RejectedRecipient[]
}

/** A recipient that the gateway refused at RCPT. */
export interface RejectedRecipient {
  readonly address: string
  readonly reply: Reply
}

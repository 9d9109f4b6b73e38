import type { Meaning } from '../errors.ts'

/** What went wrong with one attempt at sending, as Nodemailer tells it and as our own stream saw it. */
export interface Failure {
  readonly error: SmtpFailure
  /** How far the mail had gone in this attempt: not asked for, some of its bytes taken, all handed over. */
  readonly handedOver: 'nothing' | 'part' | 'all'
  readonly attempts: number
}

/** An error with the fields that Nodemailer puts on it: all of them, some, or none. */
export interface SmtpFailure extends Error {
  readonly code?: string | undefined
  readonly command?: string | undefined
  readonly response?: string | undefined
  readonly responseCode?: number | undefined
  /** Node's code, where Nodemailer has put its own in `code`. */
  readonly originalCode?: string | undefined
  readonly recipient?: string | undefined
  readonly rejected?: readonly string[] | undefined
  readonly rejectedErrors?: readonly Error[] | undefined
}

/** What a failure means, before it is put into an error. */
export interface Finding {
  readonly meaning: Meaning
  readonly delivered: 'no' | 'unknown'
}

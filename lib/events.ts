import { channel } from 'node:diagnostics_channel'
import type { SesError } from './errors.ts'
import type { Change } from './letter.ts'

/**
 * Channels of `node:diagnostics_channel` for metrics and traces. No message content is in them.
 *
 * @example
 * diagnostics_channel.subscribe('nodemailer-tencentcloud-ses:retry', (event) => counter.inc({ reason: event.error.reason }))
 */
interface SesEvents {
  /** A mail was changed to fit. */
  change: { readonly messageId: string; readonly change: Change }
  /** A letter had waited for its turn. */
  wait: LetterEvent & { readonly waitedMs: number }
  /** An attempt ended; `error` is missing if SES took the letter. */
  attempt: LetterEvent & { readonly attempt: number; readonly error?: SesError }
  /** An attempt failed, and another follows. */
  retry: LetterEvent & { readonly error: SesError }
  /** A mail is done, just before its `sendMail` settles. `messageId` is empty if the mail could not even be opened. */
  settled: { readonly messageId: string; readonly error?: SesError }
}

export interface LetterEvent {
  readonly messageId: string
  readonly to: readonly string[]
}

const channels = {
  change: channel('nodemailer-tencentcloud-ses:change'),
  wait: channel('nodemailer-tencentcloud-ses:wait'),
  attempt: channel('nodemailer-tencentcloud-ses:attempt'),
  retry: channel('nodemailer-tencentcloud-ses:retry'),
  settled: channel('nodemailer-tencentcloud-ses:settled'),
}

export function publish<Name extends keyof SesEvents>(name: Name, event: SesEvents[Name]): void {
  if (channels[name].hasSubscribers) channels[name].publish(event)
}

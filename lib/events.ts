// Tested by test/wire/secrets.test.ts.

import { channel } from 'node:diagnostics_channel'
import type { SesError } from './errors.ts'
import { HANDOVER_CHANNEL, type Handover } from './handover.ts'
import type { Change } from './letter.ts'
import type { SesLogger } from './options/logger.ts'
import type { SesSentMessageInfo } from './sent-info.ts'
import type { SesSendContext } from './tracing.ts'

/**
 * Channels of `node:diagnostics_channel` for metrics and traces. No message content is in them.
 *
 * @example
 * diagnostics_channel.subscribe('nodemailer-tencentcloud-ses:retry', (event) => counter.inc({ reason: event.error.reason }))
 */
export interface SesEvents {
  /** A mail was changed to fit. */
  change: { readonly messageId: string; readonly change: Change }
  /** A letter had waited for its turn. */
  wait: LetterEvent & { readonly waitedMs: number }
  /** The last bytes of a letter are about to go. */
  handover: Handover
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
  handover: channel(HANDOVER_CHANNEL),
  attempt: channel('nodemailer-tencentcloud-ses:attempt'),
  retry: channel('nodemailer-tencentcloud-ses:retry'),
  settled: channel('nodemailer-tencentcloud-ses:settled'),
}

export function publish<Name extends keyof SesEvents>(name: Name, event: SesEvents[Name]): void {
  if (channels[name].hasSubscribers) channels[name].publish(event)
}

/** A mail is done: one event, and one line of the log. */
export function reportSettled(
  logger: SesLogger,
  { messageId, recipients, attempts, waitedMs }: SesSendContext,
  outcome: { readonly info: SesSentMessageInfo } | { readonly error: SesError },
): void {
  const known = { tnx: 'settled', messageId, recipients, attempts, waitedMs }
  if ('info' in outcome) {
    publish('settled', { messageId })
    const { ses, rejected } = outcome.info
    const fields = { ...known, letters: ses?.letters.length, rejected: rejected.length }
    logger.info(fields, 'Sent %s: %s, %s, %d ms waited', messageId, ...countedOf(recipients, attempts), waitedMs)
    return
  }
  const { error } = outcome
  publish('settled', { messageId, error })
  const { reason, retry, delivered, sesCode, requestId } = error
  const fields = { ...known, reason, retry, delivered, sesCode, requestId }
  const told = delivered === 'unknown' ? 'Not known whether sent' : 'Not sent'
  logger.warn(
    fields,
    '%s %s: %s, %s, %d ms waited: %s: %s',
    ...[told, messageId || '(no Message-ID)', ...countedOf(recipients, attempts), waitedMs, reason, error.message],
  )
}

function countedOf(recipients: number, attempts: number): string[] {
  return [count(recipients, 'recipient'), count(attempts, 'attempt')]
}

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`

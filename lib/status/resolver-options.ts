// Tested by test/status/resolver.test.ts.

import * as check from '../options/checks.ts'
import type { SesEvent } from './event.ts'
import { resolveTime, WITHIN_MS } from './find.ts'

export interface ResolverOptions {
  /**
   * Milliseconds to wait for a record or an event of the mail. After that its delivery stays unknown. Meanwhile the mail
   * keeps its place in the transport.
   *
   * @default 60_000
   */
  readonly waitMs?: number
  /**
   * Milliseconds between two questions about a mail.
   *
   * @default 5_000
   */
  readonly pollMs?: number
  /**
   * Milliseconds by which the time of a record may differ, either way, from the time at which the mail was handed over.
   * The machine's clock must not be off by more.
   *
   * @default 120_000
   */
  readonly within?: number
  /**
   * When the last mail before this resolver was handed over, by whichever process: a Date or milliseconds since 1970, `0` if
   * there was none. Give it only where that is certain, as in a test or for a program that runs once a night: without it,
   * records decide nothing for mails of the first minutes, since a record may be of a mail that is not known here.
   *
   * @default when the first resolver of this `sesStatus` was made
   */
  readonly quietSince?: number | Date | undefined
  /**
   * Whether a record decides. A record does not say which mail it is of, and mails of other processes and threads are not
   * known here: turn this off if some of those send from the same address to the same recipients within minutes.
   *
   * @default true
   */
  readonly trustRecords?: boolean
  /** Looks up the webhook events of a mail, in a database or wherever your handler puts them. */
  readonly events?: EventLookup
  /**
   * Whether an event with the mail's Message-ID and recipient decides. SES's page says that an event has the Message-ID;
   * nobody has confirmed that it is the one given over SMTP.
   *
   * @default true
   */
  readonly trustEvents?: boolean
}

/** `messageId` is without angle brackets, as in an event. */
export type EventLookup = (mail: {
  readonly messageId: string
  readonly recipient: string
}) => Promise<readonly SesEvent[]> | readonly SesEvent[]

export type ResolverSettings = ReturnType<typeof resolveResolverOptions>

/** @throws TypeError that names the option */
export function resolveResolverOptions(given: ResolverOptions) {
  const settings = check.fields('', check.object('options', given), {
    waitMs: check.timer(60_000),
    pollMs: check.timer(5_000),
    within: check.wholeNumber(WITHIN_MS, { min: 0, max: 3_600_000 }),
    quietSince: check.optional(resolveTime),
    trustRecords: check.boolean(true),
    events: check.optional(resolveLookup),
    trustEvents: check.boolean(true),
  })
  if (!settings.trustRecords && !(settings.events && settings.trustEvents)) {
    throw new TypeError('Expected `trustRecords` or `events` to decide by, got neither')
  }
  return settings
}

function resolveLookup(name: string, given: EventLookup): EventLookup {
  if (typeof given === 'function') return given
  throw check.unexpected(name, 'be a function that looks up the events of a mail', given)
}

// Tested by test/wire/tracing.test.ts.

import type { Settings } from './options/options.ts'
import type { MailStop } from './stop.ts'
import type { Filling, SesSendContext } from './tracing.ts'

/** A mail under way: what can end it, and what is known of it so far. */
export interface Sending {
  readonly stop: MailStop
  readonly context: Filling<SesSendContext>
}

export function startSending(stop: MailStop, { host, port }: Settings): Sending {
  const server = { address: host, port }
  return { stop, context: { server, messageId: '', recipients: 0, attempts: 0, waitedMs: 0, size: 0 } }
}

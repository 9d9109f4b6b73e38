// Tested by test/emulator/webhook/posting.test.ts.

import { guard } from '../guard.ts'
import { type Keep, keepNewest } from '../keep.ts'
import { delay, unexpected } from '../option-checks.ts'
import { randomFrom } from '../random.ts'
import type { Send } from '../send.ts'
import { composeEvent } from './event-json.ts'
import { checkEvents, eventsOf } from './events.ts'
import type { WebhookSettings } from './options.ts'
import { createPoster, type WebhookPost } from './poster.ts'

/** The webhook of a running emulator. */
export interface EmulatorWebhook {
  /** Every request that was answered or failed, in the order of their ends. */
  readonly posts: readonly WebhookPost[]
  /** Resolves when nothing is to be posted any more. */
  idle(): Promise<void>
}

/** A mail has an event for each of its recipients, or more. */
const MAX_RECIPIENTS = 50

export interface OpenWebhook {
  readonly webhook: EmulatorWebhook
  add(sends: readonly Send[]): void
  reset(): void
  /** Drops all that is to be posted, and what may come after. */
  close(): void
}

export function openWebhook(settings: WebhookSettings, appId: string, seed: number, keep: Required<Keep>): OpenWebhook {
  const posts: WebhookPost[] = []
  const kept = keepNewest(posts, { ...keep, count: keep.count * MAX_RECIPIENTS })
  const poster = createPoster(settings, (post) => kept.add([post], JSON.stringify(post).length))
  let random = randomFrom(seed)
  let isClosed = false

  return {
    webhook: { posts, idle: poster.idle },
    add(sends) {
      if (!isClosed) for (const send of sends) plan(send)
    },
    reset() {
      poster.stop()
      kept.clear()
      random = randomFrom(seed)
    },
    close() {
      isClosed = true
      poster.stop()
    },
  }

  function plan(send: Send): void {
    const delayMs = delayOf(send)
    for (const event of eventsFor(send)) {
      const dueMs = delayMs + (event.afterMs ?? 0)
      const body = composeEvent(send, event, settings.form, { appId, at: send.mail.receivedAt + dueMs })
      const times = random() < settings.duplicates ? 2 : 1
      for (let time = 0; time < times; time++) {
        poster.schedule(dueMs + random() * settings.jitterMs, send.mail.envelope.from, body)
      }
    }
  }

  function eventsFor({ mail, recipient, outcome }: Send) {
    const { events } = settings
    const usual = eventsOf(outcome)
    return events === undefined
      ? usual
      : guard('webhook.events', () => checkEvents(events(mail, recipient, outcome)), usual)
  }

  function delayOf({ mail, recipient }: Send): number {
    const { delayMs } = settings
    return typeof delayMs === 'number' ? delayMs : guard('webhook.delayMs', () => checked(delayMs(mail, recipient)), 0)
  }

  function checked(given: number): number {
    if (!delay.holds(given)) throw unexpected('webhook.delayMs', delay.expected, given)
    return given
  }
}

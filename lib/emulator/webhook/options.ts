// Tested by test/emulator/reports.test.ts.

import {
  callback,
  chance,
  checkOptions,
  delay,
  either,
  oneOf,
  unexpected,
  wholeNumber,
  yesOrNo,
} from '../option-checks.ts'
import type { Outcome } from '../outcome.ts'
import type { ReceivedLetter } from '../records.ts'
import type { EventForm } from './event-json.ts'
import type { WebhookEvent } from './events.ts'

/**
 * Events that SES posts to a callback address, one in each request. The page allows the ports 8080 to 8082 alone; here any
 * will do.
 *
 * @see https://www.tencentcloud.com/document/product/1084/39492
 */
export interface WebhookOptions {
  /**
   * Where to post: a URL, or a function that is asked at each event, since SES lets each sender address have a callback
   * address of its own; `undefined` posts nothing.
   */
  readonly url: string | ((from: string) => string | undefined)
  /** What is posted for each mail and recipient. @default what fits the outcome: delivered, bounce, open and so on */
  readonly events?: (mail: ReceivedLetter, recipient: string, outcome: Required<Outcome>) => readonly WebhookEvent[]
  /** Milliseconds from the call to the first event, by this machine's timers; `Infinity`: none ever comes. @default 0 */
  readonly delayMs?: number | ((mail: ReceivedLetter, recipient: string) => number)
  /** Up to so many milliseconds more for each event, drawn from the emulator's `seed`: events change their order. @default 0 */
  readonly jitterMs?: number
  /** Chance that an event comes twice, drawn from the emulator's `seed`. @default 0 */
  readonly duplicates?: number
  /** How often an event is posted again, if the answer is not 200 or none comes. SES's own number is not documented. @default 3 */
  readonly retries?: number
  /** Milliseconds until it is posted again. @default 1000 */
  readonly retryDelayMs?: number
  /** Milliseconds that an answer may take. @default 5000 */
  readonly timeoutMs?: number
  /** Which of the page's versions the events follow. @default that of 2025-10-30 */
  readonly form?: EventForm
}

export function resolveWebhook(options: WebhookOptions) {
  checkOptions('webhook', options, {
    url,
    events: callback,
    delayMs: either(delay, callback),
    jitterMs: wholeNumber(0, 2 ** 31 - 1),
    duplicates: chance,
    retries: wholeNumber(0, 1000),
    retryDelayMs: wholeNumber(0, 2 ** 31 - 1),
    timeoutMs: wholeNumber(1, 2 ** 31 - 1),
    form: { expected: 'be an object', holds: (given) => typeof given === 'object' && given !== null },
  })
  if (options.url === undefined) throw unexpected('webhook.url', url.expected, options.url)
  const { form = {}, url: to } = options
  checkOptions<EventForm>('webhook.form', form, {
    fields: oneOf('2025-10-30', 'older'),
    bulkId: oneOf('bulkId', 'bulkid'),
    bounceType: oneOf('soft_bounce', 'soft'),
    event: yesOrNo,
    unusedFields: oneOf('absent', 'empty'),
    ownMessageId: yesOrNo,
    callbackHeaders: yesOrNo,
  })
  return {
    url: typeof to === 'string' ? () => to : to,
    events: options.events,
    delayMs: options.delayMs ?? 0,
    jitterMs: options.jitterMs ?? 0,
    duplicates: options.duplicates ?? 0,
    retries: options.retries ?? 3,
    retryDelayMs: options.retryDelayMs ?? 1000,
    timeoutMs: options.timeoutMs ?? 5000,
    form: {
      fields: form.fields ?? '2025-10-30',
      bulkId: form.bulkId ?? 'bulkId',
      bounceType: form.bounceType ?? 'soft_bounce',
      event: form.event ?? true,
      unusedFields: form.unusedFields ?? 'absent',
      ownMessageId: form.ownMessageId ?? true,
      callbackHeaders: form.callbackHeaders ?? true,
    } as const,
  }
}

export type WebhookSettings = ReturnType<typeof resolveWebhook>

const httpUrl = {
  expected: 'be a URL of http: or https:',
  holds: (given: unknown) =>
    typeof given === 'string' && URL.canParse(given) && /^https?:$/.test(new URL(given).protocol),
}
const url = either(httpUrl, callback)

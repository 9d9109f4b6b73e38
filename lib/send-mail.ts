// Tested by test/wire/any-mail.test.ts.

import { waitFor } from './clock.ts'
import { type DeliveryMeans, deliverLetter } from './deliver-letter.ts'
import { errorIn, type SesError, toSesError } from './errors.ts'
import { publish } from './events.ts'
import { fitLetters, refuseEarly } from './fit/letters.ts'
import type { Change, Letter } from './letter.ts'
import type { Settings } from './options/options.ts'
import { admit } from './pace/admit.ts'
import type { Priority, Queue, Slot } from './pace/queue.ts'
import { type OpenMail, openMail } from './read/mail.ts'
import type { MailMessage } from './read/mime-node.ts'
import type { Logins } from './send/logins.ts'
import type { Sending } from './sending.ts'
import { type Delivery, type LetterResult, type SesSentMessageInfo, toInfo } from './sent-info.ts'

/** What the mails of a transport share. */
export interface SendingMeans extends DeliveryMeans {
  readonly queue: Queue
  readonly logins: Logins
}

/**
 * The way of a mail, and the one place that knows the order of its steps.
 *
 * @throws SesError in the language of the settings
 */
export async function sendMail(mail: MailMessage, means: SendingMeans, sending: Sending): Promise<SesSentMessageInfo> {
  const { settings, queue, pace, logins } = means
  const { stop, context } = sending
  let slot: Slot | undefined
  try {
    stop.watch(mail.data.signal)
    const opened = openChecked(mail, settings, sending)
    slot = await admit(queue, pace, settings, priorityOf(mail), stop.waits)
    const read = await opened.readLetter(stop.waits.signal)
    const known = [...opened.changes, ...read.changes]
    const { letters, changes } = await waitFor(fitLetters(read.letter, settings, known), stop.waits)
    const fitted = letters[0]?.letter ?? read.letter
    context.messageId = messageIdOf(fitted) ?? opened.messageId
    reportChanges(changes, context.messageId, settings)
    const from = fitted.from[0]?.address ?? ''
    const login = logins.select(from)
    const envelope = { from, login, slot, sending }
    const results = await sendInOrder(letters, settings, (each) => deliverLetter(each, envelope, means))
    return toInfo(results, changes, context.messageId, login.user)
  } catch (error) {
    throw errorIn(toSesError(error), settings.language)
  } finally {
    slot?.leave()
  }
}

/** Opens a mail and refuses what can be refused at once. What was known for that is not kept while the mail waits. */
function openChecked(mail: MailMessage, settings: Settings, sending: Sending): Omit<OpenMail, 'outline' | 'envelope'> {
  const { outline, envelope, ...opened } = openMail(mail, settings)
  const { context } = sending
  context.messageId = opened.messageId
  context.recipients = envelope.length
  if (settings.traceAddresses) {
    context.from = outline?.from[0]?.address ?? ''
    context.to = envelope
  }
  refuseEarly(outline, settings)
  return opened
}

const priorityOf = (mail: MailMessage): Priority => (/^high$/i.test(String(mail.data.priority)) ? 'high' : 'normal')

/** A raw message has an id of its own, which Nodemailer does not see. */
function messageIdOf({ headers }: Letter): string | undefined {
  return headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value
}

function reportChanges(changes: readonly Change[], messageId: string, { logger }: Settings): void {
  for (const change of changes) {
    publish('change', { messageId, change })
    const { rule, field, loss, message } = change
    const level = loss === 'none' ? 'debug' : 'warn'
    logger[level]({ tnx: 'change', messageId, rule }, 'Changed %s: %s: %s', messageId, field, message)
  }
}

/**
 * Sends the first letter alone, and the others, a few at a time, when SES took it. If it did not, nothing more goes out:
 * unless that is about its one recipient, whom the others need not wait for.
 */
async function sendInOrder(
  letters: readonly { readonly kind: 'shared' | 'separate'; readonly letter: Letter }[],
  { pool, language }: Settings,
  deliver: (letter: Letter) => Promise<Delivery>,
): Promise<LetterResult[]> {
  const send = async (letter: Letter): Promise<LetterResult> => {
    try {
      return { letter, delivery: await deliver(letter) }
    } catch (error) {
      return { letter, error: errorIn(toSesError(error), language) }
    }
  }
  const [first, ...rest] = letters
  if (!first) return []
  const result = await send(first.letter)
  if ('error' in result && !(first.kind === 'separate' && isOfRecipient(result.error))) return [result]

  const results: LetterResult[] = [result]
  let next = 0
  const worker = async () => {
    for (let index = next++; index < rest.length; index = next++) {
      const { letter } = rest[index] as (typeof rest)[number]
      results[index + 1] = await send(letter)
    }
  }
  await Promise.all(Array.from({ length: Math.min(pool.maxConnections, rest.length) }, worker))
  return results
}

const isOfRecipient = ({ reason, scope }: SesError): boolean =>
  reason === 'recipient-refused' || reason === 'recipient-rate-limited' || scope === 'provider'

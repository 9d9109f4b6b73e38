// Tested by test/wire/attempts.test.ts.

import type { Taken } from './attempt.ts'
import { now, type Stop } from './clock.ts'
import { amendError, isSesError, type SesError, type SesReason, toSesError } from './errors.ts'
import { type LetterEvent, publish } from './events.ts'
import { type ExplainContext, explainAttempt, explainRecipient } from './explain/explain.ts'
import type { Letter } from './letter.ts'
import type { Settings } from './options/options.ts'
import type { Pace, Turn } from './pace/pace.ts'
import type { Slot } from './pace/queue.ts'
import type { RecipientLimit } from './pace/recipient-limit.ts'
import type { RetryBudget } from './retry/budget.ts'
import type { Parking } from './retry/parking.ts'
import { withRetry } from './retry/retry.ts'
import type { SelectedLogin } from './send/logins.ts'
import type { Sending } from './sending.ts'
import type { Delivery } from './sent-info.ts'
import { type Filling, type SesAttemptContext, trace } from './tracing.ts'
import { amendUnknown, askWhetherDelivered } from './unknown-delivery.ts'
import { composeMessage, type Message } from './write/message.ts'

/** What a transport's letters share. */
export interface DeliveryMeans {
  readonly settings: Settings
  readonly pace: Pace
  readonly recipientLimit: RecipientLimit
  readonly parking: Parking
  readonly retryBudget: RetryBudget
}

/** What the letters of one mail share. */
export interface Envelope {
  /** The mail's From. */
  readonly from: string
  readonly login: SelectedLogin
  readonly slot: Slot
  readonly sending: Sending
}

/**
 * Brings one letter to SES, and once more without the recipients that the gateway refused at RCPT, where it then refused the
 * letter: a gateway that wants To and RCPT equal takes none that still shows them.
 *
 * @throws SesError
 */
export async function deliverLetter(letter: Letter, envelope: Envelope, means: DeliveryMeans): Promise<Delivery> {
  try {
    return await deliverOnce(letter, envelope, means)
  } catch (error) {
    const { rejected = [], rejectedErrors = [], attempts } = toSesError(error)
    const to = letter.to.filter((address) => !rejected.includes(address))
    const isOver = rejected.length === 0 || to.length === 0 || means.settings.retry.retries === 0
    if (isOver || !mayBeForTo(error) || !means.retryBudget.take(now())) throw error

    reportRetry(error, { messageId: envelope.sending.context.messageId, to }, means)
    const joined = (told: Pick<SesError, 'attempts' | 'rejected' | 'rejectedErrors'> | Delivery) => ({
      attempts: attempts + told.attempts,
      rejected: [...rejected, ...(told.rejected ?? [])],
      rejectedErrors: [...rejectedErrors, ...(told.rejectedErrors ?? [])],
    })
    try {
      const delivery = await deliverOnce({ ...letter, to }, envelope, means)
      return { ...delivery, ...joined(delivery) }
    } catch (failure) {
      const second = toSesError(failure)
      throw amendError(second, joined(second))
    }
  }
}

/** Whether a letter was refused for a To that its recipients are not, as far as can be told: no row speaks of it. */
function mayBeForTo(error: unknown): error is SesError {
  return isSesError(error) && error.delivered === 'no' && error.retry === 'never' && FOR_TO.has(error.reason)
}

const FOR_TO: ReadonlySet<SesReason> = new Set(['message-invalid', 'recipient-refused', 'unknown'])

/**
 * Composes a letter's message, then waits for a turn, sends it and explains what came of it, and again while the verdict says
 * so.
 */
async function deliverOnce(letter: Letter, envelope: Envelope, means: DeliveryMeans): Promise<Delivery> {
  const { settings, recipientLimit, parking } = means
  const { login, from, sending } = envelope
  sending.stop.waits.throwIfAborted() // or each of a hundred thousand letters would be composed for nothing
  const uncount = await recipientLimit.count(from, letter.to, now())
  try {
    parking.refuse(login.user, letter.to, 0, now())
    const message = composeMessage(letter, settings)
    return await deliverMessage(message, letter, envelope, means)
  } catch (error) {
    if (!isSesError(error) || error.delivered === 'no') await uncount()
    throw error
  }
}

async function deliverMessage(
  message: Message,
  { to }: Letter,
  { from, login, slot, sending }: Envelope,
  means: DeliveryMeans,
): Promise<Delivery> {
  const { stop, context: mail } = sending
  const { messageId } = mail
  const { settings, pace, parking, retryBudget } = means
  const { logger, onUnknown, meanings, language, retry } = settings
  const event: LetterEvent = { messageId, to }
  mail.size += message.size
  let waitedMs = 0
  let mayBeDelivered = false

  const attempt = async (attempts: number, waits: Stop): Promise<Delivery> => {
    const asked = now()
    if (attempts === 1) retryBudget.countFirst()
    const turn = await pace.takeTurn(slot, waits)
    slot.start()
    waitedMs += now() - asked
    publish('wait', { ...event, waitedMs })
    mail.waitedMs = Math.max(mail.waitedMs, Math.round(waitedMs))
    try {
      parking.refuse(login.user, to, attempts - 1, now()) // once more, for what SES has refused since
    } catch (error) {
      turn.end('broken') // no call was made
      throw error
    }
    mail.attempts++
    const call: Call = { turn, attempt: attempts, waits, handedOverAt: undefined }
    try {
      return await trace('attempt', traced(attempts), () => makeCall(call))
    } catch (failure) {
      const error = explainFailure(failure, call)
      if (error.delivered === 'no') throw error
      return settleUnknown(error, attempts)
    }
  }

  const traced = (attempt: number): Filling<SesAttemptContext> => {
    const { server, from, waitedMs } = mail
    const addresses = settings.traceAddresses && { from: from ?? '', to }
    return { server, messageId, recipients: to.length, attempt, waitedMs, size: message.size, ...addresses }
  }

  /** Hands the message to SES. */
  const makeCall = async (call: Call): Promise<Delivery> => {
    const { turn, attempt: attempts, waits } = call
    const sender = { from, user: login.user }
    const context: ExplainContext = { meanings, now: Date.now(), attempts, sender, language }
    const beforeLast = async () => {
      await turn.beginCall(stop.wire)
      call.handedOverAt = Date.now()
      publish('handover', { messageId, from: login.user, to, attempt: attempts })
    }
    const outcome = await login.send({ message, to, beforeLast, waits, wire: stop.wire })
    if ('taken' in outcome) {
      turn.end('answered')
      publish('attempt', { ...event, attempt: attempts })
      return toDelivery(outcome, { to, attempts, waitedMs: Math.round(waitedMs) }, context)
    }
    const error = explainAttempt(outcome, context)
    turn.end(outcome.reply?.status === undefined ? 'broken' : error.reason === 'rate-limited' ? 'refused' : 'answered')
    parking.park(login.user, to, error, now())
    publish('attempt', { ...event, attempt: attempts, error })
    throw error
  }

  const settleUnknown = async (error: SesError, attempts: number): Promise<Delivery> => {
    const { handedOverAt, rejected = [], rejectedErrors = [] } = error
    if (onUnknown === 'fail') throw error
    if (onUnknown === 'retry') {
      mayBeDelivered = true
      throw amendError(error, { retry: 'soon', delivered: 'no' })
    }
    const unknown = { messageId, from: login.user, to, attempts, handedOverAt, error }
    const finding = await askWhetherDelivered(onUnknown, unknown, stop.waits, logger)
    if (finding.answer !== 'delivered') throw amendUnknown(error, finding)
    const told = { to, attempts, waitedMs: Math.round(waitedMs), handedOverAt, rejected, rejectedErrors }
    return { ...UNANSWERED, ...told }
  }

  const mayRetry = (error: SesError): boolean => {
    if (error.retry !== 'soon' || error.delivered !== 'no') return false
    if (retryBudget.take(now())) return true
    logger.warn({ tnx: 'retry', messageId }, 'Not trying %s again: too many mails have failed', messageId)
    return false
  }

  try {
    return await withRetry(attempt, {
      ...retry,
      stop: stop.waits,
      mayRetry,
      onRetry: (error) => reportRetry(error, event, means),
    })
  } catch (error) {
    // Once a try may have been taken, no later refusal makes it certain that the mail was not delivered.
    if (!mayBeDelivered) throw error
    throw amendError(toSesError(error), { delivered: 'unknown', reason: 'delivery-unknown', retry: 'never' })
  }
}

function reportRetry(error: SesError, event: LetterEvent, { settings }: DeliveryMeans): void {
  const { messageId } = event
  publish('retry', { ...event, error })
  settings.logger.info({ tnx: 'retry', messageId }, 'Trying %s again: %s', messageId, error.message)
}

/** A call under way. */
interface Call {
  readonly turn: Turn
  /** Which of its letter it is, from 1. */
  readonly attempt: number
  readonly waits: Stop
  /** Milliseconds since 1970 from which on its last bytes may have gone. */
  handedOverAt: number | undefined
}

/** What is no error of ours is a mistake here or in the program around it. When the last bytes may have gone, it says nothing of them. */
function explainFailure(failure: unknown, { turn, handedOverAt, attempt }: Call): SesError {
  if (isSesError(failure)) return failure
  turn.end('broken')
  const error = toSesError(failure)
  if (handedOverAt === undefined) return error
  const open = { reason: 'delivery-unknown', retry: 'never', delivered: 'unknown' } as const
  const message = {
    en: `SES may or may not have taken the mail: ${error.message}`,
    zh: `SES 可能已接收该邮件，也可能没有：${error.message}`,
  }
  return amendError(error, { ...open, message, handedOverAt, attempts: attempt })
}

function toDelivery(
  { reply, rejected, ...measured }: Taken,
  told: Pick<Delivery, 'to' | 'attempts' | 'waitedMs'>,
  context: ExplainContext,
): Delivery {
  return {
    ...measured,
    ...told,
    response: reply.text,
    rejected: rejected.map(({ address }) => address),
    rejectedErrors: rejected.map(({ address, reply }) => explainRecipient(address, reply, context)),
  }
}

/** Of a letter that the caller says was delivered: nothing is known of the gateway's answer. */
const UNANSWERED = {
  response: '',
  envelopeTime: 0,
  messageTime: 0,
  messageSize: 0,
} as const

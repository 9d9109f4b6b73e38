import { now, type Stop } from './clock.ts'
import { amendError, isSesError, SesError } from './errors.ts'
import { type LetterEvent, publish } from './events.ts'
import { explainFailure } from './explain/explain.ts'
import type { Letter } from './letter.ts'
import type { Settings } from './options/options.ts'
import type { Pace, Turn } from './pace/pace.ts'
import type { Slot } from './pace/queue.ts'
import type { RetryBudget } from './retry/budget.ts'
import type { Parking } from './retry/parking.ts'
import { withRetry } from './retry/retry.ts'
import type { Gateway, Outgoing, SmtpReply } from './send/gateway.ts'
import type { Delivery } from './sent-info.ts'
import type { Cancellation } from './stop.ts'
import { writeMessage } from './write/message.ts'

/** What the letters of one mail share. */
export interface Dispatch {
  readonly settings: Settings
  readonly gateway: Gateway
  readonly pace: Pace
  readonly parking: Parking
  readonly retryBudget: RetryBudget
  readonly from: string
  readonly messageId: string
  readonly slot: Slot
  readonly cancellation: Cancellation
}

/**
 * Brings one letter to SES: write it once, then wait for a turn, send and explain, and again while the verdict says so.
 *
 * @throws SesError
 */
export async function deliverLetter(letter: Letter, dispatch: Dispatch): Promise<Delivery> {
  const { settings, cancellation } = dispatch
  if (cancellation.aborted) throw cancellation.reason // or a hundred thousand letters would be written for nothing
  const refuseParked = (tries: number) => dispatch.parking.refuse(dispatch.from, letter.to, tries, now())
  refuseParked(0)
  const event: LetterEvent = { messageId: dispatch.messageId, to: letter.to }
  const message = writeMessage(letter, settings)
  let waitedMs = 0
  let mayBeDelivered = false

  const attempt = async (attempts: number, stop: Stop): Promise<Delivery> => {
    const asked = now()
    if (attempts === 1) dispatch.retryBudget.countFirst()
    const turn = await dispatch.pace.takeTurn(dispatch.slot, stop)
    waitedMs += now() - asked
    publish('wait', { ...event, waitedMs })
    const outcome = await handTo(dispatch.gateway, turn, attempts - 1)
    if (outcome.ok) {
      turn.end('answered')
      publish('attempt', { ...event, attempt: attempts })
      return toDelivery(letter, outcome.reply, attempts, waitedMs, settings)
    }
    const error = isSesError(outcome.error)
      ? amendError(outcome.error, { attempts })
      : explainFailure({ ...outcome, attempts }, { meanings: settings.meanings, now: Date.now() })
    turn.end(error.reason === 'rate-limited' ? 'refused' : error.responseCode === undefined ? 'broken' : 'answered')
    dispatch.parking.park(dispatch.from, letter.to, error, now())
    publish('attempt', { ...event, attempt: attempts, error })
    if (error.delivered === 'unknown') return settleUnknown(error, attempts)
    throw error
  }

  const handTo = async (gateway: Gateway, turn: Turn, tries: number): ReturnType<Gateway['deliver']> => {
    try {
      refuseParked(tries) // once more, for what SES has refused since
    } catch (error) {
      turn.end('broken') // no call was made
      throw error
    }
    return gateway.deliver(outgoing(message, letter, turn, dispatch))
  }

  const settleUnknown = async (error: SesError, attempts: number): Promise<Delivery> => {
    const answer = await askAboutUnknown(error, letter, dispatch)
    if (answer === 'delivered') return toDelivery(letter, undefined, attempts, waitedMs, settings)
    if (answer === 'retry') mayBeDelivered = true
    throw answer === 'unknown' ? error : amendError(error, { retry: 'soon', delivered: 'no' })
  }

  const isInBudget = (): boolean => {
    if (dispatch.retryBudget.take(now())) return true
    settings.logger.warn(
      { tnx: 'retry', messageId: event.messageId },
      'Not trying <%s> again: too many mails have failed',
      event.messageId,
    )
    return false
  }

  try {
    return await withRetry(attempt, {
      ...settings.retry,
      stop: cancellation,
      mayRetry: (error) => error.retry === 'soon' && error.delivered === 'no' && isInBudget(),
      onRetry: (error) => {
        publish('retry', { ...event, error })
        settings.logger.info(
          { tnx: 'retry', messageId: event.messageId },
          'Trying <%s> again: %s',
          event.messageId,
          error.message,
        )
      },
    })
  } catch (error) {
    const explained = toSesError(error)
    // Once a try may have been taken, no later refusal makes it certain that the mail was not delivered.
    throw mayBeDelivered
      ? amendError(explained, { delivered: 'unknown', reason: 'delivery-unknown', retry: 'never' })
      : explained
  }
}

/** An error of ours as it is; any other is a fault of a function of the caller's, or a mistake here. */
export function toSesError(error: unknown): SesError {
  if (isSesError(error)) return error
  return new SesError(`The mail was not sent: ${wordsOf(error)}`, {
    reason: 'unknown',
    hint: 'See `cause`.',
    cause: error,
  })
}

/** Anything can be thrown, also what cannot be made a string. */
function wordsOf(error: unknown): string {
  try {
    const { message = error } = (error ?? {}) as { message?: unknown }
    return String(message)
  } catch {
    return typeof error
  }
}

function outgoing(message: Buffer, letter: Letter, turn: Turn, { messageId, cancellation }: Dispatch): Outgoing {
  return {
    message,
    messageId,
    to: letter.to,
    beforeLast: () => turn.beginCall(cancellation.sending),
    signal: cancellation.sending,
  }
}

function toDelivery(
  letter: Letter,
  reply: SmtpReply | undefined,
  attempts: number,
  waitedMs: number,
  settings: Settings,
): Delivery {
  const explain = (error: Error) =>
    explainFailure({ error, handedOver: 'nothing', attempts }, { meanings: settings.meanings, now: Date.now() })
  return {
    to: letter.to,
    response: reply?.response ?? '',
    attempts,
    waitedMs: Math.round(waitedMs),
    rejected: reply?.rejected ?? [],
    rejectedErrors: (reply?.rejectedErrors ?? []).map(explain),
    envelopeTime: reply?.envelopeTime ?? 0,
    messageTime: reply?.messageTime ?? 0,
    messageSize: reply?.messageSize ?? 0,
  }
}

async function askAboutUnknown(
  error: SesError,
  letter: Letter,
  { settings, messageId, from }: Dispatch,
): Promise<'delivered' | 'not-delivered' | 'unknown' | 'retry'> {
  if (settings.onUnknown === 'fail') return 'unknown'
  if (settings.onUnknown === 'retry') return 'retry'
  try {
    return await settings.onUnknown({ messageId, from, to: letter.to, attempts: error.attempts, error })
  } catch (failure) {
    settings.logger.error(
      { tnx: 'unknown', messageId, err: failure },
      'onUnknown failed for <%s>: %s',
      messageId,
      failure,
    )
    return 'unknown'
  }
}

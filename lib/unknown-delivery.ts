// Tested by test/wire/unknown-delivery.test.ts.

import { waitFor } from './clock.ts'
import { amendError, reasons, type SesError, textsOf, toSesError } from './errors.ts'
import type { SesLogger } from './options/logger.ts'
import type { Settings } from './options/options.ts'
import type { DeliveryFinding, UnknownDelivery } from './options/retry.ts'
import type { StopSource } from './stop.ts'

/**
 * Asks the caller's `onUnknown` what became of a letter. What fails, and what is no answer, leaves it open.
 *
 * @param stop ends the wait for the answer, and the signal that the function has got
 */
export async function askWhetherDelivered(
  onUnknown: Exclude<Settings['onUnknown'], string>,
  unknown: Omit<UnknownDelivery, 'signal'>,
  stop: StopSource,
  logger: SesLogger,
): Promise<DeliveryFinding> {
  const { messageId } = unknown
  try {
    const answer: unknown = await waitFor(Promise.resolve(onUnknown({ ...unknown, signal: stop.signal })), stop)
    const finding = readFinding(answer)
    logger.info({ tnx: 'unknown', messageId, answer: finding.answer }, 'onUnknown for %s: %s', messageId, told(finding))
    return finding
  } catch (failure) {
    logger.error(
      { tnx: 'unknown', messageId, err: failure },
      'onUnknown failed for %s: %s',
      messageId,
      toSesError(failure).message,
    )
    return { answer: 'unknown', why: '' }
  }
}

/** The error of a letter for which the answer was not that it was delivered. */
export function amendUnknown(error: SesError, { answer, why, verdict = {} }: DeliveryFinding): SesError {
  if (answer === 'unknown' && why === '') return error
  if (answer === 'unknown') {
    const { en, zh } = textsOf(error).message
    return amendError(error, { message: { en: `${en} ${why}`, zh: `${zh}${why}` } })
  }
  const { reason = 'connection', retry = 'soon' } = verdict
  return amendError(error, {
    hint: retry === 'never' ? '' : SEND_AGAIN,
    ...verdict,
    reason,
    retry,
    message: why === '' ? NOT_DELIVERED : why,
    delivered: 'no',
    ...(reason !== 'connection' && { code: undefined }), // the one that goes with the reason
  })
}

const SEND_AGAIN = { en: 'Send the mail again: it was not delivered.', zh: '请重新发送：邮件未送达。' }
const NOT_DELIVERED = {
  en: 'The connection broke before SES answered, and the mail was not delivered: `onUnknown` says so.',
  zh: 'SES 应答前连接已断开，`onUnknown` 确认邮件未送达。',
}

/** A program in JavaScript may answer anything. */
function readFinding(given: unknown): DeliveryFinding {
  const { answer, why, verdict } = (typeof given === 'object' && given !== null ? given : { answer: given }) as Partial<
    Record<keyof DeliveryFinding, unknown>
  >
  if (answer !== 'delivered' && answer !== 'not-delivered' && answer !== 'unknown') {
    throw new TypeError(`Expected 'delivered', 'not-delivered' or 'unknown', got ${typeof answer}`)
  }
  return { answer, why: typeof why === 'string' ? why : '', verdict: readVerdict(verdict) }
}

/** The fields of a verdict that are what they should be, and no other. */
function readVerdict(given: unknown): NonNullable<DeliveryFinding['verdict']> {
  const verdict = (given ?? {}) as NonNullable<DeliveryFinding['verdict']>
  return Object.fromEntries(
    verdictFields.flatMap(([name, fits]) => (fits(verdict[name]) ? [[name, verdict[name]]] : [])),
  )
}

const isOneOf =
  (words: readonly string[]) =>
  (value: unknown): boolean =>
    words.includes(value as string)
const isText = (value: unknown): boolean => typeof value === 'string'

const verdictFields: readonly [keyof NonNullable<DeliveryFinding['verdict']>, (value: unknown) => boolean][] = [
  ['reason', isOneOf(reasons.filter((reason) => reason !== 'delivery-unknown'))], // it is known
  ['retry', isOneOf(['never', 'soon', 'later'])],
  ['retryAfterMs', (value) => Number.isFinite(value) && (value as number) >= 0],
  ['scope', isOneOf(['recipient', 'provider', 'sender'])],
  ['hint', isText],
  ['docs', isText],
]

const told = ({ answer, why }: DeliveryFinding): string => (why === '' ? answer : `${answer}: ${why}`)

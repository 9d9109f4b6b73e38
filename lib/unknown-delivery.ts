// Tested by test/wire/unknown-delivery.test.ts.

import { waitFor } from './clock.ts'
import { amendError, reasons, type SesError, textsOf, toSesError } from './errors.ts'
import type { SesLogger } from './options/logger.ts'
import type { Settings } from './options/options.ts'
import type { DeliveryFinding, UnknownDelivery } from './options/retry.ts'
import { printable } from './printable.ts'
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
      printable(toSesError(failure).message),
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
  return amendError(error, { retry: 'soon', ...verdict, ...(why !== '' && { message: why }), delivered: 'no' })
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

function readVerdict(given: unknown): NonNullable<DeliveryFinding['verdict']> {
  const { reason, retry, ...rest } = (given ?? {}) as NonNullable<DeliveryFinding['verdict']>
  return {
    ...rest,
    ...(reason !== undefined && reasons.includes(reason) && { reason }),
    ...(retry !== undefined && ['never', 'soon', 'later'].includes(retry) && { retry }),
  }
}

const told = ({ answer, why }: DeliveryFinding): string => printable(why === '' ? answer : `${answer}: ${why}`)

import { findRecords, type StatusQuestion } from './find.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { openClient } from './open-client.ts'
import { resolveStatusOptions, type SesStatusOptions } from './options.ts'
import { createQuestions } from './questions.ts'
import type { StatusRecord } from './record.ts'
import { createResolver, type UnknownResolver } from './resolver.ts'
import { type ResolverOptions, resolveResolverOptions } from './resolver-options.ts'

/** Asks SES what became of mails. */
export interface SesStatus {
  /**
   * SES's records of the mails from one sender to one recipient about a time, the oldest first; none, if it has none yet.
   *
   * @throws SesError, with `retry` and SES's `requestId`
   *
   * @example
   * const [record] = await status.find({ from: 'noreply@mail.example.com', to: 'ann@example.org', sentAt: handedOverAt })
   * console.log(record?.deliverStatus, record?.hint)
   */
  find(question: StatusQuestion): Promise<readonly StatusRecord[]>
  /**
   * Finds out what became of a mail of which the transport does not know whether SES took it. Make it when the process starts:
   * from then on it knows of every mail of this process, so that no record of one is taken for another's.
   *
   * A record decides nothing if it may be of a mail handed over before: by an earlier run of the program, or before this
   * call. So a mail that is unknown within the first two minutes (the option `within`) stays so unless an event tells; see
   * the option `quietSince` where nothing was sent before.
   *
   * @throws TypeError for an option that is wrong
   *
   * @example
   * sesTransport({ region, auth, onUnknown: status.resolver() })
   */
  resolver(options?: ResolverOptions): UnknownResolver
  /** Stops watching the process's mails: from then on, records decide nothing for the resolvers made before. */
  close(): void
}

/**
 * What SES says of mails that it took: whether they were sent and delivered, opened, refused.
 *
 * @throws TypeError for an option that is missing, unknown or not of its kind
 *
 * @example
 * const status = sesStatus({
 *   region: 'ap-singapore',
 *   credential: { secretId: process.env.TENCENTCLOUD_SECRET_ID, secretKey: process.env.TENCENTCLOUD_SECRET_KEY },
 * })
 */
export function sesStatus(options: SesStatusOptions): SesStatus {
  const settings = resolveStatusOptions(options)
  const { language } = settings
  const questions = createQuestions(settings, openClient(settings))
  let ledger: Ledger | undefined

  return {
    find: (question) => findRecords(questions, question),
    resolver(options = {}) {
      const resolved = resolveResolverOptions(options)
      ledger ??= openLedger()
      return createResolver(resolved, { questions, ledger, language })
    },
    close() {
      ledger?.close()
      ledger = undefined
    },
  }
}

// Tested by test/wire/contract.test.ts.

import { EventEmitter } from 'node:events'
import type { Transport } from 'nodemailer'
import type { Failed } from './attempt.ts'
import { now } from './clock.ts'
import { amendStack, errorIn, type SesError, toSesError } from './errors.ts'
import { reportSettled } from './events.ts'
import { explainAttempt } from './explain/explain.ts'
import { guardLogger } from './options/logger.ts'
import { resolveOptions, type SesTransportOptions, type Settings } from './options/options.ts'
import { createPace } from './pace/pace.ts'
import { createQueue } from './pace/queue.ts'
import { createRecipientLimit } from './pace/recipient-limit.ts'
import { createRedisLink, type RedisLink } from './pace/redis/link.ts'
import { createSharedRecipientLimit } from './pace/redis/shared-recipient-limit.ts'
import { guardAccess } from './read/access.ts'
import type { Mailer } from './read/mime-node.ts'
import { createRetryBudget } from './retry/budget.ts'
import { createParking } from './retry/parking.ts'
import { createLogins } from './send/logins.ts'
import { createVerification } from './send/verify-logins.ts'
import { type SendingMeans, sendMail } from './send-mail.ts'
import { type Sending, startSending } from './sending.ts'
import type { SesSentMessageInfo } from './sent-info.ts'
import { captureStack } from './stack.ts'
import { closedError, createMailStops, type MailStop, StopSource } from './stop.ts'
import { trace } from './tracing.ts'

const VERSION = '0.2.0'

/**
 * A Nodemailer transport for Tencent Cloud SES.
 *
 * @param options an object, or a URL such as `smtps://user:password@sg-smtp.qcloudmail.com`
 * @throws TypeError for an option that is missing, unknown or not of its kind
 *
 * @example
 * const transporter = nodemailer.createTransport(
 *   sesTransport({ region: 'ap-singapore', auth: { user: 'noreply@mail.example.com', pass: process.env.SES_SMTP_PASSWORD } }),
 * )
 */
export function sesTransport(options: SesTransportOptions | string | undefined): SesTransport {
  return new SesTransport(options)
}

/** What {@link SesTransport.stats} returns. `waiting` and `sending` together are the mails that are not done. */
export interface SesStats {
  /** Mails that wait: in the queue, for their content, for a turn or before another attempt. */
  readonly waiting: number
  /** Mails on their way to SES, or waiting for its answer. */
  readonly sending: number
  /** Calls a second that may go out: the limit, less after SES refused a call for the rate, `Infinity` without a limit. */
  readonly perSecond: number
  /** Milliseconds until the next mail may start, at the earliest. */
  readonly nextTurnMs: number
  /** Refusals of SES that are remembered: see the option `park`. */
  readonly parked: number
}

/**
 * What Nodemailer calls to send: open, draining or closed.
 *
 * Its methods are fields and bound: they still work after a transport is spread into another object.
 */
export class SesTransport extends EventEmitter implements Transport<SesSentMessageInfo> {
  readonly name = 'TencentCloudSES'
  readonly version = VERSION
  /** Tells Nodemailer that a mail's `signal` is respected here. */
  readonly supportsAbortSignal = true

  static {
    // EventEmitter's `on` is enumerable. Hosts such as Auth.js merge a transport into an object of their own, prototype
    // and all, and make a transporter of that for every mail: the listeners would gather there without end.
    Object.defineProperty(SesTransport.prototype, 'on', {
      value: EventEmitter.prototype.on,
      configurable: true,
      writable: true,
    })
  }

  readonly #means: SendingMeans
  readonly #redis: RedisLink | undefined
  readonly #verifyLogins: () => Promise<void>
  readonly #underway = createMailStops()
  readonly #closing = new StopSource()
  #state: 'open' | 'draining' | 'closed' = 'open'
  #keepAlive: NodeJS.Timeout | undefined
  #drained: (() => void)[] = []

  constructor(options: SesTransportOptions | string | undefined) {
    super()
    const resolved = resolveOptions(options)
    const settings = { ...resolved, logger: guardLogger(resolved.logger) }
    const { logins, pool, rateLimit, recipientLimit, logger, park, tls } = settings
    onMailer(this, (mailer) => guardAccess(mailer, settings))
    if (tls.rejectUnauthorized === false) {
      logger.warn({ tnx: 'tls' }, 'tls.rejectUnauthorized is false: the password goes to whoever answers')
    }
    const shared = rateLimit === false ? undefined : rateLimit.shared
    this.#redis = shared && createRedisLink(shared, logger)
    this.#means = {
      settings,
      queue: createQueue(pool.maxConnections * logins.length + LOOKAHEAD, () => this.#tellIdle(), MOST_READY),
      pace: createPace(rateLimit, this.#redis),
      recipientLimit:
        recipientLimit && this.#redis
          ? createSharedRecipientLimit(recipientLimit, this.#redis)
          : createRecipientLimit(recipientLimit),
      parking: createParking(park),
      retryBudget: createRetryBudget(),
      logins: createLogins(settings, this),
    }
    this.#verifyLogins = createVerification(
      this.#means.logins.all.map(({ user, verify }) => ({ user, verify: () => verify(this.#closing) })),
      (failed) => explainVerifyFailure(failed, settings),
      now,
    )
    process.nextTick(() => {
      if (this.isIdle()) this.emit('idle')
    })
  }

  /** Sends a mail; never throws, and calls back once. Called by Nodemailer. */
  readonly send: Transport<SesSentMessageInfo>['send'] = (mail, callback) => {
    const caller = captureStack(this.send)
    const sending = startSending(this.#begin(), this.#means.settings)
    trace('send', sending.context, () => sendMail(mail, this.#means, sending)).then(
      (info) => this.#settle(sending, { info }, () => callback(null, info)),
      (failure) => {
        const error = amendStack(toSesError(failure), caller)
        this.#settle(sending, { error }, () => callback(error))
      },
    )
  }

  /**
   * Connects and logs in, with every login, and sends nothing. Each logs in at most once a minute, so that a health check may
   * ask as often as it likes: a result is kept for a minute, and for ten seconds a failure that may pass, such as of the
   * connection.
   *
   * @throws SesError
   */
  readonly verify = (callback?: (error: Error | null, success: true) => void): Promise<true> => {
    const result = this.#verify()
    if (callback) {
      // Outside the promise: an error that the callback throws is its own.
      result.then(
        () => setImmediate(callback, null, true),
        (error) => setImmediate(callback, error, undefined as never),
      )
    }
    return result
  }

  /**
   * Whether one more mail would get a slot at once, rather than wait in the queue; the event `idle` says when that is
   * so again. Both as in Nodemailer's pool.
   */
  readonly isIdle = (): boolean => this.#state === 'open' && this.#means.queue.hasRoom('normal')

  /** What waits and what is on its way, at this moment. */
  readonly stats = (): SesStats => {
    const { queue, pace, parking } = this.#means
    const { sending } = pace
    return {
      waiting: queue.waiting + queue.taken - sending,
      sending,
      perSecond: pace.perSecond(),
      nextTurnMs: pace.nextTurnMs(),
      parked: parking.count(now()),
    }
  }

  /** Takes no new mail. Those waiting fail at once, not sent; those on the wire finish. */
  readonly close = (): void => {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#underway.endWaits(closedError())
    this.#closing.abort(closedError())
    this.#means.logins.close()
    this.#redis?.close()
    if (this.#underway.size === 0) this.#finishDraining()
  }

  /** Takes no new mail, sends everything that waits, and closes then. */
  readonly drain = async (): Promise<void> => {
    if (this.#state === 'closed' && this.#underway.size === 0) return
    if (this.#state === 'open') this.#state = 'draining'
    if (this.#underway.size > 0) await new Promise<void>((resolve) => this.#drained.push(resolve))
    this.close()
  }

  async #verify(): Promise<true> {
    if (this.#state === 'closed') throw errorIn(closedError(), this.#means.settings.language)
    const stop = this.#begin()
    try {
      await this.#verifyLogins()
      return true
    } finally {
      this.#end(stop)
    }
  }

  /** The sockets do not keep the process alive; a mail under way does. */
  #begin(): MailStop {
    const stop = this.#underway.start()
    if (this.#state !== 'open') stop.waits.abort(closedError())
    this.#keepAlive ??= setInterval(() => {}, 2 ** 30)
    return stop
  }

  #settle({ stop, context }: Sending, outcome: Parameters<typeof reportSettled>[2], callBack: () => void): void {
    reportSettled(this.#means.settings.logger, context, outcome)
    this.#end(stop)
    // Outside the promise: an error that the callback throws is its own, and must not look like one of the mail.
    setImmediate(callBack)
  }

  /** Outside of a mail's way: what a listener throws is its own. */
  #tellIdle(): void {
    setImmediate(() => {
      if (this.isIdle()) this.emit('idle')
    })
  }

  #end(stop: MailStop): void {
    stop.release()
    if (this.#underway.size > 0) return
    clearInterval(this.#keepAlive)
    this.#keepAlive = undefined
    this.#finishDraining()
  }

  #finishDraining(): void {
    for (const resolve of this.#drained.splice(0)) resolve()
  }
}

/** Calls a function with the transporter that has this transport: Nodemailer sets the property `mailer`. */
function onMailer(transport: object, call: (mailer: Partial<Mailer>) => void): void {
  let current: Partial<Mailer> | undefined
  Object.defineProperty(transport, 'mailer', {
    get: () => current,
    set(mailer: Partial<Mailer>) {
      current = mailer
      call(mailer)
    },
    configurable: true,
    enumerable: false, // a copy of the transport is of another transporter
  })
}

/** Mails whose content is read while every connection is busy, so that none waits for a file. */
const LOOKAHEAD = 5

/** Mails whose content is read while none of their letters has a turn. */
const MOST_READY = 10

function explainVerifyFailure(failed: Failed, { meanings, language }: Settings): SesError {
  return explainAttempt(failed, { meanings, now: Date.now(), attempts: 1, language })
}

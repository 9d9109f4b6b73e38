import { EventEmitter } from 'node:events'
import type { Transport } from 'nodemailer'
import { now } from './clock.ts'
import { deliverLetter, toSesError } from './deliver-letter.ts'
import { isSesError, type SesError } from './errors.ts'
import { publish } from './events.ts'
import { explainFailure } from './explain/explain.ts'
import { fitLetters, refuseEarly } from './fit/letters.ts'
import type { Change, Letter } from './letter.ts'
import type { SesTransportOptions } from './options/options.ts'
import { resolveOptions, type Settings } from './options/options.ts'
import { admit } from './pace/admit.ts'
import { createPace, type Pace } from './pace/pace.ts'
import type { Priority } from './pace/queue.ts'
import { createQueue, type Queue } from './pace/queue.ts'
import { createRecipientLimit, type RecipientLimit } from './pace/recipient-limit.ts'
import { createRedisLink, type RedisLink } from './pace/redis/link.ts'
import { createSharedRecipientLimit } from './pace/redis/shared-recipient-limit.ts'
import { type OpenMail, openMail } from './read/mail.ts'
import type { MailMessage } from './read/mime-node.ts'
import { createRetryBudget } from './retry/budget.ts'
import { createParking, type Parking } from './retry/parking.ts'
import { createDiscreetGateways } from './send/discreet-gateways.ts'
import type { Gateways } from './send/logins.ts'
import { createVerification } from './send/verify-logins.ts'
import { sendInTurn } from './send-mail.ts'
import { type SesSentMessageInfo, toInfo } from './sent-info.ts'
import { type Cancellation, closedError, createCancellations } from './stop.ts'

const VERSION = '0.1.0'

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

/** What {@link SesTransport.stats} tells. `waiting` and `sending` together are the mails that are not done. */
export interface SesStats {
  /** Mails that wait: in the line, for their content, for a turn or before another try. */
  readonly waiting: number
  /** Mails on their way to SES, or waiting for its answer. */
  readonly sending: number
  /** Calls a second that may go out: the limit, less after SES refused a call for the rate, `Infinity` without a limit. */
  readonly perSecond: number
  /** Milliseconds until the next mail may start, at the earliest. */
  readonly nextTurnMs: number
  /** Mails put aside for later. */
  readonly parked: number
}

/**
 * What Nodemailer calls to send, and the one place that knows the way of a mail.
 *
 * Its methods are fields and bound: a transport that was spread into another object is still one.
 */
export class SesTransport extends EventEmitter implements Transport<SesSentMessageInfo> {
  readonly name = 'TencentCloudSES'
  readonly version = VERSION
  /** Tells Nodemailer that `signal` of a mail is heeded here. */
  readonly supportsAbortSignal = true

  static {
    // EventEmitter's is enumerable. Hosts such as Auth.js merge a transport into an object of their own, prototype and
    // all, and make a transporter of that for every mail: the listeners would gather there without end.
    Object.defineProperty(SesTransport.prototype, 'on', {
      value: EventEmitter.prototype.on,
      configurable: true,
      writable: true,
    })
  }

  readonly #settings: Settings
  readonly #queue: Queue
  readonly #redis: RedisLink | undefined
  readonly #pace: Pace
  readonly #parking: Parking
  readonly #retryBudget = createRetryBudget()
  readonly #recipientLimit: RecipientLimit
  readonly #gateways: Gateways
  readonly #verifyLogins: () => Promise<void>
  readonly #underway = createCancellations()
  #state: 'open' | 'draining' | 'closed' = 'open'
  #keepAlive: NodeJS.Timeout | undefined
  #drained: (() => void)[] = []

  constructor(options: SesTransportOptions | string | undefined) {
    super()
    this.#settings = resolveOptions(options)
    const { logins, pool, rateLimit, recipientLimit, logger } = this.#settings
    const connections = pool.maxConnections * logins.length
    this.#queue = createQueue(connections + LOOKAHEAD, () => this.emit('idle'))
    const shared = rateLimit === false ? undefined : rateLimit.shared
    this.#redis = shared && createRedisLink(shared, logger)
    this.#pace = createPace(rateLimit, this.#redis)
    this.#recipientLimit =
      recipientLimit && this.#redis
        ? createSharedRecipientLimit(recipientLimit, this.#redis)
        : createRecipientLimit(recipientLimit)
    this.#parking = createParking(this.#settings.park)
    this.#gateways = createDiscreetGateways(this.#settings, this)
    this.#verifyLogins = createVerification(
      this.#gateways.logins,
      (error) => explainVerifyFailure(error, this.#settings),
      now,
    )
    process.nextTick(() => {
      if (this.isIdle()) this.emit('idle')
    })
  }

  /** Sends a mail; never throws, and calls back once. Called by Nodemailer. */
  readonly send: Transport<SesSentMessageInfo>['send'] = (mail, callback) => {
    const cancellation = this.#begin()
    let messageId = ''
    const end = (outcome: { readonly error?: SesError }, settle: () => void) => {
      publish('settled', { messageId, ...outcome })
      this.#end(cancellation, settle)
    }
    this.#sendMail(mail, cancellation, (id) => {
      messageId = id
    }).then(
      (info) => end({}, () => callback(null, info)),
      (failure) => {
        const error = toSesError(failure)
        end({ error }, () => callback(error))
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
   * Whether a further mail would be worked on at once, rather than wait in line; when that is so again, there is an event
   * `idle`. Both are as those of Nodemailer's pool.
   */
  readonly isIdle = (): boolean => this.#state === 'open' && this.#queue.hasRoom('normal')

  /** What waits and what is on its way, at this moment. */
  readonly stats = (): SesStats => {
    const { sending } = this.#pace
    return {
      waiting: this.#queue.waiting + this.#queue.taken - sending,
      sending,
      perSecond: this.#pace.perSecond(),
      nextTurnMs: this.#pace.nextTurnMs(),
      parked: this.#parking.count(now()),
    }
  }

  /** Takes no new mail. Those waiting fail at once, not sent; those on the wire finish. */
  readonly close = (): void => {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#underway.endWaits(closedError())
    this.#gateways.close()
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

  async #sendMail(
    mail: MailMessage,
    cancellation: Cancellation,
    onMessageId: (id: string) => void,
  ): Promise<SesSentMessageInfo> {
    cancellation.watch(mail.data.signal)
    const opened = this.#open(mail, onMessageId)
    const priority: Priority = /^high$/i.test(String(mail.data.priority)) ? 'high' : 'normal'

    const slot = await admit(this.#queue, this.#pace, this.#settings, priority, cancellation)
    try {
      const letter = await opened.readLetter(cancellation.waits)
      const { letters, changes } = await fitLetters(letter, this.#settings)
      const fitted = letters[0]?.letter ?? letter
      const from = fitted.from[0]?.address ?? ''
      const messageId = messageIdOf(fitted) ?? opened.messageId
      onMessageId(messageId)
      const allChanges = [...opened.changes, ...changes]
      this.#report(allChanges, messageId)
      const { user, gateway } = this.#gateways.select(from)
      const dispatch = {
        settings: this.#settings,
        gateway,
        pace: this.#pace,
        parking: this.#parking,
        retryBudget: this.#retryBudget,
        from: user,
        messageId,
        slot,
        cancellation,
      }
      const results = await sendInTurn(letters, this.#settings.pool.maxConnections, async (each) => {
        const uncount = await this.#recipientLimit.count(from, each.to, now())
        try {
          return await deliverLetter(each, dispatch)
        } catch (error) {
          if (toSesError(error).delivered === 'no') await uncount()
          throw error
        }
      })
      return toInfo(results, allChanges, messageId, user)
    } finally {
      slot.leave()
    }
  }

  /** Opens a mail and refuses what can be refused at once. What was known for that is not kept while the mail waits. */
  #open(mail: MailMessage, onMessageId: (id: string) => void): Omit<OpenMail, 'outline'> {
    const { outline, ...opened } = openMail(mail, this.#settings)
    onMessageId(opened.messageId)
    refuseEarly(outline, this.#settings)
    return opened
  }

  #report(changes: readonly Change[], messageId: string): void {
    for (const change of changes) {
      publish('change', { messageId, change })
      const level = change.loss === 'none' ? 'debug' : 'warn'
      this.#settings.logger[level](
        { tnx: 'change', messageId, rule: change.rule },
        'Changed <%s>: %s: %s',
        messageId,
        change.field,
        change.message,
      )
    }
  }

  async #verify(): Promise<true> {
    if (this.#state === 'closed') throw closedError()
    const cancellation = this.#begin()
    try {
      await this.#verifyLogins()
      return true
    } finally {
      this.#end(cancellation, () => {})
    }
  }

  /** The sockets do not keep the process alive; a mail under way does. */
  #begin(): Cancellation {
    const cancellation = this.#underway.start()
    if (this.#state !== 'open') cancellation.endWaits(closedError())
    this.#keepAlive ??= setInterval(() => {}, 2 ** 30)
    return cancellation
  }

  #end(cancellation: Cancellation, settle: () => void): void {
    cancellation.release()
    if (this.#underway.size === 0) {
      clearInterval(this.#keepAlive)
      this.#keepAlive = undefined
      this.#finishDraining()
    }
    // Outside the promise: an error that the callback throws is its own, and must not look like one of the mail.
    setImmediate(settle)
  }

  #finishDraining(): void {
    for (const resolve of this.#drained.splice(0)) resolve()
  }
}

/** Mails whose content is read while every connection is busy, so that none waits for a file. */
const LOOKAHEAD = 5

function explainVerifyFailure(error: unknown, { meanings }: Settings): SesError {
  if (isSesError(error)) return error
  return explainFailure({ error: error as Error, handedOver: 'nothing', attempts: 1 }, { meanings, now: Date.now() })
}

/** A raw message has an id of its own, which Nodemailer does not see. */
function messageIdOf({ headers }: Letter): string | undefined {
  return headers.find(({ name }) => name.toLowerCase() === 'message-id')?.value
}

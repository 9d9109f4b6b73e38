import { type ConnectionOptions, DelayedError, Queue, UnrecoverableError, Worker, type WorkerOptions } from 'bullmq'
import type { SendMailOptions, Transporter } from 'nodemailer'
import { isSesError, type SesError, type SesSentMessageInfo } from '../../lib/index.ts'

/**
 * Sends the mails of the queue `mail`. One that may have been sent, or not, goes to `mail-unknown`, for a person. Add them with
 * `attempts: 1`, as is the default: what may be tried again is decided here.
 */
export function startMailWorker(
  transporter: Transporter<SesSentMessageInfo>,
  connection: ConnectionOptions,
  options: Partial<WorkerOptions> = {},
) {
  const queue = new Queue<SendMailOptions>('mail', { connection })
  const unknown = new Queue<SendMailOptions>('mail-unknown', { connection }) // no worker takes from this one

  const worker = new Worker<SendMailOptions>(
    'mail',
    async (job, token) => {
      const sent = await transporter.sendMail(job.data).catch((error: unknown) => {
        if (!isSesError(error)) throw error // of a plugin: the mail never came to the transport
        return error
      })
      if (!isSesError(sent)) return handOnRejected(job.data, sent)

      if (sent.delivered === 'unknown') {
        await unknown.add(sent.message, job.data, { jobId: `mail-${job.id}` })
        throw new UnrecoverableError(sent.message)
      }
      const isTooOld = Date.now() - job.timestamp > GIVE_UP_AFTER_MS
      if (sent.retry === 'never' || isTooOld) throw new UnrecoverableError(sent.message)
      await job.moveToDelayed(Date.now() + delayOf(sent), token)
      throw new DelayedError()
    },
    // 0: the job of a worker that died is not run again, for its mail may have been sent.
    { connection, concurrency: 10, maxStalledCount: 0, ...options },
  )
  worker.on('failed', (job, error) => {
    if (job && error.message.includes('stalled')) {
      unknown.add(error.message, job.data, { jobId: `mail-${job.id}` }).catch(console.error)
    }
  })
  worker.on('error', (error) => console.error(error))

  /** Recipients whose own letter failed while others have theirs, as with Bcc: a mail for each. */
  async function handOnRejected(mail: SendMailOptions, { envelope, rejectedErrors = [] }: SesSentMessageInfo) {
    for (const error of rejectedErrors as SesError[]) {
      const rest = { ...mail, envelope: { from: envelope.from || undefined, to: error.recipient } }
      if (error.delivered === 'unknown') await unknown.add(error.message, rest)
      else if (error.retry !== 'never') await queue.add('rest', rest, { delay: delayOf(error) })
    }
  }

  return { queue, unknown, worker }
}

const delayOf = (error: SesError) => error.retryAfterMs ?? 60_000

const GIVE_UP_AFTER_MS = 3 * 24 * 60 * 60 * 1000

import type { ConnectionOptions } from 'bullmq'
import type { Redis } from 'ioredis'
import { createTransport } from 'nodemailer'
import { type SesTransportOptions, sesTransport } from '../../lib/index.ts'
import { type SesStatusOptions, sesStatus } from '../../lib/status/index.ts'
import { startMailWorker } from './bullmq.ts'
import { lookUpEvents } from './ses-events.ts'

/** The worker above, with SES asked in place of a person, who gets only what SES cannot tell. */
export function startSettlingWorker(
  ses: SesTransportOptions,
  api: SesStatusOptions,
  connection: ConnectionOptions,
  redis: Redis,
) {
  const onUnknown = sesStatus(api).resolver({ waitMs: 120_000, events: lookUpEvents(redis) })
  const transporter = createTransport(sesTransport({ ...ses, onUnknown }))
  return { ...startMailWorker(transporter, connection), transporter }
}

import { Redis } from 'ioredis'
import { createTransport } from 'nodemailer'
import type { EmulatorTransport } from '../../lib/emulator/index.ts'
import { sesTransport } from '../../lib/index.ts'

/** Sends so many mails in a process of its own, as one of several that share a limit. Without retries, so that each refusal shows. */
export interface SharedSenderTask {
  readonly transport: EmulatorTransport
  readonly redisPort: number
  readonly perSecond: number
  readonly mails: number
  readonly connections?: number
}

export interface SharedSenderReport {
  readonly sent: number
  readonly failures: readonly string[]
}

const task = JSON.parse(process.argv[2] ?? '') as SharedSenderTask
const { transport, redisPort, perSecond, mails, connections = 5 } = task
const redis = new Redis({ port: redisPort, host: '127.0.0.1' })
redis.on('error', () => {})
const pool = { maxConnections: connections }
const transporter = createTransport(sesTransport({ ...transport, rateLimit: { perSecond, redis }, pool, retry: false }))

const mail = { from: transport.auth.user, to: 'ann@example.org', subject: 's', text: 't' }
const settled = await Promise.allSettled(Array.from({ length: mails }, () => transporter.sendMail(mail)))
const failures = settled.flatMap((each) => (each.status === 'rejected' ? [String(each.reason)] : []))
process.send?.({ sent: mails - failures.length, failures } satisfies SharedSenderReport)
transporter.close()
redis.disconnect()
process.disconnect()

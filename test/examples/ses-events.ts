import { type ConnectionOptions, Queue, Worker } from 'bullmq'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { HTTPException } from 'hono/http-exception'
import type { Redis } from 'ioredis'
import { isSesError } from '../../lib/index.ts'
import { type EventLookup, parseSesEvent, type SesEvent, verifySecret } from '../../lib/status/index.ts'

/** Takes SES's events and answers at once. In the SES console: `https://mail.example.com:8080/ses-events?secret=…`. */
export function createWebhook(connection: ConnectionOptions, secret: string | undefined) {
  const events = new Queue<SesEvent>('ses-events', { connection })
  const app = new Hono()
  app.post('/ses-events', bodyLimit({ maxSize: 65_536 }), async (context) => {
    if (!verifySecret(context.req.query('secret'), secret)) return context.text('', 401)
    const event = parseSesEvent(await context.req.text())
    // One id, one job: SES sends again what it got no 200 for. Each is remembered for three days.
    await events.add(event.event, event, { jobId: event.id, removeOnComplete: { age: 3 * 24 * 60 * 60 } })
    return context.text('')
  })
  app.onError((error, context) =>
    error instanceof HTTPException ? error.getResponse() : context.text('', isSesError(error) ? 400 : 500),
  )
  return { app, events }
}

/** Stops mail to addresses that are no use or do not want any, and keeps what {@link lookUpEvents} finds. */
export function startEventWorker(
  connection: ConnectionOptions,
  redis: Redis,
  suppress: (address: string, why: string) => Promise<void>,
) {
  return new Worker<SesEvent>(
    'ses-events',
    async ({ data: event }) => {
      const { recipient, messageId, bounce, reason } = event
      if (!recipient) return
      if (messageId) {
        const key = keyOf(messageId, recipient)
        await redis
          .multi()
          .rpush(key, JSON.stringify(event))
          .expire(key, 60 * 60)
          .exec()
      }
      const isUnwanted = event.event === 'spamreport' || event.event === 'unsubscribe'
      if (bounce === 'hard' || isUnwanted) await suppress(recipient, reason ?? event.event)
    },
    { connection },
  )
}

/** For `status.resolver({ events })`. */
export function lookUpEvents(redis: Redis): EventLookup {
  return async ({ messageId, recipient }) => {
    const events = await redis.lrange(keyOf(messageId, recipient), 0, -1)
    return events.map((event) => JSON.parse(event) as SesEvent)
  }
}

const keyOf = (messageId: string, recipient: string) => `ses-event:${messageId}:${recipient.toLowerCase()}`

import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { startRedis, type TestRedis } from '../help/redis.ts'
import type { SharedSenderReport, SharedSenderTask } from '../help/shared-sender.ts'
import { openGateway, report, use } from './rate.ts'
import { start } from './start.ts'

interface SharedRow {
  readonly title: string
  readonly perSecond: number
  /** Of each of the four. */
  readonly mails: number
  readonly connections?: number
  readonly network?: { readonly latencyMs: number; readonly jitterMs: number }
  /** What happens in the middle. */
  readonly meanwhile?: (redis: TestRedis, senders: readonly { kill(signal: 'SIGKILL'): unknown }[]) => Promise<void>
}

const rows: readonly SharedRow[] = [
  { title: '20 a second', perSecond: 20, mails: 150 },
  {
    title: '20 a second, one process killed after 10 s',
    perSecond: 20,
    mails: 200,
    async meanwhile(_, senders) {
      await sleep(10_000)
      senders[1]?.kill('SIGKILL')
    },
  },
  {
    title: '20 a second, 50 ms + 0–20',
    perSecond: 20,
    mails: 150,
    network: { latencyMs: 50, jitterMs: 10 },
  },
  {
    title: '20 a second, Redis killed after 10 s, back after 5 s',
    perSecond: 20,
    mails: 150,
    async meanwhile(redis) {
      await sleep(10_000)
      await redis.kill()
      await sleep(5_000)
      await redis.start()
    },
  },
  { title: '100 a second', perSecond: 100, mails: 500 },
  { title: '500 a second', perSecond: 500, mails: 1_500, connections: 10 },
]

/** One limit for four processes, which start one after the other; all counted at the gateway. */
export async function benchShared(): Promise<void> {
  console.log('\nUse of a rate that four processes share through Redis, and refusals')
  for (const row of rows) console.log(`  ${row.title}: ${await measure(row)}`)
}

async function measure(row: SharedRow): Promise<string> {
  const { perSecond, mails, connections = 5, network, meanwhile } = row
  const redis = await startRedis()
  const rateLimit = { perSecond, countRefused: true }
  const { gateway, transport } = await openGateway({ emulator: { rateLimit }, delay: network })
  const task: SharedSenderTask = { transport, redisPort: redis.port, perSecond, mails, connections }
  const senders = []
  for (let number = 0; number < 4; number++) {
    const sender = start('../help/shared-sender.ts', JSON.stringify(task))
    const ended = once(sender, 'exit').then(() => [])
    senders.push({
      sender,
      failures: Promise.race([once(sender, 'message').then(([told]) => (told as SharedSenderReport).failures), ended]),
    })
    await sleep(500)
  }
  await meanwhile?.(
    redis,
    senders.map(({ sender }) => sender),
  )
  const failures = (await Promise.all(senders.map(({ failures }) => failures))).flat()
  const { times, refused } = await report(gateway)
  gateway.disconnect()
  await redis.close()
  return `${use(times, perSecond)} used, ${refused} of ${times.length + refused} refused, ${failures.length - refused} failed otherwise`
}

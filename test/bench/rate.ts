import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createTransport, type SendMailOptions, type Transporter } from 'nodemailer'
import type { EmulatorTransport, Fault, RateLimit } from '../../lib/emulator/index.ts'
import { sesTransport } from '../../lib/index.ts'
import type { GatewayReport, GatewayTask } from './gateway.ts'
import { start } from './start.ts'

interface RateRow {
  readonly perSecond: number
  readonly window: 'sliding' | 'fixed'
  readonly connections: number
  /** There and back, and at most so much more each way. */
  readonly network?: { readonly latencyMs: number; readonly jitterMs: number }
  /** Sent after another lot, over connections that are open. */
  readonly warm?: boolean
  readonly sizes?: readonly number[]
  readonly mails?: number
}

const near = { latencyMs: 50, jitterMs: 10 }
const far = { latencyMs: 300, jitterMs: 30 }

/** These leave the processor time for each other. */
const slowRows: readonly RateRow[] = [
  { perSecond: 5, window: 'sliding', connections: 1 },
  { perSecond: 5, window: 'fixed', connections: 5, network: near },
  { perSecond: 5, window: 'sliding', connections: 20, network: far },
  { perSecond: 20, window: 'sliding', connections: 1 },
  { perSecond: 20, window: 'sliding', connections: 5, warm: true },
  { perSecond: 20, window: 'fixed', connections: 20 },
  { perSecond: 20, window: 'sliding', connections: 10, network: near },
  { perSecond: 20, window: 'sliding', connections: 20, network: near, warm: true },
  { perSecond: 20, window: 'fixed', connections: 20, network: far },
]

const fastRows: readonly RateRow[] = [
  {
    perSecond: 20,
    window: 'sliding',
    connections: 5,
    sizes: [1_000, 20_000, 100_000, 1_000_000, 5_000_000],
    mails: 500,
  },
  { perSecond: 100, window: 'sliding', connections: 1 },
  { perSecond: 100, window: 'sliding', connections: 5, warm: true },
  { perSecond: 100, window: 'fixed', connections: 20, network: { latencyMs: 30, jitterMs: 5 } },
  { perSecond: 500, window: 'sliding', connections: 20, mails: 5_000 },
  { perSecond: 500, window: 'fixed', connections: 20, warm: true, mails: 5_000 },
]

/** Round trips, in milliseconds, to a gateway that works for 200 ms on each mail. */
const distances = [0, 50, 150, 300]

/** How much of the rate is used, and how many mails the gateway refused for it. No retries, so that each shows. */
export async function benchRate(): Promise<void> {
  await benchDefaults()
  console.log('\nUse of the rate (mails a second from the first to the last, of the limit), and refusals')
  for (const row of await Promise.all([...slowRows.map(measure), measureHalving()])) console.log(row)
  for (const row of fastRows) console.log(await measure(row))
}

async function benchDefaults(): Promise<void> {
  console.log('\nWith default options, 20 a second, and 200 ms of work at the gateway: use of the rate, and refusals')
  for (const row of await Promise.all(distances.flatMap((ms) => [measureDefaults(ms), measurePool(ms)])))
    console.log(row)
}

async function measure(row: RateRow): Promise<string> {
  const { perSecond, window, connections, network, warm, mails = 1_000 } = row
  const rateLimit = { perSecond, window, countRefused: true }
  const { gateway, transport } = await openGateway({ emulator: { rateLimit }, delay: network })
  const transporter = createTransport(
    sesTransport({ ...transport, rateLimit: { perSecond }, retry: false, pool: { maxConnections: connections } }),
  )
  const sendAll = async (count: number) => {
    await Promise.allSettled(Array.from({ length: count }, (_, index) => transporter.sendMail(mailOf(row, index))))
    return report(gateway)
  }

  if (warm) await sendAll(2 * perSecond)
  const { times, refused } = await sendAll(mails)
  transporter.close()
  gateway.disconnect()
  const failed = mails - times.length - refused
  return `  ${title(row)}: ${use(times, perSecond)} used, ${refused} of ${mails} refused${failed > 0 ? `, ${failed} FAILED` : ''}`
}

const DEFAULT_MAILS = 600

async function openWorkingGateway(latencyMs: number) {
  const work: Fault = { at: 'reply', do: { slowMs: 200 }, times: Number.MAX_SAFE_INTEGER }
  const emulator = { rateLimit: { perSecond: 20, countRefused: true }, faults: [work] }
  return openGateway({ emulator, delay: latencyMs > 0 ? { latencyMs } : undefined })
}

async function measureDefaults(latencyMs: number): Promise<string> {
  const { gateway, transport } = await openWorkingGateway(latencyMs)
  return `  ${latencyMs} ms: ${await measureMails(createTransport(sesTransport(transport)), gateway)}`
}

/** Nodemailer's own pool with its own limit, for comparison. */
async function measurePool(latencyMs: number): Promise<string> {
  const { gateway, transport } = await openWorkingGateway(latencyMs)
  const pool = createTransport({ ...transport, secure: true, pool: true, rateLimit: 20 })
  return `  ${latencyMs} ms, Nodemailer's pool with \`rateLimit: 20\`: ${await measureMails(pool, gateway)}`
}

async function measureMails(transporter: Transporter, gateway: ChildProcess): Promise<string> {
  await Promise.allSettled(Array.from({ length: DEFAULT_MAILS }, (_, index) => transporter.sendMail(mailOf({}, index))))
  const { times, refused } = await report(gateway)
  transporter.close()
  gateway.disconnect()
  return `${use(times, 20)} used, ${refused} of ${DEFAULT_MAILS} refused`
}

/** The gateway allows only half for a while, as if another program sent on the account. With retries. */
async function measureHalving(): Promise<string> {
  const MAILS = 1_000
  const whole: RateLimit = { perSecond: 20, countRefused: true }
  const { gateway, transport } = await openGateway({ emulator: { rateLimit: whole } })
  const transporter = createTransport(sesTransport(transport))
  setTimeout(() => gateway.send({ ...whole, perSecond: 10 }), 5_000)
  setTimeout(() => gateway.send(whole), 35_000)
  const sent = Array.from({ length: MAILS }, (_, index) => transporter.sendMail(mailOf({}, index)))
  const lost = (await Promise.allSettled(sent)).filter(({ status }) => status === 'rejected').length
  const { times, refused } = await report(gateway)
  transporter.close()
  gateway.disconnect()
  const seconds = (span(times) / 1_000).toFixed(0)
  return `  20 a second, for 30 seconds 10: ${refused} of ${MAILS} refused, ${lost} lost, all sent in ${seconds} s`
}

export async function openGateway(task: GatewayTask) {
  const gateway = start('gateway.ts', JSON.stringify(task))
  const [transport] = (await once(gateway, 'message')) as [EmulatorTransport]
  return { gateway, transport }
}

export async function report(gateway: ChildProcess): Promise<GatewayReport> {
  const told = once(gateway, 'message')
  gateway.send('report')
  return (await told)[0]
}

/** The mails from the first to the last, of those that the limit would have allowed in the time. */
export function use(times: readonly number[], perSecond: number): string {
  return (((times.length - 1) * 1_000) / span(times) / perSecond).toFixed(3)
}

function span(times: readonly number[]): number {
  return (times.at(-1) ?? 0) - (times[0] ?? 0)
}

function title({ perSecond, window, connections, network, warm, sizes }: RateRow): string {
  return [
    `${perSecond} a second`,
    window,
    `${connections} ${warm ? 'open ' : ''}connection${connections === 1 ? '' : 's'}`,
    `${network ? `${network.latencyMs} ms + 0–${2 * network.jitterMs}` : '0 ms'}`,
    ...(sizes ? ['1 KB to 5 MB'] : []),
  ].join(', ')
}

function mailOf({ sizes = [] }: Pick<RateRow, 'sizes'>, index: number): SendMailOptions {
  const size = sizes[index % sizes.length] ?? 0
  return {
    from: 'noreply@mail.example.com',
    to: 'ann@example.org',
    subject: 's',
    text: 't',
    ...(size > 0 && { attachments: [{ filename: 'a.zip', content: Buffer.alloc(size, index) }] }),
  }
}

import { type EmulatorOptions, type RateLimit, startEmulator } from '../../lib/emulator/index.ts'
import { type Delay, startDelayProxy } from '../help/delay-proxy.ts'

/** The gateway in a process of its own, so that its work is not counted as the sender's. */
export interface GatewayTask {
  readonly emulator: EmulatorOptions
  readonly delay?: Delay | undefined
}

/** What the gateway saw. */
export interface GatewayReport {
  /** When each mail was taken, in milliseconds. */
  readonly times: readonly number[]
  readonly refused: number
}

const { emulator, delay } = JSON.parse(process.argv[2] ?? '{}') as Partial<GatewayTask>
const ses = await startEmulator({ recipientLimit: false, ...emulator })
const proxy = delay && (await startDelayProxy(ses, delay))

// What it keeps of every mail would fill the memory and slow it down.
let times: number[] = []
let refused = 0
ses.onEntry(({ outcome }) => {
  times.push(...ses.inbox.map(({ receivedAt }) => receivedAt))
  if (outcome === 'refused') refused++
  for (const list of [ses.inbox, ses.ledger, ses.transcript]) list.length = 0
})

process.send?.({ ...ses.transport, ...(proxy && { port: proxy.port }) })
process.on('message', (message: 'report' | RateLimit) => {
  if (message !== 'report') return ses.setRateLimit(message)
  process.send?.({ times, refused } satisfies GatewayReport)
  times = []
  refused = 0
})
process.on('disconnect', () => process.exit())

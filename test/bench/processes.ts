import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { EmulatorTransport } from '../../lib/emulator/index.ts'
import type { GatewayTask } from './gateway.ts'
import { start } from './start.ts'

/** What `sender.mjs` is told. */
export interface SenderTask {
  readonly through: 'plain' | 'ours'
  readonly mail: 'text' | 'html' | 'file'
  /** How often it is measured, and mails each time. */
  readonly rounds: number
  readonly count: number
  /** Mails under way at a time. */
  readonly inFlight: number
}

/** What it tells of each round. */
export interface SenderResult {
  readonly cpuMs: number
  readonly wallMs: number
  /** After a collection of garbage. */
  readonly heapMb: number
  readonly peakMb: number
}

export interface BenchGateway {
  run(task: SenderTask): Promise<SenderResult[]>
  close(): void
}

/** A gateway in a process of its own, and senders in theirs, so that each one's work is counted alone. */
export async function startGateway(): Promise<BenchGateway> {
  const task: GatewayTask = { emulator: { rateLimit: false, undocumented: { quotedPrintable: 'raw' } } } // takes what plain Nodemailer sends
  const gateway = start('gateway.ts', JSON.stringify(task))
  const [transport] = (await once(gateway, 'message')) as [EmulatorTransport]
  return {
    async run(task) {
      const sender = fork(fileURLToPath(new URL('sender.mjs', import.meta.url)), { execArgv: ['--expose-gc'] })
      const results: SenderResult[] = []
      sender.on('message', (result: SenderResult) => results.push(result))
      sender.send({ ...task, transport })
      const [code] = await once(sender, 'exit')
      if (results.length < task.rounds) throw new Error(`The sender ended with ${code}`)
      return results
    },
    close: () => gateway.disconnect(),
  }
}

import { once } from 'node:events'
import type { EmulatorTransport } from '../../lib/emulator/index.ts'
import type { GatewayTask } from './gateway.ts'
import type { SenderResult, SenderTask } from './sender.ts'
import { start } from './start.ts'

/** What a mail costs, beside Nodemailer's own pool: medians of ratios over pairs of runs, and their spread. */
export async function benchCost(): Promise<void> {
  // Takes what plain Nodemailer sends.
  const task: GatewayTask = { emulator: { rateLimit: false, quotedPrintable: 'raw' } }
  const gateway = start('gateway.ts', JSON.stringify(task))
  const [transport] = (await once(gateway, 'message')) as [EmulatorTransport]
  console.log('\nCost of a mail, beside Nodemailer’s pool (ratio: ours / plain, median of 7 pairs [least–most])')
  for (const [mail, count, title] of [
    ['html', 400, '20 KB of HTML'],
    ['file', 30, 'a file of 3 MB'],
  ] as const) {
    const pairs: { plain: SenderResult; ours: SenderResult }[] = []
    for (let pair = 0; pair < 7; pair++) {
      const run = (through: SenderTask['through']) => runSender({ through, transport, mail, count })
      pairs.push({ plain: await run('plain'), ours: await run('ours') })
    }
    const ratio = (of: keyof SenderResult) => summary(pairs.map(({ plain, ours }) => ours[of] / plain[of]))
    const cpu = (of: 'plain' | 'ours') => median(pairs.map((pair) => pair[of].cpuMs / count)).toFixed(2)
    console.log(`  ${title}: CPU ${ratio('cpuMs')}, ${cpu('ours')} ms against ${cpu('plain')} ms`)
    console.log(`    wall time ${ratio('wallMs')}, peak memory ${ratio('peakMb')}`)
  }
  gateway.disconnect()
}

async function runSender(task: SenderTask): Promise<SenderResult> {
  const sender = start('sender.ts')
  sender.send(task)
  const ended = once(sender, 'exit')
  const result = await Promise.race([
    once(sender, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`The sender ended with ${code}`))),
  ])
  await ended
  return result[0]
}

function summary(values: readonly number[]): string {
  return `${median(values).toFixed(2)} [${Math.min(...values).toFixed(2)}–${Math.max(...values).toFixed(2)}]`
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

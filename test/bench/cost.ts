import { median, runPairs, summary } from './pairs.ts'
import { type SenderResult, type SenderTask, startGateway } from './processes.ts'

const PAIRS = 9

/** What a mail costs, beside Nodemailer's own pool: medians of ratios over pairs of runs, and their spread. */
export async function benchCost(): Promise<void> {
  const gateway = await startGateway()
  console.log(`\nCost of a mail, beside Nodemailer’s pool (ratio: ours / plain, median of ${PAIRS} pairs [least–most])`)
  for (const [mail, count, title] of [
    ['html', 500, '20 KB of HTML'],
    ['file', 30, 'a file of 3 MB'],
  ] as const) {
    const run = (through: SenderTask['through']) => async () => {
      const [result] = await gateway.run({ through, mail, rounds: 1, count, inFlight: count })
      return result as SenderResult
    }
    const pairs = await runPairs(PAIRS, run('plain'), run('ours'))
    const ratio = (of: keyof SenderResult) => summary(pairs.map(({ plain, ours }) => ours[of] / plain[of]))
    const cpu = (of: 'plain' | 'ours') => median(pairs.map((pair) => pair[of].cpuMs / count)).toFixed(2)
    console.log(`  ${title}: CPU ${ratio('cpuMs')}, ${cpu('ours')} ms against ${cpu('plain')} ms`)
    console.log(`    wall time ${ratio('wallMs')}, peak memory ${ratio('peakMb')}`)
  }
  gateway.close()
}

import { median, runPairs, summary } from './pairs.ts'
import { type SenderResult, type SenderTask, startGateway } from './processes.ts'

const PAIRS = 7

/** Rounds of so many mails, each measured for itself: in the first a process still compiles what the later ones run. */
const rows: readonly (Pick<SenderTask, 'mail' | 'rounds' | 'count'> & { readonly title: string })[] = [
  { title: '20 KB of HTML', mail: 'html', rounds: 4, count: 1_500 },
  { title: 'a file of 3 MB', mail: 'file', rounds: 3, count: 30 },
]

/** What a mail costs, beside Nodemailer's own pool: medians of ratios over pairs of runs, and their spread. */
export async function benchCost(): Promise<void> {
  const gateway = await startGateway()
  console.log(`\nCost of a mail, beside Nodemailer’s pool (ratio: ours / plain, median of ${PAIRS} pairs [least–most])`)
  for (const { title, mail, rounds, count } of rows) {
    const run = (through: SenderTask['through']) => () =>
      gateway.run({ through, mail, rounds, count, inFlight: Math.min(count, 500) })
    const pairs = await runPairs(PAIRS, run('plain'), run('ours'))
    for (const [when, at] of [
      [`the first ${count.toLocaleString('en')}`, 0],
      ['later', -1],
    ] as const) {
      const values = (which: 'plain' | 'ours', of: keyof SenderResult) =>
        pairs.map((pair) => pair[which].at(at)?.[of] ?? Number.NaN)
      const ratio = (of: keyof SenderResult) => {
        const plain = values('plain', of)
        return summary(values('ours', of).map((value, index) => value / (plain[index] ?? Number.NaN)))
      }
      const cpuMs = (which: 'plain' | 'ours') => (median(values(which, 'cpuMs')) / count).toFixed(2)
      console.log(`  ${title}, ${when}: CPU ${ratio('cpuMs')}, ${cpuMs('ours')} ms against ${cpuMs('plain')} ms`)
      console.log(`    wall time ${ratio('wallMs')}, peak memory ${ratio('peakMb')}`)
    }
  }
  gateway.close()
}

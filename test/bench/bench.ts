import { cpus, loadavg } from 'node:os'
import packageJson from 'nodemailer/package.json' with { type: 'json' }
import { benchCost } from './cost.ts'
import { benchGrowth } from './growth.ts'
import { benchHostile } from './hostile.ts'
import { benchLoading } from './loading.ts'
import { benchLongRun } from './long-run.ts'
import { benchMemory } from './memory.ts'
import { benchRate } from './rate.ts'
import { benchReplies } from './replies.ts'
import { benchShared } from './shared.ts'
import { benchSteps } from './steps.ts'
import { benchWaiting } from './waiting.ts'

/** Usage: npm run bench -- [steps] [growth] [hostile] [replies] [loading] [cost] [rate] [shared] [waiting] [memory] [long-run] */
const benches = {
  steps: benchSteps,
  growth: benchGrowth,
  hostile: benchHostile,
  replies: benchReplies,
  loading: benchLoading,
  cost: benchCost,
  rate: benchRate,
  shared: benchShared,
  waiting: benchWaiting,
  memory: benchMemory,
  'long-run': benchLongRun,
}
const asked = process.argv.slice(2)
const [cpu] = cpus()
const load = loadavg()[0]?.toFixed(1)

console.log(
  `Node ${process.version}, Nodemailer ${packageJson.version}, ${cpus().length} × ${cpu?.model}, ${process.platform} ${process.arch}, load ${load}`,
)
for (const [name, bench] of Object.entries(benches)) if (asked.length === 0 || asked.includes(name)) await bench()

import { cpus } from 'node:os'
import packageJson from 'nodemailer/package.json' with { type: 'json' }
import { benchCost } from './cost.ts'
import { benchMemory } from './memory.ts'
import { benchRate } from './rate.ts'
import { benchReplies } from './replies.ts'
import { benchShared } from './shared.ts'
import { benchSteps } from './steps.ts'

/** Usage: npm run bench [steps] [replies] [rate] [shared] [cost] [memory] */
const benches = {
  steps: benchSteps,
  replies: benchReplies,
  rate: benchRate,
  shared: benchShared,
  cost: benchCost,
  memory: benchMemory,
}
const asked = process.argv.slice(2)
const [cpu] = cpus()

console.log(`Node ${process.version}, Nodemailer ${packageJson.version}, ${cpus().length} × ${cpu?.model}`)
for (const [name, bench] of Object.entries(benches)) if (asked.length === 0 || asked.includes(name)) await bench()

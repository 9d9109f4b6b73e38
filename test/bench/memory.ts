import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EmulatorTransport } from '../../lib/emulator/index.ts'
import type { QueueResult, QueueTask } from './queue.ts'
import { start } from './start.ts'

const MAILS = 10_000
const MOST_MB = 150

/** What mails cost that wait, each with a file of 1 MB by its path. */
export async function benchMemory(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-bench-'))
  const path = join(folder, 'report.pdf')
  await writeFile(path, Buffer.alloc(1_000_000, 'a report '))
  const gateway = start('gateway.ts')
  const [transport] = (await once(gateway, 'message')) as [EmulatorTransport]

  const { idleMb, sendingMb, queuedMb, sent } = await runQueue({ transport, mails: MAILS, path })
  gateway.disconnect()
  await rm(folder, { recursive: true })

  const above = queuedMb - sendingMb
  console.log(
    `\nResident memory of ${MAILS.toLocaleString('en')} mails that wait, each with a file of 1 MB by its path`,
  )
  console.log(`  ${queuedMb.toFixed(0)} MB at most, while the first ${sent} of them were sent`)
  console.log(`  ${above.toFixed(0)} MB above the same mails sent with none waiting, of ${MOST_MB} allowed`)
  console.log(`  ${(queuedMb - idleMb).toFixed(0)} MB above the idle process`)
  if (above > MOST_MB) process.exitCode = 1
}

async function runQueue(task: QueueTask): Promise<QueueResult> {
  const queue = start('queue.ts')
  queue.send(task)
  const ended = once(queue, 'exit')
  const result = await Promise.race([
    once(queue, 'message'),
    ended.then(([code]) => Promise.reject(new Error(`The queue ended with ${code}`))),
  ])
  await ended
  return result[0]
}

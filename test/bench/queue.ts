import { createTransport } from 'nodemailer'
import type { EmulatorTransport } from '../../lib/emulator/index.ts'
import { sesTransport } from '../../lib/index.ts'

/** Queues mails with a file each in a process of its own, and tells what memory that took. */
export interface QueueTask {
  readonly transport: EmulatorTransport
  readonly mails: number
  /** The file. */
  readonly path: string
}

/** Resident memory, in MB. */
export interface QueueResult {
  /** With connections open and code warm. */
  readonly idleMb: number
  /** The most while the same mails were sent and none waited in the line. */
  readonly sendingMb: number
  /** The most while all waited and the first of them were sent. */
  readonly queuedMb: number
  readonly sent: number
}

const WARM = 20
const SENT = 150
/** As many as have a place near the head of the line: their content is in memory. */
const PLACES = 10

process.once('message', async ({ transport, mails, path }: QueueTask) => {
  const transporter = createTransport(sesTransport({ ...transport, rateLimit: { perSecond: 20 } }))
  const send = (index: number) =>
    transporter.sendMail({
      from: transport.auth.user,
      to: `ann${index}@example.org`,
      subject: 'Bench',
      text: 'In text',
      attachments: [{ filename: `${index}.pdf`, path }],
    })

  for (let index = 0; index < WARM; index++) await send(index)
  const idleMb = residentMb()

  let next = 0
  const sendAll = async () => {
    while (next < SENT) await send(next++)
  }
  const sendingMb = await peakWhile(() => Promise.all(Array.from({ length: PLACES }, sendAll)))

  let sent = 0
  const all: Promise<unknown>[] = []
  const queuedMb = await peakWhile(() => {
    for (let index = 0; index < mails; index++) all.push(send(index).then(() => sent++))
    return Promise.all(all.slice(0, SENT))
  })
  transporter.close()
  await Promise.allSettled(all)
  process.send?.({ idleMb, sendingMb, queuedMb, sent } satisfies QueueResult)
  process.disconnect()
})

async function peakWhile(work: () => Promise<unknown>): Promise<number> {
  let peak = residentMb()
  const look = setInterval(() => {
    peak = Math.max(peak, residentMb())
  }, 5)
  await work()
  clearInterval(look)
  return peak
}

function residentMb(): number {
  return process.memoryUsage.rss() / 1e6
}

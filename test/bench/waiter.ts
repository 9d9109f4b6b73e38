import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTransport } from 'nodemailer'
import type { EmulatorTransport } from '../../lib/emulator/index.ts'
import { sesTransport } from '../../lib/index.ts'
import { createPace } from '../../lib/pace/pace.ts'
import { createRecipientLimit } from '../../lib/pace/recipient-limit.ts'

/** Waits in a process of its own, and tells what that cost. */
export interface WaiterResult {
  readonly mailsMb: number
  readonly enterMicros: number
  readonly closeMs: number
  readonly turnMicros: readonly { readonly perSecond: number; readonly micros: number }[]
  readonly recipientsMb: number
  readonly recipientMicros: number
}

const MAILS = 100_000
const RECIPIENTS = 1_000_000

process.once('message', async (transport: EmulatorTransport) => {
  const mails = await measureMails(transport)
  const turns = []
  for (const perSecond of [20, 100, 500])
    turns.push({ perSecond, micros: await measureTurns(perSecond, 3 * perSecond) })
  process.send?.({ ...mails, ...measureRecipients(), turnMicros: turns } satisfies WaiterResult)
  process.disconnect()
})

async function measureMails(transport: EmulatorTransport) {
  const transporter = createTransport(sesTransport({ ...transport, rateLimit: { perSecond: 20 } }))
  const send = (index: number) =>
    transporter.sendMail({ from: transport.auth.user, to: `ann${index}@example.org`, subject: 's', text: 't' })
  await send(0)

  const before = heapMb()
  const cpu = process.cpuUsage()
  const sent = Array.from({ length: MAILS }, (_, index) => send(index))
  await sent[0]
  const enterMicros = cpuMicros(cpu) / MAILS
  const mailsMb = heapMb() - before

  const closedAt = performance.now()
  transporter.close()
  await Promise.allSettled(sent)
  return { mailsMb, enterMicros, closeMs: performance.now() - closedAt }
}

/** The pace alone: nothing is sent. */
async function measureTurns(perSecond: number, turns: number): Promise<number> {
  const pace = createPace({ perSecond, shared: undefined }, undefined)
  const take = async (number: number) => {
    const { signal } = new AbortController()
    const turn = await pace.takeTurn({ priority: 'normal', number, start() {}, leave() {} }, signal)
    await turn.beginCall(signal)
    turn.end('answered')
  }
  await take(0)
  const cpu = process.cpuUsage()
  await Promise.all(Array.from({ length: turns }, (_, index) => take(index)))
  return cpuMicros(cpu) / turns
}

/** Two mails to each of a million recipients. */
function measureRecipients() {
  const { count } = createRecipientLimit({ count: 10, perMs: 3_600_000 })
  const before = heapMb()
  const cpu = process.cpuUsage()
  for (let mail = 0; mail < 2 * RECIPIENTS; mail++) {
    count('noreply@mail.example.com', [`customer.${mail % RECIPIENTS}@some-domain.example.com`], mail)
  }
  const recipientMicros = cpuMicros(cpu) / (2 * RECIPIENTS)
  const recipientsMb = heapMb() - before
  count('noreply@mail.example.com', ['ann@example.org'], 2 * RECIPIENTS)
  return { recipientsMb, recipientMicros }
}

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

function heapMb(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed / 1e6
}

function cpuMicros(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return user + system
}

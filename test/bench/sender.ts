import { performance } from 'node:perf_hooks'
import { createTransport, type SendMailOptions } from 'nodemailer'
import type { EmulatorTransport } from '../../lib/emulator/index.ts'
import { sesTransport } from '../../lib/index.ts'

/** Sends many times the same mail in a process of its own, and tells what it cost. */
export interface SenderTask {
  readonly through: 'plain' | 'ours'
  readonly transport: EmulatorTransport
  readonly mail: 'html' | 'file'
  readonly count: number
}

export interface SenderResult {
  readonly cpuMs: number
  readonly wallMs: number
  readonly peakMb: number
}

const mails: Readonly<Record<SenderTask['mail'], SendMailOptions>> = {
  html: { text: 'In text', html: `<p>${'A line of a newsletter. '.repeat(850)}</p>` },
  file: { text: 'In text', attachments: [{ filename: 'report.pdf', content: Buffer.alloc(3_000_000, 'a report ') }] },
}

process.once('message', async ({ through, transport, mail, count }: SenderTask) => {
  const transporter =
    through === 'ours'
      ? createTransport(sesTransport({ ...transport, rateLimit: false, retry: false }))
      : createTransport({ ...transport, secure: true, pool: true })
  const send = () =>
    transporter.sendMail({ from: transport.auth.user, to: 'ann@example.org', subject: 'Bench', ...mails[mail] })

  await Promise.all(Array.from({ length: 10 }, send)) // connections open, code warm
  const cpu = process.cpuUsage()
  const started = performance.now()
  await Promise.all(Array.from({ length: count }, send))
  const wallMs = performance.now() - started
  const { user, system } = process.cpuUsage(cpu)
  transporter.close()
  process.send?.({ cpuMs: (user + system) / 1_000, wallMs, peakMb: process.resourceUsage().maxRSS / 1_024 })
  process.disconnect()
})

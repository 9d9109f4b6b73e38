// Sends many times the same mail in a process of its own, and tells what it cost. Plain JavaScript, so that the package is
// measured as it is published, and no compiler's memory with it.

import { performance } from 'node:perf_hooks'
import { createTransport } from 'nodemailer'

const mails = {
  text: { text: 'In text' },
  html: { text: 'In text', html: `<p>${'A line of a newsletter. '.repeat(850)}</p>` },
  file: { text: 'In text', attachments: [{ filename: 'report.pdf', content: Buffer.alloc(3_000_000, 'a report ') }] },
}

process.once('message', async ({ through, transport, mail, rounds, count, inFlight }) => {
  const transporter = await open(through, transport)
  const send = () =>
    transporter.sendMail({ from: transport.auth.user, to: 'ann@example.org', subject: 'Bench', ...mails[mail] })
  await sendMany(send, Math.min(count, 2 * inFlight, 500), inFlight) // connections open, code warm

  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage()
    const started = performance.now()
    await sendMany(send, count, inFlight)
    const wallMs = performance.now() - started
    const { user, system } = process.cpuUsage(cpu)
    globalThis.gc?.()
    const heapMb = process.memoryUsage().heapUsed / 2 ** 20
    process.send({ cpuMs: (user + system) / 1_000, wallMs, heapMb, peakMb: process.resourceUsage().maxRSS / 1_024 })
  }
  transporter.close()
  process.disconnect()
})

async function open(through, transport) {
  if (through === 'plain') return createTransport({ ...transport, secure: true, pool: true })
  const { sesTransport } = await import('nodemailer-tencentcloud-ses')
  return createTransport(sesTransport({ ...transport, rateLimit: false, retry: false }))
}

async function sendMany(send, count, inFlight) {
  let left = count
  const sendInTurn = async () => {
    while (left-- > 0) await send()
  }
  await Promise.all(Array.from({ length: inFlight }, sendInTurn))
}

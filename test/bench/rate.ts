import { createTransport, type SendMailOptions } from 'nodemailer'
import { startEmulator } from '../../lib/emulator/index.ts'
import { sesTransport } from '../../lib/index.ts'

interface RateRow {
  readonly title: string
  readonly perSecond: number
  readonly mails: number
  readonly latencyMs?: number
  readonly mail?: (index: number) => SendMailOptions
}

const rows: readonly RateRow[] = [
  { title: '20 a second', perSecond: 20, mails: 200 },
  { title: '5 a second', perSecond: 5, mails: 50 },
  { title: '100 a second', perSecond: 100, mails: 1_000 },
  { title: '20 a second, replies 50 ms late', perSecond: 20, mails: 200, latencyMs: 50 },
  {
    title: '20 a second, every third with a file of 3 MB',
    perSecond: 20,
    mails: 90,
    mail: (index) =>
      index % 3 ? {} : { attachments: [{ filename: 'a.zip', content: Buffer.alloc(3_000_000, index) }] },
  },
]

/** How much of the rate is used, and how many mails the gateway refused for it. No retries, so that each shows. */
export async function benchRate(): Promise<void> {
  console.log('\nUse of the rate (mails a second from the first to the last, of the limit), and refusals')
  for (const row of rows) console.log(`  ${row.title}: ${await measure(row)}`)
}

async function measure({ perSecond, mails, latencyMs = 0, mail = () => ({}) }: RateRow): Promise<string> {
  const ses = await startEmulator({ rateLimit: { perSecond }, recipientLimit: false, latencyMs })
  const transporter = createTransport(sesTransport({ ...ses.transport, rateLimit: { perSecond }, retry: false }))
  const send = (_: unknown, index: number) =>
    transporter.sendMail({
      from: ses.transport.auth.user,
      to: 'ann@example.org',
      subject: 's',
      text: 't',
      ...mail(index),
    })

  const settled = await Promise.allSettled(Array.from({ length: mails }, send))
  const refused = settled.filter(({ status }) => status === 'rejected').length
  const times = ses.inbox.map(({ receivedAt }) => receivedAt)
  const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1_000
  transporter.close()
  await ses.close()
  return `${((times.length - 1) / seconds / perSecond).toFixed(3)} used, ${refused} of ${mails} refused`
}

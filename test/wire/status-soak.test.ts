// Connections that break behind the last byte, and the real SDK to ask what became of the mails: what `status.resolver()` says
// is true, and no mail is sent twice.

import { createTransport } from 'nodemailer'
import { expect, it, onTestFinished } from 'vitest'
import { type Fault, type FaultStage, startEmulator } from '../../lib/emulator/index.ts'
import { isSesError, type SesSentMessageInfo, sesTransport, type UnknownDelivery } from '../../lib/index.ts'
import { sesStatus } from '../../lib/status/index.ts'
import { createRandom, pick, type Random } from '../explain/random-replies.ts'
import { SEED } from '../help/random.ts'
import { mailWith } from '../help/stage.ts'

/** Behind the last byte: before the call, so that SES has no record; at the call; and after it, so that SES has one. */
function randomFaults(random: Random) {
  return (at: FaultStage): Fault | undefined => {
    if (at === 'end' && random() < 0.1) return { at, do: pick(random, ['close', 'reset']) }
    if (at === 'call' && random() < 0.3) return { at, error: 'FailedOperation.TemporaryBlocked' }
    if (at === 'reply' && random() < 0.6) return { at, do: pick(random, ['close', 'reset', 'half-reply']) }
    return undefined
  }
}

/** Who gets which mail: most get one, some two alike at once, some are two of one mail. */
function planMails(random: Random) {
  return Array.from({ length: 40 }, (_, index) => {
    const to = [`ann-${index}@example.org`]
    const kind = random()
    if (kind < 0.2) return Array.from({ length: 2 }, (_, copy) => ({ to, subject: `${index} ${copy}` }))
    return [{ to: kind < 0.4 ? [...to, `bob-${index}@example.org`] : to, subject: `${index} 0` }]
  }).flat()
}

interface Told {
  readonly to: readonly string[]
  readonly subject: string
  readonly told: SesSentMessageInfo | Error
}

const totals = { delivered: 0, 'not-delivered': 0, unknown: 0 }

it.each(Array.from({ length: 10 }, (_, index) => SEED + index))('seed %i', async (seed) => {
  const random = createRandom(seed)
  const ses = await startEmulator({
    seed,
    rateLimit: false,
    recipientLimit: false,
    faults: randomFaults(random),
    outcome: () => (random() < 0.1 ? { deliverStatus: 3 } : {}),
    status: {
      perSecond: false,
      delayMs: () => Math.floor(random() * 200),
      refusedOutcome: () => (random() < 0.8 ? { sendStatus: pick(random, [1006, 1007, 1010]) } : undefined),
    },
  })
  const { credential } = ses.status.client
  const status = sesStatus({ credential, region: 'ap-singapore', endpoint: ses.status.url, rateLimit: false })
  const resolve = status.resolver({ waitMs: 800, pollMs: 40, quietSince: 0 })
  const answers: string[] = []
  const transport = sesTransport({
    ...ses.transport,
    rateLimit: false,
    park: false,
    retry: { minDelayMs: 5, retries: 2 },
    async onUnknown(unknown: UnknownDelivery) {
      const finding = await resolve(unknown)
      expect(finding.why.length).toBeGreaterThan(10)
      totals[finding.answer]++
      answers.push(finding.answer)
      return finding
    },
  })
  const ours = createTransport(transport)
  onTestFinished(async () => {
    ours.close()
    status.close()
    await ses.close()
  })
  const all: Told[] = await Promise.all(
    planMails(random).map(async ({ to, subject }) => ({
      to,
      subject,
      told: await ours.sendMail(mailWith({ to, subject })).catch((error: Error) => error),
    })),
  )

  const taken = (recipient: string, subject: string): number =>
    ses.inbox.filter((letter) => letter.to.includes(recipient) && letter.subject === subject).length
  for (const { to, subject, told } of all) {
    const counts = to.map((recipient) => taken(recipient, subject))
    expect(Math.max(...counts), `${subject}: sent twice`).toBeLessThanOrEqual(1)
    if (!(told instanceof Error)) expect(Math.min(...counts), `${subject}: told as sent`).toBe(1)
    else if (!isSesError(told)) throw told
    else if (told.delivered === 'no') expect(Math.max(...counts), `${subject}: told as not sent`).toBe(0)
  }
  expect(answers.length).toBeGreaterThan(5)
})

it('settles most of them, and leaves open what nobody can know', () => {
  expect(totals.delivered).toBeGreaterThan(50)
  expect(totals['not-delivered']).toBeGreaterThan(10)
  expect(totals.unknown).toBeGreaterThan(10)
})

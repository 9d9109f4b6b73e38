// Many mails, with faults at every stage and callers who leave: each settles once, and what it is told is true.

import { expect, it } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import { isSesError } from '../../lib/index.ts'
import { mailWith, openStage } from './gateways.ts'

const SEED = Number(process.env['SEED'] ?? Date.now() % 2 ** 31)
const MAILS = Number(process.env['MAILS'] ?? 600)

const stages = ['connect', 'greeting', 'ehlo', 'auth', 'mail', 'rcpt', 'data', 'end', 'reply'] as const
const faults: Fault[] = [
  ...stages.flatMap((at) =>
    (['close', 'reset', 'half-reply'] as const).map((fault) => ({ at, do: fault, probability: 0.005 })),
  ),
  ...(['mail', 'data', 'end', 'reply'] as const).map((at) => ({ at, do: 'silence' as const, probability: 0.002 })),
  { at: 'data', do: { reply: '451 4.0.0 try later' }, probability: 0.01 },
  { at: 'body', do: 'reset', after: 200, probability: 0.01 },
  { at: 'call', error: 'InternalError', probability: 0.02 },
]

it(`resolved is accepted once, no is never, unknown at most once (SEED=${SEED})`, { timeout: 60_000 }, async () => {
  const { ses, ours } = await openStage(
    { rateLimit: false, recipientLimit: false, faults, seed: SEED },
    {
      rateLimit: false,
      retry: { minDelayMs: 5 },
      pool: { maxConnections: 20 },
      timeouts: { connectionMs: 500, greetingMs: 500, socketMs: 500 },
    },
  )
  const told = await Promise.all(
    Array.from({ length: MAILS }, async (_, index) => {
      const mail = mailWith({ subject: `Mail ${index}`, text: 'x'.repeat(index % 7 === 0 ? 200_000 : 20) })
      const signal = index % 20 === 0 ? AbortSignal.timeout(index) : undefined
      try {
        await ours.sendMail({ ...mail, signal })
        return 'resolved'
      } catch (error) {
        return isSesError(error) ? error.delivered : `another error: ${error}`
      }
    }),
  )
  const received = new Map<string, number>()
  for (const { subject } of ses.inbox) received.set(subject, (received.get(subject) ?? 0) + 1)
  const lies = told
    .map((outcome, index) => ({ outcome, index, times: received.get(`Mail ${index}`) ?? 0 }))
    .filter(({ outcome, times }) => !isTrue(outcome, times))
  expect(lies).toEqual([])
})

function isTrue(outcome: string, times: number): boolean {
  if (outcome === 'resolved') return times === 1
  if (outcome === 'no') return times === 0
  return outcome === 'unknown' && times <= 1
}

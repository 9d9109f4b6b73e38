// Who is sent when. Turns are told by the channel `wait`, so that no clock decides.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, it, onTestFinished } from 'vitest'
import { mailWith, openStage } from './gateways.ts'

/** Message-IDs, one for each turn, as they are given. */
function watchTurns(): string[] {
  const turns: string[] = []
  const channel = 'nodemailer-tencentcloud-ses:wait'
  const note = (event: unknown) => void turns.push((event as { readonly messageId: string }).messageId)
  subscribe(channel, note)
  onTestFinished(() => void unsubscribe(channel, note))
  return turns
}

const named = (name: string) => mailWith({ subject: name, messageId: `<${name}@example.com>` })

it('priority high: ahead of 10,000 within one turn', { timeout: 60_000 }, async () => {
  const { ses, ours } = await openStage({ recipientLimit: false }, { rateLimit: { perSecond: 5 } })
  const turns = watchTurns()
  const others = Array.from({ length: 10_000 }, (_, index) => ours.sendMail(named(`Mail-${index}`)))
  await ses.waitFor(2)
  const before = turns.length
  await ours.sendMail({ ...named('Urgent'), priority: 'high' })
  expect(turns.indexOf('<Urgent@example.com>') - before).toBeLessThanOrEqual(1)
  ours.close()
  await Promise.allSettled(others)
})

it('the letters of one mail stay together', async () => {
  const { ours } = await openStage({ recipientLimit: false }, { rateLimit: { perSecond: 10 } })
  const turns = watchTurns()
  const bcc = ['a', 'b', 'c', 'd'].map((name) => `${name}@example.org`)
  const others = ['Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh']
  await Promise.all([ours.sendMail({ ...named('First'), bcc }), ...others.map((name) => ours.sendMail(named(name)))])
  const letters = turns.flatMap((id, index) => (id === '<First@example.com>' ? [index] : []))
  // The others are held back until the first was taken, and turns are given meanwhile.
  const [first, second = 0] = letters
  expect(first).toBe(0)
  expect(letters.slice(1)).toEqual([0, 1, 2, 3].map((index) => second + index))
})

it('first in, first out', async () => {
  const { ours } = await openStage({ rateLimit: false, recipientLimit: false }, { rateLimit: { perSecond: 50 } })
  const turns = watchTurns()
  const names = Array.from({ length: 40 }, (_, index) => `Mail-${index}`)
  await Promise.all(names.map((name) => ours.sendMail(named(name))))
  expect(turns).toEqual(names.map((name) => `<${name}@example.com>`))
})

// A server that repeats what it was sent: no password in any error, event, reply or line of a log.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Fault } from '../../lib/emulator/index.ts'
import { type SesLogger, sesTransport } from '../../lib/index.ts'
import { failureOf, mailWith, openStage, sender } from '../help/stage.ts'

const pass = 'Emulated4Tests'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const forms = [pass, base64(`\0${sender}\0${pass}`), base64(pass)]
const said = forms.join(' ')
const retry = { retries: 1, minDelayMs: 1 }

/** Everything of a value that a log may show. */
const shown = (value: unknown): string =>
  inspect(value, { depth: 20, showHidden: true, customInspect: false, maxStringLength: null, maxArrayLength: null })

function expectNoPassword(...values: readonly unknown[]): void {
  for (const form of forms) expect(values.map(shown).join('\n')).not.toContain(form)
}

function collectingLogger(): { lines: unknown[]; logger: SesLogger } {
  const lines: unknown[] = []
  const write = (...line: unknown[]) => lines.push(line)
  return { lines, logger: { debug: write, info: write, warn: write, error: write } }
}

function collectEvents(): unknown[] {
  const events: unknown[] = []
  const listen = (event: unknown) => events.push(event)
  const channels = ['attempt', 'retry', 'settled', 'wait'].map((name) => `nodemailer-tencentcloud-ses:${name}`)
  for (const channel of channels) subscribe(channel, listen)
  onTestFinished(() => {
    for (const channel of channels) unsubscribe(channel, listen)
  })
  return events
}

describe.each([
  ['a password', pass],
  ['a function that gives it', async () => pass],
])('auth with %s', (_, given) => {
  it.each<[string, Fault, string]>([
    ['at the login', { at: 'auth', do: { reply: `535 5.7.8 what is ${said}?` }, times: 9 }, 'auth-failed'],
    [
      'at the login, for now',
      { at: 'auth', do: { reply: `451 4.0.0 what is ${said}?` }, times: 9 },
      'service-unavailable',
    ],
    ['at MAIL', { at: 'mail', do: { reply: `550 5.5.2 what was ${said}?` }, times: 9 }, 'sender-refused'],
    ['at RCPT', { at: 'rcpt', do: { reply: `550 5.5.2 what was ${said}?` }, times: 9 }, 'recipient-refused'],
    ['in answer to the mail', { at: 'reply', do: { reply: `554 5.0.0 what was ${said}?` }, times: 9 }, 'unknown'],
    ['in answer to nothing', { at: 'reply', do: { reply: `${said}` }, times: 9 }, 'delivery-unknown'],
  ])('%s', async (_name, fault, reason) => {
    const { lines, logger } = collectingLogger()
    const events = collectEvents()
    const { ours } = await openStage({ faults: [fault] }, { auth: { user: sender, pass: given }, logger, retry })
    const error = await failureOf(ours.sendMail(mailWith()))
    expect(error.reason).toBe(reason)
    expect(error.response).toContain('*** *** ***')
    expectNoPassword(error, JSON.stringify(error), lines, events, ours)
    expect(shown(events)).toContain('***')
  })

  it('in verify()', async () => {
    const { lines, logger } = collectingLogger()
    const fault: Fault = { at: 'auth', do: { reply: `535 5.7.8 what is ${said}?` } }
    const { ses } = await openStage({ faults: [fault] })
    const transport = sesTransport({ ...ses.transport, auth: { user: sender, pass: given }, logger })
    onTestFinished(() => transport.close())
    const error = await failureOf(transport.verify())
    expect(error).toMatchObject({ reason: 'auth-failed', response: '535 5.7.8 what is *** *** ***?' })
    expectNoPassword(error, lines, transport)
  })

  it('in a reply that takes the mail', async () => {
    const { ours } = await openStage(
      { faults: [{ at: 'reply', do: { reply: `250 2.0.0 OK: ${said}` } }] },
      { auth: { user: sender, pass: given } },
    )
    const info = await ours.sendMail(mailWith())
    expect(info.response).toBe('250 2.0.0 OK: *** *** ***')
    expectNoPassword(info)
  })

  it('in the refusal of one recipient of two', async () => {
    const { ours } = await openStage(
      { undocumented: { unsupported: 'ignore' }, faults: [{ at: 'rcpt', do: { reply: `550 5.1.1 who is ${said}?` } }] },
      { auth: { user: sender, pass: given } },
    )
    const info = await ours.sendMail(mailWith({ to: ['gone@example.org', 'ann@example.org'] }))
    expect(info.rejectedErrors?.[0]).toMatchObject({ response: '550 5.1.1 who is *** *** ***?' })
    expectNoPassword(info)
  })
})

it('in a line of the log', async () => {
  const fault: Fault = { at: 'auth', do: { reply: `535 5.7.8 what is ${said}?` } }
  const { lines, logger } = collectingLogger()
  const { ours } = await openStage({ faults: [fault] }, { logger })
  await failureOf(ours.sendMail(mailWith()))
  expect(shown(lines)).toContain('S: 535 5.7.8 what is *** *** ***?')
  expectNoPassword(lines)
})

it('in a line of the log on the console', async () => {
  const fault: Fault = { at: 'auth', do: { reply: `535 5.7.8 what is ${said}?` } }
  const written = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => written.mockRestore())
  const { ours } = await openStage({ faults: [fault] }, { logger: true })
  await failureOf(ours.sendMail(mailWith()))
  expect(shown(written.mock.calls)).toContain('S: 535 5.7.8 what is *** *** ***?')
  expectNoPassword(written.mock.calls)
})

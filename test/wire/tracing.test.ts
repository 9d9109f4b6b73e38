// What `node:diagnostics_channel` tells of a mail and of its attempts.

import { tracingChannel } from 'node:diagnostics_channel'
import { expect, it, onTestFinished } from 'vitest'
import type { EmulatorOptions } from '../../lib/emulator/index.ts'
import type { SesAttemptContext, SesSendContext, SesTransportOptions } from '../../lib/index.ts'
import { mailWith, openStage, sender } from '../help/stage.ts'

type Told = readonly [name: string, context: Readonly<Record<string, unknown>>]

/** Collects what is told, each with the context as it was then. */
function subscribe(): Told[] {
  const told: Told[] = []
  for (const name of ['send', 'attempt'] as const) {
    const channel = tracingChannel<SesSendContext | SesAttemptContext>(`nodemailer-tencentcloud-ses:${name}`)
    const at = (event: string) => (context: object) => void told.push([`${name} ${event}`, { ...context }])
    const subscribers = Object.fromEntries(
      ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => [event, at(event)]),
    ) as unknown as Parameters<typeof channel.subscribe>[0]
    channel.subscribe(subscribers)
    onTestFinished(() => void channel.unsubscribe(subscribers))
  }
  return told
}

async function send(emulator: EmulatorOptions, options: Partial<SesTransportOptions>, mail = mailWith()) {
  const told = subscribe()
  const { ses, ours } = await openStage(emulator, options)
  const outcome = await ours.sendMail(mail).catch((error: Error) => error)
  return { told, outcome, server: { address: '127.0.0.1', port: ses.port } }
}

const contextOf = (told: readonly Told[], event: string) => told.find(([name]) => name === event)?.[1]

it('a mail that is sent', async () => {
  const mail = mailWith({ cc: 'bob@example.org', bcc: 'hidden@example.org', messageId: '<1@x.org>' })
  const { told, server } = await send({}, {}, mail)
  const ofAttempt = ['attempt start', 'attempt end', 'attempt asyncStart', 'attempt asyncEnd']
  expect(told.map(([name]) => name)).toEqual([
    ...['send start', 'send end'],
    ...ofAttempt,
    ...ofAttempt,
    ...['send asyncStart', 'send asyncEnd'],
  ])
  expect(contextOf(told, 'send start')).toMatchObject({ server, messageId: '', recipients: 0, attempts: 0 })
  expect(contextOf(told, 'send end')).toMatchObject({ server, messageId: '<1@x.org>', recipients: 3, attempts: 0 })
  expect(contextOf(told, 'send asyncEnd')).toMatchObject({ server, messageId: '<1@x.org>', recipients: 3, attempts: 2 })
  const { size, waitedMs } = contextOf(told, 'send asyncEnd') as unknown as SesSendContext
  expect([size > 500, waitedMs > 0]).toEqual([true, true])
  const attempts = told.filter(([name]) => name === 'attempt start').map(([, context]) => context)
  expect(attempts).toMatchObject([
    { server, messageId: '<1@x.org>', recipients: 2, attempt: 1 },
    { server, messageId: '<1@x.org>', recipients: 1, attempt: 1 },
  ])
})

it('a mail that is refused before an attempt', async () => {
  const { told, outcome } = await send({}, {}, mailWith({ subject: '' }))
  expect(told.map(([name]) => name)).toEqual([
    'send start',
    'send end',
    'send error',
    'send asyncStart',
    'send asyncEnd',
  ])
  const context = contextOf(told, 'send asyncEnd')
  expect(context).toMatchObject({ errorType: 'message-invalid', attempts: 0, recipients: 1 })
  expect(context).toMatchObject({ error: { message: (outcome as Error).message } })
})

it('an attempt that SES refuses, and one that may have been taken', async () => {
  const { told } = await send(
    {
      faults: [
        { at: 'call', error: 'InternalError' },
        { at: 'reply', do: 'close', skip: 1 },
      ],
    },
    { retry: { minDelayMs: 1 } },
  )
  const failed = told
    .filter(([name]) => name === 'attempt error')
    .map(([, { attempt, errorType }]) => [attempt, errorType])
  expect(failed).toEqual([
    [1, 'service-unavailable'],
    [2, 'delivery-unknown'],
  ])
  expect(contextOf(told, 'send error')).toMatchObject({ attempts: 2, errorType: 'delivery-unknown' })
})

it.each([false, true])('addresses: %s', async (traceAddresses) => {
  const { told } = await send({}, { traceAddresses }, mailWith({ bcc: 'hidden@example.org' }))
  const texts = told.map(([, context]) => JSON.stringify(context)).join()
  expect(['ann@example.org', 'hidden@example.org', sender].map((address) => texts.includes(address))).toEqual([
    traceAddresses,
    traceAddresses,
    traceAddresses,
  ])
})

it.each<[string, EmulatorOptions]>([
  ['taken', {}],
  ['may have been taken', { faults: [{ at: 'reply', do: 'close' }] }],
])('a subscriber that freezes the context changes nothing: a mail that is %s', async (_, emulator) => {
  const channel = tracingChannel<SesSendContext>('nodemailer-tencentcloud-ses:attempt')
  const nothing = () => {}
  const subscribers = {
    start: (context: SesSendContext) => void Object.freeze(context),
    ...{ end: nothing, asyncStart: nothing, asyncEnd: nothing, error: nothing },
  }
  channel.subscribe(subscribers)
  onTestFinished(() => void channel.unsubscribe(subscribers))
  const { outcome } = await send(emulator, {})
  if (emulator.faults) expect(outcome).toMatchObject({ delivered: 'unknown', reason: 'delivery-unknown', attempts: 1 })
  else expect(outcome).toMatchObject({ accepted: ['ann@example.org'] })
})

it('no content of a mail, and no password', async () => {
  const { told } = await send({}, {}, mailWith({ subject: 'A secret subject', text: 'A secret text' }))
  expect(JSON.stringify(told)).not.toMatch(/secret|Emulated4Tests/)
})

// Nothing is left behind: no timer, no socket, no listener on a caller's signal, whatever became of the mails.

import { createHook } from 'node:async_hooks'
import { execFile } from 'node:child_process'
import { getEventListeners } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { isDeepStrictEqual, promisify } from 'node:util'
import { createTransport, type Transporter } from 'nodemailer'
import { expect, it, onTestFinished } from 'vitest'
import {
  type CallFault,
  type Emulator,
  type EmulatorOptions,
  type Fault,
  startEmulator,
  type WireFault,
} from '../../lib/emulator/index.ts'
import { type SesTransport, type SesTransportOptions, sesTransport } from '../../lib/index.ts'
import { mailWith, sender } from '../help/stage.ts'

/** What is open more than now: sockets that the library opened, unref'ed ones too, and timers that keep a program alive. */
function watchHandles(): () => unknown {
  const sockets = new Map<number, string>()
  const hook = createHook({
    init(id, type) {
      const opener =
        type === 'TCPWRAP' && new Error().stack?.split('\n').find((line) => /\/lib\/(?!emulator)/.test(line))
      if (opener) sockets.set(id, opener.trim())
    },
    destroy: (id) => void sockets.delete(id),
  })
  hook.enable()
  onTestFinished(() => void hook.disable())
  const timers = () => process.getActiveResourcesInfo().filter((type) => type === 'Timeout').length
  const before = timers()
  return () => ({ sockets: [...sockets.values()], timers: Math.max(0, timers() - before) })
}

const NONE = { sockets: [], timers: 0 }

interface Scene {
  readonly ses: Emulator
  readonly transport: SesTransport
  readonly ours: Transporter
  readonly abort: AbortController
}

const sendAll = (ours: Transporter, count: number, signal?: AbortSignal) =>
  Promise.allSettled(
    Array.from({ length: count }, (_, index) => ours.sendMail({ ...mailWith({ subject: `Mail ${index}` }), signal })),
  )

const always = (fault: CallFault | WireFault): EmulatorOptions => ({ faults: [{ ...fault, times: 99 }] })
const slowRetry: Partial<SesTransportOptions> = { retry: { minDelayMs: 60_000, maxDelayMs: 60_000 } }

it.each<[string, EmulatorOptions, Partial<SesTransportOptions>, (scene: Scene) => Promise<unknown>]>([
  ['mails that were sent', {}, {}, ({ ours, abort }) => sendAll(ours, 8, abort.signal)],
  ['verify()', {}, {}, ({ ours }) => ours.verify()],
  [
    'mails that were refused',
    always({ at: 'call', error: 'FailedOperation.NotAuthenticatedSender' }),
    {},
    ({ ours, abort }) => sendAll(ours, 8, abort.signal),
  ],
  [
    'mails that were given up after some tries',
    always({ at: 'mail', do: 'reset' }),
    { retry: { retries: 1, minDelayMs: 1 } },
    ({ ours, abort }) => sendAll(ours, 8, abort.signal),
  ],
  [
    'connections that could not be opened',
    always({ at: 'tls', do: 'close' }),
    { retry: { retries: 1, minDelayMs: 1 } },
    ({ ours }) => sendAll(ours, 8),
  ],
  ['mails that waited too long', {}, { maxWaitMs: 300, pool: { maxConnections: 1 } }, ({ ours }) => sendAll(ours, 40)],
  [
    'mails aborted in the line, at the turn and on the wire',
    { faults: [{ at: 'data', do: { slowMs: 20 }, times: 99 }] },
    {},
    async ({ ours, abort, ses }) => {
      const sent = sendAll(ours, 40, abort.signal)
      await ses.waitFor(1)
      abort.abort()
      return sent
    },
  ],
  [
    'a mail aborted before its second try',
    always({ at: 'call', error: 'InternalError' }),
    slowRetry,
    async ({ ours, abort, transport, ses }) => {
      const sent = sendAll(ours, 1, abort.signal)
      await entries(ses, 1)
      abort.abort()
      await sent
      expect(transport.isIdle()).toBe(true)
    },
  ],
  [
    'close() in the middle',
    { faults: [{ at: 'reply', do: { slowMs: 20 }, times: 99 }] },
    {},
    async ({ ours, transport, ses, abort }) => {
      const sent = sendAll(ours, 40, abort.signal)
      await ses.waitFor(1)
      transport.close()
      return sent
    },
  ],
  [
    'close() before a second try',
    always({ at: 'call', error: 'InternalError' }),
    slowRetry,
    async ({ ours, transport, ses, abort }) => {
      const sent = sendAll(ours, 5, abort.signal)
      await entries(ses, 5)
      transport.close()
      return sent
    },
  ],
  [
    'drain()',
    {},
    {},
    async ({ ours, transport, abort }) => {
      const sent = sendAll(ours, 8, abort.signal)
      await transport.drain()
      return sent
    },
  ],
])('%s', async (_, emulator, options, act) => {
  const ses = await startEmulator(emulator)
  onTestFinished(() => ses.close())
  const handles = watchHandles()
  const transport = sesTransport({ ...ses.transport, ...options })
  const abort = new AbortController()
  await act({ ses, transport, ours: createTransport(transport), abort })
  expect(getEventListeners(abort.signal, 'abort')).toEqual([])
  transport.close()
  await until(() => ses.connections === 0 && isDeepStrictEqual(handles(), NONE), handles)
})

/** Resolves when so many messages have been answered. */
const entries = (ses: Emulator, count: number) =>
  new Promise<void>((resolve) => {
    const stop = ses.onEntry(() => {
      if (ses.ledger.length < count) return
      stop()
      resolve()
    })
  })

async function until(isSo: () => boolean, seen: () => unknown): Promise<void> {
  const end = performance.now() + 10_000
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`Still there: ${JSON.stringify(seen(), null, 2)}`)
    await nextTurn()
  }
}

it('a program ends by itself, without close(), after mails that failed in every way', async () => {
  const faults: Fault[] = [
    { at: 'call', error: 'FailedOperation.NotAuthenticatedSender' },
    { at: 'reply', do: 'close', skip: 1 },
    { at: 'mail', do: 'silence', skip: 2 },
  ]
  const ses = await startEmulator({ faults })
  onTestFinished(() => ses.close())
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', failing(ses.transport)],
    { timeout: 15_000 },
  )
  expect(stdout.split(' ')).toEqual(['sender-refused', 'delivery-unknown', 'cancelled', 'connection'])
})

const failing = (options: object) => `
  import { createTransport } from 'nodemailer'
  import { sesTransport } from './lib/index.ts'
  const mail = { from: '${sender}', to: 'ann@example.org', subject: 's', text: 't' }
  const reasons = []
  const send = (transporter, signal) => transporter.sendMail({ ...mail, signal }).catch(({ reason }) => reasons.push(reason))
  const ours = createTransport(sesTransport(${JSON.stringify(options)}))
  await send(ours)
  await send(ours)
  await send(ours, AbortSignal.timeout(200))
  const nowhere = { ...${JSON.stringify(options)}, port: 1, retry: { retries: 1, minDelayMs: 1 } }
  await send(createTransport(sesTransport(nowhere)))
  process.stdout.write(reasons.join(' '))`

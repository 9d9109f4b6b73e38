// Each logger that programs have, with the lines of one mail that is sent and one that is not, as it writes them.

import { Writable } from 'node:stream'
import { format } from 'node:util'
import bunyan from 'bunyan'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import winston from 'winston'
import type { SesTransportOptions } from '../../lib/index.ts'
import { mailWith, openStage } from '../help/stage.ts'
import { snippet } from '../package/snippets.ts'

type Logger = NonNullable<SesTransportOptions['logger']>

/** Sends a mail, and one without a subject. */
async function sendBoth(logger: Logger): Promise<void> {
  const { ours } = await openStage({}, { logger })
  await ours.sendMail(mailWith({ messageId: '<1@x.org>' }))
  await ours.sendMail(mailWith({ messageId: '<2@x.org>', subject: '' })).catch(() => {})
}

function collect(): { readonly lines: string[]; readonly stream: Writable } {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _, done) {
      lines.push(String(chunk).trimEnd())
      done()
    },
  })
  return { lines, stream }
}

const sent = /^Sent <1@x\.org>: 1 recipient, 1 attempt, \d+ ms waited$/
const refused =
  /^Not sent <2@x\.org>: 1 recipient, 0 attempts, 0 ms waited: message-invalid: subject: a subject is required, got none\. Give `subject`\.$/
const fieldsOf = {
  sent: { tnx: 'settled', messageId: '<1@x.org>', recipients: 1, attempts: 1, letters: 1, rejected: 0 },
  refused: { tnx: 'settled', messageId: '<2@x.org>', recipients: 1, reason: 'message-invalid', retry: 'never' },
}

/** Of lines of JSON, where the sentence stands under that name. */
function expectSettled(lines: readonly string[], name: string): void {
  const settled = lines.map((line) => JSON.parse(line)).filter(({ tnx }) => tnx === 'settled')
  expect(settled).toMatchObject([
    { ...fieldsOf.sent, [name]: expect.stringMatching(sent) },
    { ...fieldsOf.refused, [name]: expect.stringMatching(refused) },
  ])
}

test('pino', async () => {
  const { lines, stream } = collect()
  await sendBoth(pino({ level: 'debug' }, stream))
  expectSettled(lines, 'msg')
  expect(lines.map((line) => JSON.parse(line).msg)).toContain('C: MAIL FROM:<noreply@mail.example.com>')
})

test('bunyan', async () => {
  const { lines, stream } = collect()
  await sendBoth(bunyan.createLogger({ name: 'mail', streams: [{ level: 'debug', stream }] }))
  expectSettled(lines, 'msg')
})

test.each(['a logger', 'a child of one'])('winston: %s', async (kind) => {
  const { lines, stream } = collect()
  const logger = winston.createLogger({ level: 'debug', transports: [new winston.transports.Stream({ stream })] })
  await sendBoth(kind === 'a logger' ? logger : logger.child({ app: 'shop' }))
  expectSettled(lines, 'message')
})

/** As `Logger` of @nestjs/common: no `info`, and a last string would be the name of a context. test/drop-in tries the real one. */
test('Nest', async () => {
  const lines: [level: string, ...line: unknown[]][] = []
  const at =
    (level: string) =>
    (...line: unknown[]) =>
      void lines.push([level, ...line])
  await sendBoth({ log: at('log'), warn: at('warn'), error: at('error'), debug: at('debug') })
  expect(lines).toContainEqual(['log', expect.stringMatching(sent)])
  expect(lines).toContainEqual(['warn', expect.stringMatching(refused)])
  expect(lines.every((line) => line.length === 2)).toBe(true)
})

test('Nest, without the level of debugging', async () => {
  const lines: unknown[] = []
  const write = (line: unknown) => lines.push(line)
  await sendBoth({ log: write, warn: write, error: write })
  expect(lines).toEqual([expect.stringMatching(sent), expect.stringMatching(refused)])
})

// A rejection that nobody handles ends the process, and fails the run.
test.each<[string, (fail: () => Promise<never>) => Logger]>([
  ['a logger', (fail) => ({ debug: fail, info: fail, warn: fail, error: fail })],
  ['Nest', (fail) => ({ log: fail, warn: fail, error: fail })],
  ['winston', (fail) => ({ debug: fail, info: fail, warn: fail, error: fail, configure() {}, transports: [] })],
])('%s that rejects', async (_, loggerOf) => {
  const unhandled = vi.fn()
  process.on('unhandledRejection', unhandled)
  onTestFinished(() => void process.off('unhandledRejection', unhandled))
  let calls = 0
  // No `vi.fn`, which handles what its function rejects with.
  const fail = () => {
    calls++
    return Promise.reject(new Error('the stream has ended'))
  }
  await sendBoth(loggerOf(fail))
  await new Promise(setImmediate)
  expect(calls).toBeGreaterThan(0)
  expect(unhandled).not.toHaveBeenCalled()
})

test('the console itself', async () => {
  const info = vi.spyOn(console, 'info').mockImplementation(() => {})
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  vi.spyOn(console, 'debug').mockImplementation(() => {})
  onTestFinished(() => void vi.restoreAllMocks())
  await sendBoth(console)
  expect(info.mock.calls).toEqual([[expect.stringMatching(sent)]])
  expect(warn.mock.calls).toEqual([[expect.stringMatching(refused)]])
})

test('true: the standard error', async () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => void vi.restoreAllMocks())
  await sendBoth(true)
  expect(error.mock.calls.map((line) => format(...line))).toContainEqual(expect.stringMatching(refused))
})

test('an error of ours, as pino and winston write it', async () => {
  const { ours } = await openStage()
  const error = await ours.sendMail(mailWith({ subject: '' })).catch((failure: Error) => failure)
  const { lines, stream } = collect()
  pino(stream).error(error)
  const format = winston.format.combine(winston.format.errors({ stack: false }), winston.format.json())
  const transports = [new winston.transports.Stream({ stream })]
  winston.createLogger({ format, transports }).error('mail failed', { error })
  const [first, second] = lines.map((line) => JSON.parse(line))
  const told = { message: 'subject: a subject is required, got none. Give `subject`.', reason: 'message-invalid' }
  expect(first.err).toMatchObject({ type: 'SesError', ...told, hint: 'Give `subject`.', retry: 'never' })
  expect(second).toMatchObject({ message: 'mail failed', error: { name: 'SesError', ...told } })
  expect(second.error).not.toHaveProperty('stack')
})

test('its document shows the lines as they are', async () => {
  const [one, other] = (await snippet('Logs', 0)).trim().split('\n')
  expect(one).toMatch(sent)
  expect(other).toMatch(refused)
})

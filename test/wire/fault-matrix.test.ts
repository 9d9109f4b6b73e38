// Every way of breaking, at every stage: what a caller is told, after how many tries, and how often the gateway took the mail.

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { createTransport, type SendMailOptions } from 'nodemailer'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type EmulatorOptions, type Fault, type FaultAction, startEmulator } from '../../lib/emulator/index.ts'
import { isSesError, type SesTransport, sesTransport } from '../../lib/index.ts'
import { mailWith, openStage, sender } from '../help/stage.ts'

/** Reason, retry and delivered of the error, or `sent`; tries; how often the ledger has the mail as taken. */
type Outcome = readonly [told: string, tries: number, taken: number]

const SENT: Outcome = ['sent', 1, 1]
const AGAIN: Outcome = ['sent', 2, 1]
const BROKEN: Outcome = ['connection, soon, no', 2, 0]
const BUSY: Outcome = ['service-unavailable, soon, no', 2, 0]
const TO_LATER: Outcome = ['recipient-refused, soon, no', 2, 0]
const OFTEN: Outcome = ['recipient-rate-limited, later, no', 1, 0]
const NO_TLS: Outcome = ['connection, never, no', 1, 0]
const HOST: Outcome = ['connection, never, no', 1, 0]
const LOGIN: Outcome = ['auth-failed, never, no', 1, 0]
const FROM: Outcome = ['sender-refused, never, no', 1, 0]
const TO: Outcome = ['recipient-refused, never, no', 1, 0]
const REFUSED: Outcome = ['unknown, never, no', 1, 0]
const CUT: Outcome = ['unknown, later, no', 1, 0]
const LINE: Outcome = ['message-invalid, never, no', 1, 0]
/** Not to be known here, and the gateway did not take it, or did. */
const OPEN_NO: Outcome = ['delivery-unknown, never, unknown', 1, 0]
const OPEN_YES: Outcome = ['delivery-unknown, never, unknown', 1, 1]

const often = 'FailedOperation.FrequencyLimit'
const weather = '554 5.0.0 Error: transaction failed, blame it on the weather: ##SES-response-json:'
const PATIENCE_MS = 1_000

const actions = {
  FIN: 'close',
  RST: 'reset',
  silence: 'silence',
  slow: { slowMs: 20 },
  'too slow': { slowMs: 2 * PATIENCE_MS },
  'half a reply': 'half-reply',
  garbage: 'garbage',
  '221': { reply: '221 2.0.0 Bye' },
  '250': { reply: '250 2.0.0 OK' },
  '421': { reply: '421 4.3.2 Try again' },
  '451': { reply: '451 4.0.0 Try again' },
  '554': { reply: '554 5.0.0 No' },
  '554 JSON': { reply: `${weather}{"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"${often}"}}}}` },
} satisfies Record<string, FaultAction>
type Does = keyof typeof actions

/** Where in a session, and how long the mail is: of a long one not all has gone when its beginning comes. */
const stages = {
  connect: { at: 'connect' },
  TLS: { at: 'tls' },
  greeting: { at: 'greeting' },
  EHLO: { at: 'ehlo' },
  AUTH: { at: 'auth' },
  MAIL: { at: 'mail' },
  RCPT: { at: 'rcpt' },
  DATA: { at: 'data' },
  'first byte': { at: 'body' },
  'first byte of many': { at: 'body', isLong: true },
  middle: { at: 'body', after: 100_000, isLong: true },
  'last byte': { at: 'body', after: 'all' },
  'dot, not taken': { at: 'end' },
  'dot, taken': { at: 'reply' },
} as const
type Stage = keyof typeof stages

/**
 * A fault that passes before the last byte is not noticed by the caller; a refusal and a server that speaks no TLS are no
 * faults that pass. A gateway that says 250 and does not take a mail, or refuses one and takes it, is not in the list: what it
 * says to the whole mail is believed.
 */
// biome-ignore format: a table
const matrix: readonly (readonly [Stage, Does, passes: Outcome, stays: Outcome])[] = [
  // Stage                Does            It passes  It stays
  ['connect',             'FIN',          AGAIN,     BROKEN],
  ['connect',             'RST',          AGAIN,     BROKEN],
  ['connect',             'silence',      AGAIN,     BROKEN],
  ['connect',             'slow',         SENT,      SENT],
  ['connect',             'too slow',     AGAIN,     BROKEN],
  ['connect',             'garbage',      NO_TLS,    NO_TLS],
  ['connect',             '421',          NO_TLS,    NO_TLS],
  ['connect',             '451',          NO_TLS,    NO_TLS],
  ['connect',             '554',          NO_TLS,    NO_TLS],
  ['TLS',                 'FIN',          AGAIN,     BROKEN],
  ['TLS',                 'RST',          AGAIN,     BROKEN],
  ['TLS',                 'silence',      AGAIN,     BROKEN],
  ['TLS',                 'slow',         SENT,      SENT],
  ['TLS',                 'too slow',     AGAIN,     BROKEN],
  ['TLS',                 'garbage',      NO_TLS,    NO_TLS],
  ['TLS',                 '421',          NO_TLS,    NO_TLS],
  ['TLS',                 '451',          NO_TLS,    NO_TLS],
  ['TLS',                 '554',          NO_TLS,    NO_TLS],
  ['greeting',            'FIN',          AGAIN,     BROKEN],
  ['greeting',            'RST',          AGAIN,     BROKEN],
  ['greeting',            'silence',      AGAIN,     BROKEN],
  ['greeting',            'slow',         SENT,      SENT],
  ['greeting',            'too slow',     AGAIN,     BROKEN],
  ['greeting',            'half a reply', AGAIN,     BROKEN],
  ['greeting',            'garbage',      AGAIN,     BROKEN],
  ['greeting',            '221',          AGAIN,     BROKEN],
  ['greeting',            '250',          AGAIN,     BROKEN],
  ['greeting',            '421',          AGAIN,     BUSY],
  ['greeting',            '451',          AGAIN,     BUSY],
  ['greeting',            '554',          HOST,      HOST],
  ['greeting',            '554 JSON',     OFTEN,     OFTEN],
  ['EHLO',                'FIN',          AGAIN,     BROKEN],
  ['EHLO',                'RST',          AGAIN,     BROKEN],
  ['EHLO',                'silence',      AGAIN,     BROKEN],
  ['EHLO',                'slow',         SENT,      SENT],
  ['EHLO',                'too slow',     AGAIN,     BROKEN],
  ['EHLO',                'half a reply', AGAIN,     BROKEN],
  ['EHLO',                'garbage',      AGAIN,     BROKEN],
  ['EHLO',                '421',          AGAIN,     BUSY],
  // HELO is said then.
  ['EHLO',                '451',          SENT,      BUSY],
  ['EHLO',                '554',          SENT,      HOST],
  ['EHLO',                '554 JSON',     SENT,      OFTEN],
  ['AUTH',                'FIN',          AGAIN,     BROKEN],
  ['AUTH',                'RST',          AGAIN,     BROKEN],
  ['AUTH',                'silence',      AGAIN,     BROKEN],
  ['AUTH',                'slow',         SENT,      SENT],
  ['AUTH',                'too slow',     AGAIN,     BROKEN],
  ['AUTH',                'half a reply', AGAIN,     BROKEN],
  ['AUTH',                'garbage',      AGAIN,     BROKEN],
  ['AUTH',                '421',          AGAIN,     BUSY],
  ['AUTH',                '451',          AGAIN,     BUSY],
  ['AUTH',                '554',          LOGIN,     LOGIN],
  ['AUTH',                '554 JSON',     OFTEN,     OFTEN],
  ['MAIL',                'FIN',          AGAIN,     BROKEN],
  ['MAIL',                'RST',          AGAIN,     BROKEN],
  ['MAIL',                'silence',      AGAIN,     BROKEN],
  ['MAIL',                'slow',         SENT,      SENT],
  ['MAIL',                'too slow',     AGAIN,     BROKEN],
  ['MAIL',                'half a reply', AGAIN,     BROKEN],
  ['MAIL',                'garbage',      AGAIN,     BROKEN],
  ['MAIL',                '421',          AGAIN,     BUSY],
  ['MAIL',                '451',          AGAIN,     BUSY],
  ['MAIL',                '554',          FROM,      FROM],
  ['MAIL',                '554 JSON',     OFTEN,     OFTEN],
  ['RCPT',                'FIN',          AGAIN,     BROKEN],
  ['RCPT',                'RST',          AGAIN,     BROKEN],
  ['RCPT',                'silence',      AGAIN,     BROKEN],
  ['RCPT',                'slow',         SENT,      SENT],
  ['RCPT',                'too slow',     AGAIN,     BROKEN],
  ['RCPT',                'half a reply', AGAIN,     BROKEN],
  ['RCPT',                'garbage',      AGAIN,     BROKEN],
  ['RCPT',                '421',          AGAIN,     BUSY],
  ['RCPT',                '451',          AGAIN,     TO_LATER],
  ['RCPT',                '554',          TO,        TO],
  ['RCPT',                '554 JSON',     OFTEN,     OFTEN],
  ['DATA',                'FIN',          AGAIN,     BROKEN],
  ['DATA',                'RST',          AGAIN,     BROKEN],
  ['DATA',                'silence',      AGAIN,     BROKEN],
  ['DATA',                'slow',         SENT,      SENT],
  ['DATA',                'too slow',     AGAIN,     BROKEN],
  ['DATA',                'half a reply', AGAIN,     BROKEN],
  ['DATA',                'garbage',      AGAIN,     BROKEN],
  ['DATA',                '221',          AGAIN,     BROKEN],
  ['DATA',                '250',          AGAIN,     BROKEN],
  ['DATA',                '421',          AGAIN,     BUSY],
  ['DATA',                '451',          AGAIN,     BUSY],
  ['DATA',                '554',          REFUSED,   REFUSED],
  ['DATA',                '554 JSON',     OFTEN,     OFTEN],
  // A short mail is handed over whole before its first byte arrives.
  ['first byte',          'FIN',          OPEN_NO,   OPEN_NO],
  ['first byte',          'RST',          OPEN_NO,   OPEN_NO],
  ['first byte',          'silence',      OPEN_NO,   OPEN_NO],
  ['first byte',          'slow',         SENT,      SENT],
  ['first byte',          'too slow',     OPEN_YES,  OPEN_YES],
  ['first byte',          'garbage',      OPEN_YES,  OPEN_YES],
  ['first byte',          '221',          OPEN_NO,   OPEN_NO],
  ['first byte',          '421',          OPEN_NO,   OPEN_NO],
  ['first byte',          '451',          AGAIN,     BUSY],
  ['first byte',          '554',          REFUSED,   REFUSED],
  ['first byte',          '554 JSON',     OFTEN,     OFTEN],
  ['first byte of many',  'FIN',          AGAIN,     BROKEN],
  ['first byte of many',  'RST',          AGAIN,     BROKEN],
  ['first byte of many',  'slow',         SENT,      SENT],
  ['first byte of many',  'garbage',      OPEN_NO,   OPEN_NO],
  ['first byte of many',  '221',          OPEN_NO,   OPEN_NO],
  ['first byte of many',  '250',          OPEN_NO,   OPEN_NO],
  ['first byte of many',  '421',          AGAIN,     BUSY],
  ['first byte of many',  '451',          AGAIN,     BUSY],
  ['first byte of many',  '554',          REFUSED,   REFUSED],
  ['first byte of many',  '554 JSON',     OFTEN,     OFTEN],
  ['middle',              'FIN',          AGAIN,     BROKEN],
  ['middle',              'RST',          AGAIN,     BROKEN],
  ['middle',              'silence',      OPEN_NO,   OPEN_NO],
  ['middle',              'slow',         SENT,      SENT],
  ['middle',              'garbage',      OPEN_NO,   OPEN_NO],
  ['middle',              '221',          OPEN_NO,   OPEN_NO],
  ['middle',              '250',          OPEN_NO,   OPEN_NO],
  ['middle',              '421',          AGAIN,     BUSY],
  ['middle',              '451',          AGAIN,     BUSY],
  ['middle',              '554',          REFUSED,   REFUSED],
  ['middle',              '554 JSON',     OFTEN,     OFTEN],
  // From here on only an answer tells.
  ['last byte',           'FIN',          OPEN_NO,   OPEN_NO],
  ['last byte',           'RST',          OPEN_NO,   OPEN_NO],
  ['last byte',           'silence',      OPEN_NO,   OPEN_NO],
  ['last byte',           'slow',         SENT,      SENT],
  ['last byte',           'too slow',     OPEN_YES,  OPEN_YES],
  ['last byte',           'garbage',      OPEN_YES,  OPEN_YES],
  ['last byte',           '221',          OPEN_NO,   OPEN_NO],
  ['last byte',           '421',          OPEN_NO,   OPEN_NO],
  ['last byte',           '451',          AGAIN,     BUSY],
  ['last byte',           '554',          REFUSED,   REFUSED],
  ['last byte',           '554 JSON',     OFTEN,     OFTEN],
  ['dot, not taken',      'FIN',          OPEN_NO,   OPEN_NO],
  ['dot, not taken',      'RST',          OPEN_NO,   OPEN_NO],
  ['dot, not taken',      'silence',      OPEN_NO,   OPEN_NO],
  ['dot, not taken',      'slow',         SENT,      SENT],
  ['dot, not taken',      'too slow',     OPEN_YES,  OPEN_YES],
  ['dot, not taken',      'garbage',      OPEN_NO,   OPEN_NO],
  ['dot, not taken',      '221',          OPEN_NO,   OPEN_NO],
  ['dot, not taken',      '421',          OPEN_NO,   OPEN_NO],
  ['dot, not taken',      '451',          AGAIN,     BUSY],
  ['dot, not taken',      '554',          REFUSED,   REFUSED],
  ['dot, not taken',      '554 JSON',     OFTEN,     OFTEN],
  ['dot, taken',          'FIN',          OPEN_YES,  OPEN_YES],
  ['dot, taken',          'RST',          OPEN_YES,  OPEN_YES],
  ['dot, taken',          'silence',      OPEN_YES,  OPEN_YES],
  ['dot, taken',          'slow',         SENT,      SENT],
  ['dot, taken',          'too slow',     OPEN_YES,  OPEN_YES],
  ['dot, taken',          'half a reply', OPEN_YES,  OPEN_YES],
  ['dot, taken',          'garbage',      OPEN_YES,  OPEN_YES],
  ['dot, taken',          '221',          OPEN_YES,  OPEN_YES],
  ['dot, taken',          '250',          SENT,      SENT],
  // A proxy's, when SES has the mail.
  ['dot, taken',          '421',          OPEN_YES,  OPEN_YES],
]

const quick = { connectionMs: PATIENCE_MS, greetingMs: PATIENCE_MS, socketMs: PATIENCE_MS }
const patient = { connectionMs: 30_000, greetingMs: 30_000, socketMs: 30_000 }

const secret = 'Emulated4Tests'
const words = 'Lobster thermidor aux crevettes with a Mornay sauce, garnished with truffle pâté'
const base64 = (text: string) => Buffer.from(text).toString('base64')
const secrets = [secret, base64(secret), base64(`\0${sender}\0${secret}`), words, base64(words)]

const short = mailWith({ text: words, messageId: '<1@example.com>', date: new Date(0) })
const long = { ...short, attachments: [{ filename: 'a.zip', content: Buffer.alloc(3_000_000, 1) }] }

interface Run {
  readonly emulator: EmulatorOptions
  readonly mail: SendMailOptions
  readonly timeouts: typeof quick
  readonly taken: number
}

/** What became of one mail at a gateway of its own, and all that was to be seen of it. */
async function send({ emulator, mail, timeouts, taken }: Run) {
  const ses = await startEmulator(emulator)
  const lines: unknown[] = []
  const write = (...line: unknown[]) => lines.push(line)
  const logger = { debug: write, info: write, warn: write, error: write }
  const transport = sesTransport({ ...ses.transport, retry: { retries: 1, minDelayMs: 1 }, timeouts, logger })
  const ours = createTransport(transport)
  try {
    const [told, tries, error] = await ours.sendMail(mail).then(
      (info) => ['sent', info.ses?.letters[0]?.attempts, undefined] as const,
      (error) => {
        if (!isSesError(error)) throw error
        return [`${error.reason}, ${error.retry}, ${error.delivered}`, error.attempts, error] as const
      },
    )
    ours.close()
    const takenBy = () => ses.ledger.filter(({ delivered }) => delivered).length
    // The gateway may be at it still.
    await vi.waitFor(() => expect([ses.connections, takenBy() >= taken]).toEqual([0, true]), { timeout: 10_000 })
    const seen = shown([error, JSON.stringify(error), lines, transport, ours])
    return { outcome: [told, tries, takenBy()], seen }
  } finally {
    ours.close()
    await ses.close()
  }
}

/** Everything of a value that a log may show. */
const shown = (value: unknown): string =>
  inspect(value, { depth: 10, showHidden: true, customInspect: false, maxStringLength: null, maxArrayLength: null })

/** Starts them all at once, a few at a time, so that those that wait for a timeout wait together. */
function startRuns(runs: readonly (() => Promise<unknown>)[], atOnce: number): void {
  let next = 0
  const work = async () => {
    for (let run = runs[next++]; run; run = runs[next++]) await run().catch(() => {})
  }
  for (let worker = 0; worker < atOnce; worker++) void work()
}

const events: unknown[] = []
const listen = (event: unknown) => events.push(event)
const channels = ['wait', 'attempt', 'retry', 'settled'].map((name) => `nodemailer-tencentcloud-ses:${name}`)
beforeAll(() => {
  for (const channel of channels) subscribe(channel, listen)
})
afterAll(() => {
  for (const channel of channels) unsubscribe(channel, listen)
  expect(events.length).toBeGreaterThan(2 * matrix.length)
  const seen = shown(events)
  for (const each of secrets) expect(seen).not.toContain(each)
})

const lazily = <T>(run: () => Promise<T>): (() => Promise<T>) => {
  let promise: Promise<T> | undefined
  return () => {
    promise ??= run()
    return promise
  }
}

const sizeOfShort = lazily(async () => {
  const ses = await startEmulator()
  const ours = createTransport(sesTransport(ses.transport))
  await ours.sendMail(short)
  ours.close()
  await ses.close()
  return ses.ledger[0]?.raw.length ?? 0
})

const rows = matrix.flatMap(([stage, does, passes, stays]) =>
  ([['passes', passes, 1] as const, ['stays', stays, 9] as const] as const).map(([how, outcome, times]) => {
    const { at, after = 0, isLong = false } = stages[stage] as { at: Stage; after?: number | 'all'; isLong?: boolean }
    const run = lazily(async () => {
      const bytes = after === 'all' ? await sizeOfShort() : after
      const fault = { at, do: actions[does], after: bytes, times } as Fault
      return send({
        emulator: { faults: [fault] },
        mail: isLong ? long : short,
        timeouts: does === 'silence' || does === 'too slow' ? quick : patient,
        taken: outcome[2],
      })
    })
    return { name: `${stage}: ${does}, and it ${how}`, outcome, run }
  }),
)

/** The forms that SES's errors are known in. */
const forms = {
  'as the one real reply': {},
  'with a space': { space: true },
  'with a Message': { message: true },
  flat: { flat: true },
  'in English': { language: 'en' },
  'in English, with a Message, flat': { language: 'en', message: true, flat: true },
  'without its end': { truncate: 'text' },
} satisfies Record<string, EmulatorOptions['reply']>

const codes = [
  ['InternalError', AGAIN, BUSY],
  ['FailedOperation.FrequencyLimit', OFTEN, OFTEN],
  ['FailedOperation.NotAuthenticatedSender', FROM, FROM],
  ['InvalidParameterValue.EmailContentIsWrong', LINE, LINE],
] as const

const jsonRows = [
  ...Object.entries(forms).flatMap(([form, reply]) => codes.map((row) => [form, reply, ...row] as const)),
  ['cut before the code', { truncate: 70 }, 'InternalError', CUT, CUT] as const,
].flatMap(([form, reply, error, passes, stays]) =>
  ([['passes', passes, 1] as const, ['stays', stays, 9] as const] as const).map(([how, outcome, times]) => ({
    name: `554 ${error}, JSON ${form}, and it ${how}`,
    outcome,
    run: lazily(() =>
      send({
        emulator: { reply, faults: [{ at: 'call', error, times }] },
        mail: short,
        timeouts: patient,
        taken: outcome[2],
      }),
    ),
  })),
)

// Our lines have 76 bytes and a line ending.
const lineLimit = 75
const lost: Fault[] = [{ at: 'reply', do: 'reset', times: 9 }]
const silent: Fault[] = [{ at: 'reply', do: 'silence', times: 9 }]
const lineRows = (
  [
    ['short, answered', { lineLimit }, short, patient, LINE],
    ['short, reset, and the answer lost', { lineLimit, faults: lost }, short, patient, OPEN_NO],
    ['short, never answered', { lineLimit, faults: silent }, short, quick, OPEN_NO],
    ['long, answered in the middle, then closed', { lineLimit, afterLongLine: 'drain' }, long, patient, LINE],
    ['long, reset in the middle, and the answer lost', { lineLimit, faults: lost }, long, patient, BROKEN],
    ['long, never answered', { lineLimit, faults: silent }, long, quick, OPEN_NO],
  ] as const satisfies readonly (readonly [string, EmulatorOptions, SendMailOptions, typeof quick, Outcome])[]
).map(([name, emulator, mail, timeouts, outcome]) => ({
  name: `too long a line: ${name}`,
  outcome,
  run: lazily(() => send({ emulator, mail, timeouts, taken: 0 })),
}))

const all = [...rows, ...jsonRows, ...lineRows]
beforeAll(() =>
  startRuns(
    all.map(({ run }) => run),
    24,
  ),
)

describe.each(all)('$name', ({ outcome, run }) => {
  it(`${outcome.join(', ')}, and no secret to be seen`, { timeout: 60_000 }, async () => {
    const { outcome: became, seen } = await run()
    expect(became).toEqual(outcome)
    expect(secrets.filter((each) => seen.includes(each))).toEqual([])
  })
})

// Nothing is under way: the next mail goes over another connection. Only silence is not noticed before.
const whenIdle: readonly [Does, tries: number][] = [
  ['FIN', 1],
  ['RST', 1],
  ['half a reply', 1],
  ['garbage', 1],
  ['221', 1],
  ['250', 1],
  ['421', 1],
  ['451', 1],
  ['554', 1],
  ['silence', 2],
]

it.each(whenIdle)('idle: %s, and the next mail is sent after %i tries', async (does, tries) => {
  const { ses, ours } = await openStage(
    { faults: [{ at: 'idle', do: actions[does] }] },
    { retry: { retries: 1, minDelayMs: 1 }, timeouts: does === 'silence' ? quick : patient },
  )
  const transport = ours.transporter as SesTransport
  const noticed = does === 'silence' ? undefined : new Promise<void>((done) => transport.once('clear', done))
  await ours.sendMail(short)
  await noticed
  expect((await ours.sendMail(short)).ses?.letters[0]?.attempts).toBe(tries)
  expect(ses.ledger.map(({ connection, delivered }) => [connection, delivered])).toEqual([
    [1, true],
    [2, true],
  ])
})

it.each(whenIdle)('idle: %s, and the next mail is sent once, however soon', async (does) => {
  const { ses, ours } = await openStage(
    { faults: [{ at: 'idle', do: actions[does] }] },
    { retry: { retries: 1, minDelayMs: 1 }, timeouts: does === 'silence' ? quick : patient },
  )
  await ours.sendMail(short)
  await ours.sendMail(short)
  expect(ses.ledger.filter(({ delivered }) => delivered)).toHaveLength(2)
})

describe.each<Does>(['FIN', 'RST', 'silence', 'slow', 'half a reply', 'garbage', '421', '451', '554'])(
  'QUIT: %s',
  (does) => {
    it('a connection that was idle for too long: the next mail is sent', async () => {
      const { ses, ours } = await openStage(
        { faults: [{ at: 'quit', do: actions[does] }] },
        { pool: { idleTimeoutMs: 20 } },
      )
      await ours.sendMail(short)
      await vi.waitFor(() => expect(ses.transcript).toContain('[1] C: QUIT'))
      expect((await ours.sendMail(short)).ses?.letters[0]?.attempts).toBe(1)
      expect(ses.ledger.map(({ connection }) => connection)).toEqual([1, 2])
    })

    it('verify() has had its answer by then', async () => {
      const { ours } = await openStage({ faults: [{ at: 'quit', do: actions[does] }] })
      expect(await ours.verify()).toBe(true)
    })
  },
)

// Many mails, with faults at every stage: each settles once, and what it is told is true.
//
// `CASES=10000 SEED=1 npm run test:search -- test/wire/soak.test.ts` for more of them, or the same again.

import { createTransport, type SendMailOptions } from 'nodemailer'
import { expect, it, onTestFinished, vi } from 'vitest'
import {
  type Emulator,
  type Fault,
  type FaultAction,
  type FaultStage,
  startEmulator,
} from '../../lib/emulator/index.ts'
import {
  isSesError,
  type SesError,
  type SesSentMessageInfo,
  type SesTransportOptions,
  sesTransport,
  type UnknownDelivery,
} from '../../lib/index.ts'
import { createRandom, pick, type Random } from '../explain/random-replies.ts'
import { CASES, SEED } from '../help/random.ts'
import { mailWith } from '../help/stage.ts'

const breaks: readonly FaultAction[] = ['close', 'reset', 'half-reply', 'garbage', { slowMs: 5 }]
const words: readonly FaultAction[] = ['221 Bye', '421 Later', '451 Later', '554 No'].map((reply) => ({ reply }))

/** What may go wrong at a stage. A gateway that refuses a mail and takes it is believed, so none does here. */
const actionsAt: Readonly<Partial<Record<FaultStage, readonly FaultAction[]>>> = {
  connect: breaks,
  tls: breaks,
  greeting: [...breaks, ...words],
  ehlo: [...breaks, ...words],
  auth: [...breaks, { reply: '421 Later' }, { reply: '451 Later' }],
  mail: [...breaks, ...words],
  rcpt: [...breaks, ...words],
  data: [...breaks, ...words, { reply: '250 OK' }, { reply: '354 Go\r\n250 OK' }],
  body: [...breaks, ...words],
  end: [...breaks, ...words, { reply: '250-OK\r\n554 No' }],
  reply: [...breaks, { reply: '221 Bye' }, { reply: '421 Later' }, { reply: '250-OK\r\n554 No' }],
  idle: [...breaks, ...words],
  rset: breaks,
  quit: breaks,
}

/** 5% of the occasions of what happens once a connection, and about 10% of the mails. */
const chanceAt = (at: FaultStage): number =>
  ['connect', 'tls', 'greeting', 'ehlo', 'auth'].includes(at) ? 0.05 : 0.0125

/** With `isOver`, the gateway is done with a mail when the client learns that something went wrong. */
function randomFaults(random: Random, { isOver }: { readonly isOver: boolean }) {
  return (at: FaultStage): Fault | undefined => {
    if (random() >= chanceAt(at)) return undefined
    if (at === 'call') return { at, error: pick(random, ['InternalError', 'FailedOperation.TemporaryBlocked']) }
    const actions = (actionsAt[at] ?? []).filter((action) => !isOver || at !== 'body' || action !== 'garbage')
    const action = !isOver && random() < 0.1 ? 'silence' : pick(random, actions)
    return { at, do: action, after: pick(random, [0, 200, 100_000]) }
  }
}

interface Told {
  readonly mail: SendMailOptions
  calls: number
  info: SesSentMessageInfo | undefined
  error: SesError | undefined
}

interface Soak {
  readonly ses: Emulator
  readonly transport: ReturnType<typeof sesTransport>
  readonly random: Random
  /** Sends so many mails; each is told when it has settled, and how often it did. */
  send(count: number, fields?: (index: number) => SendMailOptions): Promise<Told[]>
  /** Resolves when so many have settled. */
  settled(count: number): Promise<void>
  /** Closes, and waits until the gateway is done with all that came. */
  end(): Promise<void>
}

async function openSoak(options: Partial<SesTransportOptions> = {}, faults = { isOver: false }): Promise<Soak> {
  const random = createRandom(SEED)
  const ses = await startEmulator({ rateLimit: false, recipientLimit: false, faults: randomFaults(random, faults) })
  const ms = faults.isOver ? 60_000 : 2_000 // less, and a busy machine would be one more fault
  const transport = sesTransport({
    ...ses.transport,
    rateLimit: false,
    park: false, // all go to one recipient: the first refusal for a time would be the end of the test
    retry: { minDelayMs: 5 },
    pool: { maxConnections: 20 },
    timeouts: { connectionMs: ms, greetingMs: ms, socketMs: ms },
    ...options,
  })
  const ours = createTransport(transport)
  onTestFinished(async () => {
    ours.close()
    await ses.close()
  })
  let done = 0
  let waiting: { readonly count: number; readonly resolve: () => void }[] = []
  const count = () => {
    done++
    for (const each of waiting.filter((one) => one.count <= done)) each.resolve()
    waiting = waiting.filter((one) => one.count > done)
  }

  return {
    ses,
    transport,
    random,
    send: (number, fields = () => ({})) =>
      Promise.all(
        Array.from({ length: number }, (_, index) => {
          const text = 'x'.repeat(index % 10 === 0 ? 200_000 : 20)
          const mail = mailWith({ subject: `Mail ${index}`, text, ...fields(index) })
          const one: Told = { mail, calls: 0, info: undefined, error: undefined }
          return new Promise<Told>((resolve) => {
            ours.sendMail(mail, (error, info) => {
              one.calls++
              if (error && !isSesError(error)) throw error
              one.info = error ? undefined : info
              one.error = error ?? undefined
              count()
              resolve(one)
            })
          })
        }),
      ),
    async end() {
      transport.close()
      await vi.waitFor(() => expect(ses.connections).toBe(0), { timeout: 10_000 })
    },
    settled: (number) =>
      done >= number ? Promise.resolve() : new Promise((resolve) => waiting.push({ count: number, resolve })),
  }
}

const outcomeOf = ({ error }: Told): 'resolved' | 'no' | 'unknown' => error?.delivered ?? 'resolved'

/** How often SES took each mail, by recipient and subject. */
function takenBy(ses: Emulator): Map<string, number> {
  const taken = new Map<string, number>()
  for (const { delivered, envelope, raw } of ses.ledger) {
    const subject = /^Subject: (.*)\r$/m.exec(raw.toString('latin1'))?.[1]
    const keys = delivered ? envelope.to.map((to) => `${to} ${subject}`) : []
    for (const key of keys) taken.set(key, (taken.get(key) ?? 0) + 1)
  }
  return taken
}

/** Those that were told what is not so, when all is over. */
async function lies(told: readonly Told[], soak: Soak, isTrue = isTrueOnce) {
  await soak.end()
  const taken = takenBy(soak.ses)
  return told
    .map((one) => ({
      subject: one.mail.subject,
      calls: one.calls,
      outcome: outcomeOf(one),
      times: taken.get(`ann@example.org ${one.mail.subject}`) ?? 0,
    }))
    .filter(({ calls, outcome, times }) => calls !== 1 || !isTrue(outcome, times))
}

function isTrueOnce(outcome: string, times: number): boolean {
  if (outcome === 'resolved') return times === 1
  return outcome === 'no' ? times === 0 : times <= 1
}

/** The numbers, for whoever runs a long one. */
function tally(told: readonly Told[], ses: Emulator): Record<string, number> {
  const counts = { resolved: 0, no: 0, unknown: 0 }
  for (const one of told) counts[outcomeOf(one)]++
  const taken = ses.ledger.filter(({ delivered }) => delivered).length
  const retried = told.filter(({ info }) => (info?.ses?.letters[0]?.attempts ?? 1) > 1).length
  const numbers = { ...counts, retried, messages: ses.ledger.length, taken, connections: connectionsOf(ses) }
  if (process.env['CASES']) console.log(`SEED=${SEED}`, numbers)
  return counts
}

const connectionsOf = (ses: Emulator) => new Set(ses.transcript.map((line) => line.split(' ', 1)[0])).size

it('faults at all stages: resolved is once, no is never, unknown at most once', async () => {
  const soak = await openSoak()
  const told = await soak.send(CASES)
  expect(await lies(told, soak)).toEqual([])
  const { resolved = 0, no = 0, unknown = 0 } = tally(told, soak.ses)
  expect(resolved + no + unknown).toBe(CASES)
  expect(resolved).toBeGreaterThan(CASES / 2)
})

it('the event loop stands still now and then', async () => {
  const soak = await openSoak()
  const stalls = setInterval(() => stall(50 + soak.random() * 150), 250)
  const told = await soak.send(Math.ceil(CASES / 5))
  clearInterval(stalls)
  expect(await lies(told, soak)).toEqual([])
  tally(told, soak.ses)
})

function stall(ms: number): void {
  for (const until = performance.now() + ms; performance.now() < until; );
}

it('close() in the middle', async () => {
  const soak = await openSoak()
  const sent = soak.send(Math.ceil(CASES / 3)) // more than 20 connections have on the wire
  await soak.settled(Math.ceil(CASES / 15))
  soak.transport.close()
  const told = await sent
  expect(await lies(told, soak)).toEqual([])
  expect(told.filter(({ error }) => error?.reason === 'cancelled').length).toBeGreaterThan(CASES / 20)
  tally(told, soak.ses)
})

it('drain() in the middle', async () => {
  const soak = await openSoak()
  const early = soak.send(Math.ceil(CASES / 5))
  await soak.settled(Math.ceil(CASES / 15))
  const drained = soak.transport.drain()
  const late = soak.send(10, (index) => ({ subject: `Late ${index}` }))
  await drained
  const told = [...(await early), ...(await late)]
  expect(await lies(told, soak)).toEqual([])
  const cancelled = told.filter(({ error }) => error?.reason === 'cancelled').map(({ mail }) => mail.subject)
  expect(cancelled).toEqual(Array.from({ length: 10 }, (_, index) => `Late ${index}`))
  tally(told, soak.ses)
})

it('callers who leave at any moment', async () => {
  const soak = await openSoak()
  const left = (index: number) => AbortSignal.timeout(Math.floor(soak.random() * (20 + index * 5)))
  const told = await soak.send(Math.ceil(CASES / 5), (index) => ({ signal: left(index) }))
  expect(await lies(told, soak)).toEqual([])
  tally(told, soak.ses)
})

// Some mails come twice: that is what the option asks for. None is lost, and none that is told as lost came.
it('onUnknown retry: resolved is once or more often, no is never', async () => {
  const soak = await openSoak({ onUnknown: 'retry' })
  const told = await soak.send(Math.ceil(CASES / 5))
  const isTrue = (outcome: string, times: number) =>
    ({ resolved: times >= 1 && times <= 5, no: times === 0, unknown: times <= 5 })[outcome] ?? false
  expect(await lies(told, soak, isTrue)).toEqual([])
  tally(told, soak.ses)
})

it('onUnknown looks it up: nothing is unknown, and nothing comes twice', async () => {
  const isTaken = (id: string) => soak.ses.inbox.some(({ headers }) => headers.some(({ value }) => value === id))
  const onUnknown = ({ messageId }: UnknownDelivery) => (isTaken(messageId) ? 'delivered' : 'not-delivered')
  const soak: Soak = await openSoak({ onUnknown }, { isOver: true })
  const told = await soak.send(Math.ceil(CASES / 5))
  expect(await lies(told, soak, (outcome, times) => times === (outcome === 'resolved' ? 1 : 0))).toEqual([])
  tally(told, soak.ses)
})

it("several letters of a mail: true for each recipient, and none sees another's Bcc", async () => {
  const soak = await openSoak()
  const bcc = ['b@example.org', 'c@example.org', 'd@example.org']
  const told = await soak.send(Math.ceil(CASES / 6), () => ({ bcc }))
  await soak.end()
  const taken = takenBy(soak.ses)
  const wrong = told.flatMap(({ mail, calls, info, error }) =>
    ['ann@example.org', ...bcc].flatMap((to) => {
      const refusal = info?.rejectedErrors?.find((one) => (one as SesError).recipient === to) as SesError | undefined
      const outcome = info?.accepted.includes(to) ? 'resolved' : (refusal ?? error)?.delivered
      const times = taken.get(`${to} ${mail.subject}`) ?? 0
      return calls === 1 && isTrueOnce(String(outcome), times) ? [] : [{ to, subject: mail.subject, outcome, times }]
    }),
  )
  expect(wrong).toEqual([])
  const shown = soak.ses.inbox.filter(
    ({ envelope, to, raw }) =>
      String(to) !== String(envelope.to) ||
      ['ann@example.org', ...bcc].some((each) => !envelope.to.includes(each) && raw.includes(each)),
  )
  expect(shown).toEqual([])
  tally(told, soak.ses)
})

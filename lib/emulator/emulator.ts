// Tested by test/emulator/smtp.test.ts.

import { createClock, type EmulatorClock, type MovableClock } from './clock.ts'
import type { EmulatorTransport } from './control.ts'
import { type FaultPlan, planFaults } from './fault-plan.ts'
import type { Faults } from './faults.ts'
import { createHistory, type History } from './history.ts'
import { type EmulatorPage, openPage } from './http/open.ts'
import { type Incident, refusedLogin, speechlessClient, toEntry } from './incidents.ts'
import { createLimits, type Limits } from './limits.ts'
import type { EmulatorOptions, RateLimit, RecipientLimit } from './options.ts'
import { randomFrom } from './random.ts'
import { receive } from './receive.ts'
import type { LedgerEntry, NewEntry, ReceivedLetter } from './records.ts'
import { openReports, type Reports } from './reports.ts'
import { type Connection, type Listener, listen } from './server.ts'
import { resolveOptions, resolveRateLimit, resolveRecipientLimit, type Settings } from './settings.ts'
import { createLineReader } from './smtp/line-reader.ts'
import { converse } from './smtp/session.ts'
import { openWire } from './smtp/wire.ts'
import { words } from './smtp/words.ts'
import type { EmulatorStatus } from './status/open.ts'
import type { WaitOptions, Wanted } from './wait-for.ts'
import type { EmulatorWebhook } from './webhook/open.ts'

/**
 * Starts Tencent Cloud SES's SMTP gateway on this machine, as its page describes it: what SES would refuse is refused
 * in its words, and nothing leaves the machine.
 *
 * ```ts
 * const ses = await startEmulator()
 * await createTransport(sesTransport(ses.transport)).sendMail(mail)
 * await ses.close()
 * ```
 *
 * @see https://www.tencentcloud.com/document/product/1084/44453
 */
export function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  return Emulator.start(options)
}

/** A running emulator; {@link startEmulator} starts one. */
export class Emulator {
  /** Mails that SES took, in their order. */
  readonly inbox: ReceivedLetter[] = []
  /** Every message whose DATA was granted, and what became of it; and logins and connections that came to nothing. */
  readonly ledger: LedgerEntry[] = []
  /** What was said: `[1] C: …` by the client of connection 1, `[1] S: …` to it. No passwords and no messages are in it. */
  readonly transcript: string[] = []
  /** The clock of limits and records, to be moved. */
  readonly clock: EmulatorClock

  #settings: Settings
  #clock: MovableClock
  #history: History
  #options: Settings
  #limits: Limits
  #faults: FaultPlan
  #random: () => number
  #listener: Listener | undefined
  #reports: Reports
  #page: EmulatorPage | undefined
  #closed: Promise<unknown> | undefined
  #calls = 0
  #logins = 0

  private constructor(settings: Settings, clock: MovableClock, reports: Reports) {
    this.#clock = clock
    this.clock = clock
    this.#history = createHistory(this, settings.keep)
    this.#options = settings
    this.#settings = settings
    this.#reports = reports
    this.#limits = this.#newLimits()
    this.#faults = planFaults(this.#options.faults, this.#options.seed)
    this.#random = randomFrom(this.#options.seed)
  }

  /** @internal */
  static async start(options: EmulatorOptions): Promise<Emulator> {
    const resolved = resolveOptions(options)
    const clock = createClock(resolved.now)
    const settings = { ...resolved, now: clock.now }
    const emulator = new Emulator(settings, clock, await openReports(settings))
    try {
      emulator.#listener = await listen(
        settings,
        () => emulator.#faults,
        (connection) => void emulator.#serve(connection).catch((error: unknown) => fail(connection, error)),
        (incident, connection) => emulator.#recordIncident(incident, connection),
      )
      emulator.#page = settings.page && (await openPage(emulator, () => emulator.#settings, settings.page))
    } catch (error) {
      await emulator.close()
      throw error
    }
    return emulator
  }

  get host(): string {
    return this.#settings.host
  }

  get port(): number {
    return this.#listener?.port ?? this.#settings.port
  }

  /** Host, port, login of the first account and certificate: all that a client needs. */
  get transport(): EmulatorTransport {
    const [auth = { user: '', pass: '' }] = this.#settings.accounts
    return { host: this.host, port: this.port, auth, tls: { ca: this.#settings.tls.cert } }
  }

  /** GetSendEmailStatus. @throws Error if the emulator was started without the option `status` */
  get status(): EmulatorStatus {
    return this.#reports.status
  }

  /** The webhook. @throws Error if the emulator was started without the option `webhook` */
  get webhook(): EmulatorWebhook {
    return this.#reports.webhook
  }

  /** The page and the HTTP API. @throws Error if the emulator was started without the option `page` */
  get page(): EmulatorPage {
    if (this.#page === undefined) throw new Error('The emulator was started without the option `page`')
    return this.#page
  }

  /** Connections open now. */
  get connections(): number {
    return this.#listener?.count() ?? 0
  }

  /** Calls made: messages that came whole, whatever became of them then. */
  get calls(): number {
    return this.#calls
  }

  /** Logins that succeeded. */
  get logins(): number {
    return this.#logins
  }

  /** Resolves with the inbox as soon as so many letters are there, counted since the start or the last reset. */
  waitFor(count: number, options?: WaitOptions): Promise<readonly ReceivedLetter[]>
  /**
   * Resolves with the first letter that fits, which may be there already.
   *
   * @throws Error after `timeoutMs`, with what was refused meanwhile and why; or if the emulator is closed before
   */
  waitFor(predicate: (letter: ReceivedLetter) => boolean, options?: WaitOptions): Promise<ReceivedLetter>
  waitFor(wanted: Wanted, options: WaitOptions = {}): Promise<ReceivedLetter | readonly ReceivedLetter[]> {
    return this.#history.waitFor(wanted, options)
  }

  /** Calls back with each entry as soon as it is in the ledger. Returns what ends that. */
  onEntry(listener: (entry: LedgerEntry) => void): () => void {
    return this.#history.onEntry(listener)
  }

  /** Sets what goes wrong from now on. @param seed as the option, by default the one given there */
  setFaults(faults: Faults, seed: number = this.#options.seed): void {
    this.#settings = { ...this.#settings, faults, seed }
    this.#faults = planFaults(faults, seed)
  }

  /** Sets the rate from now on; calls already made count, those too that were made while there was none. */
  setRateLimit(rateLimit: RateLimit | false): void {
    this.#settings = { ...this.#settings, rateLimit: resolveRateLimit(rateLimit) }
  }

  /** Sets the limit for each recipient from now on; mails already taken count, of one recipient the newest 1,000 of a day. */
  setRecipientLimit(recipientLimit: RecipientLimit | false): void {
    this.#settings = { ...this.#settings, recipientLimit: resolveRecipientLimit(recipientLimit) }
  }

  /**
   * Makes it as it was when it started: nothing received, no limit used up, no event to be posted, the faults of the options,
   * the clock where it was. Connections stay.
   */
  reset(): void {
    this.#history.clear()
    this.#clock.reset()
    this.#calls = 0
    this.#logins = 0
    this.#settings = this.#options
    this.#limits = this.#newLimits()
    this.#faults = planFaults(this.#options.faults, this.#options.seed)
    this.#random = randomFrom(this.#options.seed)
    this.#reports.reset()
  }

  /** Breaks off every connection, stops listening, and posts nothing any more. */
  async close(): Promise<void> {
    this.#history.close()
    this.#closed ??= Promise.all([this.#listener?.close(), this.#reports.close(), this.#page?.close()])
    await this.#closed
  }

  async #serve({ id, socket, raw }: Connection): Promise<void> {
    const { afterLongLine, chunking, domain, idleTimeoutMs, latencyMs, limits, lineLimit } = this.#settings
    const wire = openWire(socket, raw, {
      id,
      reader: createLineReader(lineLimit),
      faults: () => this.#faults,
      latencyMs,
      idleTimeoutMs,
      note: (line) => this.#history.note(`[${id}] ${line}`),
    })
    await converse(wire, {
      domain,
      chunking,
      afterLongLine,
      maxBytes: limits.eof,
      leftSpeechless: () => {
        if (this.#closed === undefined) this.#recordIncident(speechlessClient, id)
      },
      login: (user, pass) => this.#login(user, pass, id),
      receive: (from, account, envelope, chunked) => receive(from, account, envelope, this.#desk(), chunked),
    })
  }

  #desk() {
    return {
      settings: this.#settings,
      limits: this.#limits,
      faults: () => this.#faults,
      random: this.#random,
      countCall: () => {
        this.#calls++
      },
      deliver: (letter: ReceivedLetter) => this.#deliver(letter),
      refuse: (letter: () => ReceivedLetter, row: string) => this.#reports.refuse(letter, row),
      record: (entry: NewEntry) => this.#history.record(entry),
    }
  }

  #recordIncident(incident: Incident, connection: number, details: Partial<NewEntry> = {}): void {
    this.#history.record({ ...toEntry(incident, this.#clock.now(), connection), ...details })
  }

  #deliver(letter: ReceivedLetter): string {
    const sesMessageId = this.#reports.accept(letter)
    this.#history.deliver(letter)
    return sesMessageId
  }

  #login(user: string, pass: string, connection: number): boolean {
    const { accounts } = this.#settings
    const isKnown = accounts.some((account) => account.user === user && account.pass === pass)
    if (isKnown) this.#logins++
    else {
      const incident = refusedLogin(
        user,
        accounts.map((account) => account.user),
      )
      this.#recordIncident(incident, connection, { reply: words.badLogin, envelope: { from: user, to: [] } })
    }
    return isKnown
  }

  #newLimits(): Limits {
    return createLimits(() => this.#settings, this.#settings.now)
  }
}

/** A fault of the emulator's own: the connection breaks, and the process goes on. */
function fail({ raw }: Connection, error: unknown): void {
  process.emitWarning(`The emulator failed: ${error instanceof Error ? error.stack : error}`)
  raw.destroy()
}

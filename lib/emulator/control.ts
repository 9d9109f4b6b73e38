import type { EmulatorClock } from './clock.ts'
import type { Faults } from './faults.ts'
import type { Account, RateLimit, RecipientLimit } from './options.ts'
import type { LedgerEntry, ReceivedLetter } from './records.ts'

/** What the library's `sesTransport` is given to send to the emulator. */
export interface EmulatorTransport {
  readonly host: string
  readonly port: number
  readonly auth: Account
  readonly tls: { readonly ca: string }
}

/** A running emulator, as its page and its HTTP API see it. */
export interface Control {
  readonly inbox: ReceivedLetter[]
  readonly ledger: LedgerEntry[]
  readonly transcript: string[]
  readonly transport: EmulatorTransport
  readonly clock: EmulatorClock
  readonly connections: number
  readonly calls: number
  readonly logins: number
  onEntry(listener: (entry: LedgerEntry) => void): () => void
  setFaults(faults: Faults, seed?: number): void
  setRateLimit(rateLimit: RateLimit | false): void
  setRecipientLimit(recipientLimit: RecipientLimit | false): void
  reset(): void
}

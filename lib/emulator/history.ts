// Tested by test/emulator/wait-for.test.ts.

import { guard } from './guard.ts'
import { type Keep, keepNewest } from './keep.ts'
import { type LedgerEntry, type NewEntry, type ReceivedLetter, sizeOf } from './records.ts'
import { checkWanted, type WaitOptions, type Wanted, waitedInVain } from './wait-for.ts'
import { createWaiters } from './waiters.ts'

/** The lists of a running emulator. */
export interface Lists {
  readonly inbox: ReceivedLetter[]
  readonly ledger: LedgerEntry[]
  readonly transcript: string[]
}

/** What has happened, as far as it is kept, and those who wait for more. */
export interface History {
  deliver(letter: ReceivedLetter): void
  record(entry: NewEntry): void
  note(line: string): void
  /** Returns what ends it. */
  onEntry(listener: (entry: LedgerEntry) => void): () => void
  waitFor(wanted: Wanted, options: WaitOptions): Promise<ReceivedLetter | readonly ReceivedLetter[]>
  /** Fails those who wait. */
  close(): void
  clear(): void
}

export function createHistory({ inbox, ledger, transcript }: Lists, keep: Required<Keep>): History {
  const letters = keepNewest(inbox, keep)
  const entries = keepNewest(ledger, keep)
  const listeners = new Set<(entry: LedgerEntry) => void>()
  const waiters = createWaiters()
  let lastNumber = 0

  return {
    deliver(letter) {
      letters.add([letter], sizeOf(letter))
      waiters.wake()
    },
    record(given) {
      const entry: LedgerEntry = { number: ++lastNumber, ...given }
      entries.add([entry], entry.raw.length)
      for (const listener of listeners) guard('onEntry', () => listener(entry), undefined)
    },
    note(line) {
      transcript.push(line)
      const most = keep.count * linesOfAMail
      if (transcript.length > 1.1 * most) transcript.splice(0, transcript.length - most)
    },
    onEntry(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async waitFor(wanted, { timeoutMs = 4000 }) {
      checkWanted(wanted, timeoutMs)
      const since = lastNumber
      const meanwhile = () => ledger.filter(({ number }) => number > since)
      return waiters.wait(
        () => find(wanted),
        timeoutMs,
        () => waitedInVain(wanted, timeoutMs, inbox, meanwhile()),
      )
    },
    close: () => waiters.fail(new Error('The emulator was closed')),
    clear() {
      letters.clear()
      entries.clear()
      transcript.length = 0
      lastNumber = 0
    },
  }

  function find(wanted: Wanted): ReceivedLetter | readonly ReceivedLetter[] | undefined {
    if (typeof wanted === 'function') return inbox.find((letter) => wanted(letter))
    return inbox.length + letters.dropped >= wanted ? inbox : undefined
  }
}

/** More than a mail has in the transcript, with its login. */
const linesOfAMail = 100

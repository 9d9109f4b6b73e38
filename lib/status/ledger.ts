import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { now } from '../clock.ts'
import { HANDOVER_CHANNEL, type Handover } from '../handover.ts'
import { addressKey } from './address.ts'

/** A mail of this process to one recipient, handed over: SES may have a record of it. */
export interface Entry {
  readonly messageId: string
  readonly attempt: number
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The mails that this process has handed over of late, by sender and recipient, and which of SES's records is whose. */
export interface Ledger {
  /** The entry of a mail: the nearest in time that is its own. Made anew if the mail was not seen. */
  find(from: string, to: string, mail: Entry): Entry
  /** What SES may have a record of from that time, but for what has its record. */
  unsettled(from: string, to: string, at: number, within: number): readonly Entry[]
  /** All with that Message-ID, whatever became of them. */
  withId(from: string, to: string, messageId: string): readonly Entry[]
  /**
   * Whether all is known that was handed over since then. Nothing is of the time before the ledger was opened, and nothing
   * is once it is closed.
   *
   * @param quietSince from when on nothing was handed over before it was opened, where that is known
   */
  isWholeSince(at: number, quietSince?: number): boolean
  /** Says whose record it is. A mail may have several ids: of its record and of its events. */
  settle(entry: Entry, to: string, recordId: string): void
  isTaken(recordId: string, to: string): boolean
  close(): void
}

/**
 * Listens to every transport of the process: a record may be of a mail that another transport sent, and is there before its
 * reply is.
 */
export function openLedger({ keepMs = KEEP_MS, most = MOST_ENTRIES } = {}): Ledger {
  const byPair = new Map<string, Entry[]>()
  const order: { readonly pair: string; readonly entry: Entry; readonly until: number }[] = []
  const settled = new Map<Entry, Set<string>>()
  const taken = new Map<string, Entry>()
  let first = 0
  const openedAt = Date.now()
  let forgottenUntil = Number.NEGATIVE_INFINITY

  const forget = ({ pair, entry }: (typeof order)[number]) => {
    forgottenUntil = Math.max(forgottenUntil, entry.at)
    const entries = byPair.get(pair) ?? []
    entries.shift() // they are in the order in which they came
    if (entries.length === 0) byPair.delete(pair)
    for (const key of settled.get(entry) ?? []) if (taken.get(key) === entry) taken.delete(key)
    settled.delete(entry)
  }
  const forgetOld = () => {
    while (first < order.length) {
      const oldest = order[first] as (typeof order)[number]
      if (oldest.until > now() && order.length - first <= most) break
      forget(oldest)
      first++
    }
    // Not at each one: to move a long list costs its length.
    if (first < 1_000 && first < order.length) return
    order.splice(0, first)
    first = 0
  }
  const add = (pair: string, entry: Entry) => {
    const entries = byPair.get(pair)
    if (entries) entries.push(entry)
    else byPair.set(pair, [entry])
    order.push({ pair, entry, until: now() + keepMs })
    forgetOld()
  }
  const listen = (event: unknown) => {
    const { messageId, from, to, attempt } = event as Handover
    const entry = { messageId, attempt, at: Date.now() }
    if (!Array.isArray(to)) return // of another version of this package
    // One object for each recipient: each has a record of its own.
    for (const address of to) add(pairOf(from, address), { ...entry })
  }
  subscribe(HANDOVER_CHANNEL, listen)

  const entriesOf = (from: string, to: string): readonly Entry[] => {
    forgetOld()
    return byPair.get(pairOf(from, to)) ?? []
  }
  return {
    find(from, to, mail) {
      const own = entriesOf(from, to)
        .filter(({ messageId, attempt }) => messageId === mail.messageId && attempt === mail.attempt)
        .sort((a, b) => Math.abs(a.at - mail.at) - Math.abs(b.at - mail.at))[0]
      if (own) return own
      add(pairOf(from, to), mail)
      return mail
    },
    unsettled: (from, to, at, within) =>
      entriesOf(from, to).filter((entry) => Math.abs(entry.at - at) <= within && !settled.has(entry)),
    withId: (from, to, messageId) => entriesOf(from, to).filter((entry) => entry.messageId === messageId),
    isWholeSince: (at, quietSince = openedAt) => at > forgottenUntil && at > Math.min(openedAt, quietSince),
    settle(entry, to, recordId) {
      const key = recordKey(recordId, to)
      settled.set(entry, (settled.get(entry) ?? new Set()).add(key))
      taken.set(key, entry)
    },
    isTaken: (recordId, to) => taken.has(recordKey(recordId, to)),
    close() {
      unsubscribe(HANDOVER_CHANNEL, listen)
      forgottenUntil = Number.POSITIVE_INFINITY
    },
  }
}

/** Half an hour: the longest wait for a reply, for a record, and the time about which a record may be. */
const KEEP_MS = 30 * 60 * 1_000

/** As many as SES takes in 40 minutes, one recipient each, at 20 calls a second: some 15 MB. */
const MOST_ENTRIES = 50_000

const pairOf = (from: string, to: string): string => `${addressKey(from)}\n${addressKey(to)}`

/** A call to several recipients may have one id for all of its records. */
const recordKey = (id: string, to: string): string => `${id}\n${addressKey(to)}`

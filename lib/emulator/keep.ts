import { checkOptions, wholeNumber } from './option-checks.ts'

/** How much is kept: the newest. */
export interface Keep {
  /** Mails, and entries of the ledger. @default all */
  readonly count?: number
  /** Bytes of mails, and of messages in the ledger; the newest stays, whatever its size. @default all */
  readonly bytes?: number
}

export function resolveKeep(keep: number | Keep | false | undefined): Required<Keep> {
  if (keep === undefined || keep === false) return keepAll
  const given = typeof keep === 'number' ? { count: keep } : keep
  const positive = wholeNumber(1, Number.MAX_SAFE_INTEGER)
  checkOptions<Keep>('keep', given, { count: positive, bytes: positive })
  return { count: given.count ?? keepAll.count, bytes: given.bytes ?? keepAll.bytes }
}

const keepAll = { count: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY }

/** A list of which only the newest stays. */
export interface Kept<Item> {
  /** Adds what belongs together, and is dropped together. */
  add(items: readonly Item[], bytes: number): void
  /** Items dropped since the start or the last `clear`. */
  readonly dropped: number
  clear(): void
}

/** `list` is the caller's to read and to empty; what it does not hold any more cannot be dropped from it. */
export function keepNewest<Item>(list: Item[], keep: Required<Keep>): Kept<Item> {
  const isUnlimited = keep.count === keepAll.count && keep.bytes === keepAll.bytes
  let groups: { readonly items: readonly Item[]; readonly bytes: number }[] = []
  let total = 0
  let dropped = 0

  return {
    add(items, bytes) {
      list.push(...items)
      if (isUnlimited) return
      groups.push({ items, bytes })
      total += bytes
      while (groups.length > 1 && (groups.length > keep.count || total > keep.bytes)) dropOldest()
    },
    get dropped() {
      return dropped
    },
    clear() {
      list.length = 0
      groups = []
      total = 0
      dropped = 0
    },
  }

  function dropOldest(): void {
    const { items = [], bytes = 0 } = groups.shift() ?? {}
    total -= bytes
    for (const item of items) {
      const index = list.indexOf(item)
      if (index === -1) continue
      list.splice(index, 1)
      dropped++
    }
  }
}

import { createHash } from 'node:crypto'
import { createRecipientLimit, type RecipientLimit, tooMany } from '../recipient-limit.ts'
import type { RedisLink } from './link.ts'
import { countRecipients, uncountRecipients } from './scripts.ts'

/**
 * A limit that several processes count together in Redis; while that is away, each counts for itself, or fails.
 *
 * Each pair of sender and recipient has a list of its last mails, no longer than the limit, which expires. Redis gets a
 * hash of the pair, no address.
 */
export function createSharedRecipientLimit(
  limit: { readonly count: number; readonly perMs: number },
  link: RedisLink,
): RecipientLimit {
  const alone = createRecipientLimit(limit)

  return {
    async count(from, to, now) {
      const keys = to.map((address) => link.key(`to:${hash(`${from}\n${address}`.toLowerCase())}`))
      const reply = await link.run(countRecipients, keys, [Math.min(limit.count, MOST), Math.min(limit.perMs, MOST)])
      const failure = link.failure()
      if (failure) throw failure
      if (reply === undefined) return alone.count(from, to, now)

      const [tooManyTo, answer] = reply as readonly [index: number, answer: string]
      const address = to[tooManyTo - 1]
      if (address !== undefined) throw tooMany(address, limit, Number(answer))
      return async () => {
        await link.run(uncountRecipients, keys, [answer])
      }
    },
  }
}

/** Redis knows no infinity. */
const MOST = 1e12

function hash(pair: string): string {
  return createHash('sha256').update(pair).digest('base64url').slice(0, 20)
}

import { describe, expect, test } from 'vitest'
import { createRecipientLimit } from '../../lib/pace/recipient-limit.ts'

const from = 'noreply@mail.example.com'
const HOUR = 3_600_000

/** What each of these mails at these moments would hear: nothing, or the milliseconds to wait. */
function heard(limit: { count: number; perMs: number }, mails: readonly (readonly [now: number, ...to: string[]])[]) {
  const { count } = createRecipientLimit(limit)
  return mails.map(([now, ...to]) => {
    try {
      count(from, to, now)
      return 'sent'
    } catch (error) {
      return (error as { retryAfterMs: number }).retryAfterMs
    }
  })
}

// "same sender → same recipient: 10 / hour"
// https://www.tencentcloud.com/document/product/1084/44458 "Email Sending Restrictions"
test('ten an hour, in an hour that slides', () => {
  const minute = 60_000
  const tenAtOnce = Array.from({ length: 10 }, (_, index) => [index * minute, 'a@x.org'] as const)
  expect(
    heard({ count: 10, perMs: HOUR }, [
      ...tenAtOnce,
      [30 * minute, 'a@x.org'],
      [60 * minute - 1, 'a@x.org'],
      [60 * minute, 'a@x.org'],
      [60 * minute, 'a@x.org'],
      [61 * minute, 'a@x.org'],
    ]),
  ).toEqual([...Array(10).fill('sent'), 30 * minute, 1, 'sent', minute, 'sent'])
})

describe('counts', () => {
  const limit = { count: 1, perMs: 1_000 }

  test.each<[string, (readonly [number, ...string[]])[], (string | number)[]]>([
    [
      'each recipient for itself',
      [
        [0, 'a@x.org'],
        [0, 'b@x.org'],
        [0, 'a@x.org'],
      ],
      ['sent', 'sent', 1_000],
    ],
    [
      'an address in any case',
      [
        [0, 'a@x.org'],
        [1, 'A@X.org'],
      ],
      ['sent', 999],
    ],
    [
      'each of several',
      [
        [0, 'a@x.org', 'b@x.org'],
        [0, 'b@x.org'],
      ],
      ['sent', 1_000],
    ],
    [
      'none of several if one has had too many',
      [
        [0, 'a@x.org'],
        [500, 'b@x.org', 'a@x.org'],
        [500, 'b@x.org'],
      ],
      ['sent', 500, 'sent'],
    ],
    [
      'names of object keys',
      [
        [0, '__proto__'],
        [0, '__proto__'],
        [0, 'constructor'],
      ],
      ['sent', 1_000, 'sent'],
    ],
    ['no one', [[0], [0]], ['sent', 'sent']],
    [
      'anew when the time is over',
      [
        [0, 'a@x.org'],
        [1_000, 'a@x.org'],
        [1_999, 'a@x.org'],
        [2_000, 'a@x.org'],
      ],
      ['sent', 'sent', 1, 'sent'],
    ],
  ])('%s', (_, mails, expected) => expect(heard(limit, mails)).toEqual(expected))

  test('each sender for itself', () => {
    const { count } = createRecipientLimit(limit)
    count('a@x.org', ['b@x.org'], 0)
    expect(() => count('c@x.org', ['b@x.org'], 0)).not.toThrow()
    // Not as one text: "a" to "bc" is not "ab" to "c".
    count('ab', ['c'], 0)
    expect(() => count('a', ['bc'], 0)).not.toThrow()
  })

  test('tens of thousands, and forgets the old', () => {
    const { count } = createRecipientLimit(limit)
    for (let index = 0; index < 50_000; index++) count(from, [`u${index}@x.org`], index)
    expect(() => count(from, ['u0@x.org'], 50_000)).not.toThrow()
    expect(() => count(from, ['u49999@x.org'], 50_000)).toThrow()
  })
})

describe('takes the count of a mail back that was not sent', () => {
  const limit = { count: 2, perMs: 1_000 }

  test('once', () => {
    const { count } = createRecipientLimit(limit)
    count(from, ['a@x.org'], 0)
    const back = count(from, ['a@x.org'], 1)
    back()
    count(from, ['a@x.org'], 2)
    expect(() => count(from, ['a@x.org'], 3)).toThrow(expect.objectContaining({ retryAfterMs: 997 }))
  })

  test('only its own, though others went at the same moment', () => {
    const { count } = createRecipientLimit(limit)
    const back = count(from, ['a@x.org'], 0)
    count(from, ['a@x.org'], 0)
    back()
    count(from, ['a@x.org'], 1)
    expect(() => count(from, ['a@x.org'], 2)).toThrow()
  })

  test('when it is forgotten already', () => {
    const { count } = createRecipientLimit(limit)
    const back = count(from, ['a@x.org'], 0)
    count(from, ['b@x.org'], 5_000)
    expect(back()).toBeUndefined()
  })

  test('of the last of all', () => {
    const { count } = createRecipientLimit(limit)
    count(from, ['a@x.org'], 0)()
    count(from, ['a@x.org'], 0)
    count(from, ['a@x.org'], 0)
    expect(() => count(from, ['a@x.org'], 0)).toThrow()
  })
})

test('the error', () => {
  const { count } = createRecipientLimit({ count: 1, perMs: HOUR })
  count(from, ['a@x.org'], 0)
  expect(() => count(from, ['b@x.org', 'a@x.org'], 600_000)).toThrow(
    expect.objectContaining({
      name: 'SesError',
      reason: 'recipient-rate-limited',
      retry: 'later',
      retryAfterMs: 3_000_000,
      delivered: 'no',
      permanent: false,
      field: 'to',
      message: 'a@x.org got 1 mails from this sender within 3600 s: not sent, see `recipientLimit`.',
      docs: 'https://www.tencentcloud.com/document/product/1084/44458',
    }),
  )
})

test('no limit', () => {
  const { count } = createRecipientLimit(false)
  for (let index = 0; index < 1_000; index++) count(from, ['a@x.org'], 0)()
})

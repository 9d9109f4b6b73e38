import { describe, expect, test } from 'vitest'
import { SesError, type SesErrorOptions } from '../../lib/errors.ts'
import { createParking, type Parking } from '../../lib/retry/parking.ts'

const from = 'noreply@mail.example.com'
const MINUTE = 60_000

const refusalOf = (options: Partial<SesErrorOptions>) =>
  new SesError('refused', { reason: 'blocked', retry: 'later', ...options })

/** What SES says after each of these codes, as far as it is of concern here. */
const refusals = {
  FrequencyLimit: refusalOf({ scope: 'recipient', retryAfterMs: 60 * MINUTE }),
  TemporaryBlocked: refusalOf({ scope: 'provider', retryAfterMs: 10 * MINUTE }),
  ExceedSendLimit: refusalOf({ scope: 'sender', retryAfterMs: 240 * MINUTE }),
}

type Mail = readonly [minute: number, to: string, from?: string]

/** What each of these mails, given its minute, would hear: nothing, or the minutes that are left. */
function heard(parking: Parking, mails: readonly Mail[]) {
  return mails.map(([minute, to, sender = from]) => {
    try {
      parking.refuse(sender, to.split(' '), 0, minute * MINUTE)
      return 'goes'
    } catch (error) {
      return ((error as SesError).retryAfterMs ?? Number.NaN) / MINUTE
    }
  })
}

type Refused = readonly [minute: number, code: keyof typeof refusals, to: string, from?: string]

function parkingAfter(...refused: readonly Refused[]): Parking {
  const parking = createParking(true)
  for (const [minute, code, to, sender = from] of refused) {
    parking.park(sender, to.split(' '), refusals[code], minute * MINUTE)
  }
  return parking
}

test.each<[string, readonly Refused[], readonly Mail[], readonly (number | 'goes')[]]>([
  [
    'FrequencyLimit: that sender to that recipient, in any case, for an hour',
    [[0, 'FrequencyLimit', 'ann@x.org']],
    [
      [0, 'ann@x.org'],
      [30, 'Ann@X.org'],
      [59, 'bob@y.org ann@x.org'],
      [59, 'bob@x.org'],
      [59, 'ann@x.org', 'news@mail.example.com'],
      [60, 'ann@x.org'],
    ],
    [60, 30, 1, 'goes', 'goes', 'goes'],
  ],
  [
    'FrequencyLimit of a letter to several: to all of them',
    [[0, 'FrequencyLimit', 'bob@x.org ann@x.org']],
    [
      [1, 'ann@x.org'],
      [1, 'bob@x.org'],
      [1, 'ann@x.org bob@x.org'],
      [1, 'cid@x.org bob@x.org ann@x.org'],
      [1, 'cid@x.org bob@x.org'],
    ],
    ['goes', 'goes', 59, 59, 'goes'],
  ],
  [
    'TemporaryBlocked: everyone at that provider, from whichever sender, for ten minutes',
    [[5, 'TemporaryBlocked', 'ann@x.org bob@X.org']],
    [
      [5, 'cid@x.org'],
      [14, 'cid@x.org dan@y.org', 'news@mail.example.com'],
      [14, 'dan@y.org'],
      [14, 'dan@sub.x.org'],
      [15, 'cid@x.org'],
    ],
    [10, 1, 'goes', 'goes', 'goes'],
  ],
  [
    'TemporaryBlocked of a letter to several providers: letters to all of them',
    [[0, 'TemporaryBlocked', 'ann@x.org bob@y.org']],
    [
      [1, 'ann@x.org'],
      [1, 'cid@y.org'],
      [1, 'cid@y.org dan@x.org'],
    ],
    ['goes', 'goes', 9],
  ],
  [
    "ExceedSendLimit: all of the sender's domain, to midnight",
    [[0, 'ExceedSendLimit', 'ann@x.org']],
    [
      [1, 'bob@y.org'],
      [2, 'bob@y.org', 'news@MAIL.example.com'],
      [3, 'bob@y.org', 'news@example.com'],
      [240, 'bob@y.org'],
    ],
    [239, 238, 'goes', 'goes'],
  ],
  [
    'ExceedSendLimit of a letter to three: what is left of the quota may do for two',
    [[0, 'ExceedSendLimit', 'ann@x.org bob@x.org cid@x.org']],
    [
      [1, 'dan@y.org eve@y.org'],
      [1, 'dan@y.org eve@y.org fay@y.org'],
    ],
    ['goes', 239],
  ],
  [
    'ExceedSendLimit of one to three, and then of one to one: nothing is left',
    [
      [0, 'ExceedSendLimit', 'ann@x.org bob@x.org cid@x.org'],
      [1, 'ExceedSendLimit', 'ann@x.org'],
      [2, 'ExceedSendLimit', 'ann@x.org bob@x.org'],
    ],
    [[2, 'dan@y.org']],
    [239],
  ],
  [
    'a letter to several, refused after one to one of them: that one stays refused',
    [
      [0, 'FrequencyLimit', 'ann@x.org'],
      [0, 'FrequencyLimit', 'ann@x.org bob@x.org'],
    ],
    [
      [1, 'ann@x.org'],
      [1, 'bob@x.org'],
    ],
    [59, 'goes'],
  ],
  [
    'again, when the time was over',
    [
      [0, 'TemporaryBlocked', 'ann@x.org'],
      [10, 'TemporaryBlocked', 'ann@x.org'],
    ],
    [
      [11, 'ann@x.org'],
      [20, 'ann@x.org'],
    ],
    [9, 'goes'],
  ],
  [
    'not as one text: "a" to "bc" is not "ab" to "c"',
    [[0, 'FrequencyLimit', 'bc', 'a']],
    [
      [1, 'c', 'ab'],
      [1, 'bc', 'a'],
    ],
    ['goes', 59],
  ],
  [
    'names of object keys',
    [[0, 'FrequencyLimit', '__proto__', '__proto__']],
    [
      [1, 'constructor', '__proto__'],
      [1, '__proto__', '__proto__'],
    ],
    ['goes', 59],
  ],
])('%s', (_, refused, mails, expected) => expect(heard(parkingAfter(...refused), mails)).toEqual(expected))

describe('remembers nothing', () => {
  test.each<[string, Partial<SesErrorOptions>]>([
    ['of a refusal that is of one mail', { retryAfterMs: MINUTE }],
    ['of one whose end is not known', { scope: 'sender' }],
  ])('%s', (_, options) => {
    const parking = createParking(true)
    parking.park(from, ['ann@x.org'], refusalOf(options), 0)
    expect([parking.count(0), ...heard(parking, [[0, 'ann@x.org']])]).toEqual([0, 'goes'])
  })

  test('when it is off', () => {
    const parking = createParking(false)
    parking.park(from, ['ann@x.org'], refusals.FrequencyLimit, 0)
    expect([parking.count(0), ...heard(parking, [[0, 'ann@x.org']])]).toEqual([0, 'goes'])
  })
})

test('counts what it remembers, and drops what is over', () => {
  const parking = parkingAfter(
    [0, 'FrequencyLimit', 'ann@x.org'],
    [0, 'TemporaryBlocked', 'ann@y.org'],
    [0, 'ExceedSendLimit', 'ann@z.org'],
    [1, 'FrequencyLimit', 'ann@x.org'],
  )
  // The quota was used up at 0: what comes after it on the wire says nothing new.
  expect([0, 9, 10, 60, 240].map((minute) => parking.count(minute * MINUTE))).toEqual([3, 3, 2, 1, 0])
})

test('remembers ten thousand, and forgets the oldest before the newest', () => {
  const parking = createParking(true)
  for (let index = 0; index < 10_002; index++) parking.park(from, [`u${index}@x.org`], refusals.FrequencyLimit, index)
  expect(parking.count(10_002)).toBe(10_000)
  const seconds = 10_002 / MINUTE
  expect(
    heard(
      parking,
      ['u0', 'u1', 'u2', 'u10001'].map((user) => [seconds, `${user}@x.org`] as const),
    ),
  ).toEqual(['goes', 'goes', 60 - 10_000 / MINUTE, 60 - 1 / MINUTE])
})

test('the error is as SES’s was, with the time that is left, and has nothing of the other mail', () => {
  const parking = createParking(true)
  const refusal = new SesError('SES refused the mail to ann@x.org', {
    reason: 'blocked',
    retry: 'later',
    retryAfterMs: 10 * MINUTE,
    scope: 'provider',
    sesCode: 'FailedOperation.TemporaryBlocked',
    requestId: 'r',
    hint: 'Wait ten minutes.',
    docs: 'https://example.org',
    code: 'EMESSAGE',
    command: 'DATA',
    response: '554 ann@x.org',
    responseCode: 554,
    attempts: 3,
    cause: new Error('ann@x.org'),
  })
  parking.park(from, ['ann@x.org'], refusal, 0)

  expect(() => parking.refuse(from, ['bob@x.org', 'cid@y.org'], 1, 8.5 * MINUTE)).toThrow(
    expect.objectContaining({
      name: 'SesError',
      message:
        'SES has refused mail to x.org (FailedOperation.TemporaryBlocked) and would for another 90 s: not sent, see `park`. Wait ten minutes.',
      reason: 'blocked',
      retry: 'later',
      retryAfterMs: 1.5 * MINUTE,
      scope: 'provider',
      sesCode: 'FailedOperation.TemporaryBlocked',
      requestId: 'r',
      hint: 'Wait ten minutes.',
      docs: 'https://example.org',
      field: 'to',
      delivered: 'no',
      permanent: false,
      attempts: 1,
      code: 'EMESSAGE',
      command: undefined,
      response: undefined,
      responseCode: undefined,
    }),
  )
  expect(() => parking.refuse(from, ['bob@x.org'], 0, 0)).not.toThrow(
    expect.objectContaining({ cause: expect.anything() }),
  )
})

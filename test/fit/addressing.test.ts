import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressLetters } from '../../lib/fit/addressing.ts'
import type { Letter } from '../../lib/letter.ts'
import type { SesTransportOptions } from '../../lib/options/options.ts'
import { letterOf, settingsOf } from '../help/letters.ts'

const people = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name}${index}@example.org`)
const address = (fields: Partial<Letter>, options?: Partial<SesTransportOptions>) =>
  addressLetters(letterOf(fields), settingsOf(options))
const sent = (fields: Partial<Letter>, options?: Partial<SesTransportOptions>) =>
  address(fields, options).letters.map(({ kind, letter }) => [kind, ...letter.to])

// "Cc: Currently unsupported", "Bcc: Currently unsupported"
// https://www.tencentcloud.com/document/product/1084/44453 "Input Parameters"
describe('who gets a letter with whom', () => {
  const all = { to: ['t1@x.org', 't2@x.org'], cc: ['c1@x.org', 'c2@x.org'], bcc: ['b1@x.org', 'b2@x.org'] }

  test.each<[string, Partial<Letter>, Partial<SesTransportOptions>, string[][]]>([
    ['To alone', { to: ['t1@x.org', 't2@x.org'] }, {}, [['shared', 't1@x.org', 't2@x.org']]],
    [
      'Cc joins To',
      all,
      {},
      [
        ['shared', 't1@x.org', 't2@x.org', 'c1@x.org', 'c2@x.org'],
        ['separate', 'b1@x.org'],
        ['separate', 'b2@x.org'],
      ],
    ],
    [
      'each Cc has a letter of its own',
      all,
      { cc: 'separate' },
      [
        ['shared', 't1@x.org', 't2@x.org'],
        ['separate', 'c1@x.org'],
        ['separate', 'c2@x.org'],
        ['separate', 'b1@x.org'],
        ['separate', 'b2@x.org'],
      ],
    ],
    ['Cc alone', { to: [], cc: ['c1@x.org'] }, {}, [['shared', 'c1@x.org']]],
    ['Cc alone, separate', { to: [], cc: ['c1@x.org'] }, { cc: 'separate' }, [['separate', 'c1@x.org']]],
    ['Bcc alone', { to: [], bcc: ['b1@x.org'] }, {}, [['separate', 'b1@x.org']]],
    ['no Cc to refuse', { to: ['t1@x.org'] }, { cc: 'refuse', bcc: 'refuse' }, [['shared', 't1@x.org']]],
  ])('%s', (_, fields, options, letters) => expect(sent({ cc: [], bcc: [], ...fields }, options)).toEqual(letters))

  test('every letter is the mail but for its recipients', () => {
    const mail = letterOf(all)
    for (const { letter } of addressLetters(mail, settingsOf()).letters) {
      expect(letter).toEqual({ ...mail, to: letter.to, cc: [], bcc: [] })
    }
  })
})

// "up to 50 recipient addresses": https://www.tencentcloud.com/document/product/1084/39408 "Destination"
describe('at most 50 a letter', () => {
  test.each([
    [1, [1]],
    [50, [50]],
    [51, [50, 1]],
    [100, [50, 50]],
    [120, [50, 50, 20]],
  ])('%i recipients', (count, sizes) => {
    const to = people('t', count)
    const { letters } = address({ to })
    expect(letters.map(({ kind, letter }) => [kind, letter.to.length])).toEqual(sizes.map((size) => ['shared', size]))
    expect(letters.flatMap(({ letter }) => letter.to)).toEqual(to)
  })

  test('To and Cc together', () =>
    expect(sent({ to: people('t', 50), cc: people('c', 1) })).toEqual([
      ['shared', ...people('t', 50)],
      ['shared', 'c0@example.org'],
    ]))

  test('as the option says', () =>
    expect(sent({ to: people('t', 5) }, { limits: { recipients: 2 } }).map((letter) => letter.length - 1)).toEqual([
      2, 2, 1,
    ]))

  test('no limit: one letter', () =>
    expect(
      sent({ to: people('t', 120) }, { limits: { recipients: Infinity } }).map((letter) => letter.length - 1),
    ).toEqual([120]))
})

test('reports what was made different', () => {
  const { changes } = address({ to: people('t', 49), cc: people('c', 2), bcc: people('b', 3) })
  expect(changes).toEqual([
    { rule: 'cc', field: 'cc', loss: 'none', message: 'c0@example.org, c1@example.org moved from Cc to To' },
    { rule: 'bcc', field: 'bcc', loss: 'none', message: 'each of 3 hidden recipients gets a letter of its own' },
    { rule: 'recipients', field: 'to', loss: 'none', message: '51 recipients get 2 letters of at most 50' },
  ])
})

test('reports separate Cc, many of them by their number', () =>
  expect(address({ cc: people('c', 4) }, { cc: 'separate' }).changes).toEqual([
    { rule: 'cc', field: 'cc', loss: 'none', message: 'each of 4 addresses gets a letter of its own' },
  ]))

test('reports nothing for To alone', () => expect(address({ to: people('t', 50) }).changes).toEqual([]))

describe('refuses if the option says so', () => {
  test('Cc', () =>
    expect(() => address({ cc: people('c', 2) }, { cc: 'refuse' })).toThrow(
      expect.objectContaining({
        name: 'SesError',
        reason: 'recipient-refused',
        retry: 'never',
        field: 'cc',
        message:
          "cc: SES supports no Cc, got 2 addresses. Set the option `cc` to 'to' or 'separate' to have them sent.",
      }),
    ))

  test('Bcc, whose addresses it does not show', () =>
    expect(() => address({ bcc: people('b', 2) }, { bcc: 'refuse' })).toThrow(
      expect.objectContaining({
        name: 'SesError',
        reason: 'recipient-refused',
        field: 'bcc',
        message: "bcc: SES supports no Bcc, got 2 addresses. Set the option `bcc` to 'separate' to have them sent.",
      }),
    ))
})

test('whoever is in it: each gets one letter, and no hidden one is seen by another', () => {
  const count = fc.nat(130)
  fc.assert(
    fc.property(count, count, count, fc.constantFrom('to' as const, 'separate' as const), (to, cc, bcc, policy) => {
      const mail = { to: people('t', to), cc: people('c', cc), bcc: people('b', bcc) }
      const { letters, changes } = address(mail, { cc: policy })
      const gets = letters.flatMap(({ letter }) => letter.to)
      expect([...gets].sort()).toEqual([...mail.to, ...mail.cc, ...mail.bcc].sort())

      const hidden = letters.filter(({ letter }) => letter.to.some((each) => each.startsWith('b')))
      expect(hidden.map(({ kind, letter }) => [kind, letter.to.length])).toEqual(mail.bcc.map(() => ['separate', 1]))
      expect(JSON.stringify(changes)).not.toMatch(/"b\d|\bb\d+@/)
      expect(letters.filter(({ letter }) => letter.cc.length + letter.bcc.length > 0)).toEqual([])
      expect(Math.max(0, ...letters.map(({ letter }) => letter.to.length))).toBeLessThanOrEqual(50)
    }),
  )
})

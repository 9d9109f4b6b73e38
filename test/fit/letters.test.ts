import { describe, expect, test } from 'vitest'
import { fitLetters, refuseEarly } from '../../lib/fit/letters.ts'
import type { Letter } from '../../lib/letter.ts'
import { fileOf, letterOf, named, settingsOf } from '../help/letters.ts'

const logo = fileOf({
  name: 'logo.png',
  type: 'image/png',
  disposition: 'inline',
  contentId: 'logo',
  content: Buffer.from('abc'),
})
const amp = fileOf({ name: undefined, type: 'text/x-amp-html', disposition: 'alternative' })
const ics = Buffer.from('BEGIN:VCALENDAR')
const invitation = fileOf({ name: undefined, type: 'text/calendar', disposition: 'alternative', content: ics })

describe('fitLetters', () => {
  test('a letter that fits comes back, with nothing changed', async () => {
    const mail = letterOf({ attachments: named('a.pdf'), html: '<p>hello</p>' })
    expect(await fitLetters(mail, settingsOf())).toEqual({ letters: [{ kind: 'shared', letter: mail }], changes: [] })
  })

  test('a subject of control characters alone is none', () =>
    expect(fitLetters(letterOf({ subject: '\u0001' }), settingsOf())).rejects.toMatchObject({
      reason: 'message-invalid',
      field: 'subject',
      message: 'subject: a subject is required, got none. Give `subject`.',
    }))

  test('the rules work one after the other', async () => {
    const mail = letterOf({
      from: [{ name: 'Shop: \0', address: 'a@example.com' }],
      subject: '\ud83d',
      text: undefined,
      html: '<img src="cid:logo">',
      cc: ['c@example.org'],
      bcc: ['b@example.org'],
      headers: [
        { name: 'X-Mailer', value: 'x' },
        { name: 'X-A', value: 'a' },
      ],
      attachments: [
        logo,
        amp,
        invitation,
        fileOf({ name: 'a b.pdf', disposition: 'inline' }),
        fileOf({ name: 'a?b.json' }),
      ],
    })
    const { letters, changes } = await fitLetters(mail, settingsOf())
    const fitted = {
      ...mail,
      from: [{ name: 'Shop： \ufffd', address: 'a@example.com' }],
      subject: '\ufffd',
      html: '<img src="data:image/png;base64,YWJj">',
      cc: [],
      bcc: [],
      headers: [{ name: 'X-A', value: 'a' }],
      attachments: [
        fileOf({ name: 'a_b.pdf' }),
        fileOf({ name: 'a_b.json' }),
        fileOf({ name: 'invite.ics', type: 'text/calendar', content: ics }),
      ],
    }
    expect(letters).toEqual([
      { kind: 'shared', letter: { ...fitted, to: ['ann@example.org', 'c@example.org'] } },
      { kind: 'separate', letter: { ...fitted, to: ['b@example.org'] } },
    ])
    expect(changes.map(({ rule }) => rule)).toEqual([
      'unicode',
      'unicode',
      'sender',
      'headers',
      'calendar',
      'alternatives',
      'inline-images',
      'plain-attachments',
      'file-names',
      'file-names',
      'file-types',
      'cc',
      'bcc',
    ])
  })

  test('a letter that was fitted fits', async () => {
    const { letters } = await fitLetters(
      letterOf({ attachments: named('a b', 'a b'), headers: [{ name: 'Cc', value: 'x' }] }),
      settingsOf(),
    )
    const [first] = letters
    expect(await fitLetters(first?.letter ?? letterOf(), settingsOf())).toEqual({
      letters: [first],
      changes: [expect.objectContaining({ rule: 'file-types' }), expect.objectContaining({ rule: 'file-types' })],
    })
  })

  // An order that is wrong lets one of these through, or refuses what would fit.
  describe('the order', () => {
    const fitted = (fields: Partial<Letter>, options = {}) => fitLetters(letterOf(fields), settingsOf(options))

    test.each([
      ['behind a space', 'a.exe '],
      ['behind a tab', 'a.exe\t'],
      ['with a forbidden character', 'a?.EXE'],
      ['behind a dot', 'a.exe.'],
      ['behind a dot and a space', 'a.exe. '],
    ])('a type is read off the name that goes out: %s', (_, name) =>
      expect(fitted({ attachments: named(name) })).rejects.toMatchObject({ reason: 'attachment-refused' }),
    )

    test('the body is measured with the images in it', () =>
      expect(
        fitted({ html: '<img src="cid:logo">', attachments: [{ ...logo, content: Buffer.alloc(900_000) }] }),
      ).rejects.toMatchObject({ reason: 'message-too-large', field: 'body' }))

    test('images that are in the HTML do not count as files', async () => {
      const files = named(...Array.from({ length: 10 }, (_, index) => `${index}.pdf`))
      const { letters } = await fitted({ html: '<img src="cid:logo">', attachments: [logo, ...files] })
      expect(letters[0]?.letter.attachments).toHaveLength(10)
    })

    test('a text made of file names has the names that go out', async () => {
      const { letters } = await fitted({ text: undefined, attachments: named('a b.pdf') })
      expect(letters[0]?.letter.text).toBe('a_b.pdf')
    })

    test('a subject of NUL is one of U+FFFD', async () => {
      const { letters } = await fitted({ subject: '\0' })
      expect(letters[0]?.letter.subject).toBe('\ufffd')
    })

    test('folded after the images are in', async () => {
      const { letters } = await fitted(
        { html: `<img src="cid:logo">${'<p>a</p>'.repeat(1_000)}`, attachments: [logo] },
        { bodyEncoding: '8bit' },
      )
      const lines = letters[0]?.letter.html?.split('\n').map((line) => line.length) ?? []
      expect(Math.max(...lines)).toBeLessThanOrEqual(1_997)
    })
  })

  describe("onLoss: 'refuse'", () => {
    const refuse = settingsOf({ onLoss: 'refuse' })

    test('refuses every loss at once', () =>
      expect(
        fitLetters(letterOf({ subject: '\0', html: '<img src="cid:logo">', attachments: [logo] }), refuse),
      ).rejects.toMatchObject({
        name: 'SesError',
        reason: 'message-invalid',
        retry: 'never',
        field: 'subject',
        message:
          'subject: characters that no text can hold (half a surrogate pair, NUL) are replaced by U+FFFD; logo.png is part of the HTML; some mail programs hide such images. The option `onLoss` refuses that.',
        hint: "Change the mail, or set `onLoss: 'send'`.",
      }))

    test('lets a change without a loss through', async () => {
      const mail = letterOf({
        from: [{ name: 'a:b', address: 'a@example.com' }],
        cc: ['c@example.org'],
        attachments: named('a b.pdf'),
      })
      const { changes } = await fitLetters(mail, refuse)
      expect(changes.map(({ loss }) => loss)).toEqual(['none', 'none', 'none'])
    })
  })
})

// More changes than a function takes arguments.
test('a mail of two hundred thousand changes is refused for its files', () =>
  expect(
    fitLetters(letterOf({ attachments: Array(200_000).fill(fileOf({ disposition: 'inline' })) }), settingsOf()),
  ).rejects.toMatchObject({ name: 'SesError', field: 'attachments', reason: 'attachment-refused' }))

describe('refuseEarly', () => {
  test.each<[string, Partial<Letter>, object]>([
    ['no sender', { from: [] }, { reason: 'sender-refused' }],
    ['no recipient', { to: [] }, { reason: 'recipient-refused' }],
    ['a bad address', { bcc: ['x'] }, { reason: 'recipient-refused', field: 'bcc' }],
    ['no subject', { subject: '' }, { field: 'subject' }],
    ['a file type', { attachments: named('a.exe') }, { reason: 'attachment-refused' }],
    ['too many files', { attachments: named(...Array(11).fill('a.pdf')) }, { reason: 'attachment-refused' }],
    [
      'a file too large',
      { attachments: [fileOf({ content: Buffer.alloc(5_000_001) })] },
      { reason: 'message-too-large' },
    ],
    ['Cc that is not allowed', { cc: ['c@example.org'] }, { field: 'cc' }],
    ['a long header', { headers: [{ name: 'X-A', value: 'x'.repeat(100_001) }] }, { field: 'X-A' }],
  ])('refuses %s', (_, fields, expected) =>
    expect(() => refuseEarly(letterOf(fields), settingsOf({ cc: 'refuse' }))).toThrow(
      expect.objectContaining({ name: 'SesError', ...expected }),
    ),
  )

  test('lets through what nothing is known of', () => expect(refuseEarly(undefined, settingsOf())).toBeUndefined())

  // What is not known yet, or may still become something that SES takes.
  test.each<[string, Partial<Letter>]>([
    ['a body that is not read yet', { text: '' }],
    ['files that are not read yet', { attachments: [fileOf({ content: Buffer.alloc(0) })] }],
    ['images that will be in the HTML', { attachments: Array(12).fill(logo) }],
    ['other forms of the body', { attachments: [amp, invitation] }],
    ['a file without a name', { attachments: named(undefined) }],
    ['hundreds of recipients', { to: Array(300).fill('ann@example.org') }],
  ])('lets %s through', (_, fields) => expect(refuseEarly(letterOf(fields), settingsOf())).toBeUndefined())
})

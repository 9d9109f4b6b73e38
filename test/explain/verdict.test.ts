import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Meaning } from '../../lib/errors.ts'
import { explainReply } from '../../lib/explain/verdict.ts'

const now = Date.parse('2026-11-23T12:00:00.000Z')

const head = '554 5.0.0 Error: transaction failed, blame it on the weather: '
const explain = (text: string) => explainReply(text, { now })

// https://github.com/emersion/go-smtp/blob/v0.15.0/conn.go and its later releases
describe.each([
  ['535 Invalid login or password', 'auth-failed', 'never'],
  ['454 4.7.0 Invalid login or password', 'auth-failed', 'never'],
  ['502 5.7.0 Please authenticate first', 'auth-failed', 'never'],
  ['504 5.7.4 Unsupported authentication mechanism', 'auth-failed', 'never'],
  ['501 5.0.0 Negotiation cancelled', 'auth-failed', 'never'],
  ['454 4.7.0 Invalid base64 data', 'auth-failed', 'never'],
  ['523 5.7.10 TLS is required', 'connection', 'never'],
  ['552 5.3.4 Max message size exceeded', 'message-too-large', 'never'],
  ['552 5.3.4 Maximum message size exceeded', 'message-too-large', 'never'],
  ['552 5.5.3 Maximum limit of 50 recipients reached', 'message-invalid', 'never'],
  ['452 4.5.3 Maximum limit of 50 recipients reached', 'message-invalid', 'never'],
  ['500 5.5.2 Syntax errors, XYZ command unrecognized', 'connection', 'soon'],
  ['500 5.5.1 Too many errors. Quiting now', 'connection', 'soon'],
  ['421 4.4.2 Idle timeout, bye bye', 'connection', 'soon'],
  // With no words that are known, the number is all there is.
  ['421 4.3.2 Service not available, closing transmission channel', 'service-unavailable', 'soon'],
  ['451 4.0.0 read tcp 10.0.0.1:1: EOF', 'service-unavailable', 'soon'],
  ['450 whatever', 'service-unavailable', 'soon'],
  ['535 5.7.8 whatever', 'auth-failed', 'never'],
  // go-smtp says so to a wrong password too; RFC 4954 means that the login cannot be checked for now.
  ['454 4.7.0 whatever', 'auth-failed', 'later'],
  ['503 5.5.1 Bad sequence', 'connection', 'soon'],
  ['554 5.0.0 whatever', 'unknown', 'never'],
  ['552 5.3.4 whatever', 'message-too-large', 'never'],
  // Cut off before the reason.
  ['554', 'unknown', 'later'],
  ['554 5.0', 'unknown', 'later'],
  ['554 5.0.0 Error: transaction failed, blame it on', 'unknown', 'later'],
  ['554 5.0.0 Error: transaction failed: ##SES', 'unknown', 'later'],
  // Not refusals: the first leaves open whether a mail was taken, and must not be sent again by itself.
  ['221 2.4.2 Idle timeout, bye bye', 'delivery-unknown', 'never'],
  ['354 2.0.0 Go ahead', 'delivery-unknown', 'never'],
  ['250 2.0.0 OK: queued', 'unknown', 'never'],
  // Nothing at all.
  ['', 'unknown', 'never'],
  ['hello', 'unknown', 'never'],
  ['typeof', 'unknown', 'never'],
])('%s', (text, reason, retry) => {
  test(`means ${reason}, ${retry}`, () => expect(explain(text)).toMatchObject({ reason, retry }))
})

test('a code newer than the table means what its family does', () => {
  expect(explain(`${head}{"Code":"RequestLimitExceeded.PerMoon"}`)).toMatchObject({
    reason: 'rate-limited',
    sesCode: 'RequestLimitExceeded.PerMoon',
  })
  expect(explain(`${head}{"Code":"FailedOperation.PerMoon"}`)).toMatchObject({ reason: 'unknown', retry: 'never' })
})

test('known words tell more than a code newer than the table', () => {
  expect(explain(`${head}{"Code":"FailedOperation.PerMoon.smtp sending frequency limit"}`)).toMatchObject({
    reason: 'rate-limited',
  })
})

describe('rows of the caller', () => {
  const row = { reason: 'blocked', retry: 'later', retryAfter: 5, hint: 'Mine.' } as const
  const reply = `${head}{"Code":"FailedOperation.FrequencyLimit.Full moon"}`
  const explainWith = (meaning: Partial<Meaning>) =>
    explainReply(reply, { now, meanings: [{ ...row, ...meaning }] }).hint === 'Mine.'

  test.each([
    [{ code: 'FailedOperation.FrequencyLimit' }, true],
    [{ code: 'FailedOperation' }, true],
    [{ code: 'Failed' }, false],
    [{ code: 'FailedOperation.Frequency' }, false],
    [{ phrase: 'FULL MOON' }, true],
    [{ phrase: 'new moon' }, false],
    [{ code: 'FailedOperation', phrase: 'full moon' }, true],
    [{ code: 'FailedOperation', phrase: 'new moon' }, false],
    [{ code: 'InternalError', phrase: 'full moon' }, false],
  ])('%j: %s', (meaning, expected) => expect(explainWith(meaning)).toBe(expected))

  test('the first one that fits holds', () => {
    const two = [
      { ...row, code: 'FailedOperation' },
      { ...row, code: 'FailedOperation', hint: 'Second.' },
    ]
    expect(explainReply(reply, { meanings: two })).toMatchObject({ reason: 'blocked', retryAfterMs: 5, hint: 'Mine.' })
  })

  test('a general row before a special one hides it, and the special one first does not', () => {
    const general = { ...row, code: 'FailedOperation', hint: 'General.' }
    const special = { ...row, code: 'FailedOperation.FrequencyLimit', hint: 'Special.' }
    expect(explainReply(reply, { meanings: [general, special] }).hint).toBe('General.')
    expect(explainReply(reply, { meanings: [special, general] }).hint).toBe('Special.')
    expect(explainReply(`${head}{"Code":"FailedOperation.X"}`, { meanings: [special, general] }).hint).toBe('General.')
    expect(explainReply(`${head}{"Code":"InternalError"}`, { meanings: [special, general] }).hint).toMatch(/again/)
  })

  test('give all of the verdict, and nothing of the row that they hide', () => {
    const meanings = [
      { code: 'FailedOperation.FrequencyLimit', reason: 'unknown', retry: 'never', hint: 'Mine.' },
    ] as const
    expect(explainReply(`${head}{"RequestId":"r","Code":"FailedOperation.FrequencyLimit"}`, { now, meanings })).toEqual(
      {
        reason: 'unknown',
        retry: 'never',
        retryAfterMs: undefined,
        scope: undefined,
        sesCode: 'FailedOperation.FrequencyLimit',
        requestId: 'r',
        hint: 'Mine.',
        docs: 'https://www.tencentcloud.com/document/product/1084/44453',
      },
    )
  })

  test('until midnight in China', () => {
    const meanings = [
      { ...row, phrase: 'full moon', retryAfter: 'china-midnight', docs: 'https://example.org' },
    ] as const
    expect(explainReply(reply, { now, meanings })).toMatchObject({
      retryAfterMs: 4 * 3_600_000,
      docs: 'https://example.org',
    })
  })

  test('wait for the end of a code as the table does', () => {
    const cut = (code: string) => `${head}{"Code":"${code}`
    const one = { ...row, code: 'FailedOperation.FrequencyLimit' }
    const hintOf = (code: string, meanings: readonly Meaning[]) => explainReply(cut(code), { meanings }).hint
    expect(hintOf('FailedOperation.Fr', [one])).toMatch(/cut off/)
    expect(hintOf('FailedOperation.FrequencyLimit', [one])).toBe('Mine.')
    // A row for the whole family needs no more than its name.
    expect(hintOf('FailedOperation.Fr', [{ ...row, code: 'FailedOperation' }])).toBe('Mine.')
    // But for one before it that means something else.
    expect(
      hintOf('FailedOperation.Fr', [
        { ...one, retry: 'never' },
        { ...row, code: 'FailedOperation' },
      ]),
    ).toMatch(/cut off/)
  })

  test('stand for replies to anything, in words broken over lines and read as Latin-1', () => {
    const meanings = [{ ...row, phrase: '满月 之夜' }]
    for (const text of ['满月之夜', '451 4.0.0 满月之夜', '554-5.0.0 满\r\n554 5.0.0 月之夜', '250 满月之夜']) {
      expect(explainReply(text, { meanings }).hint).toBe('Mine.')
      expect(explainReply(Buffer.from(text).toString('latin1'), { meanings }).hint).toBe('Mine.')
    }
  })
})

describe('until midnight in China', () => {
  const HOUR = 3_600_000
  const dayIsUsedUp = '554 {"Code":"FailedOperation.ExceedSendLimit"}'

  const home = process.env['TZ']
  afterEach(() => {
    if (home === undefined) delete process.env['TZ']
    else process.env['TZ'] = home
  })

  // Wherever the program runs: the time zone, and its offset from UTC in November.
  describe.each([
    ['UTC', 0],
    ['Asia/Shanghai', 8],
    ['America/New_York', -5],
    ['Asia/Kolkata', 5.5],
    ['Pacific/Kiritimati', 14],
    ['Pacific/Niue', -11],
  ])('in the time zone %s', (zone, offset) => {
    test.each([
      // Now                        until midnight in China
      ['2026-11-23T16:00:00.000Z', 24 * HOUR],
      ['2026-11-23T15:59:59.999Z', 1],
      ['2026-11-23T15:59:59.000Z', 1_000],
      ['2026-11-23T16:00:00.001Z', 24 * HOUR - 1],
      ['2026-11-23T00:00:00.000Z', 16 * HOUR],
      ['2026-11-23T04:00:00.000Z', 12 * HOUR],
      // No daylight saving there, whatever it is here.
      ['2026-07-01T04:00:00.000Z', 12 * HOUR],
      ['2026-03-08T07:00:00.000Z', 9 * HOUR],
      ['2026-03-29T01:30:00.000Z', 14.5 * HOUR],
      ['2024-02-29T12:00:00.000Z', 4 * HOUR],
      ['2026-12-31T16:00:00.000Z', 24 * HOUR],
      ['1970-01-01T00:00:00.000Z', 16 * HOUR],
      ['1969-12-31T15:00:00.000Z', 1 * HOUR],
    ])('at %s it is %i ms', (now, expected) => {
      process.env['TZ'] = zone
      expect(new Date('2026-11-23T12:00:00Z').getTimezoneOffset()).toBe(0 - offset * 60)
      expect(explainReply(dayIsUsedUp, { now: Date.parse(now) })).toMatchObject({
        retry: 'later',
        retryAfterMs: expected,
      })
    })
  })

  test('then a day begins on the clocks of Shanghai', () => {
    const clock = new Intl.DateTimeFormat('sv', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'medium' })
    // Since 1992 China has kept one time all year.
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const { retryAfterMs = Number.NaN } = explainReply(dayIsUsedUp, { now: date.getTime() })
          const midnight = date.getTime() + retryAfterMs
          expect(clock.format(midnight)).toMatch(/ 00:00:00$/)
          expect(clock.format(midnight - 1).slice(0, 10)).toBe(clock.format(date).slice(0, 10))
        },
      ),
    )
  })

  test('from now on, where no time is given', () => {
    const { retryAfterMs = 0 } = explainReply(dayIsUsedUp)
    expect(retryAfterMs).toBeGreaterThan(0)
    expect(retryAfterMs).toBeLessThanOrEqual(24 * HOUR)
  })
})

test('never throws, and always gives a whole verdict', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `${head}{"Code":"${text}`),
      ),
      (text) => {
        expect(explain(text)).toEqual({
          reason: expect.any(String),
          retry: expect.stringMatching(/^(never|soon|later)$/),
          retryAfterMs: explain(text).retryAfterMs,
          sesCode: explain(text).sesCode,
          requestId: undefined,
          hint: expect.stringMatching(/./),
          docs: expect.stringMatching(/^https:/),
        })
      },
    ),
  )
})

describe('in Chinese', () => {
  test.each([
    ['554 {"Code":"FailedOperation.InsufficientBalance"}', '请为腾讯云账号充值，然后重新发送。', 'api/1288/51034'],
    ['454 4.7.0 x', '若无误，请稍后重新发送', 'product/1288/65749'],
    ['421 x', 'SMTP 网关表示暂时无法接收邮件', 'product/1288/65754'],
    ['broken pipe', '2,000 字节', 'product/1288/65754'],
    ['?', '请在腾讯云文档中查找该回复', 'product/1288/65754'],
  ])('%s', (text, hint, page) =>
    expect(explainReply(text, { language: 'zh-CN' })).toMatchObject({
      hint: expect.stringContaining(hint),
      docs: `https://cloud.tencent.com/document/${page}`,
    }),
  )

  test('nothing but hint and page differs', () => {
    const reply = `${head}{"Code":"FailedOperation.FrequencyLimit","RequestId":"r-1"}`
    const { hint, docs, ...verdict } = explainReply(reply, { now, language: 'zh-CN' })
    const { hint: _, docs: __, ...english } = explain(reply)
    expect(verdict).toEqual(english)
  })

  test("a row of the caller's own says what it says, and its page stays", () => {
    const own: Meaning = {
      phrase: 'full',
      reason: 'blocked',
      retry: 'later',
      hint: 'Mine.',
      docs: 'https://wiki.example.org',
    }
    expect(explainReply('554 full', { meanings: [own], language: 'zh-CN' })).toMatchObject({
      hint: 'Mine.',
      docs: 'https://wiki.example.org',
    })
  })
})

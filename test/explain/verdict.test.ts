import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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

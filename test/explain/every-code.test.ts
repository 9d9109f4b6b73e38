import { describe, expect, test } from 'vitest'
import { explainReply } from '../../lib/explain/verdict.ts'
import { describedErrors, errorCodes, now, ofOtherCalls, scopes, systemErrors } from './error-codes.ts'
import { cutShapes, head, misread, realReply, requestId, wholeShapes } from './reply-shapes.ts'

const explain = (text: string) => explainReply(text, { now })

/** As the provider's samples begin, in the languages of its pages. */
const spoken = (english: string, chinese: string) => [` The operation failed. ${english}`, `操作失败。${chinese}`]

/** SES refused the mail, and what came of its reply does not say why. */
const CUT_OFF = { reason: 'unknown', retry: 'later', retryAfterMs: undefined }
/** Before its number is there, a reply may yet be one that takes the mail. */
const NOTHING = { reason: 'unknown', retry: 'never', retryAfterMs: undefined }

test('the tables are whole', () => {
  expect(errorCodes).toHaveLength(116)
  expect(new Set(errorCodes.map(([code]) => code)).size).toBe(116)
  expect(describedErrors).toHaveLength(12)
})

describe.each(errorCodes)('%s', (code, reason, retry, retryAfterMs, hint, docs, english, chinese) => {
  const meaning = { reason, retry, retryAfterMs }
  const whole = {
    ...meaning,
    scope: scopes.get(code),
    sesCode: code,
    requestId,
    hint: expect.stringContaining(hint),
    docs,
  }
  const known = reason !== 'unknown'

  test.each(wholeShapes)('%s', (_, build) => {
    for (const text of spoken(english, chinese).map((words) => build(code, words))) {
      expect(explain(text)).toEqual(whole)
      expect(explain(misread(text))).toEqual(whole)
    }
  })

  test.each(cutShapes)('%s', (_, build) => {
    const expected = known ? whole : { ...CUT_OFF, sesCode: code, requestId }
    for (const text of spoken(english, chinese).map((words) => build(code, words))) {
      expect(explain(text)).toMatchObject(expected)
      expect(explain(misread(text))).toMatchObject(expected)
    }
  })

  test('no words at all', () => expect(explain(`${head}{"RequestId":"${requestId}","Code":"${code}"}`)).toEqual(whole))

  test.each(['utf8', 'latin1'] as const)('cut at every byte, read as %s', (encoding) => {
    for (const words of spoken(english, chinese)) {
      const reply = realReply(code, words)
      const bytes = Buffer.from(reply)
      const codeEnds = reply.indexOf(code) + code.length
      // A full stop and a character, where the code may yet go on; where nothing in the reply says anything, its end.
      const decided = !known
        ? bytes.length
        : beginOthers.has(code)
          ? codeEnds + 1 + Buffer.byteLength(/^ ?./.exec(words)?.[0] ?? '')
          : codeEnds
      const wrong = []
      for (let end = 0; end <= bytes.length; end++) {
        const { reason, retry, retryAfterMs } = explain(bytes.toString(encoding, 0, end))
        const allowed = end < 3 ? [NOTHING] : end < decided ? [CUT_OFF, meaning] : [meaning]
        const isAllowed = allowed.some(
          (one) => one.reason === reason && one.retry === retry && one.retryAfterMs === retryAfterMs,
        )
        if (!isAllowed) wrong.push([bytes.toString('utf8', 0, end), reason, retry, retryAfterMs])
      }
      expect(wrong).toEqual([])
    }
  })
})

// Of each kind one: what comes too early, what begins as others do, what is the same for all of a family.
describe.each([
  ['FailedOperation.FrequencyLimit', 'recipient-rate-limited', 'later'],
  ['FailedOperation.SMTPForbidden', 'account-refused', 'never'],
  ['InternalError', 'service-unavailable', 'soon'],
  ['InvalidParameterValue.ReceiverEmailInvalid', 'recipient-refused', 'never'],
  ['OperationDenied.DomainNotVerified', 'sender-refused', 'never'],
  ['RequestLimitExceeded.SmtpRateLimit', 'rate-limited', 'soon'],
])('%s, cut at every byte', (code, reason, retry) => {
  test.each([...wholeShapes, ...cutShapes])('%s', (_, build) => {
    const wrong = []
    for (const words of spoken('It was refused.', '已被拒绝。')) {
      const bytes = Buffer.from(build(code, words))
      for (let end = 0; end <= bytes.length; end++) {
        for (const text of [bytes.toString('utf8', 0, end), bytes.toString('latin1', 0, end)]) {
          const verdict = explain(text)
          // Without a number it is no reply; 451 by itself asks to try again.
          const allowed = [
            `${reason}, ${retry}`,
            /^451( |$)|(^|: )5\d\d|json:/.test(text) ? 'unknown, later' : 'unknown, never',
            ...(/^451( [\d.]*)? ?$/.test(text) ? ['service-unavailable, soon'] : []),
          ]
          if (!allowed.includes(`${verdict.reason}, ${verdict.retry}`))
            wrong.push([text, verdict.reason, verdict.retry])
        }
      }
    }
    expect(wrong.slice(0, 3)).toEqual([])
  })
})

/** Codes that other codes begin with, and those mean something else. */
const beginOthers: ReadonlySet<string> = new Set(['InvalidParameter', 'InvalidParameterValue', 'OperationDenied'])

describe.each(errorCodes.filter(([code, , , , , , , chinese]) => chinese !== '' && !ofOtherCalls.has(code)))(
  '%s without its code',
  (code, reason, retry, retryAfterMs, _hint, _docs, _english, chinese) => {
    const expected = { reason, retry, retryAfterMs, scope: scopes.get(code) }
    test.each([
      ['as it is', chinese],
      ['in a reply', `${head}${chinese}`],
      ['with the bare code', realReply('FailedOperation', `操作失败。${chinese}`)],
    ])('%s', (_shape, text) => {
      expect(explain(text)).toMatchObject(expected)
      expect(explain(misread(text))).toMatchObject(expected)
    })
  },
)

describe.each(describedErrors)(
  '%s, described',
  (code, reason, retry, retryAfterMs, hint, docs, english, chinese, enough) => {
    const meaning = { reason, retry, retryAfterMs }
    const expected = { ...meaning, hint: expect.stringContaining(hint), docs }
    const described = [english, ` ${english}`, ...(chinese ? [chinese] : [])]

    test.each([...wholeShapes, ...cutShapes])('%s', (_, build) => {
      for (const text of described.map((words) => build(code, words))) {
        expect(explain(text)).toMatchObject(expected)
        expect(explain(misread(text))).toMatchObject(expected)
      }
    })

    test.each([
      ['in a reply', `${head}${english}`],
      ['alone', `554 5.0.0 ${english}`],
      ['without a number', english],
      ['in capitals', `554 5.0.0 ${english.toUpperCase()}`],
      ['broken into lines', `554-5.0.0 ${english.slice(0, 9)}\r\n554 5.0.0 ${english.slice(9)}`],
    ])('no code, %s', (_, text) => expect(explain(text)).toMatchObject(expected))

    test('cut at every byte', () => {
      const reply = realReply(code, english)
      const decided = reply.indexOf(enough) + enough.length
      const verdicts = Array.from({ length: reply.length + 1 }, (_, end) => explain(reply.slice(0, end)))
      const told = verdicts.map(({ reason, retry, retryAfterMs }) => ({ reason, retry, retryAfterMs }))
      expect(told.slice(0, 3)).toEqual([NOTHING, NOTHING, NOTHING])
      for (const one of told.slice(3, decided)) expect([CUT_OFF, meaning]).toContainEqual(one)
      for (const one of told.slice(decided)) expect(one).toEqual(meaning)
    })
  },
)

describe.each(systemErrors)('%s', (text, reason, hint) => {
  test(`means ${reason}`, () =>
    expect(explain(text)).toMatchObject({
      reason,
      retry: 'never',
      retryAfterMs: undefined,
      hint: expect.stringContaining(hint),
    }))
})

import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { amendError, isSesError, SesError } from '../lib/errors.ts'

test('an error with nothing but a reason', () => {
  const error = new SesError('what', { reason: 'blocked' })
  expect(error).toBeInstanceOf(Error)
  expect({ ...error, message: error.message, name: error.name }).toEqual({
    name: 'SesError',
    message: 'what',
    reason: 'blocked',
    retry: 'never',
    retryAfterMs: undefined,
    delivered: 'no',
    sesCode: undefined,
    requestId: undefined,
    field: undefined,
    hint: '',
    docs: 'https://www.tencentcloud.com/document/product/1084/44453',
    attempts: 0,
    code: 'EMESSAGE',
    command: undefined,
    response: undefined,
    responseCode: undefined,
    permanent: true,
  })
  expect('cause' in error).toBe(false)
  expect(`${error}`).toBe('SesError: what')
  expect(inspect(error)).toMatch(/^SesError: what\n/)
})

// Nodemailer's codes.
test.each([
  ['message-invalid', 'EMESSAGE'],
  ['message-too-large', 'EMESSAGE'],
  ['attachment-refused', 'EMESSAGE'],
  ['sender-refused', 'EENVELOPE'],
  ['recipient-refused', 'EENVELOPE'],
  ['recipient-rate-limited', 'EENVELOPE'],
  ['rate-limited', 'EMESSAGE'],
  ['quota-exceeded', 'EMESSAGE'],
  ['blocked', 'EMESSAGE'],
  ['account-refused', 'EMESSAGE'],
  ['auth-failed', 'EAUTH'],
  ['service-unavailable', 'EMESSAGE'],
  ['connection', 'ECONNECTION'],
  ['delivery-unknown', 'ECONNECTION'],
  ['cancelled', 'EABORT'],
  ['unknown', 'EMESSAGE'],
] as const)('%s has the code %s, unless another is given', (reason, code) => {
  expect(new SesError('x', { reason }).code).toBe(code)
  expect(new SesError('x', { reason, code: 'EDNS' }).code).toBe('EDNS')
})

// The gateway answers 554 to everything.
test.each([
  ['never', 'no', true],
  ['soon', 'no', false],
  ['later', 'no', false],
  ['never', 'unknown', false],
] as const)('retry %s, delivered %s: permanent %s', (retry, delivered, permanent) =>
  expect(new SesError('x', { reason: 'unknown', retry, delivered, responseCode: 554 }).permanent).toBe(permanent),
)

describe('isSesError', () => {
  class Elsewhere extends Error {}
  Object.defineProperty(Elsewhere.prototype, Symbol.for('nodemailer-tencentcloud-ses.error'), { value: true })

  test.each<[string, unknown, boolean]>([
    ['one', new SesError('x', { reason: 'unknown' }), true],
    ['one of another copy of the package', new Elsewhere(), true],
    ['an Error', new Error('x'), false],
    ['one that only is called so', Object.assign(new Error('x'), { name: 'SesError', reason: 'blocked' }), false],
    ['null', null, false],
    ['undefined', undefined, false],
    ['a string', 'SesError', false],
  ])('%s', (_, value, is) => expect(isSesError(value)).toBe(is))
})

test('an amended error is another, with the same stack', () => {
  const cause = new Error('why')
  const error = new SesError('x', {
    reason: 'connection',
    retry: 'soon',
    response: '421',
    responseCode: 421,
    attempts: 1,
    rejected: ['a@x.org'],
    cause,
  })
  const amended = amendError(error, { attempts: 2, delivered: 'unknown', recipient: 'a@x.org' })
  expect(amended).not.toBe(error)
  expect(error).toMatchObject({ attempts: 1, delivered: 'no' })
  expect(amended).toMatchObject({
    message: 'x',
    reason: 'connection',
    retry: 'soon',
    response: '421',
    responseCode: 421,
    attempts: 2,
    delivered: 'unknown',
    permanent: false,
    rejected: ['a@x.org'],
    recipient: 'a@x.org',
  })
  expect([amended.cause, amended.stack]).toEqual([cause, error.stack])
  expect('cause' in amendError(new SesError('x', { reason: 'unknown' }), {})).toBe(false)
})

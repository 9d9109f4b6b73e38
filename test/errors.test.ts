import { inspect } from 'node:util'
import { describe, expect, onTestFinished, test } from 'vitest'
import { amendError, amendStack, createError, errorIn, isSesError, SesError } from '../lib/errors.ts'

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

describe('shown', () => {
  const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  const response = '554 5.0.0 Error: blame it on the weather'
  const error = new SesError('SES refused the mail: the weather. Wait.', {
    ...{ reason: 'blocked', retry: 'later', hint: 'Wait.', response, responseCode: 554, attempts: 2, cause },
  })

  test('on the console, once and short', () => {
    const shown = inspect(error)
    expect(shown).toMatch(/^SesError: SES refused the mail: the weather\. Wait\.\n {4}at /)
    expect(shown.slice(shown.lastIndexOf('{'))).toBe(`{
  reason: 'blocked',
  retry: 'later',
  delivered: 'no',
  docs: 'https://www.tencentcloud.com/document/product/1084/44453',
  attempts: 2
}`)
  })

  test('on the console, with what a function has thrown', () => {
    const thrown = new SesError('pass failed', { reason: 'auth-failed', cause: new TypeError('no vault') })
    expect(inspect(thrown)).toMatch(/cause: TypeError: no vault\n/)
  })

  test('in JSON, with its message and without a stack', () =>
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'SesError',
      message: 'SES refused the mail: the weather. Wait.',
      reason: 'blocked',
      retry: 'later',
      delivered: 'no',
      hint: 'Wait.',
      docs: 'https://www.tencentcloud.com/document/product/1084/44453',
      attempts: 2,
      code: 'EMESSAGE',
      response,
      responseCode: 554,
      permanent: false,
      cause: 'read ECONNRESET',
    }))
})

test("an error with the caller's stack", () => {
  const between =
    '    at send (/app/node_modules/nodemailer-tencentcloud-ses/dist/index.js:1:1)\n    at x (/app/node_modules/nodemailer/dist/esm/mailer/index.js:9:9)'
  const error = new SesError('what', { reason: 'unknown' })
  const amended = amendStack(error, { stack: `Error\n${between}\n    at placeOrder (/app/orders.js:5:7)` })
  expect(amended.stack).toBe('SesError: what\n    at placeOrder (/app/orders.js:5:7)')
  expect(amended).toEqual(error)
  const timer = '    at listOnTimeout (node:internal/timers:581:17)'
  for (const none of [`Error\n${between}`, `Error\n${between}\n${timer}`, 'Error', '', undefined, []]) {
    expect(amendStack(error, { stack: none })).toBe(error)
  }
})

test('a stack that the program writes in another form, or fails to', () => {
  const prepare = Error.prepareStackTrace
  onTestFinished(() => {
    Error.prepareStackTrace = prepare
  })
  const error = new SesError('what', { reason: 'unknown', delivered: 'unknown' })
  for (const write of [
    (_: Error, sites: unknown) => sites,
    () => {
      throw new Error('no stack')
    },
  ]) {
    Error.prepareStackTrace = write
    const place = {}
    Error.captureStackTrace(place)
    expect(amendStack(amendError(error, { attempts: 2 }), place)).toMatchObject({ delivered: 'unknown', attempts: 2 })
  }
})

test('an error that its cause leads back to is shown once', () => {
  const cause: Error & { related?: Error } = new Error('x')
  const error = new SesError('what', { reason: 'unknown', cause })
  cause.related = error
  expect(inspect(error).length).toBeLessThan(10_000)
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

describe('in another language', () => {
  const message = { en: 'It failed. Try again.', zh: '失败了。请重试。' }
  const hint = { en: 'Try again.', zh: '请重试。' }
  const inChinese = (error: SesError) => errorIn(error, 'zh-CN')

  test('message, hint and page change, and nothing else', () => {
    const cause = new Error('down')
    const error = createError(message, { reason: 'blocked', retry: 'later', retryAfterMs: 7, hint, cause })
    const chinese = inChinese(error)
    expect(chinese).toMatchObject({
      message: '失败了。请重试。',
      hint: '请重试。',
      docs: 'https://cloud.tencent.com/document/product/1288/65754',
    })
    const { hint: _, docs: __, ...others } = error
    expect(chinese).toMatchObject({ ...others, cause })
    expect(chinese.stack).toBe(error.stack?.replace('It failed. Try again.', '失败了。请重试。'))
    expect(error).toMatchObject({ message: 'It failed. Try again.', hint: 'Try again.' })
  })

  test('it stays in it when it is amended', () => {
    const chinese = inChinese(createError(message, { reason: 'blocked', hint }))
    expect(amendError(chinese, { attempts: 2 })).toMatchObject({ message: '失败了。请重试。', attempts: 2 })
    expect(amendError(chinese, { hint: { en: 'Wait.', zh: '请等待。' } }).hint).toBe('请等待。')
    expect(amendError(chinese, { hint: 'Mine.' }).hint).toBe('Mine.')
    expect(inChinese(chinese)).toBe(chinese)
  })

  test('the errors of recipients too', () => {
    const each = createError(message, { reason: 'recipient-refused', hint })
    const { rejectedErrors } = inChinese(
      createError(message, { reason: 'recipient-refused', hint, rejectedErrors: [each] }),
    )
    expect(rejectedErrors?.map(({ hint }) => hint)).toEqual(['请重试。'])
  })

  test('one that a caller made says what it said', () =>
    expect(inChinese(new SesError('Mine.', { reason: 'blocked', hint: 'Wait.' }))).toMatchObject({
      message: 'Mine.',
      hint: 'Wait.',
    }))

  test('what is no SesError stays as it is', () => {
    const error = new TypeError('x')
    expect(errorIn(error, 'zh-CN')).toBe(error)
  })

  test('no log has more of it', () => {
    const { hint: _, ...error } = createError(message, { reason: 'blocked', hint })
    expect(JSON.stringify(error)).not.toContain('重试')
    expect(inspect(createError(message, { reason: 'blocked', hint }))).not.toContain('重试')
    expect(JSON.stringify(createError(message, { reason: 'blocked', hint }))).not.toContain('重试')
  })
})

import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { toQuestionError } from '../../lib/status/api-error.ts'

/** As the SDK throws it. */
const failure = (fields: object) => Object.assign(new Error('words of SES'), { requestId: '', traceId: '' }, fields)

// "Common Error Codes": https://www.tencentcloud.com/document/product/1084/39419; "Error Code" of the API's page.
test.each([
  ['RequestLimitExceeded', 'rate-limited', 'soon'],
  ['RequestLimitExceeded.IPLimitExceeded', 'rate-limited', 'soon'],
  ['AuthFailure.SignatureExpire', 'auth-failed', 'never'],
  ['AuthFailure.SecretIdNotFound', 'auth-failed', 'never'],
  ['AuthFailure.SignatureFailure', 'auth-failed', 'never'],
  ['UnauthorizedOperation', 'auth-failed', 'never'],
  ['InternalError', 'service-unavailable', 'soon'],
  ['ResourceUnavailable', 'service-unavailable', 'soon'],
  ['FailedOperation.ServiceNotAvailable', 'service-unavailable', 'soon'],
  ['FailedOperation.NotSupportDate', 'unknown', 'never'],
  ['FailedOperation', 'unknown', 'never'],
  ['InvalidParameterValue', 'unknown', 'never'],
  ['MissingParameter', 'unknown', 'never'],
  ['UnsupportedRegion', 'unknown', 'never'],
  ['SomethingNew.Entirely', 'unknown', 'never'],
])('%s', (code, reason, retry) => {
  const error = toQuestionError(failure({ code, requestId: 'r-7' }), [])
  expect(error).toMatchObject({
    reason,
    retry,
    sesCode: code,
    requestId: 'r-7',
    delivered: 'unknown',
    permanent: false,
  })
  expect(error.message).toBe(`SES did not say what became of the mail: words of SES (${code})`)
  expect(error.hint).toMatch(/\.$/)
})

test.each<[string, unknown, object]>([
  ['the network', failure({}), { reason: 'connection', retry: 'soon', code: 'ECONNECTION', requestId: undefined }],
  ['a code of Node’s', failure({ code: 'ECONNRESET' }), { reason: 'connection', sesCode: undefined }],
  ['HTTP 502', failure({ httpCode: 502 }), { reason: 'service-unavailable', retry: 'soon' }],
  ['HTTP 429', failure({ httpCode: 429 }), { reason: 'rate-limited', retry: 'soon' }],
  ['HTTP 404', failure({ httpCode: 404 }), { reason: 'unknown', retry: 'never' }],
  ['text', 'no', { reason: 'connection', message: 'SES did not say what became of the mail: no' }],
  ['nothing', undefined, { reason: 'connection' }],
  ['an object', {}, { message: 'SES did not say what became of the mail: no reason was given' }],
])('%s', (_, given, expected) =>
  expect(toQuestionError(given, [])).toMatchObject({ name: 'SesError', delivered: 'unknown', ...expected }),
)

test('a page in place of a message is cut', () =>
  expect(toQuestionError(new Error('x'.repeat(100_000)), []).message.length).toBeLessThan(1_100))

describe('no secret is in an error', () => {
  const secrets = ['AKIDexample', 'S3cret']
  test.each([
    failure({ message: 'SecretId AKIDexample not found', code: 'AuthFailure.SecretIdNotFound' }),
    failure({ message: 'S3cret S3cret AKIDexample' }),
    failure({ config: { credential: { secretKey: 'S3cret' } } }),
    failure({ cause: new Error('S3cret') }),
  ])('%#', (given) => {
    const error = toQuestionError(given, secrets)
    const shown = `${inspect(error, { depth: 9, showHidden: true })}${error.stack}${JSON.stringify(error)}`
    for (const secret of secrets) expect(shown).not.toContain(secret)
  })

  test.each([992, 996, 999, 1_000])('across the edge, at %d, where the message is cut', (at) => {
    const error = toQuestionError(new Error(`${' '.repeat(at)}AKIDexample`), secrets)
    expect(error.message).not.toMatch(/A/)
    expect(error.message).not.toContain('example')
  })

  test('the cause is kept where it has none', () => {
    const given = failure({})
    expect(toQuestionError(given, secrets).cause).toBe(given)
  })
})

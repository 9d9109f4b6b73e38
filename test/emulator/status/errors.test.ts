import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Emulator, type StatusOptions, startEmulator } from '../../../lib/emulator/index.ts'
import { type Answer, ask, type Question, today } from './ask.ts'

let ses: Emulator
afterEach(() => ses.close())

/** The emulator's time, which stands still: no test crosses China's midnight. */
const now = Date.now()

async function start(status: StatusOptions = {}): Promise<void> {
  ses = await startEmulator({ status: { perSecond: false, ...status }, now: () => now })
}

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/
const day = (days: number) => today(now + days * 86_400_000)

/** What an error has to be: status 200, `Response.Error` and nothing beside but the request's id. */
const failure = (Code: string, Message: unknown = expect.stringMatching(/./)) => ({
  status: 200,
  Response: { Error: { Code, Message }, RequestId: expect.stringMatching(uuid) },
})
const expired = 'The signature is expired, please request again.'
const noKey = 'The SecretId is not found, please ensure that your SecretId is correct.'
const wrongSignature = 'The provided credentials could not be validated. Please check your signature is correct.'
const noAction = 'The request `Action` is invalid or not found.'
const wrongDate = 'Incorrect search date or format.'
const oldDate = 'Records for this date cannot be queried; only data within 90 days.'
const nothing = { status: 200, Response: { EmailStatusList: [], RequestId: expect.stringMatching(uuid) } }

describe('what a request breaks', () => {
  beforeEach(() => start())

  // Codes: https://www.tencentcloud.com/document/product/1084/39419 and 1084/39502 "Error Codes". The texts with a
  // backquote, and those about SecretId and signature, are as users quote them from Tencent Cloud's answers.
  const missing = (name: string) => `The request is missing a required parameter \`${name}\`.`
  const wrongType = (name: string) => `The value type of parameter \`${name}\` is not valid.`
  const seconds = (offset: number) => String(Math.floor(Date.now() / 1000) + offset)

  test.each<[string, Record<string, string | null>, string, string?]>([
    ['no action', { 'X-TC-Action': null }, 'MissingParameter', missing('Action')],
    ['no version', { 'X-TC-Version': null }, 'MissingParameter', missing('Version')],
    ['no region', { 'X-TC-Region': null }, 'MissingParameter', missing('Region')],
    ['no timestamp', { 'X-TC-Timestamp': null }, 'MissingParameter', missing('Timestamp')],
    ['no authorization', { Authorization: null }, 'MissingParameter', missing('Authorization')],
    ['another authorization', { Authorization: 'Basic YTpi' }, 'AuthFailure.InvalidAuthorization'],
    ['letters for a timestamp', { 'X-TC-Timestamp': 'now' }, 'InvalidParameter', 'Parameter `Timestamp` type error.'],
    ['a stale timestamp', { 'X-TC-Timestamp': seconds(-310) }, 'AuthFailure.SignatureExpire', expired],
    ['a timestamp ahead', { 'X-TC-Timestamp': seconds(400) }, 'AuthFailure.SignatureExpire', expired],
    ['a token that was not asked for', { 'X-TC-Token': 'x' }, 'AuthFailure.TokenFailure'],
    ['another version', { 'X-TC-Version': '2017-03-12' }, 'NoSuchVersion'],
    ['an action that there is not', { 'X-TC-Action': 'GetEmail' }, 'InvalidAction', noAction],
    ['an action that is not emulated', { 'X-TC-Action': 'SendEmail' }, 'InvalidAction', noAction],
    ['a region without SES', { 'X-TC-Region': 'ap-beijing' }, 'UnsupportedRegion'],
    ['another type of content', { 'Content-Type': 'text/plain' }, 'UnsupportedProtocol'],
  ])('%s', async (_, headers, code, message) => expect(await ask(ses, { headers })).toEqual(failure(code, message)))

  test.each<[string, Question, string, string?]>([
    ['another method', { method: 'PUT' }, 'UnsupportedProtocol'],
    ['another key', { secretId: 'AKIDother' }, 'AuthFailure.SecretIdNotFound', noKey],
    ['a wrong secret', { secretKey: 'other' }, 'AuthFailure.SignatureFailure', wrongSignature],
    ['a changed body', { changedBody: '{}' }, 'AuthFailure.SignatureFailure', wrongSignature],
    ['a body that is no JSON', { body: 'RequestDate=2026-11-28' }, 'InvalidParameter'],
    ['a list for a body', { body: '[]' }, 'InvalidParameter'],
    ['a body over 10 MB', { body: ' '.repeat(10 * 1024 * 1024 + 1) }, 'RequestSizeLimitExceeded'],
  ])('%s', async (_, question, code, message) => expect(await ask(ses, question)).toEqual(failure(code, message)))

  test.each<[string, object, string, string?]>([
    ['no date', { RequestDate: undefined }, 'MissingParameter', missing('RequestDate')],
    ['no offset', { Offset: undefined }, 'MissingParameter', missing('Offset')],
    ['no limit', { Limit: undefined }, 'MissingParameter', missing('Limit')],
    ['one too many', { From: 'a@b.c' }, 'UnknownParameter', 'The parameter `From` is not recognized.'],
    ['a negative offset', { Offset: -1 }, 'InvalidParameter', wrongType('Offset')],
    ['a limit in a string', { Limit: '10' }, 'InvalidParameter', wrongType('Limit')],
    ['a fraction', { Limit: 1.5 }, 'InvalidParameter', wrongType('Limit')],
    ['a number for an address', { ToEmailAddress: 1 }, 'InvalidParameter', wrongType('ToEmailAddress')],
    ['a limit of 0', { Limit: 0 }, 'InvalidParameterValue'],
    ['a limit of 101', { Limit: 101 }, 'FailedOperation.InvalidLimit', 'Query limit reached (Limit is at most 100).'],
    ['a date with a time', { RequestDate: '2026-11-28 10:00:00' }, 'InvalidParameterValue.WrongDate', wrongDate],
    ['a day that there is not', { RequestDate: '2026-02-30' }, 'InvalidParameterValue.WrongDate', wrongDate],
    ['a day long ago', day(-31), 'FailedOperation.NotSupportDate', oldDate],
  ])('parameters: %s', async (_, parameters, code, message) =>
    expect(await ask(ses, { body: { ...day(0), ...parameters } })).toEqual(failure(code, message)),
  )

  test.each<[string, Question]>([
    ['today', {}],
    ['30 days ago', { body: day(-30) }],
    ['tomorrow', { body: day(1) }],
    ['a limit of 100', { body: { ...day(0), Limit: 100 } }],
    ['the service that the SDK makes of 127.0.0.1', { service: '127' }],
    ['more headers signed', { signed: ['content-type', 'host', 'x-tc-action'] }],
  ])('in order: %s', async (_, question) => expect(await ask(ses, question)).toEqual(nothing))
})

test('a request for each second; refused ones and those of others do not count', async () => {
  let time = now
  ses = await startEmulator({ status: {}, now: () => time })
  const limited = failure(
    'RequestLimitExceeded',
    'Your current request times equals to `2` in a second, which exceeds the frequency limit `1` for a second. Please reduce the frequency of calls.',
  )
  expect(await ask(ses, { secretKey: 'other' })).toEqual(failure('AuthFailure.SignatureFailure'))
  expect(await ask(ses, { body: {} })).toEqual(failure('MissingParameter'))
  expect(await ask(ses)).toEqual(limited)
  time += 999
  expect(await ask(ses)).toEqual(limited)
  time += 1
  expect(await ask(ses)).toEqual(nothing)
})

test('options: rate, days, a future date, a token', async () => {
  await start({ perSecond: 2, days: 90, futureDate: 'error', token: 'temporary' })
  const token = { 'X-TC-Token': 'temporary' }
  const codes = (answers: readonly Answer[]) => answers.map(({ Response }) => Response.Error?.Code)
  const answers = [
    await ask(ses),
    await ask(ses, { headers: token, body: day(-90) }),
    await ask(ses, { headers: token, body: day(1) }),
    await ask(ses, { headers: token }),
  ]
  const expected = ['AuthFailure.TokenFailure', undefined, 'FailedOperation.NotSupportDate', 'RequestLimitExceeded']
  expect(codes(answers)).toEqual(expected)
  expect(ses.status.client.credential).toMatchObject({ token: 'temporary' })
})

import { describe, expect, test } from 'vitest'
import { isSesError } from '../../lib/errors.ts'
import { explainFailure, type Failure, type SmtpFailure } from '../../lib/explain/failure.ts'

const now = Date.parse('2026-11-23T12:00:00.000Z')
const options = { meanings: [], now }

/** An error as Nodemailer makes it: a reply stands in `response` and behind the message. */
function smtpError(message: string, fields: Partial<SmtpFailure> = {}): SmtpFailure {
  const responseCode = Number(/^\d+/.exec(fields.response ?? '')?.[0]) || undefined
  const text = fields.response ? `${message}: ${fields.response}` : message
  return Object.assign(new Error(text), { ...(responseCode && { responseCode }), ...fields })
}

const explain = (error: SmtpFailure, handedOver: Failure['handedOver'] = 'nothing') =>
  explainFailure({ error, handedOver, attempts: 2 }, options)

const weather = '554 5.0.0 Error: transaction failed, blame it on the weather: '
const connection = { command: 'CONN' }

// Measured with Nodemailer 6.9 to 10.6 and a scripted server; `all`: our stream had given its last byte.
// biome-ignore format: a table
describe.each([
  // The server does, Nodemailer says
  //   stream    reason                   retry    delivered
  ['refuses the connection', smtpError('connect ECONNREFUSED 127.0.0.1:465', { code: 'ESOCKET', originalCode: 'ECONNREFUSED', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['is not in DNS', smtpError('getaddrinfo ENOTFOUND smtp.example', { code: 'EDNS', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['has an untrusted certificate', smtpError('self-signed certificate', { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', ...connection }),
      'nothing', 'connection',             'never', 'no'],
  ['has a certificate of another name', smtpError("Hostname/IP does not match certificate's altnames", { code: 'ESOCKET', ...connection }),
      'nothing', 'connection',             'never', 'no'],
  ['speaks no TLS', smtpError('write EPROTO 0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number', { code: 'ESOCKET', originalCode: 'EPROTO', ...connection }),
      'nothing', 'connection',             'never', 'no'],
  ['agrees on no cipher', smtpError('Error initiating TLS - handshake failure', { code: 'ETLS', ...connection }),
      'nothing', 'connection',             'never', 'no'],
  ['closes in the handshake', smtpError('Client network socket disconnected before secure TLS connection was established', { code: 'ESOCKET', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['closes while upgrading to TLS', smtpError('Connection closed unexpectedly', { code: 'ETLS', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['closes before its greeting', smtpError('Connection closed unexpectedly', { code: 'ECONNECTION', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['closes before its greeting (<= 10.0)', smtpError('Unexpected socket close'),
      'nothing', 'connection',             'soon',  'no'],
  ['greets with 421', smtpError('Invalid greeting. response=421 busy', { code: 'EPROTOCOL', response: '421 busy', ...connection }),
      'nothing', 'service-unavailable',    'soon',  'no'],
  ['greets with 554', smtpError('Invalid greeting. response=554 no', { code: 'EPROTOCOL', response: '554 no', ...connection }),
      'nothing', 'connection',             'never', 'no'],
  ['greets in HTTP', smtpError('Invalid greeting. response=HTTP/1.1 400', { code: 'EPROTOCOL', response: 'HTTP/1.1 400 Bad Request', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['does not greet', smtpError('Greeting never received', { code: 'ETIMEDOUT', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['is silent after EHLO', smtpError('Timeout', { code: 'ETIMEDOUT', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['refuses the password', smtpError('Invalid login', { code: 'EAUTH', response: '535 Invalid login or password', command: 'AUTH PLAIN' }),
      'nothing', 'auth-failed',            'never', 'no'],
  ["refuses the password in go-smtp's way", smtpError('Invalid login', { code: 'EAUTH', response: '454 4.7.0 nope', command: 'AUTH PLAIN' }),
      'nothing', 'auth-failed',            'never', 'no'],
  ['refuses the login without words', smtpError('Invalid login', { code: 'EAUTH', response: '554 5.0.0 nope', command: 'AUTH PLAIN' }),
      'nothing', 'auth-failed',            'never', 'no'],
  ['is busy at login', smtpError('Invalid login', { code: 'EAUTH', response: '421 4.3.2 busy', command: 'AUTH PLAIN' }),
      'nothing', 'service-unavailable',    'soon',  'no'],
  ['is in trouble at login', smtpError('Invalid login', { code: 'EAUTH', response: '451 4.0.0 database', command: 'AUTH PLAIN' }),
      'nothing', 'service-unavailable',    'soon',  'no'],
  ['forbids SMTP at login', smtpError('Invalid login', { code: 'EAUTH', response: '535 FailedOperation.SMTPForbidden', command: 'AUTH PLAIN' }),
      'nothing', 'account-refused',        'never', 'no'],
  ['refuses MAIL', smtpError('Mail command failed', { code: 'EENVELOPE', response: '550 no', command: 'MAIL FROM' }),
      'nothing', 'sender-refused',         'never', 'no'],
  ['refuses MAIL (<= 10.0, drained)', smtpError('Mail command failed', { code: 'EENVELOPE', response: '550 no', command: 'MAIL FROM' }),
      'all',     'sender-refused',         'never', 'no'],
  ['defers MAIL', smtpError('Mail command failed', { code: 'EENVELOPE', response: '451 4.0.0 oops', command: 'MAIL FROM' }),
      'nothing', 'service-unavailable',    'soon',  'no'],
  ['wants a login before MAIL', smtpError('Mail command failed', { code: 'EENVELOPE', response: '502 5.7.0 Please authenticate first', command: 'MAIL FROM' }),
      'nothing', 'auth-failed',            'never', 'no'],
  ['refuses the size at MAIL', smtpError('Mail command failed', { code: 'EENVELOPE', response: '552 5.3.4 Max message size exceeded', command: 'MAIL FROM' }),
      'nothing', 'message-too-large',      'never', 'no'],
  ['ends the session at MAIL', smtpError('Server closed the connection', { code: 'ECONNECTION', response: '421 4.4.2 Idle timeout, bye bye', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['answers MAIL with garbage', smtpError('Mail command failed', { code: 'EENVELOPE', response: '"}}}', command: 'MAIL FROM' }),
      'nothing', 'connection',             'soon',  'no'],
  ['refuses RCPT', smtpError("Can't send mail - all recipients were rejected", { code: 'EENVELOPE', response: '550 no', command: 'RCPT TO' }),
      'nothing', 'recipient-refused',      'never', 'no'],
  ['defers RCPT', smtpError("Can't send mail - all recipients were rejected", { code: 'EENVELOPE', response: '451 4.0.0 oops', command: 'RCPT TO' }),
      'nothing', 'recipient-refused',      'soon',  'no'],
  ['refuses DATA', smtpError('Data command failed', { code: 'EENVELOPE', response: '554 5.0.0 no', command: 'DATA' }),
      'nothing', 'unknown',                'never', 'no'],
  ['limits the rate at DATA', smtpError('Data command failed', { code: 'EENVELOPE', response: `${weather}{"Code":"RequestLimitExceeded.SmtpRateLimit`, command: 'DATA' }),
      'nothing', 'rate-limited',           'soon',  'no'],
  ['closes at RCPT', smtpError('Connection closed unexpectedly', { code: 'ECONNECTION', ...connection }),
      'nothing', 'connection',             'soon',  'no'],
  ['closes in the body', smtpError('Connection closed unexpectedly', { code: 'ECONNECTION', ...connection }),
      'part',    'connection',             'soon',  'no'],
  ['resets in the body', smtpError('read ECONNRESET', { code: 'ESOCKET', originalCode: 'ECONNRESET', ...connection }),
      'part',    'connection',             'soon',  'no'],
  ['breaks the pipe in the body', smtpError('write EPIPE', { code: 'ESOCKET', originalCode: 'EPIPE', ...connection }),
      'part',    'connection',             'soon',  'no'],
  ['is silent in the body', smtpError('Timeout', { code: 'ETIMEDOUT', ...connection }),
      'part',    'connection',             'soon',  'no'],
  ['finds a long line in the body', smtpError('Message failed', { code: 'EMESSAGE', response: `${weather}smtp: too longer line in input stream`, command: 'DATA' }),
      'part',    'message-invalid',        'never', 'no'],
  ['answers garbage in the body', smtpError('Message failed', { code: 'EMESSAGE', response: 'garbage', command: 'DATA' }),
      'part',    'delivery-unknown',       'never', 'unknown'],
  ['refuses after the dot', smtpError('Message failed', { code: 'EMESSAGE', response: `${weather}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"FailedOperation.NotAuthenticatedSender.操作失败。"}}}}`, command: 'DATA' }),
      'all',     'sender-refused',         'never', 'no'],
  ['defers after the dot', smtpError('Message failed', { code: 'EMESSAGE', response: '451 4.0.0 oops', command: 'DATA' }),
      'all',     'service-unavailable',    'soon',  'no'],
  ['says 454 after the dot', smtpError('Message failed', { code: 'EMESSAGE', response: '454 4.0.0 oops', command: 'DATA' }),
      'all',     'service-unavailable',    'soon',  'no'],
  ['ends the session after the dot', smtpError('Server closed the connection', { code: 'ECONNECTION', response: '421 busy', ...connection }),
      'all',     'service-unavailable',    'soon',  'no'],
  ['closes after the dot', smtpError('Connection closed unexpectedly', { code: 'ECONNECTION', ...connection }),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['closes after the dot (<= 10.0)', smtpError('Unexpected socket close'),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['resets after the dot', smtpError('read ECONNRESET', { code: 'ESOCKET', ...connection }),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['is silent after the dot', smtpError('Timeout', { code: 'ETIMEDOUT', ...connection }),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['says `250 O` and closes', smtpError('Connection closed unexpectedly', { code: 'ECONNECTION', response: '250 O', ...connection }),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['says `554 5.0` and closes', smtpError('Connection closed unexpectedly', { code: 'ECONNECTION', response: '554 5.0', ...connection }),
      'all',     'unknown',                'never', 'no'],
  ['says half a reply and closes', smtpError('Connection closed unexpectedly', { code: 'ECONNECTION', response: `${weather}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"FailedOperation.FrequencyLimit.操`, ...connection }),
      'all',     'recipient-rate-limited', 'later', 'no'],
  ['says garbage after the dot', smtpError('Message failed', { code: 'EMESSAGE', response: 'garbage', command: 'DATA' }),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['says 354 after the dot', smtpError('Message failed', { code: 'EMESSAGE', response: '354 go on', command: 'DATA' }),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['says 221 after the dot', smtpError('Message failed', { response: '221 2.4.2 Idle timeout, bye bye' }),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['waits: our stream fails', smtpError('ENOENT: no such file', { code: 'ESTREAM', command: 'API' }),
      'part',    'message-invalid',        'never', 'no'],
  ['waits: our stream fails after its end', smtpError('read after end', { code: 'ESTREAM', command: 'API' }),
      'all',     'delivery-unknown',       'never', 'unknown'],
  ['waits: the signal aborts', smtpError('Message sending aborted', { code: 'EABORT' }),
      'part',    'cancelled',              'never', 'no'],
  ['waits: the signal aborts after the dot', smtpError('Message sending aborted', { code: 'EABORT' }),
      'all',     'cancelled',              'never', 'unknown'],
  ['waits: the pool is closed', smtpError('Connection pool was closed'),
      'nothing', 'cancelled',              'later', 'no'],
  ['is not asked: too large for its SIZE', smtpError('Message size larger than allowed 1000', { code: 'EMESSAGE', command: 'MAIL FROM' }),
      'nothing', 'message-too-large',      'never', 'no'],
  ['is not asked: no recipients', smtpError('No recipients defined', { code: 'EENVELOPE', command: 'API' }),
      'nothing', 'message-invalid',        'never', 'no'],
  ['is not asked: a recipient with a line break', smtpError('Invalid recipient "a\\n@x"', { code: 'EENVELOPE', command: 'API' }),
      'nothing', 'recipient-refused',      'never', 'no'],
  ['is not asked: no password', smtpError('Missing credentials for "PLAIN"', { code: 'EAUTH', command: 'API' }),
      'nothing', 'auth-failed',            'never', 'no'],
  ['is not asked: a bug', new TypeError('x is not a function'),
      'nothing', 'unknown',                'never', 'no'],
  ['is not asked: a bug with a code', smtpError('bad argument', { code: 'ERR_INVALID_ARG_TYPE' }),
      'nothing', 'unknown',                'never', 'no'],
  ['answered already: a bug', new TypeError('x is not a function'),
      'all',     'delivery-unknown',       'never', 'unknown'],
] as const)('the server %s', (_, error, handedOver, reason, retry, delivered) => {
  test(`${reason}, ${retry}, delivered: ${delivered}`, () => {
    const explained = explain(error, handedOver)
    expect(explained).toMatchObject({ reason, retry, delivered, attempts: 2, cause: error })
    expect(isSesError(explained)).toBe(true)
    expect(explained.permanent).toBe(retry === 'never' && delivered === 'no' && explained.reason !== 'cancelled')
    expect(explained.hint).not.toBe('')
    expect(explained.message).toContain(explained.hint)
    expect(explained.message).not.toMatch(/[\r\n]/)
  })
})

test('breaks in the middle of a mail name what SES breaks off', () => {
  const reset = explain(smtpError('read ECONNRESET', { code: 'ESOCKET' }), 'part')
  expect(reset.hint).toMatch(/2,000 bytes.*9 MB/)
  expect(explain(smtpError('write EPIPE', { code: 'ESOCKET' }), 'part').hint).toMatch(/2,000 bytes/)
  expect(explain(smtpError('unexpected EOF', { code: 'ESOCKET' }), 'part').hint).toMatch(/10 MB/)
  expect(explain(smtpError('too longer line in input stream', { code: 'ESOCKET' }), 'part')).toMatchObject({
    reason: 'message-invalid',
    retry: 'never',
  })
})

describe("Nodemailer's fields", () => {
  const response = `${weather}##SES-response-json:{"Response":{"RequestId":"111d9e76","QcloudError":{"Error":{"Code":"FailedOperation.FrequencyLimit.操作失败。触发频率控制，短时间内对同一地址发送过多邮件。"}}}}`

  test('are kept, the reply read anew where it was read as Latin-1', () => {
    const misread = Buffer.from(response).toString('latin1')
    expect(
      explain(smtpError('Message failed', { code: 'EMESSAGE', response: misread, command: 'DATA' }), 'all'),
    ).toMatchObject({
      name: 'SesError',
      code: 'EMESSAGE',
      command: 'DATA',
      response,
      responseCode: 554,
      sesCode: 'FailedOperation.FrequencyLimit',
      requestId: '111d9e76',
      retryAfterMs: 3_600_000,
      message:
        'SES refused the mail (554 FailedOperation.FrequencyLimit): 操作失败。触发频率控制，短时间内对同一地址发送过多邮件。 ' +
        'Wait an hour: one sender may send 10 mails an hour to one recipient.',
    })
  })

  test('the day in China ends from the time given', () => {
    const quota = smtpError('Message failed', {
      code: 'EMESSAGE',
      response: `${weather}{"Code":"FailedOperation.ExceedSendLimit"}`,
    })
    expect(explain(quota, 'all')).toMatchObject({ reason: 'quota-exceeded', retryAfterMs: 4 * 3_600_000 })
  })

  test('refused recipients are kept, and each of their errors is explained', () => {
    const refusal = (recipient: string, reply: string) =>
      smtpError('Recipient command failed', { code: 'EENVELOPE', response: reply, command: 'RCPT TO', recipient })
    const rejectedErrors = [refusal('a@example.org', '550 no'), refusal('b@example.org', '451 4.0.0 oops')]
    const rejected = ['a@example.org', 'b@example.org']
    const explained = explain(
      smtpError("Can't send mail - all recipients were rejected", {
        code: 'EENVELOPE',
        response: '451 4.0.0 oops',
        command: 'RCPT TO',
        rejected,
        rejectedErrors,
      }),
    )

    expect(explained.rejected).toEqual(rejected)
    expect(explained.rejectedErrors?.every(isSesError)).toBe(true)
    expect(explained.rejectedErrors).toMatchObject([
      { recipient: 'a@example.org', reason: 'recipient-refused', retry: 'never', responseCode: 550 },
      { recipient: 'b@example.org', reason: 'recipient-refused', retry: 'soon', responseCode: 451 },
    ])
  })
})

test('rows of the caller come first', () => {
  const error = smtpError('Message failed', { code: 'EMESSAGE', response: '554 5.0.0 Full moon', command: 'DATA' })
  const meanings = [{ phrase: 'full moon', reason: 'blocked', retry: 'later', retryAfter: 7, hint: 'Wait.' }] as const
  expect(explainFailure({ error, handedOver: 'all', attempts: 1 }, { meanings, now })).toMatchObject({
    reason: 'blocked',
    retry: 'later',
    retryAfterMs: 7,
    message: 'SES refused the mail (554): Full moon. Wait.',
  })
})

describe('the message', () => {
  test('is one line, whatever the reply', () => {
    const { message } = explain(
      smtpError('Message failed', {
        code: 'EMESSAGE',
        response: '554-5.0.0 one\r\n554 5.0.0 two\u0007\u001b[31m\u2028three',
      }),
    )
    expect(message).toMatch(/^SES refused the mail \(554\): one two \[31m three\. /)
  })

  test('stays short, whatever the reply', () => {
    expect(
      explain(smtpError('Message failed', { code: 'EMESSAGE', response: `554 ${'word '.repeat(100_000)}` })).message
        .length,
    ).toBeLessThan(800)
  })
})

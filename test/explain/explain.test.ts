import { describe, expect, test } from 'vitest'
import { isSesError } from '../../lib/errors.ts'
import { explainFailure, type Failure, type SmtpFailure } from '../../lib/explain/explain.ts'
import { explain, now, smtpError } from './failures.ts'

const weather = '554 5.0.0 Error: transaction failed, blame it on the weather: '
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

describe('rows of the caller', () => {
  const meanings = [
    { phrase: 'full moon', reason: 'blocked', retry: 'later', retryAfter: 7, hint: 'Wait.' },
    { phrase: 'ECONNRESET', reason: 'message-invalid', retry: 'never', hint: 'Moon.' },
  ] as const
  const explainWith = (error: SmtpFailure, handedOver: Failure['handedOver']) =>
    explainFailure({ error, handedOver, attempts: 1 }, { meanings, now })

  test('come first', () => {
    const error = smtpError('Message failed', { code: 'EMESSAGE', response: '554 5.0.0 Full moon', command: 'DATA' })
    expect(explainWith(error, 'all')).toMatchObject({
      reason: 'blocked',
      retry: 'later',
      retryAfterMs: 7,
      delivered: 'no',
      message: 'SES refused the mail (554): Full moon. Wait.',
    })
  })

  test('come before what a number or a command says', () => {
    const fields = { code: 'EAUTH', response: '535 5.7.8 Full moon', command: 'AUTH PLAIN' }
    expect(explainWith(smtpError('Invalid login', fields), 'nothing')).toMatchObject({ reason: 'blocked' })
  })

  // Nothing but a reply of 4xx or 5xx tells that a mail was not taken.
  test('are about refusals: what breaks off, or leaves it open, stays so', () => {
    const left = smtpError('Message failed', { code: 'EMESSAGE', response: '354 Full moon', command: 'DATA' })
    expect(explainWith(left, 'all')).toMatchObject({ reason: 'delivery-unknown', delivered: 'unknown' })
    const reset = smtpError('read ECONNRESET', { code: 'ESOCKET' })
    expect(explainWith(reset, 'all')).toMatchObject({ reason: 'delivery-unknown', delivered: 'unknown' })
    expect(explainWith(reset, 'nothing')).toMatchObject({ reason: 'connection', retry: 'soon', delivered: 'no' })
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

  test.each([
    ['words', 'word '.repeat(200_000)],
    ['a code', `{"Code":"FailedOperation.${'A'.repeat(1_000_000)}"}`],
    ['a request id', `{"RequestId":"${'1'.repeat(1_000_000)}","Code":"InternalError"}`],
    ['Chinese', '操作失败。'.repeat(200_000)],
  ])('stays short, however long the reply: %s', (_, words) => {
    const explained = explain(smtpError('Message failed', { code: 'EMESSAGE', response: `554 ${words}` }))
    expect(explained.message.length).toBeLessThan(800)
    // What is looked at is kept; Nodemailer's own error has the rest.
    expect(explained.response).toBe(`554 ${words}`.slice(0, 65_536))
  })

  test('has no half characters', () => {
    for (const start of ['', 'x']) {
      const response = `554 ${start}${'😀'.repeat(999)}`
      expect(explain(smtpError('Message failed', { code: 'EMESSAGE', response })).message.isWellFormed()).toBe(true)
    }
  })
})

import { describe, expect, test } from 'vitest'
import type { Failed } from '../../lib/attempt.ts'
import { isSesError, SesError } from '../../lib/errors.ts'
import { explainAttempt, explainRecipient } from '../../lib/explain/explain.ts'
import { smtpError } from '../../lib/send/socket.ts'
import { closedError } from '../../lib/stop.ts'
import { cutReplyOf, explain, lost, now, replyOf, stages } from './failures.ts'

const weather = '554 5.0.0 Error: transaction failed, blame it on the weather: '

describe("Nodemailer's fields", () => {
  const response = `${weather}##SES-response-json:{"Response":{"RequestId":"111d9e76","QcloudError":{"Error":{"Code":"FailedOperation.FrequencyLimit.操作失败。触发频率控制，短时间内对同一地址发送过多邮件。"}}}}`
  const explained = {
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
  }

  test('say what Nodemailer would say', () => expect(stages.end(response)).toMatchObject(explained))

  // As of Nodemailer's own transport.
  test.each([
    ['greeting', '554 no', 'EPROTOCOL', 'CONN'],
    ['AUTH', '535 no', 'EAUTH', 'AUTH'],
    ['MAIL', '550 no', 'EENVELOPE', 'MAIL FROM'],
    ['RCPT', '550 no', 'EENVELOPE', 'RCPT TO'],
    ['DATA', '554 no', 'EENVELOPE', 'DATA'],
    ['body', '554 no', 'EMESSAGE', 'DATA'],
    ['end', '554 no', 'EMESSAGE', 'DATA'],
    ['end', '354 go on', 'EPROTOCOL', 'DATA'],
    ['MAIL', 'garbage', 'EPROTOCOL', 'MAIL FROM'],
  ] as const)('at %s, %s: %s, %s', (stage, reply, code, command) =>
    expect(stages[stage](reply)).toMatchObject({ code, command, response: reply }),
  )

  test.each(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EPROTOCOL'])('of a connection that was lost: %s', (code) =>
    expect(explain(lost('all', code))).toMatchObject({ code, command: 'DATA', responseCode: undefined }),
  )

  test('the day in China ends from the time given', () =>
    expect(stages.end(`${weather}{"Code":"FailedOperation.ExceedSendLimit"}`)).toMatchObject({
      reason: 'quota-exceeded',
      retryAfterMs: 4 * 3_600_000,
    }))

  test('refused recipients are kept, and each of their errors is explained', () => {
    const rejected = [
      { address: 'a@example.org', reply: replyOf('550 no') },
      { address: 'b@example.org', reply: replyOf('451 4.0.0 oops') },
    ]
    const explained = explain({ failed: 'recipients', went: 'nothing', reply: rejected[0]?.reply, rejected })

    expect(explained.rejected).toEqual(['a@example.org', 'b@example.org'])
    expect(explained.rejectedErrors?.every(isSesError)).toBe(true)
    expect(explained.rejectedErrors).toMatchObject([
      { recipient: 'a@example.org', reason: 'recipient-refused', retry: 'never', responseCode: 550 },
      { recipient: 'b@example.org', reason: 'recipient-refused', retry: 'soon', responseCode: 451 },
    ])
  })

  test('one refused recipient among several', () =>
    expect(
      explainRecipient('a@example.org', replyOf('550 5.1.1 no'), { meanings: [], now, attempts: 3, language: 'en' }),
    ).toMatchObject({ recipient: 'a@example.org', reason: 'recipient-refused', delivered: 'no', attempts: 3 }))
})

describe('an error of ours comes back as it is', () => {
  const aborted = new SesError('The AbortSignal ended the sending before the mail was handed over.', {
    reason: 'cancelled',
    retry: 'later',
    hint: 'Nothing was sent.',
    cause: new Error('the user left'),
  })
  const passFailed = new SesError('auth: the function `pass` of a@x.org failed, and nothing was sent: no vault', {
    reason: 'auth-failed',
    retry: 'soon',
    field: 'auth',
    cause: new Error('no vault'),
  })

  test.each<[string, Failed, SesError]>([
    ['an abort at the socket', { failed: 'socket', went: 'nothing', error: aborted }, aborted],
    ['an abort in the body', { failed: 'message', went: 'part', error: aborted }, aborted],
    [
      'an abort within a reply',
      { failed: 'sender', went: 'nothing', error: aborted, reply: cutReplyOf('250-x') },
      aborted,
    ],
    ['a transport that was closed', { failed: 'socket', went: 'nothing', error: closedError() }, closedError()],
    ['the function of a password', { failed: 'login', went: 'nothing', error: passFailed }, passFailed],
  ])('%s', (_, attempt, { message, reason, retry, code, cause, field, hint }) => {
    const explained = explain(attempt)
    expect(explained).toMatchObject({ message, reason, retry, code, field, hint, delivered: 'no', attempts: 2 })
    expect(explained.cause).toEqual(cause)
  })
})

describe('one login and another From', () => {
  const refuse = (from: string, text: string) =>
    explainAttempt(
      { failed: 'message', went: 'all', reply: replyOf(text) },
      { meanings: [], now, attempts: 1, language: 'en', sender: { from, user: 'noreply@mail.example.com' } },
    )
  const notAuthenticated = `${weather}{"Response":{"RequestId":"r","Error":{"Code":"FailedOperation.NotAuthenticatedSender"}}}`

  test('SES decides, and its refusal names both', () => {
    const refused = refuse('shop@example.com', notAuthenticated)
    expect(refused).toMatchObject({
      reason: 'sender-refused',
      retry: 'never',
      delivered: 'no',
      field: 'from',
      sesCode: 'FailedOperation.NotAuthenticatedSender',
      requestId: 'r',
      response: notAuthenticated,
      responseCode: 554,
    })
    expect(refused.message).toMatch(
      /^from: SES refused shop@example\.com, logged in as noreply@mail\.example\.com\. SES refused the mail \(554 FailedOperation\.NotAuthenticatedSender\)/,
    )
    expect(refused.hint).toBe(
      'Send from noreply@mail.example.com, or add the login of shop@example.com to `auth`: SES has one SMTP password for each sender address.',
    )
    expect(refused.message.endsWith(refused.hint)).toBe(true)
  })

  test('at MAIL too', () => {
    const attempt = { failed: 'sender', went: 'nothing', reply: replyOf('550 no') } as const
    const sender = { from: 'shop@example.com', user: 'noreply@mail.example.com' }
    expect(explainAttempt(attempt, { meanings: [], now, attempts: 1, language: 'en', sender })).toMatchObject({
      field: 'from',
    })
  })

  test.each(['noreply@mail.example.com', 'NoReply@Mail.Example.COM'])('From is %s, the login: as it is', (from) => {
    const refused = refuse(from, notAuthenticated)
    expect([refused.reason, refused.field]).toEqual(['sender-refused', undefined])
    expect(refused.message).not.toContain('logged in as')
  })

  test('another refusal: as it is', () => {
    const refused = refuse('shop@example.com', `${weather}{"Code":"FailedOperation.FrequencyLimit"}`)
    expect([refused.reason, refused.field]).toEqual(['recipient-rate-limited', undefined])
  })
})

describe('a reply cut within a character', () => {
  const reply = `${weather}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"FailedOperation.FrequencyLimit.操作失败`

  test.each([1, 2])('without %i of its last bytes: shown up to there', (missing) => {
    const bytes = Buffer.from(reply)
    const rest = bytes.subarray(0, bytes.length - missing)
    const explained = explain(lost('all', 'ECONNECTION', 'The gateway closed the connection', rest))
    expect(explained).toMatchObject({ reason: 'recipient-rate-limited', delivered: 'no', response: reply.slice(0, -1) })
    expect(explained.message).toContain('操作失')
    expect(explained.message).not.toMatch(/\ufffd|å/)
  })
})

describe('rows of the caller', () => {
  const meanings = [
    { phrase: 'full moon', reason: 'blocked', retry: 'later', retryAfter: 7, hint: 'Wait.' },
    { phrase: 'ECONNRESET', reason: 'message-invalid', retry: 'never', hint: 'Moon.' },
  ] as const
  const explainWith = (attempt: Failed) => explainAttempt(attempt, { meanings, now, attempts: 1, language: 'en' })

  test('come first', () =>
    expect(explainWith({ failed: 'message', went: 'all', reply: replyOf('554 5.0.0 Full moon') })).toMatchObject({
      reason: 'blocked',
      retry: 'later',
      retryAfterMs: 7,
      delivered: 'no',
      message: 'SES refused the mail (554): Full moon. Wait.',
    }))

  test('come before what a number or a command says', () =>
    expect(explainWith({ failed: 'login', went: 'nothing', reply: replyOf('535 5.7.8 Full moon') })).toMatchObject({
      reason: 'blocked',
    }))

  // Nothing but a reply of 4xx or 5xx tells that a mail was not taken.
  test('are about refusals: what breaks off, or leaves it open, stays so', () => {
    const open = { reason: 'delivery-unknown', delivered: 'unknown' }
    const reset = smtpError('ESOCKET', 'read ECONNRESET')
    expect(explainWith({ failed: 'message', went: 'all', reply: replyOf('354 Full moon') })).toMatchObject(open)
    expect(explainWith({ failed: 'message', went: 'all', error: reset })).toMatchObject(open)
    expect(explainWith({ failed: 'socket', went: 'nothing', error: reset })).toMatchObject({
      reason: 'connection',
      retry: 'soon',
      delivered: 'no',
    })
  })
})

describe('the message', () => {
  test('is one line, whatever the reply', () => {
    const { message } = stages.end('554-5.0.0 one\r\n554 5.0.0 two\u0007\u001b[31m\u2028three')
    expect(message).toMatch(/^SES refused the mail \(554\): one two \[31m three\. /)
  })

  test.each([
    ['words', 'word '.repeat(12_000)],
    ['a code', `{"Code":"FailedOperation.${'A'.repeat(60_000)}"}`],
    ['a request id', `{"RequestId":"${'1'.repeat(60_000)}","Code":"InternalError"}`],
    ['Chinese', '操作失败。'.repeat(4_000)],
  ])('stays short, however long the reply: %s', (_, words) => {
    const explained = stages.end(`554 ${words}`)
    expect(explained.message.length).toBeLessThan(800)
    expect(explained.response).toBe(`554 ${words}`)
  })

  test('has no half characters', () => {
    for (const start of ['', 'x']) {
      expect(stages.end(`554 ${start}${'😀'.repeat(999)}`).message.isWellFormed()).toBe(true)
    }
  })

  test("tells of the proxy's or the system's words what can be printed", () => {
    const error = smtpError('EPROXY', 'no\r\n\u001b[31m forged line')
    expect(explain({ failed: 'socket', went: 'nothing', error }).message).toMatch(
      /^The connection to SES failed: no \[31m forged line\. /,
    )
  })
})

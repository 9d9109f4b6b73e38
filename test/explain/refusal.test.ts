import { describe, expect, test } from 'vitest'
import { explain, lost, type StageName, stages } from './failures.ts'

const weather = 'Error: transaction failed, blame it on the weather: '

const BUSY = 'service-unavailable, soon'
const STEP = 'connection, soon'
const LINE = 'message-invalid, never'
const SIZE = 'message-too-large, never'
const LOGIN = 'auth-failed, never'
const HOST = 'connection, never'
const FROM = 'sender-refused, never'
const TO = 'recipient-refused, never'
const TO_SOON = 'recipient-refused, soon'
const WHAT = 'unknown, never'
const CUT = 'unknown, later'
/** A 421 tells of the connection: a proxy may say it when SES has the mail. */
const OPEN = 'delivery-unknown, never'

const order: readonly StageName[] = ['greeting', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'body', 'end']

// The gateway answers 554 to most things, go-smtp 451 and 454 to what it has no number for.
// biome-ignore format: a table
describe.each([
  // Reply                                                         greeting AUTH                   MAIL   RCPT     DATA   body   end
  ['421 4.3.2 busy',                                               [BUSY,  BUSY,                  BUSY,  BUSY,    BUSY,  BUSY,  OPEN]],
  ['421 4.4.2 Idle timeout, bye bye',                              [STEP,  STEP,                  STEP,  STEP,    STEP,  STEP,  OPEN]],
  [`421 4.3.2 ${weather}{"Code":"RequestLimitExceeded.SmtpRateLimit"}`,
                                                                   order.map(() => 'rate-limited, soon')],
  ['450 4.2.1 later',                                              [BUSY,  BUSY,                  BUSY,  TO_SOON, BUSY,  BUSY,  BUSY]],
  ['451 4.0.0 oops',                                               [BUSY,  BUSY,                  BUSY,  TO_SOON, BUSY,  BUSY,  BUSY]],
  ['452 4.3.1 no space',                                           [BUSY,  BUSY,                  BUSY,  TO_SOON, BUSY,  BUSY,  BUSY]],
  ['452 4.5.3 Maximum limit of 50 recipients reached',             [LINE,  LINE,                  LINE,  LINE,    LINE,  LINE,  LINE]],
  ['454 4.7.0 dial tcp: timeout',                                  [BUSY,  'auth-failed, later',  BUSY,  TO_SOON, BUSY,  BUSY,  BUSY]],
  ['454 4.7.0 Invalid login or password',                          [LOGIN, LOGIN,                 LOGIN, LOGIN,   LOGIN, LOGIN, LOGIN]],
  ['500 5.4.0 Too long line, closing connection',                  [LINE,  LINE,                  LINE,  LINE,    LINE,  LINE,  LINE]],
  ['500 5.5.2 Syntax errors, X command unrecognized',              [STEP,  STEP,                  STEP,  STEP,    STEP,  STEP,  STEP]],
  ['501 5.5.4 no',                                                 [HOST,  LOGIN,                 FROM,  TO,      WHAT,  WHAT,  WHAT]],
  ['502 5.7.0 Please authenticate first',                          [LOGIN, LOGIN,                 LOGIN, LOGIN,   LOGIN, LOGIN, LOGIN]],
  ['503 5.5.1 out of order',                                       [STEP,  STEP,                  STEP,  STEP,    STEP,  STEP,  STEP]],
  ['530 5.7.0 log in',                                             [LOGIN, LOGIN,                 LOGIN, LOGIN,   LOGIN, LOGIN, LOGIN]],
  ['535 Invalid login or password',                                [LOGIN, LOGIN,                 LOGIN, LOGIN,   LOGIN, LOGIN, LOGIN]],
  ['535 5.7.8 nope',                                               [LOGIN, LOGIN,                 LOGIN, LOGIN,   LOGIN, LOGIN, LOGIN]],
  ['550 5.1.1 no',                                                 [HOST,  LOGIN,                 FROM,  TO,      WHAT,  WHAT,  WHAT]],
  ['552 5.3.4 big',                                                [HOST,  LOGIN,                 SIZE,  TO,      SIZE,  SIZE,  SIZE]],
  ['552 5.3.4 Max message size exceeded',                          [SIZE,  SIZE,                  SIZE,  SIZE,    SIZE,  SIZE,  SIZE]],
  ['554 5.0.0 no',                                                 [HOST,  LOGIN,                 FROM,  TO,      WHAT,  WHAT,  WHAT]],
  [`554 5.0.0 ${weather}smtp: too longer line in input stream`,    [LINE,  LINE,                  LINE,  LINE,    LINE,  LINE,  LINE]],
  [`554 5.0.0 ${weather}{"Code":"RequestLimitExceeded.SmtpRateLimit"}`,
                                                                   order.map(() => 'rate-limited, soon')],
  [`554 5.0.0 ${weather}{"Code":"FailedOperation.SMTPForbidden"}`, order.map(() => 'account-refused, never')],
  // Cut off: not what the command or the number would say.
  [`554 5.0.0 ${weather}##SES-response-json:{"Code":"FailedOperation.Fr`,
                                                                   [CUT,   CUT,                   CUT,   CUT,     CUT,   CUT,   CUT]],
  [`451 4.0.0 ${weather}##SES-response-json:{"Code":"FailedOperation.Fr`,
                                                                   [CUT,   CUT,                   CUT,   CUT,     CUT,   CUT,   CUT]],
  // No words: the command still says something.
  ['554 ',                                                         [HOST,  LOGIN,                 FROM,  TO,      CUT,   CUT,   CUT]],
])('%s', (response, expected) => {
  test.each(order.map((stage, index) => [stage, expected[index]] as const))('at %s: %s', (stage, verdict) => {
    const { reason, retry, delivered, responseCode } = stages[stage](response)
    expect(`${reason}, ${retry}`).toBe(verdict)
    expect([delivered, responseCode]).toEqual([verdict === OPEN ? 'unknown' : 'no', Number(response.slice(0, 3))])
  })
})

/** The connection ends within a reply to the message. */
const cut = (reply: string | Buffer) => lost('all', 'ECONNECTION', 'The gateway closed the connection', reply)

test('a reply cut at every byte by the end of the connection', () => {
  const reply = `554 5.0.0 ${weather}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"FailedOperation.NotAuthenticatedSender.操作失败。"}}}}`
  const known = Buffer.from(reply).indexOf('Sender.') + 'Sender'.length
  const verdicts = Array.from({ length: Buffer.byteLength(reply) }, (_, end) => {
    const { reason, retry, delivered, permanent } = explain(cut(Buffer.from(reply).subarray(0, end)))
    return [reason, retry, delivered, permanent]
  })
  for (const verdict of verdicts.slice(0, 3)) expect(verdict).toEqual(['delivery-unknown', 'never', 'unknown', false])
  for (const verdict of verdicts.slice(3, known)) expect(verdict).toEqual(['unknown', 'later', 'no', false])
  for (const verdict of verdicts.slice(known)) expect(verdict).toEqual(['sender-refused', 'never', 'no', true])
})

test.each([
  ['550 no such us', 'unknown', 'later'],
  ['451 4.0.0 oo', 'service-unavailable', 'soon'],
  ['421 4.3.2 bu', 'delivery-unknown', 'never', 'unknown'],
  ['535 Invalid lo', 'auth-failed', 'never'],
])('%s, and the connection ends: %s, %s', (response, reason, retry, delivered = 'no') =>
  expect(explain(cut(response))).toMatchObject({ reason, retry, delivered }),
)

test('421 cut before anything went: not delivered', () =>
  expect(explain({ ...cut('421 4.3.2 bu'), failed: 'sender', went: 'nothing' })).toMatchObject({
    reason: 'service-unavailable',
    retry: 'soon',
    delivered: 'no',
  }))

import { describe, expect, test } from 'vitest'
import type { Failure, SmtpFailure } from '../../lib/explain/explain.ts'
import { explain, smtpError, stages } from './failures.ts'

const weather = '554 5.0.0 Error: transaction failed, blame it on the weather: '
const frequency = `${weather}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"FailedOperation.FrequencyLimit.操`

type Row = readonly [
  does: string,
  message: string,
  fields: Partial<SmtpFailure>,
  handedOver: Failure['handedOver'],
  verdict: string,
  delivered: 'no' | 'unknown',
]

// Measured with Nodemailer 6.9 to 10.6 and a scripted server; `all`: our stream had given its last byte.
// biome-ignore format: a table
const measured: readonly Row[] = [
  // The server; Nodemailer's message and fields                                                                             stream     verdict                      delivered
  ['refuses the connection', 'connect ECONNREFUSED 127.0.0.1:465', { code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' }, 'nothing', 'connection, soon',          'no'],
  ['is not in DNS', 'getaddrinfo ENOTFOUND smtp.example', { code: 'EDNS', command: 'CONN' },                                 'nothing', 'connection, soon',          'no'],
  ['cannot be looked up now', 'getaddrinfo EAI_AGAIN smtp.example', { code: 'EDNS', command: 'CONN' },                       'nothing', 'connection, soon',          'no'],
  ['is out of reach', 'connect EHOSTUNREACH 10.0.0.1:465', { code: 'ESOCKET', command: 'CONN' },                             'nothing', 'connection, soon',          'no'],
  ['does not answer', 'Connection timeout', { code: 'ETIMEDOUT', command: 'CONN' },                                          'nothing', 'connection, soon',          'no'],
  ['has an untrusted certificate', 'self-signed certificate', { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT', command: 'CONN' }, 'nothing', 'connection, never', 'no'],
  ['has an untrusted issuer', 'unable to get local issuer certificate', { code: 'ETLS', command: 'CONN' },                   'nothing', 'connection, never',         'no'],
  ['has a certificate that expired', 'certificate has expired', { code: 'ETLS', command: 'CONN' },                           'nothing', 'connection, never',         'no'],
  ['has a certificate of another name', "Hostname/IP does not match certificate's altnames", { code: 'ESOCKET', command: 'CONN' }, 'nothing', 'connection, never',   'no'],
  ['speaks no TLS', 'write EPROTO 0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number', { code: 'ESOCKET', originalCode: 'EPROTO', command: 'CONN' }, 'nothing', 'connection, never', 'no'],
  ['agrees on no cipher', 'Error initiating TLS - handshake failure', { code: 'ETLS', command: 'CONN' },                     'nothing', 'connection, never',         'no'],
  ['closes in the handshake', 'Client network socket disconnected before secure TLS connection was established', { code: 'ESOCKET', command: 'CONN' }, 'nothing', 'connection, soon', 'no'],
  ['closes before TLS is up', 'Connection closed before TLS was set up', { code: 'ETLS', command: 'CONN' },                  'nothing', 'connection, soon',          'no'],
  ['resets in the handshake', 'read ECONNRESET', { code: 'ETLS', command: 'CONN' },                                          'nothing', 'connection, soon',          'no'],
  ['closes before its greeting', 'Connection closed unexpectedly', { code: 'ECONNECTION', command: 'CONN' },                 'nothing', 'connection, soon',          'no'],
  ['closes before its greeting (≤ 10.0)', 'Unexpected socket close', {},                                                     'nothing', 'connection, soon',          'no'],
  ['greets with 421', 'Invalid greeting', { code: 'EPROTOCOL', response: '421 busy', command: 'CONN' },                      'nothing', 'service-unavailable, soon', 'no'],
  ['greets with 554', 'Invalid greeting', { code: 'EPROTOCOL', response: '554 no', command: 'CONN' },                        'nothing', 'connection, never',         'no'],
  ['greets in HTTP', 'Invalid greeting', { code: 'EPROTOCOL', response: 'HTTP/1.1 400 Bad Request', command: 'CONN' },       'nothing', 'connection, soon',          'no'],
  ['does not greet', 'Greeting never received', { code: 'ETIMEDOUT', command: 'CONN' },                                      'nothing', 'connection, soon',          'no'],
  ['is silent after EHLO', 'Timeout', { code: 'ETIMEDOUT', command: 'CONN' },                                                'nothing', 'connection, soon',          'no'],
  ['refuses the password', 'Invalid login', { code: 'EAUTH', response: '535 Invalid login or password', command: 'AUTH PLAIN' }, 'nothing', 'auth-failed, never',    'no'],
  ['refuses MAIL', 'Mail command failed', { code: 'EENVELOPE', response: '550 no', command: 'MAIL FROM' },                   'nothing', 'sender-refused, never',     'no'],
  ['refuses MAIL (≤ 10.0: drained)', 'Mail command failed', { code: 'EENVELOPE', response: '550 no', command: 'MAIL FROM' }, 'all',     'sender-refused, never',     'no'],
  ['defers MAIL', 'Mail command failed', { code: 'EENVELOPE', response: '451 4.0.0 oops', command: 'MAIL FROM' },            'nothing', 'service-unavailable, soon', 'no'],
  ['ends at MAIL with 421', 'Server closed the connection', { code: 'ECONNECTION', response: '421 busy', command: 'CONN' },  'nothing', 'service-unavailable, soon', 'no'],
  ['refuses all RCPT', "Can't send mail - all recipients were rejected", { code: 'EENVELOPE', response: '550 no', command: 'RCPT TO' }, 'nothing', 'recipient-refused, never', 'no'],
  ['refuses DATA', 'Data command failed', { code: 'EENVELOPE', response: '554 5.0.0 no', command: 'DATA' },                  'nothing', 'unknown, never',            'no'],
  ['refuses DATA (≤ 10.0: drained)', 'Data command failed', { code: 'EENVELOPE', response: '554 5.0.0 no', command: 'DATA' }, 'all',    'unknown, never',            'no'],
  ['closes at MAIL, RCPT or DATA', 'Connection closed unexpectedly', { code: 'ECONNECTION', command: 'CONN' },               'nothing', 'connection, soon',          'no'],
  ['closes in the body', 'Connection closed unexpectedly', { code: 'ECONNECTION', command: 'CONN' },                         'part',    'connection, soon',          'no'],
  ['resets in the body', 'read ECONNRESET', { code: 'ESOCKET', originalCode: 'ECONNRESET', command: 'CONN' },                'part',    'connection, soon',          'no'],
  ['breaks the pipe in the body', 'write EPIPE', { code: 'ESOCKET', originalCode: 'EPIPE', command: 'CONN' },                'part',    'connection, soon',          'no'],
  ['stops reading in the body', 'Timeout', { code: 'ETIMEDOUT', command: 'CONN' },                                           'part',    'connection, soon',          'no'],
  ['says `25` in the body and closes (≤ 10.0)', 'Connection closed unexpectedly', { code: 'ECONNECTION', response: '25', command: 'CONN' }, 'part', 'connection, soon', 'no'],
  ['finds a long line in the body', 'Message failed', { code: 'EMESSAGE', response: `${weather}smtp: too longer line in input stream`, command: 'DATA' }, 'part', 'message-invalid, never', 'no'],
  ['waits: our stream fails', 'ENOENT: no such file', { code: 'ESTREAM', command: 'API' },                                   'part',    'message-invalid, never',    'no'],
  ['waits: our stream fails after its end', 'read after end', { code: 'ESTREAM', command: 'API' },                           'all',     'delivery-unknown, never',   'unknown'],
  ['refuses after the dot', 'Message failed', { code: 'EMESSAGE', response: `${weather}{"Code":"FailedOperation.NotAuthenticatedSender"}`, command: 'DATA' }, 'all', 'sender-refused, never', 'no'],
  ['defers after the dot', 'Message failed', { code: 'EMESSAGE', response: '451 4.0.0 oops', command: 'DATA' },              'all',     'service-unavailable, soon', 'no'],
  ['ends with 421 after the dot', 'Message failed', { code: 'EMESSAGE', response: '421 busy', command: 'DATA' },             'all',     'delivery-unknown, never',   'unknown'],
  ['finds a long line after the dot', 'Message failed', { code: 'EMESSAGE', response: '500 5.4.0 Too long line, closing connection', command: 'DATA' }, 'all', 'message-invalid, never', 'no'],
  ['closes after the dot', 'Connection closed unexpectedly', { code: 'ECONNECTION', command: 'CONN' },                       'all',     'delivery-unknown, never',   'unknown'],
  ['closes after the dot (≤ 10.0)', 'Unexpected socket close', {},                                                           'all',     'delivery-unknown, never',   'unknown'],
  ['resets after the dot', 'read ECONNRESET', { code: 'ESOCKET', originalCode: 'ECONNRESET', command: 'CONN' },              'all',     'delivery-unknown, never',   'unknown'],
  ['breaks the pipe after the dot', 'write EPIPE', { code: 'ESOCKET', originalCode: 'EPIPE', command: 'CONN' },              'all',     'delivery-unknown, never',   'unknown'],
  ['is silent after the dot', 'Timeout', { code: 'ETIMEDOUT', command: 'CONN' },                                             'all',     'delivery-unknown, never',   'unknown'],
  ['says too much after the dot', 'Server response exceeds maximum allowed size', { code: 'EPROTOCOL', command: 'CONN' },    'all',     'delivery-unknown, never',   'unknown'],
  ['says `250 O` and closes', 'Connection closed unexpectedly', { code: 'ECONNECTION', command: 'CONN' },                    'all',     'delivery-unknown, never',   'unknown'],
  ['says `250 O` and closes (≤ 10.0)', 'Connection closed unexpectedly', { code: 'ECONNECTION', response: '250 O', command: 'CONN' }, 'all', 'delivery-unknown, never', 'unknown'],
  ['says `250 O` and closes (≤ 10.0, the number alone)', 'Connection closed unexpectedly', { code: 'ECONNECTION', responseCode: 250, command: 'CONN' }, 'all', 'delivery-unknown, never', 'unknown'],
  ['says `55` and closes (≤ 10.0)', 'Connection closed unexpectedly', { code: 'ECONNECTION', response: '55', command: 'CONN' }, 'all',  'delivery-unknown, never',   'unknown'],
  ['says `554 5.0` and closes', 'Connection closed unexpectedly', { code: 'ECONNECTION', response: '554 5.0', command: 'CONN' }, 'all', 'unknown, later',            'no'],
  ['says half of its reason and closes', 'Connection closed unexpectedly', { code: 'ECONNECTION', response: frequency, command: 'CONN' }, 'all', 'recipient-rate-limited, later', 'no'],
  ['says 354 twice', 'Message failed', { code: 'EMESSAGE', response: '354 go on', command: 'DATA' },                         'nothing', 'connection, soon',          'no'],
  ['says 250 along with the 354', 'Expected a reply 250 to the message', { code: 'EMESSAGE', response: '250 OK', command: 'DATA' }, 'nothing', 'connection, soon',   'no'],
  ['says 250 in the body', 'Expected a reply 250 to the message', { code: 'EMESSAGE', response: '250 OK', command: 'DATA' },  'part',    'delivery-unknown, never',   'unknown'],
  ['says garbage after the dot', 'Message failed', { code: 'EMESSAGE', response: 'garbage', command: 'DATA' },               'all',     'delivery-unknown, never',   'unknown'],
  ['says 354 after the dot', 'Message failed', { code: 'EMESSAGE', response: '354 go on', command: 'DATA' },                 'all',     'delivery-unknown, never',   'unknown'],
  ['says 221 after the dot', 'Expected a reply 250 to the message', { code: 'EPROTOCOL', response: '221 2.4.2 Idle timeout, bye bye', command: 'DATA' }, 'all', 'delivery-unknown, never', 'unknown'],
  ['says something out of turn in the body', 'Unexpected Response', { code: 'EPROTOCOL', response: 'garbage', command: 'CONN' }, 'part', 'connection, soon',         'no'],
  ['says something out of turn after the dot', 'Unexpected Response', { code: 'EPROTOCOL', response: 'garbage', command: 'CONN' }, 'all', 'delivery-unknown, never', 'unknown'],
]

// What Nodemailer and Node find out by themselves.
// biome-ignore format: a table
const ours: readonly Row[] = [
  ['the signal aborts', 'Message sending aborted', { code: 'EABORT' },                                                       'part',    'cancelled, never',          'no'],
  ['the signal aborts after the dot', 'Message sending aborted', { code: 'EABORT' },                                         'all',     'cancelled, never',          'unknown'],
  ['the pool is closed', 'Connection pool was closed', {},                                                                   'nothing', 'cancelled, later',          'no'],
  ['the pool is closed after the dot', 'Connection pool was closed', {},                                                     'all',     'cancelled, never',          'unknown'],
  ['the pool has tried often enough', 'Reached maximum number of retries after connection was closed', { code: 'ECONNECTION' }, 'nothing', 'connection, soon',       'no'],
  ['too large for the SIZE that the server names', 'Message size larger than allowed 1000', { code: 'EMESSAGE', command: 'MAIL FROM' }, 'nothing', 'message-too-large, never', 'no'],
  ['nothing in the message', 'Empty message', { code: 'EMESSAGE', command: 'API' },                                          'nothing', 'message-invalid, never',    'no'],
  ['no recipients', 'No recipients defined', { code: 'EENVELOPE', command: 'API' },                                          'nothing', 'message-invalid, never',    'no'],
  ['a recipient with a line break', 'Invalid recipient "a\\n@x"', { code: 'EENVELOPE', command: 'API' },                     'nothing', 'recipient-refused, never',  'no'],
  ['a sender with a line break', 'Invalid sender "a\\n@x"', { code: 'EENVELOPE', command: 'API' },                           'nothing', 'sender-refused, never',     'no'],
  ['no password', 'Missing credentials for "PLAIN"', { code: 'EAUTH', command: 'API' },                                      'nothing', 'auth-failed, never',        'no'],
  ['no login where one is asked for (≤ 7)', 'Authentication required', { code: 'NoAuth', command: 'API' },                   'nothing', 'auth-failed, never',        'no'],
  ['too many recipients', 'Too many recipients', { code: 'EMAXRECIPIENTS' },                                                 'nothing', 'message-invalid, never',    'no'],
  ['REQUIRETLS', 'Server does not support REQUIRETLS', { code: 'EREQUIRETLS', command: 'MAIL FROM' },                        'nothing', 'message-invalid, never',    'no'],
  ['an option that is wrong', 'Invalid option', { code: 'ECONFIG' },                                                         'nothing', 'connection, never',         'no'],
  ['a TLS option that is wrong', 'Invalid protocol version', { code: 'ERR_TLS_INVALID_PROTOCOL_VERSION' },                   'nothing', 'connection, never',         'no'],
  ['the proxy wants a password', 'Invalid response from proxy: 407', { code: 'EPROXY' },                                     'nothing', 'connection, never',         'no'],
  ['the proxy does not let us through', 'Invalid response from proxy: 403', { code: 'EPROXY' },                              'nothing', 'connection, never',         'no'],
  ['the proxy is told of by a wrong URL', 'Unknown proxy configuration', { code: 'EPROXY' },                                 'nothing', 'connection, never',         'no'],
  ['the proxy is of a kind not loaded', 'Socks module not loaded', { code: 'EPROXY' },                                       'nothing', 'connection, never',         'no'],
  ['the proxy does not reach the gateway', 'Invalid response from proxy: 502', { code: 'EPROXY' },                           'nothing', 'connection, soon',          'no'],
  ['the proxy has too much to do', 'Invalid response from proxy: 429', { code: 'EPROXY' },                                   'nothing', 'connection, soon',          'no'],
  ['the proxy closes', 'Proxy closed the connection before the tunnel was established', { code: 'EPROXY' },                  'nothing', 'connection, soon',          'no'],
  ['the proxy is silent', 'Proxy socket timed out', { code: 'ETIMEDOUT' },                                                   'nothing', 'connection, soon',          'no'],
  ['the proxy refuses the connection', 'connect ECONNREFUSED 127.0.0.1:8080', { code: 'ECONNREFUSED' },                      'nothing', 'connection, soon',          'no'],
  ['the proxy has an untrusted certificate', 'self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },             'nothing', 'connection, never',         'no'],
  ['the SOCKS proxy refuses its own login', 'Socks5 Authentication failed', {},                                              'nothing', 'connection, soon',          'no'],
  ['no more sockets', 'connect EMFILE 127.0.0.1:465', { code: 'EMFILE' },                                                    'nothing', 'connection, soon',          'no'],
  ['a bug', 'x is not a function', { name: 'TypeError' },                                                                    'nothing', 'unknown, never',            'no'],
  ['a bug with a code', 'bad argument', { code: 'ERR_INVALID_ARG_TYPE' },                                                    'nothing', 'unknown, never',            'no'],
  ['a bug after the dot', 'x is not a function', { name: 'TypeError' },                                                      'all',     'delivery-unknown, never',   'unknown'],
]

describe.each([...measured.map(([does, ...row]) => [`the server ${does}`, ...row] as const), ...ours])(
  '%s',
  (_, message, fields, handedOver, verdict, delivered) => {
    test(`${verdict}, delivered: ${delivered}`, () => {
      const error = smtpError(message, fields)
      const explained = explain(error, handedOver)
      expect([`${explained.reason}, ${explained.retry}`, explained.delivered]).toEqual([verdict, delivered])
      expect(explained).toMatchObject({ attempts: 2, cause: error })
      expect(explained.hint).toMatch(/^[A-Z`].{15,}\.$/)
      expect(explained.message).toContain(explained.hint)
      expect(explained.message).not.toMatch(/[\r\n]/)
    })
  },
)

// Neither taken nor refused. A number that does not stand first is none: a line may be left over from another reply.
describe.each([
  ['"}}}'],
  ['354 go on'],
  ['334 VXNlcm5hbWU6'],
  ['221 2.0.0 bye'],
  ['55'],
  ['5541 no'],
  ['Detail: 554 5.0.0 no'],
  ['Message failed: 554 5.0.0 no'],
  ['554-5.0.0 no\n250 2.0.0 OK: queued'],
  ['250-2.0.0 OK\n554 5.0.0 no'],
  ['554-5.0.0 no\n354 go on'],
])('%j', (response) => {
  test.each(['greeting', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const)(
    'at %s: sent again, not delivered',
    (stage) => expect(stages[stage](response)).toMatchObject({ reason: 'connection', retry: 'soon', delivered: 'no' }),
  )
  // In the body Nodemailer may go on writing the mail.
  test.each(['body', 'end'] as const)('at %s: unknown', (stage) =>
    expect(stages[stage](response)).toMatchObject({ reason: 'delivery-unknown', retry: 'never', delivered: 'unknown' }),
  )
})

test('breaks in the middle of a mail name what SES breaks off', () => {
  const hint = (message: string) => explain(smtpError(message, { code: 'ESOCKET' }), 'part').hint
  expect(hint('read ECONNRESET')).toMatch(/2,000 bytes.*9 MB/)
  expect(hint('write EPIPE')).toMatch(/2,000 bytes/)
  expect(hint('unexpected EOF')).toMatch(/10 MB/)
  expect(explain(smtpError('too longer line in input stream', { code: 'ESOCKET' }), 'part')).toMatchObject({
    reason: 'message-invalid',
    retry: 'never',
  })
})

test('breaks before the mail do not blame it', () =>
  expect(explain(smtpError('write EPIPE', { code: 'ESOCKET' })).hint).toBe(
    'Check host, port and network; nothing of the mail was sent.',
  ))

test.each([
  ['aborted', AbortSignal.abort().reason],
  ['out of time', new DOMException('The operation was aborted due to timeout', 'TimeoutError')],
])('a signal that is %s, as Node gives it', (_, reason) => {
  expect(explain(reason, 'part')).toMatchObject({ reason: 'cancelled', delivered: 'no', code: 'EABORT' })
  expect(explain(reason, 'all')).toMatchObject({ reason: 'cancelled', delivered: 'unknown', code: 'EABORT' })
})

// Nodemailer tells of one recipient alone where the mail went to others; the answer may have been to another command.
test('garbage in answer to one recipient of several: unknown', () => {
  const error = (response: string) =>
    smtpError('Recipient command failed', {
      code: 'EENVELOPE',
      response,
      command: 'RCPT TO',
      recipient: 'ann@example.org',
    })
  expect(explain(error('"}}}'))).toMatchObject({
    reason: 'delivery-unknown',
    delivered: 'unknown',
    recipient: 'ann@example.org',
  })
  expect(explain(error('550 no'))).toMatchObject({ reason: 'recipient-refused', delivered: 'no' })

  const all = explain(
    smtpError("Can't send mail - all recipients were rejected", {
      code: 'EENVELOPE',
      response: '"}}}',
      command: 'RCPT TO',
      rejected: ['ann@example.org'],
      rejectedErrors: [error('"}}}')],
    }),
  )
  expect([all, ...(all.rejectedErrors ?? [])]).toMatchObject([
    { reason: 'connection', delivered: 'no' },
    { reason: 'connection', delivered: 'no' },
  ])
})

import { describe, expect, test } from 'vitest'
import type { Failed, Reply, Stage } from '../../lib/attempt.ts'
import { smtpError } from '../../lib/send/socket.ts'
import { cutReplyOf, explain, lost, replyOf, stages } from './failures.ts'

const weather = '554 5.0.0 Error: transaction failed, blame it on the weather: '
const frequency = `${weather}##SES-response-json:{"Response":{"RequestId":"r","QcloudError":{"Error":{"Code":"FailedOperation.FrequencyLimit.操`
const sender = `${weather}{"Code":"FailedOperation.NotAuthenticatedSender"}`

/** An error of Node's below one with Nodemailer's code, as lib/send/socket.ts makes them. */
function nodeError(code: string, cause: string, message: string): Error {
  return smtpError(code, message, Object.assign(new Error(message), { code: cause }))
}
const closed = smtpError('ECONNECTION', 'The gateway closed the connection')
const reset = nodeError('ESOCKET', 'ECONNRESET', 'read ECONNRESET')
const pipe = nodeError('ESOCKET', 'EPIPE', 'write EPIPE')
const silent = smtpError('ETIMEDOUT', 'No byte came or went for 120000 ms')
const dripping = smtpError('ETIMEDOUT', "The gateway's reply was not whole within 120000 ms")
const deaf = smtpError('ETIMEDOUT', 'The gateway did not read 65536 bytes within 120000 ms')
const unasked = smtpError('EPROTOCOL', 'The gateway said something that it was not asked: 250 OK')
const endless = smtpError('EPROTOCOL', 'A reply of more than 65536 bytes')
const proxy = (message: string) => smtpError('EPROXY', message)
const no = undefined

type Row = readonly [
  does: string,
  failed: Stage,
  went: Failed['went'],
  reply: Reply | undefined,
  error: Error | undefined,
  verdict: string,
  delivered: 'no' | 'unknown',
]

// biome-ignore format: a table
const server: readonly Row[] = [
  // The server                                 Stage      Of it went  Reply                                     Error                                                                          Verdict                      Delivered
  ['refuses the connection',                    'socket',   'nothing', no,                                       nodeError('ESOCKET', 'ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:465'),     'connection, soon',          'no'],
  ['is not in DNS',                             'socket',   'nothing', no,                                       nodeError('EDNS', 'ENOTFOUND', 'getaddrinfo ENOTFOUND smtp.example'),           'connection, soon',          'no'],
  ['cannot be looked up now',                   'socket',   'nothing', no,                                       nodeError('EDNS', 'EAI_AGAIN', 'getaddrinfo EAI_AGAIN smtp.example'),           'connection, soon',          'no'],
  ['is out of reach',                           'socket',   'nothing', no,                                       nodeError('ESOCKET', 'EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:465'),      'connection, soon',          'no'],
  ['does not answer',                           'socket',   'nothing', no,                                       smtpError('ETIMEDOUT', 'No connection within 30000 ms'),                        'connection, soon',          'no'],
  ['has an untrusted certificate',              'socket',   'nothing', no,                                       nodeError('ETLS', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),    'connection, never',         'no'],
  ['has an untrusted issuer',                   'socket',   'nothing', no,                                       smtpError('ETLS', 'unable to get local issuer certificate'),                    'connection, never',         'no'],
  ['has a certificate that expired',            'socket',   'nothing', no,                                       smtpError('ETLS', 'certificate has expired'),                                   'connection, never',         'no'],
  ['has a certificate of another name',         'socket',   'nothing', no,                                       smtpError('ETLS', "Hostname/IP does not match certificate's altnames"),         'connection, never',         'no'],
  ['speaks no TLS',                             'socket',   'nothing', no,                                       nodeError('ETLS', 'EPROTO', 'write EPROTO 0:error:0A00010B:SSL routines:ssl3_get_record:wrong version number'), 'connection, never', 'no'],
  ['agrees on no cipher',                       'socket',   'nothing', no,                                       smtpError('ETLS', 'ssl3_read_bytes:sslv3 alert handshake failure'),             'connection, never',         'no'],
  ['closes in the handshake',                   'socket',   'nothing', no,                                       nodeError('ESOCKET', 'ECONNRESET', 'Client network socket disconnected before secure TLS connection was established'), 'connection, soon', 'no'],
  ['closes before TLS is up',                   'socket',   'nothing', no,                                       smtpError('ETLS', 'Connection closed before TLS was set up'),                   'connection, soon',          'no'],
  ['resets in the handshake',                   'socket',   'nothing', no,                                       nodeError('ETLS', 'ECONNRESET', 'read ECONNRESET'),                             'connection, soon',          'no'],
  ['closes before its greeting',                'greeting', 'nothing', no,                                       closed,                                                                         'connection, soon',          'no'],
  ['greets with 421',                           'greeting', 'nothing', replyOf('421 busy'),                      no,                                                                             'service-unavailable, soon', 'no'],
  ['greets with 554',                           'greeting', 'nothing', replyOf('554 no'),                        no,                                                                             'connection, never',         'no'],
  ['greets in HTTP',                            'greeting', 'nothing', replyOf('HTTP/1.1 400 Bad Request'),      no,                                                                             'connection, soon',          'no'],
  ['greets twice',                              'greeting', 'nothing', no,                                       unasked,                                                                        'connection, soon',          'no'],
  ['greets without end',                        'greeting', 'nothing', cutReplyOf('220-x\r\n220-x\r\n'),         dripping,                                                                       'connection, soon',          'no'],
  ['does not greet',                            'greeting', 'nothing', no,                                       silent,                                                                         'connection, soon',          'no'],
  ['is silent after EHLO',                      'greeting', 'nothing', no,                                       silent,                                                                         'connection, soon',          'no'],
  ['refuses the password',                      'login',    'nothing', replyOf('535 Invalid login or password'), no,                                                                             'auth-failed, never',        'no'],
  ['closes at the login',                       'login',    'nothing', no,                                       closed,                                                                         'connection, soon',          'no'],
  ['refuses MAIL',                              'sender',   'nothing', replyOf('550 no'),                        no,                                                                             'sender-refused, never',     'no'],
  ['defers MAIL',                               'sender',   'nothing', replyOf('451 4.0.0 oops'),                no,                                                                             'service-unavailable, soon', 'no'],
  ['ends at MAIL with 421',                     'sender',   'nothing', replyOf('421 busy'),                      no,                                                                             'service-unavailable, soon', 'no'],
  ['refuses all RCPT',                          'recipients', 'nothing', replyOf('550 no'),                      no,                                                                             'recipient-refused, never',  'no'],
  ['refuses DATA',                              'data',     'nothing', replyOf('554 5.0.0 no'),                  no,                                                                             'unknown, never',            'no'],
  ['closes at MAIL',                            'sender',   'nothing', no,                                       closed,                                                                         'connection, soon',          'no'],
  ['closes at RCPT',                            'recipients', 'nothing', no,                                     closed,                                                                         'connection, soon',          'no'],
  ['closes at DATA',                            'data',     'nothing', no,                                       closed,                                                                         'connection, soon',          'no'],
  ['says 250 along with the 354',               'data',     'nothing', no,                                       unasked,                                                                        'connection, soon',          'no'],
  ['says 250 shortly after the 354',            'message',  'nothing', replyOf('250 OK'),                        no,                                                                             'connection, soon',          'no'],
  ['says 354 twice',                            'message',  'nothing', replyOf('354 go on'),                     no,                                                                             'connection, soon',          'no'],
  ['closes after the 354',                      'message',  'nothing', no,                                       closed,                                                                         'connection, soon',          'no'],
  ['closes in the body',                        'message',  'part',    no,                                       closed,                                                                         'connection, soon',          'no'],
  ['resets in the body',                        'message',  'part',    no,                                       reset,                                                                          'connection, soon',          'no'],
  ['breaks the pipe in the body',               'message',  'part',    no,                                       pipe,                                                                           'connection, soon',          'no'],
  ['stops reading in the body',                 'message',  'part',    no,                                       deaf,                                                                           'connection, soon',          'no'],
  ['says `25` in the body and closes',          'message',  'part',    cutReplyOf('25'),                         closed,                                                                         'connection, soon',          'no'],
  ['says `250 O` in the body and closes',       'message',  'part',    cutReplyOf('250 O'),                      closed,                                                                         'delivery-unknown, never',   'unknown'],
  ['says 250 in the body',                      'message',  'part',    replyOf('250 OK'),                        no,                                                                             'delivery-unknown, never',   'unknown'],
  ['finds a long line in the body',             'message',  'part',    replyOf(`${weather}smtp: too longer line in input stream`), no,                                                           'message-invalid, never',    'no'],
  ['refuses after the dot',                     'message',  'all',     replyOf(sender),                          no,                                                                             'sender-refused, never',     'no'],
  ['refuses in a line broken in two',           'message',  'all',     replyOf(sender.replace(': {', ': \n{')),  no,                                                                             'sender-refused, never',     'no'],
  ['defers after the dot',                      'message',  'all',     replyOf('451 4.0.0 oops'),                no,                                                                             'service-unavailable, soon', 'no'],
  ['ends with 421 after the dot',               'message',  'all',     replyOf('421 busy'),                      no,                                                                             'delivery-unknown, never',   'unknown'],
  ['finds a long line after the dot',           'message',  'all',     replyOf('500 5.4.0 Too long line, closing connection'), no,                                                               'message-invalid, never',    'no'],
  ['closes after the dot',                      'message',  'all',     no,                                       closed,                                                                         'delivery-unknown, never',   'unknown'],
  ['resets after the dot',                      'message',  'all',     no,                                       reset,                                                                          'delivery-unknown, never',   'unknown'],
  ['breaks the pipe after the dot',             'message',  'all',     no,                                       pipe,                                                                           'delivery-unknown, never',   'unknown'],
  ['is silent after the dot',                   'message',  'all',     no,                                       silent,                                                                         'delivery-unknown, never',   'unknown'],
  ['says `250-x` without end',                  'message',  'all',     cutReplyOf('250-x\r\n250-x'),             dripping,                                                                       'delivery-unknown, never',   'unknown'],
  ['says `554-x` without end',                  'message',  'all',     cutReplyOf('554-x\r\n554-x'),             dripping,                                                                       'unknown, later',            'no'],
  ['says too much after the dot',               'message',  'all',     cutReplyOf('x'.repeat(65_536)),           endless,                                                                        'delivery-unknown, never',   'unknown'],
  ['says `250 O` and closes',                   'message',  'all',     cutReplyOf('250 O'),                      closed,                                                                         'delivery-unknown, never',   'unknown'],
  ['says `250` and closes',                     'message',  'all',     cutReplyOf('250'),                        closed,                                                                         'delivery-unknown, never',   'unknown'],
  ['says `55` and closes',                      'message',  'all',     cutReplyOf('55'),                         closed,                                                                         'delivery-unknown, never',   'unknown'],
  ['says `554 5.0` and closes',                 'message',  'all',     cutReplyOf('554 5.0'),                    closed,                                                                         'unknown, later',            'no'],
  ['says half of its reason and closes',        'message',  'all',     cutReplyOf(frequency),                    closed,                                                                         'recipient-rate-limited, later', 'no'],
  ['cuts its reason within a character',        'message',  'all',     cutReplyOf(Buffer.from(frequency).subarray(0, -1)), closed,                                                               'recipient-rate-limited, later', 'no'],
  ['says garbage after the dot',                'message',  'all',     replyOf('garbage'),                       no,                                                                             'delivery-unknown, never',   'unknown'],
  ['says 354 after the dot',                    'message',  'all',     replyOf('354 go on'),                     no,                                                                             'delivery-unknown, never',   'unknown'],
  ['says 221 after the dot',                    'message',  'all',     replyOf('221 2.4.2 Idle timeout, bye bye'), no,                                                                           'delivery-unknown, never',   'unknown'],
]

// Between here and there, and here.
// biome-ignore format: a table
const elsewhere: readonly Row[] = [
  ['a TLS option that is wrong',                'socket',   'nothing', no, smtpError('ERR_TLS_INVALID_PROTOCOL_VERSION', 'Invalid protocol version'),            'connection, never',         'no'],
  ['the proxy wants a password',                'socket',   'nothing', no, proxy('Invalid response from proxy: 407'),                                            'connection, never',         'no'],
  ['the proxy does not let us through',         'socket',   'nothing', no, proxy('Invalid response from proxy: 403'),                                            'connection, never',         'no'],
  ['the proxy is told of by a wrong URL',       'socket',   'nothing', no, proxy('Unknown proxy configuration'),                                                 'connection, never',         'no'],
  ['the proxy is of a kind not loaded',         'socket',   'nothing', no, proxy('Socks module not loaded'),                                                     'connection, never',         'no'],
  ['the proxy does not reach the gateway',      'socket',   'nothing', no, proxy('Invalid response from proxy: 502'),                                            'connection, soon',          'no'],
  ['the proxy has too much to do',              'socket',   'nothing', no, proxy('Invalid response from proxy: 429'),                                            'connection, soon',          'no'],
  ['the proxy closes',                          'socket',   'nothing', no, proxy('Proxy closed the connection before the tunnel was established'),               'connection, soon',          'no'],
  ['the proxy is silent',                       'socket',   'nothing', no, smtpError('ETIMEDOUT', 'No connection within 30000 ms'),                              'connection, soon',          'no'],
  ['the proxy refuses the connection',          'socket',   'nothing', no, smtpError('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:8080'),                     'connection, soon',          'no'],
  ['the proxy has an untrusted certificate',    'socket',   'nothing', no, smtpError('DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'),                  'connection, never',         'no'],
  ['the SOCKS proxy refuses its own login',     'socket',   'nothing', no, new Error('Socks5 Authentication failed'),                                            'connection, soon',          'no'],
  ['no more sockets',                           'socket',   'nothing', no, nodeError('ESOCKET', 'EMFILE', 'connect EMFILE 127.0.0.1:465'),                       'connection, soon',          'no'],
  ['a bug',                                     'socket',   'nothing', no, new TypeError('x is not a function'),                                                 'unknown, never',            'no'],
  ['a bug with a code',                         'socket',   'nothing', no, smtpError('ERR_INVALID_ARG_TYPE', 'bad argument'),                                    'unknown, never',            'no'],
  ['a bug before the body',                     'message',  'nothing', no, new TypeError('x is not a function'),                                                 'unknown, never',            'no'],
  ['a bug after the dot',                       'message',  'all',     no, new TypeError('x is not a function'),                                                 'delivery-unknown, never',   'unknown'],
]

describe.each([...server.map(([does, ...row]) => [`the server ${does}`, ...row] as const), ...elsewhere])(
  '%s',
  (_, failed, went, reply, error, verdict, delivered) => {
    test(`${verdict}, delivered: ${delivered}`, () => {
      const explained = explain({ failed, went, reply, error })
      expect([`${explained.reason}, ${explained.retry}`, explained.delivered]).toEqual([verdict, delivered])
      expect(explained).toMatchObject({ attempts: 2, response: reply?.text, responseCode: reply?.status })
      expect(explained.cause).toBe(error)
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
  ['554-5.0.0 no\r\n250 2.0.0 OK: queued'],
  ['250-2.0.0 OK\r\n554 5.0.0 no'],
  ['554-5.0.0 no\r\n354 go on'],
])('%j', (response) => {
  test.each(['greeting', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const)('at %s: sent again, not delivered', (stage) =>
    expect(stages[stage](response)).toMatchObject({ reason: 'connection', retry: 'soon', delivered: 'no' }),
  )
  test.each(['body', 'end'] as const)('at %s: unknown', (stage) =>
    expect(stages[stage](response)).toMatchObject({ reason: 'delivery-unknown', retry: 'never', delivered: 'unknown' }),
  )
})

test('breaks in the middle of a mail name what SES breaks off', () => {
  const hint = (message: string) => explain(lost('part', 'ESOCKET', message)).hint
  expect(hint('read ECONNRESET')).toMatch(/2,000 bytes.*9 MB/)
  expect(hint('write EPIPE')).toMatch(/2,000 bytes/)
  expect(hint('unexpected EOF')).toMatch(/10 MB/)
})

test('breaks before the mail do not blame it', () =>
  expect(explain({ failed: 'sender', went: 'nothing', error: pipe }).hint).toBe(
    'Check host, port and network; nothing of the mail was sent.',
  ))

test('garbage in answer to the only recipient', () => {
  const reply = replyOf('"}}}')
  const explained = explain({
    failed: 'recipients',
    went: 'nothing',
    reply,
    rejected: [{ address: 'ann@example.org', reply }],
  })
  expect([explained, ...(explained.rejectedErrors ?? [])]).toMatchObject([
    { reason: 'connection', delivered: 'no' },
    { reason: 'connection', delivered: 'no', recipient: 'ann@example.org' },
  ])
})

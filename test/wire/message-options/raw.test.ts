// `raw`: a message that another program wrote, in each of its forms, and the letter that arrives.

import { Readable } from 'node:stream'
import { describe } from 'vitest'
import { sender } from '../../help/stage.ts'
import { parsed, type Row, testRows, untyped } from './rows.ts'
import { openSources } from './sources.ts'

const { pathOf, urlOf } = await openSources({
  'mail.eml': `From: ${sender}\r\nTo: ann@example.org\r\nSubject: Raw\r\n\r\nfrom a file\r\n`,
})
const gbk = Buffer.from('c4e3bac3', 'hex') // 你好
const stream = (...chunks: string[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)))

const message = (headers: string, body = 'Hi') => `From: Shop <${sender}>\r\nSubject: Raw\r\n${headers}\r\n\r\n${body}`
/** Nodemailer takes nothing else of the options than the envelope. */
const rawOf = (raw: unknown, others: object = {}) =>
  untyped({ from: undefined, to: undefined, subject: undefined, text: undefined, raw, ...others })
const inRaw = { from: `Shop <${sender}>`, subject: 'Raw', text: parsed('Hi') } as const
const raw: readonly Row[] = [
  ['raw: a string', rawOf(message('To: Ann <ann@example.org>')), { ...inRaw, changes: ['recipients to'] }],
  [
    'raw: a Buffer',
    rawOf(Buffer.from(message('To: ann@example.org', 'Grüße\r\n'))),
    { ...inRaw, text: parsed('Grüße') },
  ],
  ['raw: a stream', () => rawOf(stream(message('To: ann@example.org', ''), 'Hi\r\n')), inRaw],
  ['raw: path', rawOf({ path: pathOf('mail.eml') }), { subject: 'Raw', text: parsed('from a file') }],
  ['raw: bare line feeds', rawOf(message('To: ann@example.org').replaceAll('\r\n', '\n')), inRaw],
  ['raw: the options beside it', { raw: message('To: ann@example.org'), subject: 'Not this', text: 'Not this' }, inRaw],
  [
    'raw: to of the options, hidden',
    rawOf(message('To: ann@example.org'), { to: 'bob@example.org' }),
    {
      ...inRaw,
      to: ['bob@example.org'],
      changes: ['bcc bcc'],
    },
  ],
  [
    'raw: the envelope',
    rawOf(message('To: ann@example.org, bob@example.org'), { envelope: { from: sender, to: 'bob@example.org' } }),
    {
      ...inRaw,
      to: ['bob@example.org'],
    },
  ],
  [
    'raw: Cc and Bcc',
    rawOf(message('To: ann@example.org\r\nCc: c@example.org\r\nBcc: b@example.org')),
    {
      letters: [
        { ...inRaw, to: ['ann@example.org', 'c@example.org'] },
        { ...inRaw, to: ['b@example.org'] },
      ],
      changes: ['cc cc', 'bcc bcc'],
    },
  ],
  [
    'raw: a Bcc that the envelope has not',
    rawOf(message('To: ann@example.org\r\nBcc: b@example.org'), { envelope: { from: sender, to: 'ann@example.org' } }),
    inRaw,
  ],
  [
    'raw: headers',
    rawOf(
      message(
        'To: ann@example.org\r\nX-A: =?UTF-8?Q?=C3=BC?=\r\n b\r\nReceived: from a\r\nMessage-ID: <1@ids.example>',
      ),
    ),
    {
      ...inRaw,
      headers: { 'x-a': 'ü b', 'message-id': '<1@ids.example>' },
      changes: ['headers Received'],
    },
  ],
  [
    'raw: another charset',
    rawOf(
      Buffer.concat([
        Buffer.from(
          message('To: ann@example.org\r\nContent-Type: text/html; charset=gbk\r\nContent-Transfer-Encoding: 8bit', ''),
        ),
        gbk,
      ]),
    ),
    {
      ...inRaw,
      text: undefined,
      html: parsed('你好'),
    },
  ],
  [
    'raw: parts',
    rawOf(
      message(
        'To: ann@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b',
        [
          '--b',
          'Content-Type: multipart/alternative; boundary=c',
          '',
          '--c',
          '',
          'Hi',
          '--c',
          'Content-Type: text/html',
          '',
          '<p>Hi',
          '--c--',
          '--b',
          'Content-Type: application/pdf; name="=?UTF-8?B?5Y+R56Wo?=.pdf"',
          'Content-Disposition: attachment',
          'Content-Transfer-Encoding: base64',
          '',
          'AAEC',
          '--b--',
          '',
        ].join('\r\n'),
      ),
    ),
    { ...inRaw, html: parsed('<p>Hi'), files: [['发票.pdf', '\0\x01\x02']] },
  ],
  [
    'raw: no sender',
    rawOf('To: ann@example.org\r\nSubject: a\r\n\r\nHi', { from: sender }),
    { refused: 'from', reason: 'sender-refused' },
  ],
  ['raw: nobody', rawOf(message('X-A: a')), { refused: 'to', reason: 'recipient-refused' }],
  ['raw: a name alone', rawOf(message('To: ann@example.org, Bob')), { refused: 'to', reason: 'recipient-refused' }],
  ['raw: no message', rawOf('Hi'), { refused: 'raw', reason: 'message-invalid' }],
  ['raw: an object of content', rawOf({ content: message('To: ann@example.org') }), { refused: 'raw' }],
  [
    'raw: path, with disableFileAccess',
    rawOf({ path: pathOf('mail.eml') }, { disableFileAccess: true }),
    { refused: 'raw' },
  ],
  ['raw: href, with disableUrlAccess', rawOf({ href: urlOf('a') }, { disableUrlAccess: true }), { refused: 'raw' }],
]

describe('raw', () => testRows(raw))
